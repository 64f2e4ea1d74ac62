/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-test.h"

#include "app/qs-raw-dialog.h"

#include <string.h>

#include "app/qs-export-dialog.h"
#include "app/qs-session-edit.h"
#include "app/qs-window-private.h"
#include "figures/qsf-report.h"

#include <glib/gstdio.h>
#include <math.h>

/* A person's walk through the window: open, change every control, go back, save a figure. */

#define SAMPLE "../data/samples/mlp-64-32-10.safetensors"

static gboolean
has_source (gpointer session)
{
  return qs_session_get_source (session) != NULL && !qs_session_is_loading (session);
}

static QsWindow *
open_sample (void)
{
  QsWindow *window = app_test_open_window (1440, 900);
  g_autofree char *path = app_test_file (SAMPLE);

  qs_window_open (window, path, "fc1.weight");
  g_assert_true (app_test_wait (has_source, qs_window_get_session (window), 20));
  app_test_wait_for_result (qs_window_get_session (window));
  return window;
}

static void
assert_string_state (QsWindow *window, const char *name, const char *expected)
{
  g_autoptr (GVariant) state = app_test_state (window, name);

  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, expected);
}

static void
test_open (void)
{
  QsWindow *window = open_sample ();
  QsSession *session = qs_window_get_session (window);

  assert_string_state (window, "tensor", "fc1.weight");
  g_assert_cmpuint (qsa_result_get_error_stats (qs_session_get_result (session))->count, ==, 64 * 32);
  g_assert_cmpint (qs_session_get_state (session)->scheme.format.bits, ==, 8);
  app_test_close (window);
}

/* The state that each control has through its action, changed and brought back by undo. */
typedef struct
{
  const char *action;
  const char *value; /* GVariant text */
} Change;

static const Change changes[] = {
  { "bits", "4" },
  { "bits", "16" },
  { "bits", "2" },
  { "signed", "false" },
  { "narrow-range", "true" },
  { "symmetry", "'asymmetric'" },
  { "calibration", "'percentile'" },
  { "calibration", "'mse'" },
  { "calibration", "'sigma'" },
  { "calibration", "'entropy'" },
  { "calibration", "'aciq-gauss'" },
  { "calibration", "'aciq-laplace'" },
  { "calibration", "'torch'" },
  { "calibration", "'manual'" },
  { "percentile", "95.5" },
  { "sigmas", "2.5" },
  { "rule", "'onnx'" },
  { "rule", "'onnx-dynamic'" },
  { "rule", "'pytorch'" },
  { "rule", "'fbgemm'" },
  { "rule", "'tflite'" },
  { "rule", "'tflite-dynamic'" },
  { "rule", "'aimet'" },
  { "rule", "'aimet-v1'" },
  { "rounding", "'half-away'" },
  { "rounding", "'half-up'" },
  { "rounding", "'down'" },
  { "rounding", "'up'" },
  { "rounding", "'toward-zero'" },
  { "rounding", "'stochastic'" },
  { "scale", "0.0625" },
  { "tensor", "'fc2.weight'" },
  { "distribution", "'laplace'" },
  { "count", "4096.0" },
  { "sigma", "2.5" },
  { "mean", "-1.0" },
  { "degrees", "3.0" },
  { "separation", "7.0" },
  { "outlier-share", "0.25" },
  { "outlier-scale", "20.0" },
  { "channels", "16.0" },
  { "channel-ratio", "10.0" },
  { "seed", "7.0" },
};

static void
test_each_control (void)
{
  QsWindow *window = open_sample ();
  QsSession *session = qs_window_get_session (window);

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_parsed (changes[i].value));
      g_autoptr (GVariant) before = app_test_state (window, changes[i].action);
      g_autoptr (GVariant) after = NULL;
      g_autoptr (GVariant) undone = NULL;

      g_test_message ("%s %s", changes[i].action, changes[i].value);
      app_test_change (window, changes[i].action, value);
      app_test_wait_for_result (session);
      after = app_test_state (window, changes[i].action);
      g_assert_true (g_variant_equal (after, value));
      app_test_action (window, "undo", NULL);
      app_test_wait_for_result (session);
      undone = app_test_state (window, changes[i].action);
      g_assert_true (g_variant_equal (undone, before));
    }
  app_test_close (window);
}

