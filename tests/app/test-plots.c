/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-test.h"

#include "analysis/qsa-curve.h"
#include "analysis/qsa-envelope.h"
#include "analysis/qsa-landscape.h"
#include "app/qs-plot-view-private.h"
#include "app/qs-session-edit.h"
#include "app/qs-table-window.h"

#include <math.h>

/* Handles and zoom of a plot view, without a pointer: what a drag does to the scheme, by the formula. */

typedef struct
{
  QsWindow *window;
  QsSession *session;
  QsPlotView *view;
} Fixture;

static gboolean
has_figure (gpointer view)
{
  return qs_plot_view_get_figure (view) != NULL;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  QstDistribution distribution;

  fixture->window = app_test_open_window (600, 500);
  fixture->session = qs_session_new ();
  fixture->view = g_object_ref_sink (QS_PLOT_VIEW (qs_plot_view_new (QSF_VIEW_HISTOGRAM)));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  qs_plot_view_set_large (fixture->view, TRUE);
  qs_plot_view_set_session (fixture->view, fixture->session);
  qst_distribution_init (&distribution, QST_DISTRIBUTION_GAUSSIAN);
  qs_session_set_distribution (fixture->session, &distribution, NULL);
  app_test_wait_for_result (fixture->session);
  g_assert_true (app_test_wait (has_figure, fixture->view, 10));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  app_test_close (fixture->window);
  g_object_unref (fixture->view);
  g_object_unref (fixture->session);
}

static void
press (Fixture *fixture, int handle)
{
  fixture->view->handle = handle;
  qs_session_get_params (fixture->session, &fixture->view->press_params);
  fixture->view->press_data_x = 0;
}

static void
test_symmetric_range_end (Fixture *fixture, gconstpointer data)
{
  QscParams params;
  double low, high;

  press (fixture, QSF_HANDLE_RANGE_HIGH);
  qs_plot_view_drag_handle (fixture->view, 1.5, 0, FALSE);
  qs_session_get_params (fixture->session, &params);
  qsc_params_get_unclipped_range (&params, &low, &high);
  g_assert_cmpfloat_with_epsilon (high, 1.5, 1e-6);
  g_assert_cmpint (params.zero_point, ==, 0);
}

static void
test_asymmetric_range_end (Fixture *fixture, gconstpointer data)
{
  QscParams params;
  double low, high, low_before, high_before;

  qs_session_set_symmetric (fixture->session, FALSE);
  app_test_wait_for_result (fixture->session);
  press (fixture, QSF_HANDLE_RANGE_LOW);
  qsc_params_get_unclipped_range (&fixture->view->press_params, &low_before, &high_before);
  qs_plot_view_drag_handle (fixture->view, -2, 0, FALSE);
  qs_session_get_params (fixture->session, &params);
  qsc_params_get_unclipped_range (&params, &low, &high);
  /* What is held is where the pointer is; the zero-point is whole, so the other end gives way by up to a step. */
  g_assert_cmpfloat_with_epsilon (low, -2, 1e-5);
  g_assert_cmpfloat (fabs (high - high_before), <=, params.scale);
}

static void
test_level (Fixture *fixture, gconstpointer data)
{
  QscParams params;

  press (fixture, QSF_HANDLE_LEVEL + 5 - fixture->view->press_params.qmin);
  fixture->view->handle = QSF_HANDLE_LEVEL + (5 - fixture->view->press_params.qmin);
  qs_plot_view_drag_handle (fixture->view, 2.0, 0, FALSE);
  qs_session_get_params (fixture->session, &params);
  g_assert_cmpfloat_with_epsilon (qsc_params_get_level (&params, 5), 2.0, 1e-6);
  qs_plot_view_drag_handle (fixture->view, 2.0, 0, TRUE);
  qs_session_get_params (fixture->session, &params);
  g_assert_cmpfloat (params.scale, ==, 0.5f); /* 0.4 snaps to the power of two next to it */
}

static void
test_zero (Fixture *fixture, gconstpointer data)
{
  QscParams params;
  int before;

  qs_session_set_symmetric (fixture->session, FALSE);
  app_test_wait_for_result (fixture->session);
  press (fixture, QSF_HANDLE_ZERO);
  before = fixture->view->press_params.zero_point;
  qs_plot_view_drag_handle (fixture->view, 2.2 * fixture->view->press_params.scale, 0, FALSE);
  qs_session_get_params (fixture->session, &params);
  g_assert_cmpint (params.zero_point, ==, before + 2);
  qs_plot_view_drag_handle (fixture->view, 1000, 0, FALSE);
  qs_session_get_params (fixture->session, &params);
  g_assert_cmpint (params.zero_point, ==, params.qmax);
}

