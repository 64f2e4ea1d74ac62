/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-window-private.h"

#include "analysis/qsa-snippet.h"
#include "analysis/qsa-setup.h"
#include "app/qs-session-edit.h"

#include <glib/gi18n-lib.h>

/* The parameters as text: as source code, as one line, and back from such a line. */

static void
copy_text (QsWindow *self, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
copy_code_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsWindow *self = user_data;
  g_autofree char *text = NULL;
  g_autofree char *message = NULL;
  g_autoptr (QsaUnitParams) params = NULL;
  QsaSnippet code;

  if (!qsa_snippet_from_nick (g_variant_get_string (parameter, NULL), &code))
    return;
  params = qs_session_get_unit_params (self->session);
  text = qsa_snippet_write_units (code, &qs_session_get_state (self->session)->scheme, params);
  copy_text (self, text);
  message = g_strdup_printf (_ ("%s code copied"), qsa_snippet_get_title (code));
  qs_window_toast (self, message);
}

static void
copy_setup_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsWindow *self = user_data;
  g_autoptr (QsaUnitParams) params = qs_session_get_unit_params (self->session);
  g_autofree char *text = qsa_setup_write_units (&qs_session_get_state (self->session)->scheme, params);

  copy_text (self, text);
  qs_window_toast (self, _ ("Setup copied"));
}

static void
paste_setup (QsWindow *self, const char *text)
{
  QsaScheme scheme = qs_session_get_state (self->session)->scheme;
  g_autoptr (GError) error = NULL;

  if (!qsa_setup_read_scheme (text, &scheme, &error))
    {
      qs_window_toast (self, error->message);
      return;
    }
  qs_session_set_scheme (self->session, &scheme, NULL, FALSE, _ ("pasted setup"));
}

static void
text_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (QsWindow) self = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);

  if (self->session == NULL)
    return;
  if (text == NULL)
    qs_window_toast (self, _ ("There is no text to paste"));
  else
    paste_setup (self, text);
}

static void
paste_setup_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsWindow *self = user_data;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (self)), NULL, text_cb, g_object_ref (self));
}

void
qs_window_add_copy_actions (QsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "copy-code", .activate = copy_code_cb, .parameter_type = "s" },
    { .name = "copy-setup", .activate = copy_setup_cb },
    { .name = "paste-setup", .activate = paste_setup_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}
