/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-test.h"

#include "app/qs-export-dialog.h"
#include "app/qs-matrix-page.h"
#include "app/qs-matrix-view-private.h"
#include "app/qs-session-edit.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* The page of the matrix in a real window: what is seen, picked and scrolled, by the tensor's own values. */

typedef struct
{
  QsWindow *window;
  QsSession *session;
  QsMatrixView *view;
  GtkWidget *page;
} Fixture;

static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_drawn (gpointer view)
{
  guint64 row, column, n_rows, n_columns;
  QscTrace trace;

  return qs_matrix_view_is_complete (view) && qs_matrix_view_get_visible (view, &row, &column, &n_rows, &n_columns)
         && (qs_matrix_view_get_zoom (view)->step > 1 || qs_matrix_view_trace (view, row, column, &trace));
}

static void
wait_drawn (Fixture *fixture)
{
  app_test_run (60);
  g_assert_true (app_test_wait (is_drawn, fixture->view, 20));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = app_test_file (data);

  fixture->window = app_test_open_window (1200, 800);
  fixture->session = qs_window_get_session (fixture->window);
  qs_window_open (fixture->window, path, NULL);
  app_test_wait_for_result (fixture->session);
  app_test_change (fixture->window, "page", g_variant_new_string ("matrix"));
  fixture->view = QS_MATRIX_VIEW (find_widget (GTK_WIDGET (fixture->window), QS_TYPE_MATRIX_VIEW));
  fixture->page = find_widget (GTK_WIDGET (fixture->window), QS_TYPE_MATRIX_PAGE);
  wait_drawn (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  app_test_close (fixture->window);
}

static guint64
get_pick (Fixture *fixture)
{
  float value;
  guint64 index;

  g_assert_true (qs_session_get_pick (fixture->session, &value, &index));
  return index;
}

/* Every visible cell through the formula, by its place in the file. */
static void
test_cells (Fixture *fixture, gconstpointer data)
{
  QstTensor *tensor = qsa_source_get_tensor (qs_session_get_source (fixture->session));
  const QsaMatrix *matrix = qs_matrix_view_get_matrix (fixture->view);
  guint64 row, column, n_rows, n_columns;
  QscParams params;

  qs_session_get_params (fixture->session, &params);
  g_assert_true (qs_matrix_view_get_visible (fixture->view, &row, &column, &n_rows, &n_columns));
  g_assert_cmpuint (n_rows * n_columns, >, 50);
  for (guint64 r = row; r < row + n_rows; r++)
    for (guint64 c = column; c < column + n_columns; c++)
      {
        const guint64 index = qsa_matrix_get_index (matrix, r, c);
        QscTrace seen, expected;

        qsc_params_trace (&params, qst_tensor_get_value (tensor, index), index, &expected);
        g_assert_true (qs_matrix_view_trace (fixture->view, r, c, &seen));
        g_assert_cmpint (seen.code, ==, expected.code);
        g_assert_cmpfloat (seen.error, ==, expected.error);
      }
}

/* What is picked elsewhere is scrolled to, and what is picked here is picked everywhere. */
static void
test_pick (Fixture *fixture, gconstpointer data)
{
  const QsaMatrix *matrix = qs_matrix_view_get_matrix (fixture->view);
  const guint64 last = matrix->count - 1;
  guint64 row, column, first_row, first_column, n_rows, n_columns;

  qs_session_pick_index (fixture->session, last);
  g_assert_true (qs_matrix_view_get_pick (fixture->view, &row, &column));
  qs_matrix_view_get_visible (fixture->view, &first_row, &first_column, &n_rows, &n_columns);
  g_assert_true (row >= first_row && row < first_row + n_rows && column >= first_column && column < first_column + n_columns);
  app_test_action (fixture->window, "matrix-cell", g_variant_new ("(tt)", (guint64)3, (guint64)1));
  g_assert_cmpuint (get_pick (fixture), ==, qsa_matrix_get_index (matrix, 3, 1));
  app_test_action (fixture->window, "matrix-cell", g_variant_new ("(tt)", (guint64)1000000, (guint64)1));
  g_assert_cmpuint (get_pick (fixture), ==, qsa_matrix_get_index (matrix, 3, 1));
}

/* Keys look at a cell, the others follow; Enter picks it, Escape goes back. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  const QsaMatrix *matrix = qs_matrix_view_get_matrix (fixture->view);
  const guint64 n_rows = qsa_matrix_get_n_rows (matrix), n_columns = qsa_matrix_get_n_columns (matrix);
  guint64 index, before;
  float value;

  app_test_action (fixture->window, "matrix-cell", g_variant_new ("(tt)", (guint64)2, (guint64)1));
  wait_drawn (fixture);
  before = get_pick (fixture);
  g_assert_true (qs_matrix_view_press_key (fixture->view, GDK_KEY_Right, 0));
  g_assert_true (qs_matrix_view_press_key (fixture->view, GDK_KEY_Down, 0));
  g_assert_true (qs_session_get_shown (fixture->session, &value, &index));
  g_assert_cmpuint (index, ==, qsa_matrix_get_index (matrix, 3, 2));
  g_assert_cmpfloat (value, ==, qst_tensor_get_value (qsa_source_get_tensor (qs_session_get_source (fixture->session)), index));
  g_assert_cmpuint (get_pick (fixture), ==, before);
  g_assert_true (qs_matrix_view_press_key (fixture->view, GDK_KEY_Escape, 0));
  g_assert_true (qs_session_get_shown (fixture->session, &value, &index));
  g_assert_cmpuint (index, ==, before);
  g_assert_true (qs_matrix_view_press_key (fixture->view, GDK_KEY_End, GDK_CONTROL_MASK));
  g_assert_cmpuint (fixture->view->cursor_row, ==, n_rows - 1);
  g_assert_true (qs_matrix_view_press_key (fixture->view, GDK_KEY_Return, 0));
  g_assert_cmpuint (get_pick (fixture), ==, matrix->count - 1);
  g_assert_true (qs_matrix_view_press_key (fixture->view, GDK_KEY_Home, 0));
  g_assert_cmpuint (fixture->view->cursor_column, ==, 0);
  g_assert_cmpuint (fixture->view->cursor_row, ==, n_rows - 1);
  g_assert_true (qs_matrix_view_press_key (fixture->view, GDK_KEY_Home, GDK_CONTROL_MASK));
  g_assert_true (qs_matrix_view_press_key (fixture->view, GDK_KEY_End, 0));
  g_assert_cmpuint (fixture->view->cursor_column, ==, n_columns - 1);
  g_assert_true (qs_matrix_view_press_key (fixture->view, GDK_KEY_Page_Down, 0));
  g_assert_cmpuint (fixture->view->cursor_row, >, 1);
  g_assert_false (qs_matrix_view_press_key (fixture->view, GDK_KEY_Left, GDK_ALT_MASK)); /* steps through the values */
}