static void
test_zoom_keeps_centre (Fixture *fixture, gconstpointer data)
{
  double low, high, y_low, y_high, zoom_low, zoom_high;

  qsp_figure_get_limits (qs_plot_view_get_figure (fixture->view), &low, &high, &y_low, &y_high);
  qs_plot_view_zoom_x (fixture->view, 0.5, 2);
  g_assert_true (qs_session_get_zoom (fixture->session, &zoom_low, &zoom_high));
  g_assert_cmpfloat_with_epsilon (zoom_high - zoom_low, (high - low) / 2, 1e-9);
  g_assert_cmpfloat_with_epsilon ((0.5 - zoom_low) / (zoom_high - zoom_low), (0.5 - low) / (high - low), 1e-9);
  qs_plot_view_fit (fixture->view);
  g_assert_false (qs_session_get_zoom (fixture->session, &zoom_low, &zoom_high));
}

/* However far one zooms in, bins are counted from all values and the numbers stay numbers. */
static void
test_zoom_is_lossless (Fixture *fixture, gconstpointer data)
{
  const QsaHistogram *histogram;
  QstTensor *tensor = qsa_source_get_tensor (qs_session_get_source (fixture->session));
  guint64 counted = 0, expected = 0;

  qs_session_set_zoom (fixture->session, 0.1, 0.1001);
  app_test_run (200);
  app_test_wait_for_result (fixture->session);
  histogram = qsa_result_get_histogram (qs_session_get_result (fixture->session));
  g_assert_cmpfloat (histogram->low, ==, 0.1);
  for (guint i = 0; i < histogram->n_bins; i++)
    counted += histogram->counts[i];
  for (guint64 i = 0; i < qst_tensor_get_count (tensor); i++)
    {
      double value = qst_tensor_get_value (tensor, i);

      expected += value >= 0.1 && value <= 0.1001;
    }
  g_assert_cmpuint (counted, ==, expected);
}

static void
test_keys_move_and_zoom (Fixture *fixture, gconstpointer data)
{
  QscParams params;
  double low, high, y_low, y_high, before, zoom_low, zoom_high;

  qs_session_get_params (fixture->session, &params);
  g_assert_true (qs_plot_view_press_key (fixture->view, GDK_KEY_Right, 0));
  before = qs_plot_view_get_options (fixture->view)->cursor_x;
  g_assert_true (isfinite (before));
  g_assert_true (qs_plot_view_press_key (fixture->view, GDK_KEY_Left, GDK_SHIFT_MASK));
  g_assert_cmpfloat_with_epsilon (qs_plot_view_get_options (fixture->view)->cursor_x, before - params.scale, 1e-6);
  g_assert_true (qs_plot_view_press_key (fixture->view, GDK_KEY_Escape, 0));
  g_assert_true (isnan (qs_plot_view_get_options (fixture->view)->cursor_x));
  qsp_figure_get_limits (qs_plot_view_get_figure (fixture->view), &low, &high, &y_low, &y_high);
  g_assert_true (qs_plot_view_press_key (fixture->view, GDK_KEY_plus, 0));
  g_assert_true (qs_session_get_zoom (fixture->session, &zoom_low, &zoom_high));
  g_assert_cmpfloat (zoom_high - zoom_low, <, high - low);
  g_assert_true (qs_plot_view_press_key (fixture->view, GDK_KEY_Home, 0));
  g_assert_false (qs_session_get_zoom (fixture->session, &zoom_low, &zoom_high));
  g_assert_false (qs_plot_view_press_key (fixture->view, GDK_KEY_q, 0));
  g_assert_false (qs_plot_view_press_key (fixture->view, GDK_KEY_n, GDK_CONTROL_MASK));
}

/* Whoever pastes may have pixels or lines. */
static void
test_copy_picture (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->view));
  GdkContentFormats *formats;

  qs_plot_view_copy_picture (fixture->view);
  formats = gdk_clipboard_get_formats (clipboard);
  g_assert_true (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE));
  g_assert_true (gdk_content_formats_contain_mime_type (formats, "image/svg+xml"));
  qs_plot_view_copy_data (fixture->view);
  g_assert_true (gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard), G_TYPE_STRING));
}

