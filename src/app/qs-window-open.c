/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-window-private.h"

#include "app/qs-dialogs.h"
#include "app/qs-raw-dialog.h"
#include "app/qs-session-file.h"

#include <glib/gi18n-lib.h>

#define RECENT_MAX 8

static void
remember (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  char *groups[] = { (char *)"quantoscope", NULL };
  GtkRecentData data = { .mime_type = (char *)"application/octet-stream",
                         .app_name = (char *)"quantoscope",
                         .app_exec = (char *)"quantoscope %f",
                         .groups = groups };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

typedef struct
{
  QsWindow *window;
  char *path;
} Opening;

typedef struct
{
  GtkWindow *window; /* not owned: the toast lives in it */
  char *heading, *body;
} Details;

static void
details_cb (AdwToast *toast, Details *details)
{
  qs_dialogs_show_error (details->window, details->heading, details->body, NULL, NULL);
}

static void
details_free (gpointer data, GClosure *closure)
{
  Details *details = data;

  g_free (details->heading);
  g_free (details->body);
  g_free (details);
}

static void
show_toast (QsWindow *self, const char *heading, const char *body)
{
  g_autofree char *title = g_markup_escape_text (heading, -1);
  AdwToast *toast = adw_toast_new (title);
  Details *details = g_new0 (Details, 1);

  details->window = GTK_WINDOW (self);
  details->heading = g_strdup (heading);
  details->body = g_strdup (body);
  adw_toast_set_button_label (toast, _ ("_Details"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (details_cb), details, details_free, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Nothing is shown yet: a dialog. Something is: a toast, which does not stand in the way. */
static void
tell_failure (QsWindow *self, const char *path, const GError *error)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_filename_display_name (base);
  g_autofree char *valid = g_utf8_make_valid (error->message, -1);
  g_autofree char *heading = g_strdup_printf (_ ("Could Not Open “%s”"), name);

  if (g_error_matches (error, QST_ERROR, QST_ERROR_UNKNOWN_FORMAT))
    {
      g_clear_pointer (&heading, g_free);
      heading = g_strdup (_ ("This file has no weights Quantoscope can read"));
    }
  if (qs_session_get_source (self->session) != NULL)
    show_toast (self, heading, valid);
  else
    qs_dialogs_show_error (GTK_WINDOW (self), heading, valid, NULL, NULL);
}

static void
raw_chosen_cb (const char *path, const QstRaw *raw, gpointer user_data)
{
  qs_window_open_raw (user_data, path, raw);
}

static void
ask_raw (QsWindow *self, const char *path)
{
  gtk_window_present (
      GTK_WINDOW (qs_raw_dialog_new (GTK_WINDOW (self), path, raw_chosen_cb, g_object_ref (self), g_object_unref)));
}

static void
opened_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Opening *opening = user_data;
  QsWindow *self = opening->window;
  g_autoptr (GError) error = NULL;

  if (qs_session_open_finish (QS_SESSION (object), result, &error))
    {
      remember (opening->path);
      qs_window_watch (self, opening->path);
    }
  else if (qs_session_open_may_be_raw (result))
    ask_raw (self, opening->path);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell_failure (self, opening->path, error);
  g_object_unref (opening->window);
  g_free (opening->path);
  g_free (opening);
}

static Opening *
begin_opening (QsWindow *self, const char *path)
{
  Opening *opening = g_new0 (Opening, 1);

  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  self->opening = g_cancellable_new ();
  opening->window = g_object_ref (self);
  opening->path = g_strdup (path);
  return opening;
}

void
qs_window_open_raw (QsWindow *self, const char *path, const QstRaw *raw)
{
  Opening *opening = begin_opening (self, path);

  qs_session_open_raw_async (self->session, path, raw, self->opening, opened_cb, opening);
}

void
qs_window_open (QsWindow *self, const char *path, const char *tensor_name)
{
  Opening *opening;

  if (g_str_has_suffix (path, QS_SESSION_FILE_SUFFIX))
    {
      qs_window_open_session (self, path);
      return;
    }
  opening = begin_opening (self, path);
  qs_session_open_async (self->session, path, tensor_name, self->opening, opened_cb, opening);
}

static void
open_file (QsWindow *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);

  if (path != NULL)
    qs_window_open (self, path, NULL);
  else
    qs_window_toast (self, _ ("Only files on this computer can be opened"));
}

/* Dropped files */

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, QsWindow *self)
{
  GSList *files = g_value_get_boxed (value);

  if (files == NULL)
    return FALSE;
  open_file (self, files->data);
  return TRUE;
}

