/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page of all tensors: its actions, and what of the window makes room for it. */
#include "app/qs-window-private.h"

#include "app/qs-dialogs.h"
#include "app/qs-task.h"
#include "tensor/qst-writer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static QsModelTable *
get_table (gpointer window)
{
  return qs_model_page_get_table (QS_WINDOW (window)->model);
}

gboolean
qs_window_shows_model (QsWindow *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "model") == 0;
}

/* The formula and the measures are of one tensor: what is known of the selected one takes their place. */
void
qs_window_make_room_for_model (QsWindow *self)
{
  const gboolean shown = qs_window_shows_model (self);

  qs_window_update_strip (self);
  gtk_stack_set_visible_child (self->detail_stack, shown ? GTK_WIDGET (self->model_detail) : GTK_WIDGET (self->measures_panel));
}

static void
kind_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsModelKind kind;

  if (!qs_model_kind_from_nick (g_variant_get_string (value, NULL), &kind))
    return;
  qs_model_page_set_kind (QS_WINDOW (user_data)->model, kind);
  g_simple_action_set_state (action, value);
}

static void
scheme_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsModelScheme scheme;

  if (!qs_model_scheme_from_nick (g_variant_get_string (value, NULL), &scheme))
    return;
  qs_model_page_set_scheme (QS_WINDOW (user_data)->model, scheme);
  g_simple_action_set_state (action, value);
}

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_model_page_set_search (QS_WINDOW (user_data)->model, g_variant_get_string (parameter, NULL));
}

/* "sqnr4", "-sqnr4" from the greatest on. */
static void
sort_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *nick = g_variant_get_string (parameter, NULL);
  const gboolean descending = nick[0] == '-';
  QsModelColumn column;

  if (qs_model_column_from_nick (nick + descending, &column))
    qs_model_table_sort (get_table (user_data), column, descending);
}

static void
select_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_model_table_select (get_table (user_data), g_variant_get_uint32 (parameter));
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_model_table_open (get_table (user_data));
}

static void
measure_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_model_set_wanted (qs_model_page_get_model (QS_WINDOW (user_data)->model), TRUE);
}

static void
cancel_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_model_set_wanted (qs_model_page_get_model (QS_WINDOW (user_data)->model), FALSE);
}

static void
column_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  const char *nick = g_action_get_name (G_ACTION (action)) + strlen ("model-column-");
  QsModelColumn column;

  if (!qs_model_column_from_nick (nick, &column))
    return;
  qs_model_table_set_wanted (get_table (user_data), column, g_variant_get_boolean (value));
  g_simple_action_set_state (action, value);
}

/* The table as a file */

static void
save_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (qst_writer_save (task_data, g_object_get_data (G_OBJECT (task), "path"), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsWindow *self = QS_WINDOW (object);
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    qs_window_toast_saved (self, _ ("Table saved"), g_object_get_data (G_OBJECT (result), "path"));
  else
    qs_dialogs_show_error (GTK_WINDOW (self), _ ("Could Not Save Table"), error->message, NULL, NULL);
}

void
qs_window_save_model_table (QsWindow *self, const char *path)
{
  g_autofree char *csv = qs_model_make_csv (qs_model_page_get_model (self->model), qs_model_table_get_shown (get_table (self)));
  g_autoptr (GTask) task = g_task_new (self, NULL, saved_cb, NULL);

  g_task_set_task_data (task, g_bytes_new (csv, strlen (csv)), (GDestroyNotify)g_bytes_unref);
  g_object_set_data_full (G_OBJECT (task), "path", g_strdup (path), g_free);
  qs_task_run_in_thread (task, save_thread);
}

static void
target_cb (const char *path, gpointer user_data)
{
  g_autoptr (QsWindow) self = user_data;

  if (path != NULL)
    qs_window_save_model_table (self, path);
}

static void
export_table_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsWindow *self = user_data;
  QstArchive *archive = qs_model_get_archive (qs_model_page_get_model (self->model));
  g_autofree char *base = archive != NULL ? g_path_get_basename (qst_archive_get_path (archive)) : NULL;
  g_autofree char *shown = base != NULL ? g_filename_display_name (base) : NULL;
  g_autofree char *name = shown != NULL ? g_strconcat (shown, "-tensors.csv", NULL) : NULL;

  if (name != NULL)
    qs_dialogs_choose_target (GTK_WINDOW (self), _ ("Export Table"), name, target_cb, g_object_ref (self));
}

/* What the table tells */

static void
opened_cb (QsModelTable *table, QsModelRow *row, QsWindow *self)
{
  qs_session_select_tensor (self->session, qs_model_row_get_entry (row)->tensor);
  adw_view_stack_set_visible_child_name (self->views, "explore");
}

static void
selected_cb (QsWindow *self)
{
  QsModelRow *row = qs_model_table_get_selected (get_table (self));

  qs_model_detail_set_row (self->model_detail, row);
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), "model-open")),
                               row != NULL && qs_model_row_get_entry (row)->tensor != NULL);
}

static void
add_column_actions (QsWindow *self)
{
  for (guint i = 0; i < QS_N_MODEL_COLUMNS; i++)
    {
      g_autofree char *name = g_strdup_printf ("model-column-%s", qs_model_column_get_nick (i));
      g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (name, NULL, g_variant_new_boolean (TRUE));

      g_signal_connect (action, "change-state", G_CALLBACK (column_cb), self);
      g_simple_action_set_enabled (action, i != QS_MODEL_COLUMN_NAME);
      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
    }
}

void
qs_window_add_model (QsWindow *self)
{
  static const GActionEntry entries[] = {
    { "model-kind", NULL, "s", "'all'", kind_cb, { 0 } },
    { "model-scheme", NULL, "s", "'min-max'", scheme_cb, { 0 } },
    { "model-search", search_cb, "s", NULL, NULL, { 0 } },
    { "model-sort", sort_cb, "s", NULL, NULL, { 0 } },
    { "model-select", select_cb, "u", NULL, NULL, { 0 } },
    { "model-open", open_cb, NULL, NULL, NULL, { 0 } },
    { "model-measure", measure_cb, NULL, NULL, NULL, { 0 } },
    { "model-cancel", cancel_cb, NULL, NULL, NULL, { 0 } },
    { "model-export-table", export_table_cb, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  add_column_actions (self);
  qs_model_page_set_session (self->model, self->session);
  qs_model_detail_set_model (self->model_detail, qs_model_page_get_model (self->model));
  g_signal_connect_object (get_table (self), "opened", G_CALLBACK (opened_cb), self, 0);
  g_signal_connect_object (get_table (self), "selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  selected_cb (self);
}
