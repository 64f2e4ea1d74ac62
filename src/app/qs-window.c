/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-window-private.h"

#include "app/qs-dialogs.h"

#include "app/qs-inputs.h"
#include "app/qs-tensor-picker.h"
#include "config.h"
#include "plot/qsp-number.h"

#include <float.h>
#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (QsWindow, qs_window, ADW_TYPE_APPLICATION_WINDOW)

void
qs_window_toast (QsWindow *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
}

static void
open_folder_cb (AdwToast *toast, gpointer user_data)
{
  qs_dialogs_open_folder (NULL, g_object_get_data (G_OBJECT (toast), "path"));
}

void
qs_window_toast_saved (QsWindow *self, const char *text, const char *path)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_button_label (toast, _ ("_Open Folder"));
  g_object_set_data_full (G_OBJECT (toast), "path", g_strdup (path), g_free);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (open_folder_cb), NULL);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
update_title (QsWindow *self)
{
  const QsState *state = qs_session_get_state (self->session);
  QstArchive *archive = qs_session_get_archive (self->session);
  g_autofree char *subtitle = NULL;
  g_autofree char *window_title = NULL;

  if (state->is_drawn)
    {
      subtitle = g_strdup (qst_distribution_get_title (state->distribution.kind));
    }
  else if (archive != NULL && state->tensor != NULL)
    {
      g_autofree char *name = g_path_get_basename (qst_archive_get_path (archive));

      subtitle = g_filename_display_name (name);
    }
  adw_view_switcher_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  window_title = subtitle != NULL ? g_strdup_printf (_ ("%s – Quantoscope"), subtitle) : g_strdup (_ ("Quantoscope"));
  gtk_window_set_title (GTK_WINDOW (self), window_title);
}

/* Pages can be chosen once there is something on them; in narrow windows at the bottom. */
static void
update_switchers (QsWindow *self)
{
  gboolean has_pages = gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->left_flap);

  adw_view_switcher_title_set_view_switcher_enabled (self->title, has_pages);
  adw_view_switcher_bar_set_reveal (self->switcher_bar, has_pages && adw_view_switcher_title_get_title_visible (self->title));
}

static gboolean
switchers_cb (gpointer user_data)
{
  QsWindow *self = user_data;

  self->switchers_id = 0;
  update_switchers (self);
  return G_SOURCE_REMOVE;
}

/* The header tells while it is being given its size: too late for the bar to get one in the same turn. */
static void
title_visible_cb (QsWindow *self)
{
  if (self->switchers_id == 0)
    self->switchers_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, switchers_cb, self, NULL);
}

static void
update_undo_buttons (QsWindow *self)
{
  const char *undo = qs_session_get_undo_label (self->session);
  const char *redo = qs_session_get_redo_label (self->session);
  g_autofree char *undo_text = undo != NULL ? g_strdup_printf (_ ("Undo %s"), undo) : g_strdup (_ ("Undo"));
  g_autofree char *redo_text = redo != NULL ? g_strdup_printf (_ ("Redo %s"), redo) : g_strdup (_ ("Redo"));

  qs_inputs_set_tooltip (self->undo_button, undo_text);
  qs_inputs_set_tooltip (self->redo_button, redo_text);
}

void
qs_window_show_info (QsWindow *self, const char *text, const char *button, const char *action)
{
  gtk_label_set_text (self->info_label, text);
  gtk_widget_set_visible (self->info_button, button != NULL);
  if (button != NULL)
    {
      gtk_button_set_label (GTK_BUTTON (self->info_button), button);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->info_button), action);
    }
  gtk_info_bar_set_message_type (self->info_bar, GTK_MESSAGE_INFO);
  gtk_info_bar_set_revealed (self->info_bar, TRUE);
}

static char *
describe_damage (QstArchive *archive)
{
  const char *const *errors = qst_archive_get_errors (archive);
  guint n = g_strv_length ((char **)errors);

  if (n == 0)
    return NULL;
  if (n == 1)
    return g_strdup_printf (_ ("A part of the file could not be read: %s"), errors[0]);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u part of the file could not be read, first: %s",
                                       "%u parts of the file could not be read, first: %s", n),
                          n, errors[0]);
}