static void
test_zero_point_needs_asymmetric (void)
{
  QsWindow *window = open_sample ();
  QsSession *session = qs_window_get_session (window);
  g_autoptr (GVariant) state = NULL;

  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "zero-point"));
  app_test_change (window, "symmetry", g_variant_new_string ("asymmetric"));
  app_test_wait_for_result (session);
  g_assert_true (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "zero-point"));
  app_test_change (window, "zero-point", g_variant_new_int32 (17));
  app_test_wait_for_result (session);
  state = app_test_state (window, "zero-point");
  g_assert_cmpint (g_variant_get_int32 (state), ==, 17);
  assert_string_state (window, "calibration", "manual");
  app_test_close (window);
}

/* A row of the sidebar with that title. */
static GtkWidget *
find_row (GtkWidget *widget, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (widget) && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_row (child, title);

      if (row != NULL)
        return row;
    }
  return NULL;
}

static void
assert_subtitle (GtkWidget *row, const char *text)
{
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, text);
}

/* The rows choose what shares a scale, the measures follow, and undo goes back; of a scale by hand and channels the one chosen
 * last stays. fc1.weight is 32 x 64. */
static void
test_granularity (void)
{
  QsWindow *window = open_sample ();
  QsSession *session = qs_window_get_session (window);
  GtkWidget *kind, *axis;
  double sqnr_db;

  app_test_change (window, "tensor", g_variant_new_string ("fc1.weight"));
  app_test_change (window, "bits", g_variant_new_int32 (4));
  app_test_wait_for_result (session);
  sqnr_db = qsa_result_get_measures (qs_session_get_result (session))->sqnr_db;
  kind = find_row (GTK_WIDGET (window), "Granularity");
  axis = find_row (GTK_WIDGET (window), "Channel axis");
  g_assert_true (kind != NULL && axis != NULL);
  g_assert_false (gtk_widget_get_visible (axis));

  adw_combo_row_set_selected (ADW_COMBO_ROW (kind), 1);
  app_test_wait_for_result (session);
  assert_string_state (window, "granularity", "channel");
  g_assert_true (gtk_widget_get_visible (axis));
  g_assert_cmpuint (qsa_result_get_measures (qs_session_get_result (session))->n_scales, ==, 32);
  g_assert_cmpfloat (qsa_result_get_measures (qs_session_get_result (session))->sqnr_db, >, sqnr_db);
  assert_subtitle (kind, "32 scales · 4.500 bits per weight");

  adw_combo_row_set_selected (ADW_COMBO_ROW (axis), 1);
  app_test_wait_for_result (session);
  g_assert_cmpuint (qsa_result_get_measures (qs_session_get_result (session))->n_scales, ==, 64);
  adw_combo_row_set_selected (ADW_COMBO_ROW (kind), 2);
  app_test_wait_for_result (session);
  assert_string_state (window, "granularity", "group:32");
  g_assert_cmpuint (qsa_result_get_measures (qs_session_get_result (session))->n_scales, ==, 64);
  assert_subtitle (kind, "64 scales · 5.000 bits per weight");

  for (int i = 0; i < 3; i++)
    app_test_action (window, "undo", NULL);
  app_test_wait_for_result (session);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (kind)), ==, 0);
  g_assert_cmpfloat (qsa_result_get_measures (qs_session_get_result (session))->sqnr_db, ==, sqnr_db);

  adw_combo_row_set_selected (ADW_COMBO_ROW (kind), 1);
  app_test_wait_for_result (session);
  app_test_change (window, "scale", g_variant_new_double (0.25));
  app_test_wait_for_result (session);
  assert_string_state (window, "granularity", "tensor");
  assert_string_state (window, "calibration", "manual");
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (kind)), ==, 0);
  g_assert_cmpuint (qsa_result_get_measures (qs_session_get_result (session))->n_scales, ==, 1);
  adw_combo_row_set_selected (ADW_COMBO_ROW (kind), 1);
  app_test_wait_for_result (session);
  assert_string_state (window, "calibration", "min-max");
  app_test_close (window);
}