/* The table has the numbers that are drawn: a row for each bin of the histogram and one for the titles. */
static void
test_table (Fixture *fixture, gconstpointer data)
{
  QspFigure *figure = qs_plot_view_get_figure (fixture->view);
  GtkWidget *window = qs_table_window_new (GTK_WINDOW (fixture->window), figure);
  g_autofree char *csv = qsp_figure_to_csv (figure);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  g_assert_cmpuint (g_strv_length (lines), >, qsa_result_get_histogram (qs_session_get_result (fixture->session))->n_bins);
  gtk_widget_activate_action (window, "table.copy", NULL);
  g_assert_true (
      gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (gtk_widget_get_clipboard (window)), G_TYPE_STRING));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* The cursor's value is shown everywhere until it goes, then the picked one again. */
static void
test_preview (Fixture *fixture, gconstpointer data)
{
  float value, picked;
  guint64 index, picked_index;

  g_assert_true (qs_session_get_pick (fixture->session, &picked, &picked_index));
  qs_plot_view_set_cursor_x (fixture->view, 0.25, 0);
  g_assert_true (qs_session_get_shown (fixture->session, &value, &index));
  g_assert_cmpfloat (value, ==, 0.25f);
  g_assert_cmpuint (index, ==, G_MAXUINT64);
  g_assert_true (qs_session_get_pick (fixture->session, &value, &index));
  g_assert_cmpuint (index, ==, picked_index);
  g_assert_true (qs_plot_view_press_key (fixture->view, GDK_KEY_Escape, 0));
  g_assert_true (qs_session_get_shown (fixture->session, &value, &index));
  g_assert_cmpfloat (value, ==, picked);
  /* The pointer goes from one view to another: the first one's farewell leaves what the second shows. */
  qs_plot_view_set_cursor_x (fixture->view, 0.25, 0);
  qs_session_set_preview (fixture->session, fixture, 0.5f, G_MAXUINT64);
  qs_plot_view_set_cursor_x (fixture->view, NAN, NAN);
  g_assert_true (qs_session_get_shown (fixture->session, &value, &index));
  g_assert_cmpfloat (value, ==, 0.5f);
  qs_session_clear_preview (fixture->session, fixture);
  g_assert_false (qs_session_has_preview (fixture->session));
}

/* Back to where one was and forth again; notches of a wheel are one step. */
static void
test_view_history (Fixture *fixture, gconstpointer data)
{
  double low, high;

  g_assert_false (qs_session_view_back (fixture->session));
  qs_session_set_zoom (fixture->session, -1, 1);
  qs_session_set_zoom (fixture->session, -0.5, 0.5); /* at once: the same step */
  app_test_run (800);
  qs_session_set_zoom (fixture->session, 0.1, 0.2);
  g_assert_true (qs_session_view_back (fixture->session));
  g_assert_true (qs_session_get_zoom (fixture->session, &low, &high));
  g_assert_cmpfloat (low, ==, -0.5);
  g_assert_true (qs_session_view_back (fixture->session));
  g_assert_false (qs_session_get_zoom (fixture->session, &low, &high));
  g_assert_false (qs_session_view_back (fixture->session));
  g_assert_true (qs_session_view_forward (fixture->session));
  g_assert_true (qs_session_view_forward (fixture->session));
  g_assert_true (qs_session_get_zoom (fixture->session, &low, &high));
  g_assert_cmpfloat (low, ==, 0.1);
  g_assert_false (qs_session_view_forward (fixture->session));
}

static gboolean
has_part (gpointer session)
{
  return qsa_result_get_part (qs_session_get_result (session)) != NULL;
}

static gboolean
has_no_part (gpointer session)
{
  return !has_part (session);
}

/* By a drag or two presses of a key: measures are of the values in the interval, until Escape. */
static void
test_selection (Fixture *fixture, gconstpointer data)
{
  QstTensor *tensor = qsa_source_get_tensor (qs_session_get_source (fixture->session));
  guint64 expected = 0;

  for (guint64 i = 0; i < qst_tensor_get_count (tensor); i++)
    {
      double value = qst_tensor_get_value (tensor, i);

      expected += value >= 0.25 && value <= 0.5;
    }
  g_assert_true (qs_plot_view_select (fixture->view, 0.5, 0.25));
  g_assert_true (app_test_wait (has_part, fixture->session, 20));
  g_assert_cmpuint (qsa_result_get_part (qs_session_get_result (fixture->session))->count, ==, expected);
  g_assert_true (qs_plot_view_press_key (fixture->view, GDK_KEY_Escape, 0));
  g_assert_null (qs_session_get_interval (fixture->session));
  g_assert_true (app_test_wait (has_no_part, fixture->session, 20));
  qs_plot_view_set_cursor_x (fixture->view, -0.5, 0);
  g_assert_true (qs_plot_view_press_key (fixture->view, GDK_KEY_i, 0));
  qs_plot_view_set_cursor_x (fixture->view, 0.75, 0);
  g_assert_true (qs_plot_view_press_key (fixture->view, GDK_KEY_i, 0));
  g_assert_cmpfloat (qs_session_get_interval (fixture->session)->low, ==, -0.5);
  g_assert_cmpfloat (qs_session_get_interval (fixture->session)->high, ==, 0.75);
  g_assert_true (qs_plot_view_press_key (fixture->view, GDK_KEY_Escape, 0)); /* the cursor goes first */
  g_assert_nonnull (qs_session_get_interval (fixture->session));
}