static char *
describe_values (const QscMoments *moments)
{
  guint64 strange = moments->nan + moments->positive_infinity + moments->negative_infinity;
  g_autofree char *count = qsp_format_count (strange);

  if (moments->count == 0 && strange == 0)
    return g_strdup (_ ("The tensor is empty: there are no values to quantize"));
  if (moments->count == 0)
    return g_strdup (_ ("No value is finite, so there is nothing to quantize"));
  if (strange > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s value is not finite and is left out",
                                         "%s values are not finite and are left out", (gulong)MIN (strange, G_MAXINT)),
                            count);
  if (moments->min == moments->max && moments->count > 1)
    return g_strdup (_ ("All values are equal, so any scale fits"));
  /* Where even the least normal float is too large a scale, min-max falls back to 1 as ONNX Runtime does. */
  if (MAX (-moments->min, moments->max) > 0 && MAX (-moments->min, moments->max) < 128 * FLT_MIN)
    return g_strdup (_ ("The values are too small for a scale in float32; at s = 1 all of them become 0"));
  return NULL;
}

static void
update_info (QsWindow *self)
{
  QsaSource *source = qs_session_get_source (self->session);
  QstArchive *archive = qs_session_get_archive (self->session);
  const QsState *state = qs_session_get_state (self->session);
  const QscMoments *moments;
  g_autofree char *text = NULL;
  gboolean strange;

  if (source == NULL || qs_session_is_loading (self->session))
    return;
  moments = qsa_source_get_moments (source);
  text = describe_values (moments);
  strange = moments->count > 0 && moments->nan + moments->positive_infinity + moments->negative_infinity > 0;
  if (text == NULL && archive != NULL && !state->is_drawn)
    text = describe_damage (archive);
  if (text != NULL)
    qs_window_show_info (self, text, strange ? _ ("Show") : NULL, "win.next-non-finite");
  else
    gtk_info_bar_set_revealed (self->info_bar, FALSE);
}

static void
changed_cb (QsWindow *self)
{
  update_undo_buttons (self);
  qs_window_update_actions (self);
}

static void
source_cb (QsWindow *self)
{
  if (qs_state_has_values (qs_session_get_state (self->session)))
    gtk_stack_set_visible_child (self->pages, GTK_WIDGET (self->left_flap));
  update_switchers (self);
  update_title (self);
  update_info (self);
  changed_cb (self);
}

static void
failed_cb (QsWindow *self)
{
  qs_window_toast (self, qs_session_get_error (self->session)->message);
}

static void
notice_cb (QsWindow *self)
{
  qs_window_toast (self, qs_session_get_notice (self->session));
}

static void
info_response_cb (GtkInfoBar *bar, int response, QsWindow *self)
{
  gtk_info_bar_set_revealed (bar, FALSE);
}

/* The window's size and panes, for the next one. */
static void
save_settings (QsWindow *self)
{
  g_auto (GStrv) places = NULL;
  int width, height;

  if (!gtk_window_is_maximized (GTK_WINDOW (self)) && !gtk_window_is_fullscreen (GTK_WINDOW (self)))
    {
      gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
    }
  g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  /* A folded pane is hidden by the window's width, not by choice. */
  if (!adw_flap_get_folded (self->left_flap))
    g_settings_set_boolean (self->settings, "sidebar-shown", adw_flap_get_reveal_flap (self->left_flap));
  if (!adw_flap_get_folded (self->right_flap))
    g_settings_set_boolean (self->settings, "measures-shown", adw_flap_get_reveal_flap (self->right_flap));
  places = qs_plot_stack_get_places (self->plots);
  g_settings_set_strv (self->settings, "views", (const char *const *)places);
}

static gboolean
qs_window_close_request (GtkWindow *window)
{
  save_settings (QS_WINDOW (window));
  return GTK_WINDOW_CLASS (qs_window_parent_class)->close_request (window);
}

/* A flap and its swipe tracker hold each other, in libadwaita 1.2: they would keep all of a closed window. */
static void
empty_flap (AdwFlap *flap)
{
  if (flap == NULL)
    return;
  adw_flap_set_content (flap, NULL);
  adw_flap_set_flap (flap, NULL);
}

