/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-test.h"

#include "app/qs-model-page.h"
#include "app/qs-window-private.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* The page of all tensors in a real window. */

typedef struct
{
  QsWindow *window;
  QsSession *session;
  QsModelPage *page;
  QsModelTable *table;
} Fixture;

static gboolean
is_complete (gpointer page)
{
  return qs_model_page_is_complete (page);
}

static void
wait_complete (Fixture *fixture)
{
  g_assert_true (app_test_wait (is_complete, fixture->page, 30));
}

static void
show_page (Fixture *fixture)
{
  app_test_change (fixture->window, "page", g_variant_new_string ("model"));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = app_test_file ("../data/samples/mlp-64-48-24-10.safetensors");

  fixture->window = app_test_open_window (data != NULL ? GPOINTER_TO_INT (data) : 1200, 800);
  fixture->session = qs_window_get_session (fixture->window);
  qs_window_open (fixture->window, path, NULL);
  app_test_wait_for_result (fixture->session);
  fixture->page = fixture->window->model;
  fixture->table = qs_model_page_get_table (fixture->page);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  app_test_close (fixture->window);
}

static guint
get_n (Fixture *fixture)
{
  return g_list_model_get_n_items (qs_model_table_get_shown (fixture->table));
}

static QsModelRow *
get_row (Fixture *fixture, guint i)
{
  return g_list_model_get_item (qs_model_table_get_shown (fixture->table), i);
}

static void
assert_names (Fixture *fixture, const char *names)
{
  g_auto (GStrv) expected = g_strsplit (names, " ", -1);

  g_assert_cmpuint (get_n (fixture), ==, g_strv_length (expected));
  for (guint i = 0; i < get_n (fixture); i++)
    {
      g_autoptr (QsModelRow) row = get_row (fixture, i);

      g_assert_cmpstr (qs_model_row_get_name (row), ==, expected[i]);
    }
}

/* Nothing is read before somebody looks; then all are measured, and the worst stands first. */
static void
test_measure (Fixture *fixture, gconstpointer data)
{
  double last = -INFINITY;

  app_test_run (50);
  for (guint i = 0; i < get_n (fixture); i++)
    {
      g_autoptr (QsModelRow) row = get_row (fixture, i);

      g_assert_null (qs_model_row_get_profile (row));
    }
  show_page (fixture);
  wait_complete (fixture);
  g_assert_cmpuint (get_n (fixture), ==, 6);
  for (guint i = 0; i < get_n (fixture); i++)
    {
      g_autoptr (QsModelRow) row = get_row (fixture, i);
      QsaProfile *profile = qs_model_row_get_profile (row);

      g_assert_nonnull (profile);
      g_assert_cmpfloat (profile->points[0].sqnr_db, >=, last);
      g_assert_cmpfloat (profile->points[1].sqnr_db, >, profile->points[0].sqnr_db + 18); /* 6 dB a bit, less some */
      last = profile->points[0].sqnr_db;
    }
  assert_names (fixture, "fc1.weight fc2.weight fc3.weight fc2.bias fc1.bias fc3.bias");
}

static void
test_sort (Fixture *fixture, gconstpointer data)
{
  show_page (fixture);
  wait_complete (fixture);
  app_test_action (fixture->window, "model-sort", g_variant_new_string ("name"));
  assert_names (fixture, "fc1.bias fc1.weight fc2.bias fc2.weight fc3.bias fc3.weight");
  app_test_action (fixture->window, "model-sort", g_variant_new_string ("-values"));
  assert_names (fixture, "fc1.weight fc2.weight fc3.weight fc1.bias fc2.bias fc3.bias");
  app_test_action (fixture->window, "model-sort", g_variant_new_string ("-sqnr4"));
  assert_names (fixture, "fc3.bias fc1.bias fc2.bias fc3.weight fc2.weight fc1.weight");
}