static gboolean
has_four_bits (gpointer session)
{
  return qs_session_get_state (session)->scheme.format.bits == 4;
}

/* Through the clipboard and back: what calibration had found is then fixed. */
static void
test_setup_travels (void)
{
  QsWindow *window = open_sample ();
  QsSession *session = qs_window_get_session (window);
  QscParams before, after;

  app_test_change (window, "bits", g_variant_new_int32 (4));
  app_test_wait_for_result (session);
  qs_session_get_params (session, &before);
  app_test_action (window, "copy-setup", NULL);
  app_test_change (window, "bits", g_variant_new_int32 (8));
  app_test_wait_for_result (session);
  app_test_action (window, "paste-setup", NULL);
  g_assert_true (app_test_wait (has_four_bits, session, 10));
  assert_string_state (window, "calibration", "manual");
  qs_session_get_params (session, &after);
  g_assert_cmpfloat (after.scale, ==, before.scale);
  app_test_action (window, "copy-code", g_variant_new_string ("c"));
  app_test_action (window, "paste-setup", NULL);
  app_test_run (200);
  g_assert_true (has_four_bits (session)); /* code is no setup: told in a toast, nothing changed */
  app_test_close (window);
}

/* Where the panes are folded away, measures and parameters stand under the plot; elsewhere they would be there twice. */
static void
test_quick_panel (void)
{
  static const struct
  {
    int width, height;
    gboolean has_quick;
  } cases[] = { { 480, 800, TRUE }, { 360, 640, TRUE }, { 480, 400, FALSE }, { 1200, 800, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      QsWindow *window = app_test_open_window (cases[i].width, cases[i].height);
      g_autofree char *path = app_test_file (SAMPLE);

      qs_window_open (window, path, "fc1.weight");
      g_assert_true (app_test_wait (has_source, qs_window_get_session (window), 20));
      app_test_wait_for_result (qs_window_get_session (window));
      app_test_run (300);
      g_assert_cmpint (gtk_widget_get_mapped (GTK_WIDGET (window->quick)), ==, cases[i].has_quick);
      app_test_close (window);
    }
}

/* An independent calculation of the same error, in double, over the values as they are. */
static void
test_numbers_are_right (void)
{
  QsWindow *window = open_sample ();
  QsSession *session = qs_window_get_session (window);
  QstTensor *tensor = qsa_source_get_tensor (qs_session_get_source (session));
  double largest = 0, scale, sse = 0;
  guint64 n = qst_tensor_get_count (tensor);

  app_test_change (window, "bits", g_variant_new_int32 (4));
  app_test_wait_for_result (session);
  for (guint64 i = 0; i < n; i++)
    largest = MAX (largest, fabs ((double)qst_tensor_get_value (tensor, i)));
  scale = (float)(largest / 7);
  for (guint64 i = 0; i < n; i++)
    {
      double r = qst_tensor_get_value (tensor, i);
      double q = CLAMP (nearbyint (r / scale), -8, 7);

      sse += (q * scale - r) * (q * scale - r);
    }
  g_assert_cmpfloat_with_epsilon (qsa_result_get_measures (qs_session_get_result (session))->mse / (sse / (double)n), 1, 1e-5);
  app_test_close (window);
}

static void
test_stepping (void)
{
  QsWindow *window = open_sample ();
  QsSession *session = qs_window_get_session (window);
  float value;
  guint64 before, after;

  qs_session_get_pick (session, &value, &before);
  app_test_action (window, "next-value", NULL);
  qs_session_get_pick (session, &value, &after);
  g_assert_cmpuint (after, ==, (before + 1) % (64 * 32));
  app_test_action (window, "worst-error", NULL);
  qs_session_get_pick (session, &value, &after);
  g_assert_cmpuint (after, ==, qsa_result_get_error_stats (qs_session_get_result (session))->max_index);
  app_test_close (window);
}

static void
test_views_and_layouts (void)
{
  static const char *const layouts[] = { "one", "two", "four", "one-three" };
  QsWindow *window = open_sample ();

  for (int view = QSF_N_VIEWS - 1; view >= 0; view--)
    for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
      {
        app_test_change (window, "view", g_variant_new_string (qsf_view_get_nick (view)));
        app_test_change (window, "layout", g_variant_new_string (layouts[i]));
        gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
        assert_string_state (window, "view", qsf_view_get_nick (view));
      }
  app_test_close (window);
}

/* Any view can be in any place; two never are the same. */
static void
test_places (void)
{
  static const char *const wanted[] = { "mse", "codes", "nonsense", "mse", "histogram", "transfer", NULL };
  static const char *const expected[][4] = { { "mse", "codes", "histogram", "transfer" },
                                             { "mse", "codes", "error", "transfer" },
                                             { "mse", "transfer", "error", "codes" },
                                             { "histogram", "transfer", "error", "codes" } };
  QsWindow *window = open_sample ();

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GVariant) state = NULL;
      g_autofree const char **views = NULL;

      if (i == 0)
        app_test_change (window, "views", g_variant_new_strv (wanted, -1));
      else if (i == 1)
        app_test_action (window, "place-view", g_variant_new ("(ss)", "histogram", "error")); /* one that was not shown */
      else if (i == 2)
        app_test_action (window, "place-view", g_variant_new ("(ss)", "codes", "transfer")); /* one in another place */
      else
        app_test_change (window, "view", g_variant_new_string ("histogram"));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
      state = app_test_state (window, "views");
      views = g_variant_get_strv (state, NULL);
      for (gsize place = 0; place < 4; place++)
        g_assert_cmpstr (views[place], ==, expected[i][place]);
      assert_string_state (window, "view", expected[i][0]);
    }
  app_test_close (window);
}