/* The cell under the pointer stays there, from numbers to pictures of many cells to a px and back. */
static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  const double x = 400, y = 300;
  guint64 row, column, zoomed_row, zoomed_column;
  QstDistribution distribution;

  qst_distribution_init (&distribution, QST_DISTRIBUTION_GAUSSIAN);
  qs_session_set_distribution (fixture->session, &distribution, NULL); /* 65 536 values, so 256 to a row */
  app_test_wait_for_result (fixture->session);
  qs_matrix_view_zoom_at (fixture->view, qs_matrix_view_find_zoom (24), 0, 0);
  qs_matrix_view_centre_on (fixture->view, 128, 128);
  g_assert_true (qs_matrix_view_find_cell (fixture->view, x, y, &row, &column));
  for (int i = 0; i < 6; i++)
    qs_matrix_view_zoom_at (fixture->view, fixture->view->zoom - 1, x, y);
  g_assert_cmpfloat (qs_matrix_view_get_cell_size (fixture->view), <, QS_MATRIX_TEXT_PIXELS);
  wait_drawn (fixture);
  g_assert_true (qs_matrix_view_find_cell (fixture->view, x, y, &zoomed_row, &zoomed_column));
  g_assert_cmpuint (zoomed_row, ==, row);
  g_assert_cmpint (ABS ((gint64)zoomed_column - (gint64)column), <=, 1); /* numbers are wider than high */
  qs_matrix_view_fit (fixture->view);
  wait_drawn (fixture);
  g_assert_true (qs_matrix_view_press_key (fixture->view, GDK_KEY_plus, 0));
  g_assert_true (qs_matrix_view_press_key (fixture->view, GDK_KEY_minus, 0));
}