static QsPlotView *
show_view (Fixture *fixture, QsfView which)
{
  QsPlotView *view = QS_PLOT_VIEW (qs_plot_view_new (which));

  qs_plot_view_set_session (view, fixture->session);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), GTK_WIDGET (view));
  qs_plot_view_set_large (view, TRUE);
  g_assert_true (app_test_wait (has_figure, view, 10));
  return view;
}

/* An interval of errors: every value that is not clipped has one within s/2. */
static void
test_selection_of_errors (Fixture *fixture, gconstpointer data)
{
  QsPlotView *view;
  QscParams params;
  guint64 clipped;

  qs_session_set_scale (fixture->session, 0.15); /* some values are clipped */
  app_test_wait_for_result (fixture->session);
  view = show_view (fixture, QSF_VIEW_ERROR_HISTOGRAM);
  qs_session_get_params (fixture->session, &params);
  g_assert_true (qs_plot_view_select (view, 0.5001 * (double)params.scale, -0.5001 * (double)params.scale));
  g_assert_true (qs_session_get_interval (fixture->session)->of_errors);
  g_assert_true (app_test_wait (has_part, fixture->session, 20));
  clipped = qsa_result_get_measures (qs_session_get_result (fixture->session))->clipped_low
            + qsa_result_get_measures (qs_session_get_result (fixture->session))->clipped_high;
  g_assert_cmpuint (clipped, >, 100);
  g_assert_cmpuint (qsa_result_get_part (qs_session_get_result (fixture->session))->count + clipped, ==,
                    qsa_result_get_error_stats (qs_session_get_result (fixture->session))->count);
  g_assert_true (qs_plot_view_press_key (view, GDK_KEY_Escape, 0));
  g_assert_null (qs_session_get_interval (fixture->session));
}

static void
get_x_limits (QsPlotView *view, double *low, double *high)
{
  double y_low, y_high;

  gtk_test_widget_wait_for_draw (GTK_WIDGET (view));
  qsp_figure_get_limits (qs_plot_view_get_figure (view), low, high, &y_low, &y_high);
}

/* Views over r zoom together until they are let go; tied again they show what the histogram does. */
static void
test_link_axes (Fixture *fixture, gconstpointer data)
{
  QsPlotView *view = show_view (fixture, QSF_VIEW_ERROR);
  double low, high, full_low, full_high;

  get_x_limits (view, &full_low, &full_high);
  qs_session_set_zoom (fixture->session, -0.5, 0.5);
  app_test_wait_for_result (fixture->session);
  get_x_limits (view, &low, &high);
  g_assert_cmpfloat (low, ==, -0.5);

  qs_session_set_linked (fixture->session, FALSE);
  get_x_limits (view, &low, &high);
  g_assert_cmpfloat (low, ==, -0.5); /* nothing jumps */
  qs_session_set_zoom (fixture->session, 0.1, 0.2);
  app_test_wait_for_result (fixture->session);
  get_x_limits (view, &low, &high);
  g_assert_cmpfloat (low, ==, -0.5);
  qs_plot_view_set_x_range (view, -0.25, 1.0);
  get_x_limits (view, &low, &high);
  g_assert_cmpfloat (low, ==, -0.25);
  g_assert_cmpfloat (high, ==, 1.0);
  g_assert_true (qs_session_get_zoom (fixture->session, &low, &high));
  g_assert_cmpfloat (low, ==, 0.1);
  g_assert_true (qs_plot_view_press_key (view, GDK_KEY_Home, 0));
  get_x_limits (view, &low, &high);
  g_assert_cmpfloat_with_epsilon (low, full_low, 1e-9);
  g_assert_cmpfloat_with_epsilon (high, full_high, 1e-9);

  qs_session_set_linked (fixture->session, TRUE);
  get_x_limits (view, &low, &high);
  g_assert_cmpfloat (low, ==, 0.1);
  g_assert_cmpfloat (high, ==, 0.2);
}