static void
test_histogram_options (void)
{
  static const char *const options[] = { "log-count", "density", "cumulative", "outline" };
  QsWindow *window = open_sample ();

  for (guint pattern = 0; pattern < 16; pattern++)
    {
      for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
        app_test_change (window, options[i], g_variant_new_boolean ((pattern >> i) & 1));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
      for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
        {
          g_autoptr (GVariant) state = app_test_state (window, options[i]);

          g_assert_cmpint (g_variant_get_boolean (state), ==, (pattern >> i) & 1);
        }
    }
  app_test_close (window);
}

static gboolean
file_exists (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static GtkWidget *
find_export_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (QS_IS_EXPORT_DIALOG (l->data))
      return l->data;
  return NULL;
}

static gboolean
has_no_export_dialog (gpointer data)
{
  return find_export_dialog () == NULL;
}

static void
test_export (void)
{
  QsWindow *window = open_sample ();
  g_autofree char *folder = g_dir_make_tmp ("quantoscope-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "figure.png", NULL);
  g_autofree char *contents = NULL;
  gsize length;
  GtkWidget *dialog;

  app_test_action (window, "export", NULL);
  app_test_run (300);
  dialog = find_export_dialog ();
  g_assert_nonnull (dialog);
  qs_export_dialog_save (QS_EXPORT_DIALOG (dialog), path);
  g_assert_true (app_test_wait (file_exists, path, 20));
  app_test_run (300);
  g_assert_null (find_export_dialog ());
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_assert_cmpmem (contents, 8, "\x89PNG\r\n\x1a\n", 8);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0); /* nothing else was left there */
  app_test_close (window);
}

