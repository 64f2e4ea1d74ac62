/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-application.h"
#include "app/qs-session-edit.h"
#include "app/qs-window.h"

#include <math.h>
#include <stdlib.h>

/* What a drag of the scale costs: opens the window, moves s 300 times, and tells how long the computation took and how long it
 * was from the change to the frame that shows it, and how long the main loop was ever away. */

#define FRAMES 300
#define WARM_UP 20

static const guint64 counts[] = { 64 * 1024, 1024 * 1024, 16 * 1024 * 1024 };

typedef struct
{
  QsWindow *window;
  QsSession *session;
  float waiting_for; /* the scale whose frame is awaited */
  gboolean in_figure;
  gint64 changed;
  GArray *compute, *drawn, *loops; /* msec, double */
  double first_scale;
} Bench;

static gboolean
settled (QsSession *session)
{
  return qs_session_get_result (session) != NULL && !qs_session_is_loading (session) && !qs_session_is_stale (session)
         && !qs_session_is_dragging (session);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;

  return x < y ? -1 : x > y;
}

static double
quantile (GArray *values, double p)
{
  g_array_sort (values, compare);
  return g_array_index (values, double, (guint)((double)(values->len - 1) * p));
}

static void
result_cb (Bench *bench)
{
  QsaResult *result = qs_session_get_result (bench->session);
  double msec;

  if (result == NULL || qsa_result_get_params (result)->scale != bench->waiting_for)
    return;
  msec = qsa_result_get_seconds (result) * 1000;
  g_array_append_val (bench->compute, msec);
  bench->in_figure = TRUE;
}

static void
after_paint_cb (GdkFrameClock *clock, Bench *bench)
{
  double msec = (double)(g_get_monotonic_time () - bench->changed) / 1000;

  if (!bench->in_figure)
    return;
  bench->in_figure = FALSE;
  bench->waiting_for = 0;
  g_array_append_val (bench->drawn, msec);
}

/* One turn of the loop at a time, each timed while it works (not while it sleeps). */
static void
iterate (Bench *bench)
{
  gint64 begin;
  double msec;

  while (!g_main_context_pending (NULL))
    g_usleep (100);
  begin = g_get_monotonic_time ();
  g_main_context_iteration (NULL, FALSE);
  msec = (double)(g_get_monotonic_time () - begin) / 1000;
  g_array_append_val (bench->loops, msec);
}

static void
load (Bench *bench, guint64 count)
{
  QstDistribution distribution;

  qst_distribution_init (&distribution, QST_DISTRIBUTION_GAUSSIAN);
  distribution.count = count;
  qs_session_set_distribution (bench->session, &distribution, NULL);
  while (!settled (bench->session))
    g_main_context_iteration (NULL, TRUE);
}

static void
rest (double seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64)(seconds * G_USEC_PER_SEC);

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
drag (Bench *bench)
{
  qs_session_begin_drag (bench->session);
  for (int i = 0; i < FRAMES + WARM_UP; i++)
    {
      double scale = bench->first_scale * exp (0.7 * sin ((i + 1) * 0.05));

      if (i == WARM_UP)
        {
          g_array_set_size (bench->compute, 0);
          g_array_set_size (bench->drawn, 0);
          g_array_set_size (bench->loops, 0);
        }
      bench->waiting_for = (float)scale;
      bench->changed = g_get_monotonic_time ();
      qs_session_set_scale (bench->session, scale);
      while (bench->waiting_for != 0)
        iterate (bench);
    }
  qs_session_end_drag (bench->session);
}

static void
report (Bench *bench, guint64 count)
{
  g_print ("window %9" G_GUINT64_FORMAT " values  compute p50 %6.2f ms  p99 %6.2f ms   change to drawn p50 %6.2f ms  p99 %6.2f ms"
           "   main loop away p99 %6.2f ms  most %6.2f ms\n",
           count, quantile (bench->compute, 0.5), quantile (bench->compute, 0.99), quantile (bench->drawn, 0.5),
           quantile (bench->drawn, 0.99), quantile (bench->loops, 0.99), quantile (bench->loops, 1));
}

int
main (int argc, char **argv)
{
  g_autoptr (QsApplication) application = NULL;
  Bench bench = { 0 };
  QscParams params;

  gtk_init ();
  application = qs_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  bench.window = qs_window_new (ADW_APPLICATION (application));
  bench.session = qs_window_get_session (bench.window);
  bench.compute = g_array_new (FALSE, FALSE, sizeof (double));
  bench.drawn = g_array_new (FALSE, FALSE, sizeof (double));
  bench.loops = g_array_new (FALSE, FALSE, sizeof (double));
  gtk_window_set_default_size (GTK_WINDOW (bench.window), 1440, 900);
  gtk_window_present (GTK_WINDOW (bench.window));
  g_signal_connect_swapped (bench.session, "result", G_CALLBACK (result_cb), &bench);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (bench.window)), "after-paint", G_CALLBACK (after_paint_cb), &bench);
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      load (&bench, counts[i]);
      rest (2);
      qs_session_get_params (bench.session, &params);
      bench.first_scale = params.scale;
      drag (&bench);
      report (&bench, counts[i]);
      rest (0.5);
    }
  return EXIT_SUCCESS;
}