static gboolean
has_chosen_bins (gpointer session)
{
  const QsaHistogram *histogram = qsa_result_get_histogram (qs_session_get_result (session));

  return fabs ((histogram->high - histogram->low) / histogram->n_bins - 0.125) < 1e-12;
}

static void
test_bin_width (Fixture *fixture, gconstpointer data)
{
  g_assert_false (has_chosen_bins (fixture->session));
  qs_session_set_bin_width (fixture->session, 0.125);
  g_assert_true (app_test_wait (has_chosen_bins, fixture->session, 20));
  qs_session_set_bin_width (fixture->session, NAN);
  g_assert_cmpfloat (qs_session_get_bin_width (fixture->session), ==, 0.125);
  qs_session_set_bin_width (fixture->session, 0);
  app_test_run (100);
  g_assert_false (has_chosen_bins (fixture->session));
}

/* What spreadsheets take: columns are apart by tabulators, numbers have points. */

static void
got_text_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  *(char **)user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
}

static gboolean
has_text (gpointer text)
{
  return *(char **)text != NULL;
}

static void
test_copy_data (Fixture *fixture, gconstpointer data)
{
  const QsaHistogram *histogram = qsa_result_get_histogram (qs_session_get_result (fixture->session));
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_auto (GStrv) fields = NULL;

  qs_plot_view_copy_data (fixture->view);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture->view)), NULL, got_text_cb, &text);
  g_assert_true (app_test_wait (has_text, &text, 10));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "bin_low\tbin_high\tcount");
  fields = g_strsplit (lines[1 + histogram->n_bins / 2], "\t", -1);
  g_assert_cmpuint (g_strv_length (fields), ==, 3);
  g_assert_cmpuint (g_ascii_strtoull (fields[2], NULL, 10), ==, histogram->counts[histogram->n_bins / 2]);
}

static gboolean
picked_is_near (gpointer session)
{
  float value;
  guint64 index;

  return qs_session_get_pick (session, &value, &index) && fabsf (value + 0.75f) < 0.01f;
}

/* A click picks a value that is really in the tensor. */
static void
test_pick_at (Fixture *fixture, gconstpointer data)
{
  QstTensor *tensor = qsa_source_get_tensor (qs_session_get_source (fixture->session));
  float value;
  guint64 index;

  qs_plot_view_pick_at (fixture->view, -0.75, 0);
  g_assert_true (app_test_wait (picked_is_near, fixture->session, 10));
  g_assert_true (qs_session_get_pick (fixture->session, &value, &index));
  g_assert_cmpfloat (qst_tensor_get_value (tensor, index), ==, value);
  for (guint64 i = 0; i < qst_tensor_get_count (tensor); i++)
    g_assert_cmpfloat (fabs (qst_tensor_get_value (tensor, i) + 0.75), >=, fabs ((double)value + 0.75));
}

/* The error over the scale: computed while it is seen, and the ring drags the scale. */

static gboolean
has_fine_curve (gpointer session)
{
  QsaCurve *curve = qs_session_get_extra (session, QSF_EXTRA_CURVE);
  QscParams params;

  qs_session_get_params (session, &params);
  return curve != NULL && !qs_session_is_dragging (session)
         && qsa_curve_is_of (curve, qs_session_get_source (session), &qs_session_get_state (session)->scheme.format,
                             params.zero_point)
         && qsa_curve_covers (curve, params.scale / QSA_CURVE_BELOW, params.scale * QSA_CURVE_ABOVE, 1);
}

static QsPlotView *
show_mse (Fixture *fixture)
{
  return show_view (fixture, QSF_VIEW_MSE);
}

static void
test_curve_while_seen (Fixture *fixture, gconstpointer data)
{
  app_test_run (100);
  g_assert_null (qs_session_get_extra (fixture->session, QSF_EXTRA_CURVE));
  show_mse (fixture);
  g_assert_true (app_test_wait (has_fine_curve, fixture->session, 20));
  /* Another zero-point, other values, another format: another curve. */
  qs_session_set_symmetric (fixture->session, FALSE);
  app_test_wait_for_result (fixture->session);
  qs_session_set_zero_point (fixture->session, 3);
  g_assert_true (app_test_wait (has_fine_curve, fixture->session, 20));
  qs_session_set_bits (fixture->session, 6);
  g_assert_true (app_test_wait (has_fine_curve, fixture->session, 20));
  qs_session_set_scale (fixture->session, 7.0);
  g_assert_true (app_test_wait (has_fine_curve, fixture->session, 20));
}