/* All plots in one file; as tables a file for each. */
static void
test_export_all (void)
{
  static const char *const tables[] = { "all-1-histogram.csv", "all-2-transfer.csv", "all-3-error.csv", "all-4-mse.csv" };
  QsWindow *window = open_sample ();
  g_autofree char *folder = g_dir_make_tmp ("quantoscope-XXXXXX", NULL);
  g_autofree char *svg = g_build_filename (folder, "all.svg", NULL), *csv = g_build_filename (folder, "all.csv", NULL);
  g_autofree char *contents = NULL;

  for (int i = 0; i < 2; i++)
    {
      GtkWidget *dialog;

      app_test_action (window, "export", NULL);
      app_test_run (300);
      dialog = find_export_dialog ();
      qs_export_dialog_set_scope (QS_EXPORT_DIALOG (dialog), QS_EXPORT_VISIBLE);
      app_test_run (300);
      qs_export_dialog_save (QS_EXPORT_DIALOG (dialog), i == 0 ? svg : csv);
      g_assert_true (app_test_wait (has_no_export_dialog, NULL, 20));
    }
  g_assert_true (g_file_get_contents (svg, &contents, NULL, NULL));
  g_assert_nonnull (strstr (contents, ">Values and grid</text>"));
  g_assert_nonnull (strstr (contents, ">MSE against scale</text>"));
  g_assert_cmpint (g_unlink (svg), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *path = g_build_filename (folder, tables[i], NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  app_test_close (window);
}

static gboolean
has_message (gpointer data)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data))
      return TRUE;
  return FALSE;
}

