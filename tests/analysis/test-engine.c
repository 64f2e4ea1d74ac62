/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis-test.h"
#include "analysis/qsa-engine.h"

typedef struct
{
  QsaEngine *engine;
  GMainLoop *loop;
  GThread *thread; /* where callbacks must come */
  guint n_results, n_errors;
  QsaSource *last_source;
  int last_bits;
  float last_scale;
} Fixture;

static void
on_result (QsaResult *result, const GError *error, gpointer user_data)
{
  Fixture *self = user_data;

  g_assert_true (g_thread_self () == self->thread);
  g_assert_true ((result == NULL) != (error == NULL));
  if (result != NULL)
    {
      self->n_results++;
      self->last_source = qsa_result_get_source (result);
      self->last_bits = qsa_result_get_scheme (result)->format.bits;
      self->last_scale = qsa_result_get_params (result)->scale;
    }
  else
    {
      self->n_errors++;
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
  if (!qsa_engine_is_busy (self->engine))
    g_main_loop_quit (self->loop);
}

static gboolean
on_timeout (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static void
run_for (Fixture *self, guint ms)
{
  const guint id = g_timeout_add (ms, on_timeout, self->loop);
  GSource *source;

  g_main_loop_run (self->loop);
  source = g_main_context_find_source_by_id (NULL, id);
  if (source != NULL)
    g_source_destroy (source);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->loop = g_main_loop_new (NULL, FALSE);
  self->thread = g_thread_self ();
  self->engine = qsa_engine_new (on_result, self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->engine, qsa_engine_free);
  g_main_loop_unref (self->loop);
}

static QsaRequest
make_request (QsaSource *source, int bits, QsaCalibration calibration)
{
  return (QsaRequest){
    .source = source, .scheme = analysis_test_scheme (bits, TRUE, TRUE, FALSE, calibration), .auto_range = TRUE, .n_bins = 64
  };
}

static void
test_one (Fixture *self, gconstpointer data)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 1000);
  const QsaRequest request = make_request (source, 5, QSA_CALIBRATION_MIN_MAX);

  g_assert_false (qsa_engine_is_busy (self->engine));
  qsa_engine_submit (self->engine, &request);
  run_for (self, 10000);
  g_assert_cmpuint (self->n_results, ==, 1);
  g_assert_cmpint (self->last_bits, ==, 5);
  g_assert_false (qsa_engine_is_busy (self->engine));
}

static void
test_newest_wins (Fixture *self, gconstpointer data)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 200000);
  QsaRequest request = make_request (source, 8, QSA_CALIBRATION_MANUAL);

  for (int i = 1; i <= 200; i++)
    {
      request.scheme.scale = (float)i;
      qsa_engine_submit (self->engine, &request);
    }
  run_for (self, 10000);
  g_assert_true (self->last_scale == 200.0f);
  g_assert_cmpuint (self->n_results, <, 200);
}

static gboolean
submit_next (gpointer user_data)
{
  Fixture *self = user_data;
  static int left = 30;
  QsaRequest request = make_request (self->last_source, 8, QSA_CALIBRATION_MANUAL);

  request.scheme.scale = (float)left / 100;
  qsa_engine_submit (self->engine, &request);
  return --left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* While requests keep coming faster than they are done, results of the same source keep coming too. */
static void
test_keeps_moving (Fixture *self, gconstpointer data)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 2 * 1024 * 1024);

  self->last_source = source;
  g_timeout_add (2, submit_next, self);
  while (self->last_scale != 0.01f)
    run_for (self, 10000);
  g_assert_cmpuint (self->n_results, >, 1);
}

static void
test_other_source (Fixture *self, gconstpointer data)
{
  g_autoptr (QsaSource) large = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 8 * 1024 * 1024);
  g_autoptr (QsaSource) small = analysis_test_draw (QST_DISTRIBUTION_UNIFORM, 100);
  QsaRequest request = make_request (large, 8, QSA_CALIBRATION_MSE);

  qsa_engine_submit (self->engine, &request);
  while (!qsa_engine_is_busy (self->engine))
    g_thread_yield ();
  request = make_request (small, 4, QSA_CALIBRATION_MIN_MAX);
  qsa_engine_submit (self->engine, &request);
  run_for (self, 10000);
  g_assert_cmpuint (self->n_results, ==, 1);
  g_assert_true (self->last_source == small);
}

static void
test_error (Fixture *self, gconstpointer data)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 1000);
  QsaRequest request = make_request (source, 8, QSA_CALIBRATION_MANUAL);

  request.scheme.scale = -1.0f;
  qsa_engine_submit (self->engine, &request);
  run_for (self, 10000);
  g_assert_cmpuint (self->n_errors, ==, 1);
  request.scheme.scale = 0.5f;
  qsa_engine_submit (self->engine, &request);
  run_for (self, 10000);
  g_assert_cmpuint (self->n_results, ==, 1);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 4 * 1024 * 1024);
  const QsaRequest request = make_request (source, 8, QSA_CALIBRATION_MSE);

  qsa_engine_submit (self->engine, &request);
  qsa_engine_submit (self->engine, &request);
  qsa_engine_cancel (self->engine);
  run_for (self, 200);
  g_assert_cmpuint (self->n_results + self->n_errors, ==, 0);
  qsa_engine_submit (self->engine, &request);
  run_for (self, 10000);
  g_assert_cmpuint (self->n_results, ==, 1);
}

static void
test_free_while_busy (Fixture *self, gconstpointer data)
{
  for (int i = 0; i < 20; i++)
    {
      g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 300000);
      QsaRequest request = make_request (source, 8, QSA_CALIBRATION_MSE);
      QsaEngine *engine = qsa_engine_new (on_result, self);

      qsa_engine_submit (engine, &request);
      if (i % 2 == 0)
        g_usleep ((gulong)i * 500);
      qsa_engine_free (engine);
    }
  run_for (self, 50);
  g_assert_cmpuint (self->n_results, ==, 0);
}

#define ADD(name, func) g_test_add ("/engine/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("one", test_one);
  ADD ("newest-wins", test_newest_wins);
  ADD ("keeps-moving", test_keeps_moving);
  ADD ("other-source", test_other_source);
  ADD ("error", test_error);
  ADD ("cancel", test_cancel);
  ADD ("free-while-busy", test_free_while_busy);
  return g_test_run ();
}
