/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-application.h"
#include "app/qs-matrix-view-private.h"
#include "app/qs-window.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* What scrolling over a very large matrix costs: a mapped file of 100 Mi float32, cells from those with numbers down to one px. Tells
 * how long the work of a frame is, how many frames a second were shown, and what memory of its own the program has. */

#define SIDE 10240
#define FRAMES 240
#define WARM_UP 20

typedef struct
{
  GdkFrameClock *clock;
  GArray *frames; /* msec of the main thread's work, double */
  double begun;
  guint painted;
} Bench;

/* Of this thread alone, in msec, so that it does not hang on what else the machine does. */
static double
get_work (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void
before_cb (GdkFrameClock *clock, Bench *bench)
{
  bench->begun = get_work ();
}

static void
after_cb (GdkFrameClock *clock, Bench *bench)
{
  double msec = get_work () - bench->begun;

  g_array_append_val (bench->frames, msec);
  bench->painted++;
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

/* Memory of its own, in MiB: what of the file is mapped belongs to the file. */
static double
get_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL) || (line = strstr (status, "RssAnon:")) == NULL)
    return NAN;
  return (double)g_ascii_strtoull (line + strlen ("RssAnon:"), NULL, 10) / 1024;
}

/* A file with holes: some of its rows have values, the others are zeros that take no room. */
static char *
make_file (void)
{
  g_autofree char *header = g_strdup_printf ("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }", SIDE, SIDE);
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autofree float *row = g_new (float, SIDE);
  char *path = g_build_filename (g_get_tmp_dir (), "quantoscope-bench-XXXXXX.npy", NULL);
  int fd = g_mkstemp (path);
  FILE *file = fdopen (fd, "w");

  fwrite ("\x93NUMPY\x01\x00\x76\x00", 1, 10, file);
  fprintf (file, "%-117s\n", header);
  for (int i = 0; i < SIDE; i += 32)
    {
      for (int k = 0; k < SIDE; k++)
        row[k] = (float)(g_rand_double_range (random, -1, 1) * g_rand_double (random));
      fseek (file, 128 + (long)i * SIDE * 4, SEEK_SET);
      fwrite (row, sizeof (float), SIDE, file);
    }
  fflush (file);
  if (ftruncate (fd, 128 + (off_t)SIDE * SIDE * 4) != 0)
    g_error ("no room for the file");
  fclose (file);
  return path;
}

static QsMatrixView *
find_view (GtkWidget *widget)
{
  if (QS_IS_MATRIX_VIEW (widget))
    return QS_MATRIX_VIEW (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      QsMatrixView *found = find_view (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
rest (double seconds)
{
  gint64 end = g_get_monotonic_time () + (gint64)(seconds * G_USEC_PER_SEC);

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (500);
}

/* One screen in about ten frames, in both directions at once. */
static void
scroll (Bench *bench, QsMatrixView *view, const char *what)
{
  guint complete = 0;
  gint64 begin = 0;
  double memory = get_memory (), seconds;

  for (int i = 0; i < FRAMES + WARM_UP; i++)
    {
      const guint painted = bench->painted;

      if (i == WARM_UP)
        {
          g_array_set_size (bench->frames, 0);
          begin = g_get_monotonic_time ();
        }
      qs_matrix_view_set_scroll (view, GTK_ORIENTATION_VERTICAL, qs_matrix_view_get_scroll (view, GTK_ORIENTATION_VERTICAL) + 53);
      qs_matrix_view_set_scroll (view, GTK_ORIENTATION_HORIZONTAL,
                                 qs_matrix_view_get_scroll (view, GTK_ORIENTATION_HORIZONTAL) + 29);
      while (bench->painted == painted)
        g_main_context_iteration (NULL, TRUE);
      complete += i >= WARM_UP && qs_matrix_view_is_complete (view);
    }
  seconds = (double)(g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  g_print ("matrix %-16s work of a frame p50 %6.2f ms  p99 %6.2f ms   %5.1f frames/s   nothing awaited in %3.0f %% of them   own "
           "memory %6.1f MiB, before %6.1f\n",
           what, quantile (bench->frames, 0.5), quantile (bench->frames, 0.99), FRAMES / seconds, 100.0 * complete / FRAMES,
           get_memory (), memory);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *what;
    double size;
  } zooms[] = {
    { "numbers, 36 px", 36 }, { "colours, 12 px", 12 }, { "colours, 4 px", 4 }, { "1 px", 1 }, { "4 cells a px", 0.25 }
  };
  g_autoptr (QsApplication) application = NULL;
  g_autofree char *path = make_file ();
  Bench bench = { .frames = g_array_new (FALSE, FALSE, sizeof (double)) };
  QsMatrixView *view;
  QsSession *session;
  QsWindow *window;

  gtk_init ();
  application = qs_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_HANDLES_OPEN | G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  window = qs_window_new (ADW_APPLICATION (application));
  session = qs_window_get_session (window);
  gtk_window_set_default_size (GTK_WINDOW (window), 1440, 900);
  gtk_window_present (GTK_WINDOW (window));
  qs_window_open (window, path, NULL);
  while (qs_session_get_result (session) == NULL || qs_session_is_loading (session) || qs_session_is_stale (session))
    g_main_context_iteration (NULL, TRUE);
  g_action_group_change_action_state (G_ACTION_GROUP (window), "page", g_variant_new_string ("matrix"));
  rest (2);
  view = find_view (GTK_WIDGET (window));
  bench.clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  g_signal_connect (bench.clock, "before-paint", G_CALLBACK (before_cb), &bench);
  g_signal_connect (bench.clock, "after-paint", G_CALLBACK (after_cb), &bench);
  for (gsize i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      qs_matrix_view_set_cell_size (view, zooms[i].size);
      qs_matrix_view_centre_on (view, 1000, 1000);
      rest (1);
      scroll (&bench, view, zooms[i].what);
    }
  g_unlink (path);
  return EXIT_SUCCESS;
}