static gboolean
counts_errors (gpointer session)
{
  return qsa_result_get_error_histogram (qs_session_get_result (session))->n_bins == QSA_ERROR_BINS;
}

static void
test_errors_while_seen (Fixture *fixture, gconstpointer data)
{
  QsPlotView *view = QS_PLOT_VIEW (qs_plot_view_new (QSF_VIEW_ERROR_HISTOGRAM));

  g_assert_false (counts_errors (fixture->session));
  qs_plot_view_set_session (view, fixture->session);
  g_assert_false (counts_errors (fixture->session));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), GTK_WIDGET (view));
  g_assert_true (app_test_wait (counts_errors, fixture->session, 10));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), NULL);
  qs_session_set_scale (fixture->session, 0.4);
  app_test_wait_for_result (fixture->session);
  g_assert_false (counts_errors (fixture->session));
}

static void
test_drag_ring (Fixture *fixture, gconstpointer data)
{
  QsPlotView *view = show_mse (fixture);
  QscParams before, params;

  qs_session_get_params (fixture->session, &before);
  view->handle = QSF_HANDLE_SCALE;
  view->press_params = before;
  qs_plot_view_drag_handle (view, 0.3, 0, FALSE);
  qs_session_get_params (fixture->session, &params);
  g_assert_cmpfloat (params.scale, ==, 0.3f);
  g_assert_cmpint (params.zero_point, ==, before.zero_point);
  qs_plot_view_drag_handle (view, 0.3, 0, TRUE);
  qs_session_get_params (fixture->session, &params);
  g_assert_cmpfloat (params.scale, ==, 0.25f);
}

/* Equal ratios are equal distances; what is zoomed out to is never more than the curve. */
static void
test_zoom_mse (Fixture *fixture, gconstpointer data)
{
  QsPlotView *view = show_mse (fixture);
  double low, high, y_low, y_high;
  const QsfOptions *options = qs_plot_view_get_options (view);

  qsp_figure_get_limits (qs_plot_view_get_figure (view), &low, &high, &y_low, &y_high);
  qs_plot_view_zoom_x (view, sqrt (low * high), 2);
  g_assert_cmpfloat_with_epsilon (log (options->x_high / options->x_low), log (high / low) / 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (sqrt (options->x_high * options->x_low), sqrt (low * high), 1e-9);
  qs_plot_view_zoom_x (view, sqrt (low * high), 0.01);
  g_assert_true (isnan (options->x_low));
  g_assert_true (qs_plot_view_press_key (view, GDK_KEY_Right, 0));
  g_assert_cmpfloat (options->cursor_x, >, low);
  g_assert_true (qs_plot_view_press_key (view, GDK_KEY_Return, 0));
  app_test_wait_for_result (fixture->session);
  g_assert_cmpfloat (qsa_result_get_params (qs_session_get_result (fixture->session))->scale, ==, (float)options->cursor_x);
}

/* The errors by index: of what is seen, and what is clicked is that very value. */

static gboolean
has_envelope (gpointer session)
{
  QsaEnvelope *envelope = qs_session_get_extra (session, QSF_EXTRA_ENVELOPE);
  const QsaEnvelopeColumn *columns;
  QscParams params;
  gsize n;

  if (envelope == NULL || qs_session_is_dragging (session) || qs_session_is_stale (session))
    return FALSE;
  qs_session_get_params (session, &params);
  columns = qsa_envelope_get_columns (envelope, &n);
  return qsa_unit_params_get_all (qsa_envelope_get_params (envelope))->scale == params.scale && columns[0].first == 1000
         && columns[n - 1].last == 1011;
}

static void
test_error_by_index (Fixture *fixture, gconstpointer data)
{
  QsPlotView *view = QS_PLOT_VIEW (qs_plot_view_new (QSF_VIEW_ERROR_INDEX));
  QstTensor *tensor = qsa_source_get_tensor (qs_session_get_source (fixture->session));
  const double count = (double)qst_tensor_get_count (tensor);
  const QsfOptions *options = qs_plot_view_get_options (view);
  guint64 index;
  float value;

  qs_plot_view_set_session (view, fixture->session);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), GTK_WIDGET (view));
  qs_plot_view_set_large (view, TRUE);
  g_assert_true (app_test_wait (has_figure, view, 10));
  qs_plot_view_set_x_range (view, 999.9, 1010.1);
  g_assert_true (app_test_wait (has_envelope, fixture->session, 10));
  qs_session_set_scale (fixture->session, 0.3);
  g_assert_true (app_test_wait (has_envelope, fixture->session, 10));
  qs_plot_view_pick_at (view, 1007.2, 0);
  g_assert_true (qs_session_get_pick (fixture->session, &value, &index));
  g_assert_cmpuint (index, ==, 1007);
  g_assert_cmpfloat (value, ==, (float)qst_tensor_get_value (tensor, 1007));
  /* A pan stops at the ends, and nothing is wider than all. */
  qs_plot_view_set_x_range (view, -50, 50);
  g_assert_cmpfloat (options->x_low, ==, -0.5);
  g_assert_cmpfloat (options->x_high, ==, 99.5);
  qs_plot_view_set_x_range (view, count - 50, count + 50);
  g_assert_cmpfloat (options->x_high, ==, count - 0.5);
  qs_plot_view_set_x_range (view, -10, count + 10);
  g_assert_true (isnan (options->x_low));
}