static void
qs_window_dispose (GObject *object)
{
  QsWindow *self = QS_WINDOW (object);

  g_clear_handle_id (&self->switchers_id, g_source_remove);
  g_clear_handle_id (&self->fit_id, g_source_remove);
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  qs_window_unwatch (self);
  g_clear_object (&self->settings);
  g_clear_object (&self->learn);
  g_clear_object (&self->integers);
  g_clear_weak_pointer (&self->export_dialog);
  g_clear_weak_pointer (&self->glossary);
  g_clear_object (&self->network);
  g_clear_pointer (&self->work_views, g_strfreev);
  if (self->model != NULL) /* its table tells of its rows going */
    g_signal_handlers_disconnect_by_data (qs_model_page_get_table (self->model), self);
  empty_flap (self->right_flap);
  empty_flap (self->left_flap);
  gtk_widget_dispose_template (GTK_WIDGET (self), QS_TYPE_WINDOW);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (qs_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, QsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, title);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, open_button);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, undo_button);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, redo_button);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, start_box);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, end_box);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, info_bar);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, info_label);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, info_button);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, drop_hint);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, left_flap);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, right_flap);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, values_panel);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, scheme_panel);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, measures_panel);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, learn_pane);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, side_stack);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, side);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, switcher_bar);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, views);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, plots);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, quick);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, matrix);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, accuracy);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, integer);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, detail_stack);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, model_detail);
  gtk_widget_class_bind_template_child (widget_class, QsWindow, model);
}

static void
qs_window_class_init (QsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = qs_window_close_request;
  g_type_ensure (QS_TYPE_FIT_BOX);
  g_type_ensure (QS_TYPE_START_PAGE);
  g_type_ensure (QS_TYPE_VALUES_PANEL);
  g_type_ensure (QS_TYPE_SCHEME_PANEL);
  g_type_ensure (QS_TYPE_MEASURES_PANEL);
  g_type_ensure (QS_TYPE_LEARN_PANE);
  g_type_ensure (QS_TYPE_FORMULA_STRIP);
  g_type_ensure (QS_TYPE_PLOT_STACK);
  g_type_ensure (QS_TYPE_QUICK_PANEL);
  g_type_ensure (QS_TYPE_MATRIX_PAGE);
  g_type_ensure (QS_TYPE_ACCURACY_PAGE);
  g_type_ensure (QS_TYPE_INTEGER_PAGE);
  g_type_ensure (QS_TYPE_MODEL_PAGE);
  g_type_ensure (QS_TYPE_MODEL_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quantoscope/Quantoscope/window.ui");
  bind_children (widget_class);
}

static void
restore_settings (QsWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  adw_flap_set_reveal_flap (self->left_flap, g_settings_get_boolean (self->settings, "sidebar-shown"));
  adw_flap_set_reveal_flap (self->right_flap, g_settings_get_boolean (self->settings, "measures-shown"));
}

static void
qs_window_init (QsWindow *self)
{
  self->session = qs_session_new ();
  self->settings = g_settings_new (QS_APPLICATION_ID);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set_data (G_OBJECT (self), "toasts", self->toasts);
  qs_window_add_actions (self);
  qs_window_add_open (self);
  qs_window_add_narrow (self);
  qs_window_add_pages (self);
  qs_window_add_network (self);
  qs_window_add_model (self);
  qs_values_panel_set_session (self->values_panel, self->session);
  qs_scheme_panel_set_session (self->scheme_panel, self->session);
  qs_formula_strip_set_session (self->strip, self->session);
  qs_plot_stack_set_session (self->plots, self->session);
  qs_quick_panel_set_session (self->quick, self->session);
  qs_measures_panel_set_session (self->measures_panel, self->session);
  qs_window_add_learn (self);
  qs_window_add_glossary (self);
  g_signal_connect_object (self->session, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "result", G_CALLBACK (qs_window_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "view", G_CALLBACK (qs_window_update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "source", G_CALLBACK (source_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notice", G_CALLBACK (notice_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->title, "notify::title-visible", G_CALLBACK (title_visible_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self->info_bar, "response", G_CALLBACK (info_response_cb), self);
  qs_inputs_prepare (GTK_WIDGET (self->sidebar), self->sidebar);
  restore_settings (self);
  changed_cb (self);
}

QsSession *
qs_window_get_session (QsWindow *self)
{
  return self->session;
}

QsWindow *
qs_window_new (AdwApplication *application)
{
  return g_object_new (QS_TYPE_WINDOW, "application", application, NULL);
}
