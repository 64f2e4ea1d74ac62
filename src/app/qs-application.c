/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-application.h"

#include "app/qs-dialogs.h"
#include "app/qs-window.h"
#include "config.h"

#include <glib/gi18n-lib.h>

struct _QsApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (QsApplication, qs_application, ADW_TYPE_APPLICATION)

static QsWindow *
new_window (QsApplication *self)
{
  QsWindow *window = qs_window_new (ADW_APPLICATION (self));

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
qs_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    new_window (QS_APPLICATION (application));
}

static void
qs_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);
      g_autofree char *uri = g_file_get_uri (files[i]);
      QsWindow *window = new_window (QS_APPLICATION (application));

      qs_window_open (window, path != NULL ? path : uri, hint[0] != '\0' ? hint : NULL);
    }
}

static int
qs_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("quantoscope %s\n", QS_VERSION);
      return 0;
    }
  return -1;
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  new_window (user_data);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_dialogs_show_about (gtk_application_get_active_window (user_data));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GList *windows;

  /* Each window keeps its settings when it closes. */
  while ((windows = gtk_application_get_windows (user_data)) != NULL)
    {
      GtkWindow *window = windows->data;

      gtk_window_close (window);
      if (gtk_application_get_windows (user_data) == windows && windows->data == window)
        gtk_window_destroy (window);
    }
  g_application_quit (user_data);
}

static void
add_accels (QsApplication *self)
{
  static const struct
  {
    const char *action;
    const char *accels[3];
  } table[] = {
    { "app.quit", { "<primary>q" } },
    { "app.new-window", { "<primary>n" } },
    { "window.close", { "<primary>w" } },
    { "win.open", { "<primary>o" } },
    { "win.export", { "<primary>e" } },
    { "win.save-session", { "<primary>s" } },
    { "win.search-tensors", { "<primary>f" } },
    { "win.sidebar", { "F9" } },
    { "win.measures", { "<shift>F9" } },
    { "win.explain", { "F1" } },
    { "win.fullscreen", { "F11" } },
    { "win.next-region", { "F6" } },
    { "win.previous-region", { "<shift>F6" } },
    { "win.page('explore')", { "<primary>1" } },
    { "win.page('matrix')", { "<primary>2" } },
    { "win.page('model')", { "<primary>4" } },
    { "win.page('accuracy')", { "<primary>5" } },
    { "win.page('integer')", { "<primary>6" } },
    { "win.matrix-go-to", { "<primary>g" } },
    { "win.previous-value", { "<alt>Left" } },
    { "win.next-value", { "<alt>Right" } },
    { "win.bits(2)", { "<alt>2" } },
    { "win.bits(3)", { "<alt>3" } },
    { "win.bits(4)", { "<alt>4" } },
    { "win.bits(5)", { "<alt>5" } },
    { "win.bits(6)", { "<alt>6" } },
    { "win.bits(7)", { "<alt>7" } },
    { "win.bits(8)", { "<alt>8" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), table[i].action, (const char **)table[i].accels);
}

static void
qs_application_startup (GApplication *application)
{
  static const GActionEntry entries[] = {
    { .name = "new-window", .activate = new_window_cb },
    { .name = "about", .activate = about_cb },
    { .name = "quit", .activate = quit_cb },
  };

  G_APPLICATION_CLASS (qs_application_parent_class)->startup (application);
  g_action_map_add_action_entries (G_ACTION_MAP (application), entries, G_N_ELEMENTS (entries), application);
  gtk_window_set_default_icon_name (QS_APPLICATION_ID);
  add_accels (QS_APPLICATION (application));
}

static void
qs_application_class_init (QsApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = qs_application_startup;
  application_class->activate = qs_application_activate;
  application_class->open = qs_application_open;
  application_class->handle_local_options = qs_application_handle_local_options;
}

static void
qs_application_init (QsApplication *self)
{
  static const GOptionEntry options[] = {
    { "version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
    { NULL },
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_parameter_string (G_APPLICATION (self), _ ("[FILE…]"));
  g_application_set_option_context_summary (G_APPLICATION (self), _ ("See what quantization does to numbers"));
}

QsApplication *
qs_application_new (void)
{
  return g_object_new (QS_TYPE_APPLICATION, "application-id", QS_APPLICATION_ID, "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/quantoscope/Quantoscope", NULL);
}