/* A click sets both parameters and is one step; where the zero-point was bound, it no longer is. */

static gboolean
has_landscape (gpointer session)
{
  return qs_session_get_extra (session, QSF_EXTRA_LANDSCAPE) != NULL;
}

static void
test_landscape (Fixture *fixture, gconstpointer data)
{
  QsPlotView *view = QS_PLOT_VIEW (qs_plot_view_new (QSF_VIEW_LANDSCAPE));
  QscParams before, params;

  qs_plot_view_set_session (view, fixture->session);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (fixture->window), GTK_WIDGET (view));
  qs_plot_view_set_large (view, TRUE);
  g_assert_true (app_test_wait (has_landscape, fixture->session, 20));
  g_assert_true (app_test_wait (has_figure, view, 10));
  qs_session_get_params (fixture->session, &before);
  qs_plot_view_pick_at (view, 0.3, 2.2);
  app_test_wait_for_result (fixture->session);
  qs_session_get_params (fixture->session, &params);
  g_assert_cmpfloat (params.scale, ==, 0.3f);
  g_assert_cmpint (params.zero_point, ==, 2);
  g_assert_true (qs_session_undo (fixture->session));
  app_test_wait_for_result (fixture->session);
  qs_session_get_params (fixture->session, &params);
  g_assert_cmpfloat (params.scale, ==, before.scale);
  g_assert_cmpint (params.zero_point, ==, before.zero_point);
  /* With keys: two zero-points up, then Enter. */
  g_assert_true (qs_plot_view_press_key (view, GDK_KEY_Up, 0));
  g_assert_true (qs_plot_view_press_key (view, GDK_KEY_Up, 0));
  g_assert_true (qs_plot_view_press_key (view, GDK_KEY_Return, 0));
  app_test_wait_for_result (fixture->session);
  qs_session_get_params (fixture->session, &params);
  g_assert_cmpint (params.zero_point, ==, before.zero_point + 2);
}

static gboolean
has_detail (gpointer session)
{
  QsaLandscape *detail = qs_session_get_extra (session, QSF_EXTRA_DETAIL);

  return detail != NULL && qsa_landscape_get_grid (detail)->step == 1;
}