/* What is not measured stands last, whichever way measures are sorted; names do not care. */
static void
test_unmeasured_last (Fixture *fixture, gconstpointer data)
{
  g_autoptr (QsModelRow) first = NULL;

  show_page (fixture);
  wait_complete (fixture);
  first = get_row (fixture, 0); /* fc1.weight */
  qs_model_row_forget (first);
  qs_model_table_refresh (fixture->table);
  assert_names (fixture, "fc2.weight fc3.weight fc2.bias fc1.bias fc3.bias fc1.weight");
  app_test_action (fixture->window, "model-sort", g_variant_new_string ("-sqnr4"));
  assert_names (fixture, "fc3.bias fc1.bias fc2.bias fc3.weight fc2.weight fc1.weight");
  app_test_action (fixture->window, "model-sort", g_variant_new_string ("-sqnr8"));
  assert_names (fixture, "fc3.bias fc1.bias fc2.bias fc3.weight fc2.weight fc1.weight");
  app_test_action (fixture->window, "model-sort", g_variant_new_string ("-name"));
  assert_names (fixture, "fc3.weight fc3.bias fc2.weight fc2.bias fc1.weight fc1.bias");
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  show_page (fixture);
  wait_complete (fixture);
  app_test_action (fixture->window, "model-search", g_variant_new_string ("fc2"));
  assert_names (fixture, "fc2.weight fc2.bias");
  app_test_action (fixture->window, "model-search", g_variant_new_string ("ndim:1 sqnr>20"));
  assert_names (fixture, "fc1.bias fc3.bias");
  app_test_action (fixture->window, "model-search", g_variant_new_string ("nothing"));
  g_assert_cmpuint (get_n (fixture), ==, 0);
  app_test_action (fixture->window, "model-search", g_variant_new_string (""));
  app_test_change (fixture->window, "model-kind", g_variant_new_string ("matrix"));
  assert_names (fixture, "fc1.weight fc2.weight fc3.weight");
  app_test_change (fixture->window, "model-kind", g_variant_new_string ("other"));
  g_assert_cmpuint (get_n (fixture), ==, 0);
}

/* What was measured stays, and the rest comes when it is asked for. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  app_test_action (fixture->window, "model-cancel", NULL);
  app_test_change (fixture->window, "model-scheme", g_variant_new_string ("asymmetric"));
  show_page (fixture);
  app_test_run (200);
  g_assert_false (qs_model_is_measuring (qs_model_page_get_model (fixture->page)));
  g_assert_cmpstr (qs_model_page_get_progress_text (fixture->page), ==, "0 of 6 tensors are measured");
  app_test_action (fixture->window, "model-measure", NULL);
  wait_complete (fixture);
}

/* A scheme that was measured before is there at once. */
static void
test_cache (Fixture *fixture, gconstpointer data)
{
  show_page (fixture);
  wait_complete (fixture);
  app_test_change (fixture->window, "model-scheme", g_variant_new_string ("mse"));
  wait_complete (fixture);
  g_assert_cmpint (qs_model_get_plan (qs_model_page_get_model (fixture->page))->scheme.calibration, ==, QSA_CALIBRATION_MSE);
  app_test_change (fixture->window, "model-scheme", g_variant_new_string ("min-max"));
  g_assert_true (qs_model_page_is_complete (fixture->page));
  assert_names (fixture, "fc1.weight fc2.weight fc3.weight fc2.bias fc1.bias fc3.bias");
}

/* The sidebar's scheme, as it changes. */
static gboolean
is_asymmetric (gpointer page)
{
  return !qs_model_get_plan (qs_model_page_get_model (page))->scheme.format.symmetric && qs_model_page_is_complete (page);
}

static void
test_current (Fixture *fixture, gconstpointer data)
{
  show_page (fixture);
  app_test_change (fixture->window, "model-scheme", g_variant_new_string ("current"));
  wait_complete (fixture);
  app_test_change (fixture->window, "symmetry", g_variant_new_string ("asymmetric"));
  g_assert_true (app_test_wait (is_asymmetric, fixture->page, 30));
}

static gboolean
is_detailed (gpointer detail)
{
  return qs_model_detail_is_complete (detail);
}