static void
drop_changed_cb (GtkDropTarget *target, GParamSpec *pspec, QsWindow *self)
{
  gtk_widget_set_visible (self->drop_hint, gtk_drop_target_get_current_drop (target) != NULL);
}

/* The menu beside Open */

static GMenuModel *
make_recent_section (void)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  GMenu *section = g_menu_new ();
  int n = 0;

  for (GList *l = items; l != NULL && n < RECENT_MAX; l = l->next)
    if (gtk_recent_info_has_application (l->data, "quantoscope") && gtk_recent_info_exists (l->data))
      {
        g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
        g_autoptr (GString) label = g_string_new (gtk_recent_info_get_display_name (l->data));

        g_string_replace (label, "_", "__", 0);
        g_menu_item_set_label (item, label->str);
        g_menu_item_set_action_and_target (item, "win.open-recent", "s", gtk_recent_info_get_uri (l->data));
        g_menu_append_item (section, item);
        n++;
      }
  g_list_free_full (items, (GDestroyNotify)gtk_recent_info_unref);
  return G_MENU_MODEL (section);
}

static GMenuModel *
make_distribution_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (int i = 0; i < QST_N_DISTRIBUTIONS; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.open-distribution::%s", qst_distribution_get_nick (i));

      g_menu_append (menu, qst_distribution_get_title (i), action);
    }
  return G_MENU_MODEL (menu);
}

static void
update_menu (QsWindow *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) raw = g_menu_new ();
  g_autoptr (GMenuModel) recent = make_recent_section ();
  g_autoptr (GMenuModel) distributions = make_distribution_menu ();

  if (g_menu_model_get_n_items (recent) > 0)
    g_menu_append_section (menu, _ ("Recent Files"), recent);
  g_menu_append_section (menu, _ ("Distributions"), distributions);
  g_menu_append (raw, _ ("Open Raw _Numbers…"), "win.open-raw");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (raw));
  adw_split_button_set_menu_model (self->open_button, G_MENU_MODEL (menu));
}

static void
recent_changed_cb (GtkRecentManager *manager, QsWindow *self)
{
  update_menu (self);
}

static void
open_recent_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_variant_get_string (parameter, NULL));

  open_file (user_data, file);
}

static void
chosen_cb (const char *path, gpointer user_data)
{
  g_autoptr (QsWindow) self = user_data;

  if (path != NULL)
    qs_window_open (self, path, NULL);
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_dialogs_choose_file (user_data, chosen_cb, g_object_ref (user_data));
}

/* For scripts: a path, no dialog. */
static void
open_path_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_window_open (user_data, g_variant_get_string (parameter, NULL), NULL);
}

static void
raw_file_chosen_cb (const char *path, gpointer user_data)
{
  g_autoptr (QsWindow) self = user_data;

  if (path != NULL)
    ask_raw (self, path);
}

static void
open_raw_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_dialogs_choose_file (user_data, raw_file_chosen_cb, g_object_ref (user_data));
}

static void
open_distribution_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsWindow *self = user_data;
  QstDistribution distribution = qs_session_get_state (self->session)->distribution;

  if (qst_distribution_from_nick (g_variant_get_string (parameter, NULL), &distribution.kind))
    qs_session_set_distribution (self->session, &distribution, NULL);
}

/* AdwSplitButton gives its menu button a tooltip, but no name for a screen reader. */
static void
name_menu_button (QsWindow *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->open_button));

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_MENU_BUTTON (child))
      gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Recent Files and Distributions"),
                                      -1);
}

void
qs_window_add_open (QsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = open_cb },
    { .name = "open-path", .activate = open_path_cb, .parameter_type = "s" },
    { .name = "open-raw", .activate = open_raw_cb },
    { .name = "open-recent", .activate = open_recent_cb, .parameter_type = "s" },
    { .name = "open-distribution", .activate = open_distribution_cb, .parameter_type = "s" },
  };
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  g_signal_connect (target, "notify::current-drop", G_CALLBACK (drop_changed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (recent_changed_cb), self, 0);
  update_menu (self);
  name_menu_button (self);
}