/* At 8 bits not every zero-point has a row, but around the pointer; the ring is dragged with both parameters, in one step. */
static void
test_landscape_of_8_bits (Fixture *fixture, gconstpointer data)
{
  QsPlotView *view;
  const QsaLandscapeGrid *grid;
  QscParams params;
  QspRect area;
  double px, py;

  qs_session_set_bits (fixture->session, 8);
  qs_session_set_symmetric (fixture->session, FALSE);
  app_test_wait_for_result (fixture->session);
  view = show_view (fixture, QSF_VIEW_LANDSCAPE);
  g_assert_true (app_test_wait (has_landscape, fixture->session, 20));
  g_assert_cmpint (qsa_landscape_get_grid (qs_session_get_extra (fixture->session, QSF_EXTRA_LANDSCAPE))->step, ==, 2);
  g_assert_null (qs_session_get_extra (fixture->session, QSF_EXTRA_DETAIL));
  qs_session_get_params (fixture->session, &params);
  qs_plot_view_set_cursor_x (view, params.scale * 1.2, 31.3);
  g_assert_true (app_test_wait (has_detail, fixture->session, 20));
  grid = qsa_landscape_get_grid (qs_session_get_extra (fixture->session, QSF_EXTRA_DETAIL));
  g_assert_cmpint (grid->first, <, 30);
  g_assert_cmpint (grid->first + (int)grid->n_zero_points, >, 33);

  gtk_test_widget_wait_for_draw (GTK_WIDGET (view));
  qs_plot_view_get_area (view, &area);
  qsp_figure_to_pixel (view->figure, &area, params.scale, params.zero_point, &px, &py);
  g_assert_cmpint (qsp_figure_find_handle (view->figure, &area, px + 3, py - 3, 12)->id, ==, QSF_HANDLE_POINT);
  g_assert_null (qsp_figure_find_handle (view->figure, &area, px, py - 30, 12));
  view->handle = QSF_HANDLE_POINT;
  view->press_params = params;
  qs_session_begin_drag (fixture->session);
  qs_plot_view_drag_handle (view, 0.01, -40.2, FALSE);
  qs_plot_view_drag_handle (view, 0.02, -50.4, FALSE);
  qs_session_end_drag (fixture->session);
  app_test_wait_for_result (fixture->session);
  g_assert_cmpfloat (qsa_result_get_params (qs_session_get_result (fixture->session))->scale, ==, 0.02f);
  g_assert_cmpint (qsa_result_get_params (qs_session_get_result (fixture->session))->zero_point, ==, -50);
  g_assert_true (qs_session_undo (fixture->session));
  app_test_wait_for_result (fixture->session);
  g_assert_cmpfloat (qsa_result_get_params (qs_session_get_result (fixture->session))->scale, ==, params.scale);
}

static gboolean
reaches (gpointer session)
{
  QsaLandscape *landscape = qs_session_get_extra (session, QSF_EXTRA_LANDSCAPE);
  QscParams params;

  qs_session_get_params (session, &params);
  return landscape != NULL && params.scale < qsa_landscape_get_grid (landscape)->high
         && params.scale > qsa_landscape_get_grid (landscape)->low;
}

/* A drag that leaves the landscape takes it along, and what was seen stays. */
static void
test_landscape_follows (Fixture *fixture, gconstpointer data)
{
  QscParams params;

  show_view (fixture, QSF_VIEW_LANDSCAPE);
  g_assert_true (app_test_wait (has_landscape, fixture->session, 20));
  qs_session_get_params (fixture->session, &params);
  qs_session_begin_drag (fixture->session);
  qs_session_set_scale (fixture->session, params.scale * 10);
  g_assert_false (reaches (fixture->session));
  g_assert_true (app_test_wait (reaches, fixture->session, 20));
  g_assert_cmpfloat (qsa_landscape_get_grid (qs_session_get_extra (fixture->session, QSF_EXTRA_LANDSCAPE))->low, <, params.scale);
  qs_session_end_drag (fixture->session);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } cases[] = {
    { "/app/plots/symmetric-range-end", test_symmetric_range_end },
    { "/app/plots/asymmetric-range-end", test_asymmetric_range_end },
    { "/app/plots/level", test_level },
    { "/app/plots/zero", test_zero },
    { "/app/plots/zoom-keeps-centre", test_zoom_keeps_centre },
    { "/app/plots/zoom-is-lossless", test_zoom_is_lossless },
    { "/app/plots/keys-move-and-zoom", test_keys_move_and_zoom },
    { "/app/plots/copy-picture", test_copy_picture },
    { "/app/plots/table", test_table },
    { "/app/plots/preview", test_preview },
    { "/app/plots/selection", test_selection },
    { "/app/plots/selection-of-errors", test_selection_of_errors },
    { "/app/plots/link-axes", test_link_axes },
    { "/app/plots/bin-width", test_bin_width },
    { "/app/plots/copy-data", test_copy_data },
    { "/app/plots/view-history", test_view_history },
    { "/app/plots/pick-at", test_pick_at },
    { "/app/plots/curve-while-seen", test_curve_while_seen },
    { "/app/plots/errors-while-seen", test_errors_while_seen },
    { "/app/plots/drag-ring", test_drag_ring },
    { "/app/plots/zoom-mse", test_zoom_mse },
    { "/app/plots/error-by-index", test_error_by_index },
    { "/app/plots/landscape", test_landscape },
    { "/app/plots/landscape-of-8-bits", test_landscape_of_8_bits },
    { "/app/plots/landscape-follows", test_landscape_follows },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add (cases[i].path, Fixture, NULL, set_up, cases[i].func, tear_down);
  return g_test_run ();
}