/* Modes by their actions, the picture of all of it, and the figure for a file. */
static void
figure_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(QspFigure **)user_data = qs_matrix_view_build_figure_finish (QS_MATRIX_VIEW (object), result, NULL);
}

static gboolean
is_there (gpointer pointer)
{
  return *(gpointer *)pointer != NULL;
}

static gboolean
is_page_complete (gpointer page)
{
  return qs_matrix_page_is_complete (page);
}

static void
test_modes_and_figure (Fixture *fixture, gconstpointer data)
{
  static const char *const modes[] = { "r", "reconstructed", "error", "q" };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      QspFigure *figure = NULL;
      g_autofree char *csv = NULL;
      QsfMatrixMode mode;
      guint64 row, column, n_rows, n_columns;
      guint lines = 0;

      app_test_change (fixture->window, "matrix-mode", g_variant_new_string (modes[i]));
      g_assert_true (qsf_matrix_mode_from_nick (modes[i], &mode));
      g_assert_cmpint (qs_matrix_view_get_mode (fixture->view), ==, mode);
      wait_drawn (fixture);
      g_assert_true (app_test_wait (is_page_complete, fixture->page, 20));
      qs_matrix_view_get_visible (fixture->view, &row, &column, &n_rows, &n_columns);
      qs_matrix_view_build_figure_async (fixture->view, TRUE, figure_cb, &figure);
      g_assert_true (app_test_wait (is_there, &figure, 20));
      csv = qsp_figure_to_csv (figure);
      for (const char *at = csv; (at = strchr (at, '\n')) != NULL; at++)
        lines++;
      g_assert_cmpuint (lines, ==, n_rows + 1);
      qsp_figure_unref (figure);
    }
}

/* The dialog saves what is seen, read anew by its worker. */
static gboolean
is_written (gpointer path)
{
  g_autofree char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) && strstr (text, "</svg>") != NULL;
}

static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("quantoscope-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "matrix.svg", NULL);
  g_autofree char *svg = NULL;
  g_autoptr (GListModel) windows = NULL;
  GtkWidget *dialog = NULL;

  app_test_action (fixture->window, "export", NULL);
  windows = g_object_ref (gtk_window_get_toplevels ());
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (QS_IS_EXPORT_DIALOG (window))
        dialog = window;
    }
  g_assert_nonnull (dialog);
  qs_export_dialog_save (QS_EXPORT_DIALOG (dialog), path);
  g_assert_true (app_test_wait (is_written, path, 20));
  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "Codes q"));
  g_unlink (path);
  g_rmdir (folder);
}

/* A value in another slice brings that slice into view. */
static void
test_slices (Fixture *fixture, gconstpointer data)
{
  const QsaMatrix *matrix = qs_matrix_view_get_matrix (fixture->view);
  guint64 row, column;

  g_assert_cmpuint (matrix->n_dims, >, 2);
  for (guint64 index = 0; index < matrix->count; index += MAX (matrix->count / 50, 1))
    {
      qs_session_pick_index (fixture->session, index);
      g_assert_true (qs_matrix_view_get_pick (fixture->view, &row, &column));
      g_assert_cmpuint (qsa_matrix_get_index (matrix, row, column), ==, index);
    }
}

int
main (int argc, char **argv)
{
  static const char two[] = "data/analysis/g2p_enc_emb_f32.npy", many[] = "data/tensor/unusual/npy/eight_d.npy";

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/matrix/cells", Fixture, two, set_up, test_cells, tear_down);
  g_test_add ("/matrix/pick", Fixture, two, set_up, test_pick, tear_down);
  g_test_add ("/matrix/keys", Fixture, two, set_up, test_keys, tear_down);
  g_test_add ("/matrix/zoom", Fixture, two, set_up, test_zoom, tear_down);
  g_test_add ("/matrix/modes-and-figure", Fixture, two, set_up, test_modes_and_figure, tear_down);
  g_test_add ("/matrix/export", Fixture, two, set_up, test_export, tear_down);
  g_test_add ("/matrix/slices", Fixture, many, set_up, test_slices, tear_down);
  return g_test_run ();
}