/* What the codes are is tested with analysis; here: that they come out of the window whole, and that errors are told. */
static void
test_export_codes (void)
{
  QsWindow *window = open_sample ();
  g_autofree char *folder = g_dir_make_tmp ("quantoscope-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "codes.npy", NULL);
  g_autoptr (QstArchive) archive = NULL;

  app_test_change (window, "bits", g_variant_new_int32 (4));
  app_test_wait_for_result (qs_window_get_session (window));
  qs_window_save_codes (window, path);
  g_assert_true (app_test_wait (file_exists, path, 20));
  app_test_run (100);
  archive = qst_archive_open (path, NULL, NULL);
  g_assert_cmpuint (qst_tensor_get_count (qst_archive_get_tensor (archive, 0)), ==, 64 * 32);
  g_assert_cmpint (qst_tensor_get_dtype (qst_archive_get_tensor (archive, 0)), ==, QST_DTYPE_I8);
  qs_window_save_codes (window, "/nowhere/at/all/codes.npy");
  g_assert_true (app_test_wait (has_message, NULL, 20));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  app_test_close (window);
}

/* The same bytes as the command line's: all it hangs on are the values and the scheme. */
static void
test_export_report (void)
{
  QsWindow *window = open_sample ();
  QsSession *session = qs_window_get_session (window);
  const QspReportOptions options = { .paper = qsp_paper_get_default (), .theme = QSP_THEME_LIGHT, .legend = TRUE };
  g_autofree char *folder = g_dir_make_tmp ("quantoscope-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "report.pdf", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (QspReport) report = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GtkWidget *dialog;
  gsize size;

  app_test_action (window, "export", NULL);
  dialog = find_export_dialog ();
  qs_export_dialog_set_scope (QS_EXPORT_DIALOG (dialog), QS_EXPORT_REPORT);
  app_test_run (300);
  qs_export_dialog_save (QS_EXPORT_DIALOG (dialog), path);
  g_assert_true (app_test_wait (has_no_export_dialog, NULL, 20));
  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  report = qsf_report_new (qs_session_get_source (session), &qs_session_get_state (session)->scheme, NULL, 0, NULL, NULL);
  bytes = qsp_report_render (report, &options, NULL);
  g_assert_cmpmem (contents, size, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  app_test_close (window);
}

static void
test_bad_files (void)
{
  static const char *const files[] = { "data/tensor/malformed/npy/shape_wrap.npy",
                                       "data/tensor/malformed/safetensors/json_deep.safetensors",
                                       "data/tensor/malformed/text/binary.csv", "no-such-file.npy", "data" };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      QsWindow *window = app_test_open_window (900, 600);
      g_autofree char *path = app_test_file (files[i]);

      g_test_message ("%s", path);
      g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, strstr (files[i], "no-such") == NULL);
      qs_window_open (window, path, NULL);
      g_assert_true (app_test_wait (has_message, NULL, 10));
      g_assert_null (qs_session_get_result (qs_window_get_session (window)));
      app_test_close (window);
    }
}

static void
open_values (const char *csv)
{
  QsWindow *window = app_test_open_window (1200, 800);
  g_autofree char *folder = g_dir_make_tmp ("quantoscope-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "values.csv", NULL);

  g_assert_true (g_file_set_contents (path, csv, -1, NULL));
  qs_window_open (window, path, NULL);
  app_test_wait_for_result (qs_window_get_session (window));
  for (int bits = 2; bits <= 16; bits += 7)
    {
      app_test_change (window, "bits", g_variant_new_int32 (bits));
      app_test_wait_for_result (qs_window_get_session (window));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
    }
  app_test_close (window);
  g_unlink (path);
  g_rmdir (folder);
}

static gboolean
tells_change (gpointer window)
{
  return gtk_info_bar_get_revealed (QS_WINDOW (window)->info_bar)
         && g_str_equal (gtk_label_get_text (QS_WINDOW (window)->info_label), "The file changed on disk");
}

static void
test_file_changes (void)
{
  g_autofree char *folder = g_dir_make_tmp ("quantoscope-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "values.csv", NULL);
  QsWindow *window = app_test_open_window (1000, 700);
  QsSession *session = qs_window_get_session (window);

  g_assert_true (g_file_set_contents (path, "1,2,3\n", -1, NULL));
  qs_window_open (window, path, NULL);
  app_test_wait_for_result (session);
  app_test_run (100);
  g_assert_true (g_file_set_contents (path, "1,2,3,8\n", -1, NULL));
  g_assert_true (app_test_wait (tells_change, window, 10));
  app_test_action (window, "reload", NULL);
  app_test_run (300);
  app_test_wait_for_result (session);
  g_assert_cmpuint (qsa_result_get_error_stats (qs_session_get_result (session))->count, ==, 4);
  g_assert_false (tells_change (window));
  app_test_close (window);
  g_unlink (path);
  g_rmdir (folder);
}

/* What is on screen stays there when the next file cannot be opened. */
static void
test_bad_file_keeps_values (void)
{
  QsWindow *window = open_sample ();
  QsSession *session = qs_window_get_session (window);
  g_autofree char *path = app_test_file ("data/tensor/malformed/npy/shape_wrap.npy");

  qs_window_open (window, path, NULL);
  app_test_run (300);
  app_test_wait_for_result (session);
  g_assert_cmpuint (qsa_result_get_error_stats (qs_session_get_result (session))->count, ==, 64 * 32);
  g_assert_false (has_message (NULL));
  app_test_close (window);
}

static void
test_strange_values (void)
{
  open_values ("0,0,0\n0,0,0\n");
  open_values ("5,5,5\n");
  open_values ("7\n");
  open_values ("nan,inf,-inf\n");
  open_values ("nan,1,2\n3,inf,4\n");
  open_values ("1e-38,2e-38,-3e-38\n");
  open_values ("1e38,-3e38,2e38\n");
}

static void
test_narrow (void)
{
  QsWindow *window = open_sample ();

  static const int sizes[][2] = { { 360, 640 }, { 480, 720 }, { 360, 294 }, { 700, 500 } };
  gpointer dialog;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gtk_window_set_default_size (GTK_WINDOW (window), sizes[i][0], sizes[i][1]);
      app_test_run (200);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
      app_test_action (window, "export", NULL);
      dialog = find_export_dialog ();
      g_assert_nonnull (dialog);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (dialog)), <=, MAX (sizes[i][0], 480));
      gtk_window_destroy (GTK_WINDOW (dialog));
    }
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-enable-animations");
  app_test_close (window);
}

