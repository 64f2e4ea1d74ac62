/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-session-edit.h"

#include <math.h>

/* The session without a window: needs no display. */

static gboolean
settled (QsSession *session)
{
  return qs_session_get_result (session) != NULL && !qs_session_is_loading (session) && !qs_session_is_stale (session)
         && !qs_session_is_dragging (session);
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
new_session (QstDistributionKind kind, guint64 count)
{
  QsSession *session = qs_session_new ();
  QstDistribution distribution;

  qst_distribution_init (&distribution, kind);
  distribution.count = count;
  qs_session_set_distribution (session, &distribution, NULL);
  wait_for_result (session);
  return session;
}

static void
test_distribution_starts_at_four_bits (void)
{
  g_autoptr (QsSession) session = new_session (QST_DISTRIBUTION_GAUSSIAN, 4096);

  g_assert_cmpint (qs_session_get_state (session)->scheme.format.bits, ==, 4);
  g_assert_cmpuint (qsa_result_get_error_stats (qs_session_get_result (session))->count, ==, 4096);
  /* Before the first values there is nothing to go back to. */
  g_assert_null (qs_session_get_undo_label (session));
}

static void
test_scale_makes_manual (void)
{
  g_autoptr (QsSession) session = new_session (QST_DISTRIBUTION_UNIFORM, 4096);
  QscParams params;

  qs_session_set_scale (session, 0.125);
  wait_for_result (session);
  g_assert_cmpint (qs_session_get_state (session)->scheme.calibration, ==, QSA_CALIBRATION_MANUAL);
  qs_session_get_params (session, &params);
  g_assert_cmpfloat (params.scale, ==, 0.125f);
  g_assert_cmpfloat (qsa_result_get_params (qs_session_get_result (session))->scale, ==, 0.125f);
  g_assert_true (qs_session_undo (session));
  g_assert_cmpint (qs_session_get_state (session)->scheme.calibration, ==, QSA_CALIBRATION_MIN_MAX);
  g_assert_true (qs_session_redo (session));
  qs_session_get_params (session, &params);
  g_assert_cmpfloat (params.scale, ==, 0.125f);
}

static void
test_bad_scale_is_refused (void)
{
  g_autoptr (QsSession) session = new_session (QST_DISTRIBUTION_UNIFORM, 64);
  QsState before = { 0 };

  qs_state_copy (&before, qs_session_get_state (session));
  qs_session_set_scale (session, 0);
  qs_session_set_scale (session, -1);
  qs_session_set_scale (session, NAN);
  qs_session_set_scale (session, INFINITY);
  g_assert_true (qs_state_equal (&before, qs_session_get_state (session)));
  qs_state_clear (&before);
}

static void
test_zero_point_stays_in_codes (void)
{
  g_autoptr (QsSession) session = new_session (QST_DISTRIBUTION_GAUSSIAN, 256);

  qs_session_set_symmetric (session, FALSE);
  qs_session_set_bits (session, 8);
  wait_for_result (session);
  qs_session_set_zero_point (session, 1000);
  g_assert_cmpint (qs_session_get_state (session)->scheme.zero_point, ==, 127);
  qs_session_set_bits (session, 4);
  g_assert_cmpint (qs_session_get_state (session)->scheme.zero_point, ==, 7);
  qs_session_set_signed (session, FALSE);
  g_assert_cmpint (qs_session_get_state (session)->scheme.zero_point, ==, 7);
  qs_session_set_symmetric (session, TRUE);
  g_assert_cmpint (qs_session_get_state (session)->scheme.zero_point, ==, 8);
  wait_for_result (session);
}

static void
test_drag_is_one_step (void)
{
  g_autoptr (QsSession) session = new_session (QST_DISTRIBUTION_LAPLACE, 4096);
  float before = qsa_result_get_params (qs_session_get_result (session))->scale;
  QscParams params;

  qs_session_begin_drag (session);
  for (int i = 1; i <= 50; i++)
    {
      qs_session_set_scale (session, before * (1 + i / 100.0));
      g_main_context_iteration (NULL, FALSE);
    }
  qs_session_end_drag (session);
  wait_for_result (session);
  g_assert_true (qs_session_undo (session));
  wait_for_result (session);
  qs_session_get_params (session, &params);
  g_assert_cmpfloat (params.scale, ==, before);
  g_assert_null (qs_session_get_undo_label (session));
}

static void
test_pick_steps_and_wraps (void)
{
  g_autoptr (QsSession) session = new_session (QST_DISTRIBUTION_GAUSSIAN, 32);
  QstTensor *tensor = qsa_source_get_tensor (qs_session_get_source (session));
  guint64 index;
  float value;

  g_assert_true (qs_session_get_pick (session, &value, &index));
  qs_session_pick_index (session, 31);
  qs_session_step_pick (session, 1);
  qs_session_get_pick (session, &value, &index);
  g_assert_cmpuint (index, ==, 0);
  g_assert_cmpfloat (value, ==, qst_tensor_get_value (tensor, 0));
  qs_session_step_pick (session, -1);
  qs_session_get_pick (session, &value, &index);
  g_assert_cmpuint (index, ==, 31);
  qs_session_pick_value (session, 0.5f);
  qs_session_get_pick (session, &value, &index);
  g_assert_cmpuint (index, ==, G_MAXUINT64);
}

static void
test_zoom (void)
{
  g_autoptr (QsSession) session = new_session (QST_DISTRIBUTION_GAUSSIAN, 4096);
  double low, high;

  qs_session_set_zoom (session, 0.25, 0.75);
  g_assert_true (qs_session_get_zoom (session, &low, &high));
  qs_session_set_zoom (session, 0.5, 0.5);
  qs_session_set_zoom (session, 2, 1);
  qs_session_set_zoom (session, NAN, 1);
  g_assert_true (qs_session_get_zoom (session, &low, &high));
  g_assert_cmpfloat (low, ==, 0.25);
  g_assert_cmpfloat (high, ==, 0.75);
  qs_session_clear_zoom (session);
  g_assert_false (qs_session_get_zoom (session, &low, &high));
}

/* Values that were asked for and overtaken never show. */
static void
test_newest_distribution_wins (void)
{
  g_autoptr (QsSession) session = qs_session_new ();
  QstDistribution distribution;

  qst_distribution_init (&distribution, QST_DISTRIBUTION_GAUSSIAN);
  for (guint64 count = 1000; count <= 20000; count += 1000)
    {
      distribution.count = count;
      qs_session_set_distribution (session, &distribution, "Count");
    }
  wait_for_result (session);
  g_assert_cmpuint (qsa_result_get_error_stats (qs_session_get_result (session))->count, ==, 20000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/session/distribution-starts-at-four-bits", test_distribution_starts_at_four_bits);
  g_test_add_func ("/app/session/scale-makes-manual", test_scale_makes_manual);
  g_test_add_func ("/app/session/bad-scale-is-refused", test_bad_scale_is_refused);
  g_test_add_func ("/app/session/zero-point-stays-in-codes", test_zero_point_stays_in_codes);
  g_test_add_func ("/app/session/drag-is-one-step", test_drag_is_one_step);
  g_test_add_func ("/app/session/pick-steps-and-wraps", test_pick_steps_and_wraps);
  g_test_add_func ("/app/session/zoom", test_zoom);
  g_test_add_func ("/app/session/newest-distribution-wins", test_newest_distribution_wins);
  return g_test_run ();
}
