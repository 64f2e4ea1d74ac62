/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-stored-grid.h"

#include "tensor/qst-quantization.h"

/* What a file stores quantized, under its own scale and zero-point again: needs no display. */

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  qs_session_open_finish (QS_SESSION (object), result, &error);
  g_assert_no_error (error);
}

static gboolean
settled (QsSession *session)
{
  return qs_session_get_result (session) != NULL && !qs_session_is_loading (session) && !qs_session_is_stale (session);
}

static void
wait_for_result (QsSession *session)
{
  gint64 end = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (!settled (session) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (settled (session));
}

static QsSession *
open_tensor (const char *file, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "tensor", file, NULL);
  QsSession *session = qs_session_new ();

  qs_session_open_async (session, path, name, NULL, opened_cb, NULL);
  wait_for_result (session);
  g_assert_cmpstr (qst_tensor_get_name (qs_session_get_state (session)->tensor), ==, name);
  return session;
}

/* Every value is a level of the grid: nothing is lost. */
static void
test_nothing_is_lost (void)
{
  g_autoptr (QsSession) session = open_tensor ("weights/hello_world_int8.tflite", "sequential/dense_1/MatMul");
  const QstQuantization *grid = qst_tensor_get_quantization (qs_session_get_state (session)->tensor);
  const QsaScheme *scheme;
  const QscErrorStats *errors;

  qs_stored_grid_use (session);
  wait_for_result (session);
  scheme = &qs_session_get_state (session)->scheme;
  g_assert_cmpint (scheme->format.bits, ==, 8);
  g_assert_true (scheme->format.is_signed);
  g_assert_cmpfloat (scheme->scale, ==, grid->scales[0]);
  errors = qsa_result_get_error_stats (qs_session_get_result (session));
  g_assert_cmpuint (errors->count, ==, 256);
  g_assert_cmpfloat (errors->max_abs_error, ==, 0);
  /* One step of undo. */
  g_assert_true (qs_session_undo (session));
  g_assert_cmpint (qs_session_get_state (session)->scheme.calibration, !=, QSA_CALIBRATION_MANUAL);
}

/* Where an axis has many scales, that of the picked value. */
static void
test_axis (void)
{
  g_autoptr (QsSession) session = open_tensor ("weights/digits_qdq.onnx", "fc1.weight_quantized");
  const QstQuantization *grid = qst_tensor_get_quantization (qs_session_get_state (session)->tensor);
  QsStoredGrid stored;

  qs_session_pick_index (session, 64 * 5 + 3);
  g_assert_true (qs_stored_grid_get (session, &stored));
  g_assert_true (stored.has_code);
  g_assert_cmpfloat (stored.code.scale, ==, grid->scales[5]);
  qs_stored_grid_use (session);
  g_assert_cmpfloat (qs_session_get_state (session)->scheme.scale, ==, grid->scales[5]);
}

/* Real values that the model quantizes: by a QuantizeLinear without a zero-point, to uint8. */
static void
test_quantizer (void)
{
  g_autoptr (QsSession) session = open_tensor ("unusual/onnx/qdq_variants.onnx", "w");
  const QsaScheme *scheme;

  qs_stored_grid_use (session);
  scheme = &qs_session_get_state (session)->scheme;
  g_assert_cmpfloat (scheme->scale, ==, 0.01f);
  g_assert_cmpint (scheme->zero_point, ==, 0);
  g_assert_cmpint (scheme->format.bits, ==, 8);
  g_assert_false (scheme->format.is_signed);
  g_assert_false (scheme->format.symmetric);
}

/* Blocks with a minimum are no grid of one scale and zero-point. */
static void
test_obstacle (void)
{
  g_autoptr (QsSession) session = open_tensor ("weights/g2p_q4_k.gguf", "enc.w_ih.weight");
  const QsaScheme before = qs_session_get_state (session)->scheme;
  QsStoredGrid stored;

  g_assert_true (qs_stored_grid_get (session, &stored));
  g_assert_nonnull (stored.obstacle);
  qs_stored_grid_use (session);
  g_assert_true (qsa_scheme_equal (&before, &qs_session_get_state (session)->scheme));
}

static void
test_plain (void)
{
  g_autoptr (QsSession) session = open_tensor ("weights/digits_f16.onnx", "fc1.weight");
  QsStoredGrid stored;

  g_assert_false (qs_stored_grid_get (session, &stored));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/stored-grid/nothing-is-lost", test_nothing_is_lost);
  g_test_add_func ("/app/stored-grid/axis", test_axis);
  g_test_add_func ("/app/stored-grid/quantizer", test_quantizer);
  g_test_add_func ("/app/stored-grid/obstacle", test_obstacle);
  g_test_add_func ("/app/stored-grid/plain", test_plain);
  return g_test_run ();
}