/* One plot is seen: a finger goes on to the next view and back; two seen ones stay. */
static void
test_swipe (void)
{
  QsWindow *window = open_sample ();
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window->plots));
  GtkGesture *swipe = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_SWIPE (controller))
        swipe = GTK_GESTURE (controller);
    }
  g_assert_nonnull (swipe);
  g_assert_true (gtk_gesture_single_get_touch_only (GTK_GESTURE_SINGLE (swipe)));
  g_signal_emit_by_name (swipe, "swipe", -900.0, 10.0);
  assert_string_state (window, "view", "histogram");
  app_test_change (window, "layout", g_variant_new_string ("one"));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  g_signal_emit_by_name (swipe, "swipe", -900.0, 10.0);
  assert_string_state (window, "view", "codes");
  g_signal_emit_by_name (swipe, "swipe", 900.0, 10.0);
  assert_string_state (window, "view", "histogram");
  g_signal_emit_by_name (swipe, "swipe", 100.0, 900.0); /* downwards */
  assert_string_state (window, "view", "histogram");
  app_test_action (window, "previous-view", NULL);
  assert_string_state (window, "view", "ties");
  app_test_action (window, "next-view", NULL);
  assert_string_state (window, "view", "histogram");
  app_test_change (window, "layout", g_variant_new_string ("one-three"));
  app_test_close (window);
}

static void
test_drop (void)
{
  QsWindow *window = app_test_open_window (1000, 700);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));
  g_autofree char *path = app_test_file (SAMPLE);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean handled = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_array (&file, 1));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 10.0, 10.0, &handled);
    }
  g_assert_true (handled);
  app_test_wait_for_result (qs_window_get_session (window));
  app_test_close (window);
}

static gboolean
exists (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* A session comes back whole in another window: values, scheme, picked value, views, zoom. */
static void
test_session (void)
{
  QsWindow *window = open_sample ();
  g_autofree char *folder = g_dir_make_tmp ("quantoscope-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.quantoscope", NULL);
  static const char *const views[] = { "codes", "mse", "histogram", "error", NULL };
  g_auto (GStrv) places = NULL;
  double low, high;
  float pick;
  guint64 index;

  qs_session_set_bits (window->session, 3);
  qs_session_set_scale (window->session, 0.11);
  app_test_wait_for_result (window->session);
  qs_session_pick_value (window->session, 0.125f);
  qs_session_set_zoom (window->session, -0.2, 0.3);
  qs_plot_stack_set_places (window->plots, views);
  app_test_action (window, "save-session-to", g_variant_new_string (path));
  g_assert_true (app_test_wait (exists, path, 20));
  app_test_close (window);

  window = app_test_open_window (1440, 900);
  qs_window_open (window, path, NULL);
  g_assert_true (app_test_wait (has_source, window->session, 20));
  app_test_wait_for_result (window->session);
  assert_string_state (window, "tensor", "fc1.weight");
  g_assert_cmpint (qs_session_get_state (window->session)->scheme.format.bits, ==, 3);
  g_assert_true (qs_session_get_state (window->session)->scheme.scale == 0.11f);
  g_assert_true (qs_session_get_pick (window->session, &pick, &index));
  g_assert_true (pick == 0.125f);
  g_assert_true (qs_session_get_zoom (window->session, &low, &high));
  g_assert_cmpfloat (low, ==, -0.2);
  places = qs_plot_stack_get_places (window->plots);
  g_assert_cmpstr (places[0], ==, "codes");
  g_assert_cmpstr (places[1], ==, "mse");
  app_test_close (window);
  g_remove (path);
  g_rmdir (folder);
}

static gboolean
is_file (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static GtkWidget *
find_raw_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (QS_IS_RAW_DIALOG (l->data))
      return l->data;
  return NULL;
}

static gboolean
has_raw_dialog (gpointer unused)
{
  return find_raw_dialog () != NULL;
}

/* Whether the preview's first line holds the words. */
static gboolean
preview_says (gpointer words)
{
  GObject *label = gtk_widget_get_template_child (find_raw_dialog (), QS_TYPE_RAW_DIALOG, "fit_label");

  return strstr (gtk_label_get_text (GTK_LABEL (label)), words) != NULL;
}

static void
type_shape (const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (gtk_widget_get_template_child (find_raw_dialog (), QS_TYPE_RAW_DIALOG, "shape_row")),
                         text);
}