/* The selected row shows beside the table, and opens where the plots are. */
static void
test_open (Fixture *fixture, gconstpointer data)
{
  QsModelRow *selected;

  show_page (fixture);
  wait_complete (fixture);
  app_test_action (fixture->window, "model-select", g_variant_new_uint32 (3));
  selected = qs_model_table_get_selected (fixture->table);
  g_assert_cmpstr (qs_model_row_get_name (selected), ==, "fc2.bias");
  g_assert_true (app_test_wait (is_detailed, fixture->window->model_detail, 30));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (fixture->window->strip)));
  app_test_action (fixture->window, "model-open", NULL);
  app_test_wait_for_result (fixture->session);
  g_assert_cmpstr (qst_tensor_get_name (qs_session_get_state (fixture->session)->tensor), ==, "fc2.bias");
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (fixture->window->views), ==, "explore");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->window->strip)));
}

static gboolean
exists (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The rows that are seen, in their order. */
static void
test_export (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("quantoscope-model-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "table.csv", NULL);
  g_autofree char *csv = NULL;
  g_auto (GStrv) lines = NULL;

  show_page (fixture);
  wait_complete (fixture);
  app_test_action (fixture->window, "model-search", g_variant_new_string ("weight"));
  qs_window_save_model_table (fixture->window, path);
  g_assert_true (app_test_wait (exists, path, 30));
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  lines = g_strsplit (csv, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_nonnull (strstr (lines[1], ",fc1.weight,48x64,F32,3072,"));
  g_assert_nonnull (strstr (lines[3], ",fc3.weight,"));
  app_test_run (50);
  g_unlink (path);
  g_rmdir (folder);
}

static void
count_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ++*(guint *)user_data;
}

/* What is exported is what is seen: the table. The file chooser itself is not opened, for it keeps memory of its own. */
static void
test_export_action (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSimpleAction) table = g_simple_action_new ("model-export-table", NULL);
  guint n = 0;

  show_page (fixture);
  wait_complete (fixture);
  g_signal_connect (table, "activate", G_CALLBACK (count_cb), &n);
  g_action_map_add_action (G_ACTION_MAP (fixture->window), G_ACTION (table));
  app_test_action (fixture->window, "export", NULL);
  g_assert_cmpuint (n, ==, 1);
  g_assert_null (fixture->window->export_dialog);
}

static gboolean
has_given_way (gpointer table)
{
  return qs_model_table_is_column_shown (table, QS_MODEL_COLUMN_SQNR4);
}

static gboolean
has_other_column (gpointer table)
{
  return qs_model_table_is_column_shown (table, QS_MODEL_COLUMN_SQNR8);
}

/* Columns give way in the order of what they are worth. */
static void
test_narrow (Fixture *fixture, gconstpointer data)
{
  show_page (fixture);
  wait_complete (fixture);
  g_assert_true (app_test_wait (has_given_way, fixture->table, 30));
  g_assert_true (qs_model_table_is_column_shown (fixture->table, QS_MODEL_COLUMN_NAME));
  g_assert_false (qs_model_table_is_column_shown (fixture->table, QS_MODEL_COLUMN_TYPE));
  g_assert_false (qs_model_table_is_column_shown (fixture->table, QS_MODEL_COLUMN_CLIPPED));
  app_test_change (fixture->window, "model-column-sqnr4", g_variant_new_boolean (FALSE));
  g_assert_true (app_test_wait (has_other_column, fixture->table, 30));
  g_assert_false (qs_model_table_is_column_shown (fixture->table, QS_MODEL_COLUMN_SQNR4));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, data, function) g_test_add ("/model/" name, Fixture, data, set_up, function, tear_down)
  ADD ("measure", NULL, test_measure);
  ADD ("sort", NULL, test_sort);
  ADD ("unmeasured-last", NULL, test_unmeasured_last);
  ADD ("search", NULL, test_search);
  ADD ("cancel", NULL, test_cancel);
  ADD ("cache", NULL, test_cache);
  ADD ("current", NULL, test_current);
  ADD ("open", NULL, test_open);
  ADD ("export", NULL, test_export);
  ADD ("export-action", NULL, test_export_action);
  ADD ("narrow", GINT_TO_POINTER (400), test_narrow);
  return g_test_run ();
}