/* A file of which nothing is known is asked about; the answer is kept by a session. */
static void
test_raw (void)
{
  static const float values[6] = { -1.5f, 0.25f, 3.0f, 0.5f, -0.125f, 2.0f };
  QsWindow *window = app_test_open_window (1440, 900), *again;
  QsSession *session = qs_window_get_session (window);
  g_autofree char *folder = g_dir_make_tmp ("quantoscope-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "weights.raw", NULL);
  g_autofree char *saved = g_build_filename (folder, "x.quantoscope", NULL);
  QstTensor *tensor;

  g_assert_true (g_file_set_contents (path, (const char *)values, sizeof values, NULL));
  qs_window_open (window, path, NULL);
  g_assert_true (app_test_wait (has_raw_dialog, NULL, 20));
  g_assert_true (app_test_wait (preview_says, (gpointer) "6 values in 24 bytes", 20));
  type_shape ("2x4");
  g_assert_true (app_test_wait (preview_says, (gpointer) "8 too few", 20));
  type_shape ("2y");
  g_assert_true (app_test_wait (preview_says, (gpointer) "whole numbers above 0", 20));
  type_shape ("2x3");
  g_assert_true (app_test_wait (preview_says, (gpointer) "2 × 3", 20));
  g_assert_true (gtk_widget_activate_action (find_raw_dialog (), "raw.open", NULL));
  g_assert_true (app_test_wait (has_source, session, 20));
  app_test_wait_for_result (session);
  tensor = qsa_source_get_tensor (qs_session_get_source (session));
  g_assert_cmpuint (qst_tensor_get_shape (tensor)[0], ==, 2);
  g_assert_true (qst_tensor_get_value (tensor, 2) == 3.0f);

  app_test_action (window, "save-session-to", g_variant_new_string (saved));
  g_assert_true (app_test_wait (is_file, saved, 20));
  app_test_close (window);
  again = app_test_open_window (1440, 900);
  qs_window_open (again, saved, NULL);
  g_assert_true (app_test_wait (has_source, qs_window_get_session (again), 20));
  tensor = qsa_source_get_tensor (qs_session_get_source (qs_window_get_session (again)));
  g_assert_cmpuint (qst_tensor_get_n_dims (tensor), ==, 2);
  g_assert_true (qst_tensor_get_value (tensor, 5) == 2.0f);
  app_test_close (again);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_unlink (saved), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/window/open", test_open);
  g_test_add_func ("/app/window/each-control", test_each_control);
  g_test_add_func ("/app/window/zero-point-needs-asymmetric", test_zero_point_needs_asymmetric);
  g_test_add_func ("/app/window/granularity", test_granularity);
  g_test_add_func ("/app/window/setup-travels", test_setup_travels);
  g_test_add_func ("/app/window/quick-panel", test_quick_panel);
  g_test_add_func ("/app/window/numbers-are-right", test_numbers_are_right);
  g_test_add_func ("/app/window/stepping", test_stepping);
  g_test_add_func ("/app/window/views-and-layouts", test_views_and_layouts);
  g_test_add_func ("/app/window/places", test_places);
  g_test_add_func ("/app/window/histogram-options", test_histogram_options);
  g_test_add_func ("/app/window/export", test_export);
  g_test_add_func ("/app/window/export-all", test_export_all);
  g_test_add_func ("/app/window/export-report", test_export_report);
  g_test_add_func ("/app/window/export-codes", test_export_codes);
  g_test_add_func ("/app/window/bad-files", test_bad_files);
  g_test_add_func ("/app/window/file-changes", test_file_changes);
  g_test_add_func ("/app/window/bad-file-keeps-values", test_bad_file_keeps_values);
  g_test_add_func ("/app/window/strange-values", test_strange_values);
  g_test_add_func ("/app/window/narrow", test_narrow);
  g_test_add_func ("/app/window/swipe", test_swipe);
  g_test_add_func ("/app/window/drop", test_drop);
  g_test_add_func ("/app/window/session", test_session);
  g_test_add_func ("/app/window/raw", test_raw);
  return g_test_run ();
}
