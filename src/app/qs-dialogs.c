/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-dialogs.h"

#include "config.h"
#include "core/qsc.h"
#include "plot/qsp-number.h"
#include "tensor/qst-archive.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  GtkFileChooserNative *chooser;
  QsPathCallback callback;
  gpointer user_data;
} Choice;

static void
choice_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Choice *choice = user_data;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      path = g_file_get_path (file);
    }
  choice->callback (path, choice->user_data);
  g_object_unref (choice->chooser);
  g_free (choice);
}

static void
show_chooser (GtkFileChooserNative *chooser, QsPathCallback callback, gpointer user_data)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->chooser = chooser;
  choice->callback = callback;
  choice->user_data = user_data;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect (chooser, "response", G_CALLBACK (choice_response_cb), choice);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
add_patterns (GtkFileFilter *filter, const char *patterns)
{
  g_auto (GStrv) each = g_strsplit (patterns, ";", -1);

  for (char **pattern = each; *pattern != NULL; pattern++)
    gtk_file_filter_add_pattern (filter, *pattern);
}

/* "All readable" first, then each format, then everything: the content decides, never the name. */
static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) readable = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();
  gsize n;
  const QstFormatInfo *formats = qst_formats_get (&n);

  gtk_file_filter_set_name (readable, _ ("Files with weights, sessions"));
  gtk_file_filter_add_pattern (readable, "*.quantoscope");
  for (gsize i = 0; i < n; i++)
    add_patterns (readable, formats[i].patterns);
  gtk_file_chooser_add_filter (chooser, readable);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _ (formats[i].label));
      add_patterns (filter, formats[i].patterns);
      gtk_file_chooser_add_filter (chooser, filter);
    }
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
}

void
qs_dialogs_choose_file (GtkWindow *parent, QsPathCallback callback, gpointer user_data)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Open Weights"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));

  add_filters (GTK_FILE_CHOOSER (chooser));
  show_chooser (chooser, callback, user_data);
}

void
qs_dialogs_choose_target (GtkWindow *parent, const char *title, const char *suggested_name, QsPathCallback callback,
                          gpointer user_data)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), suggested_name);
  show_chooser (chooser, callback, user_data);
}

typedef struct
{
  void (*retry) (gpointer user_data);
  gpointer user_data;
} Retry;

static void
error_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Retry *retry = user_data;

  if (g_str_equal (response, "retry") && retry->retry != NULL)
    retry->retry (retry->user_data);
}

static void
retry_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
qs_dialogs_show_error (GtkWindow *parent, const char *heading, const char *body, GCallback retry, gpointer user_data)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);
  Retry *data = g_new0 (Retry, 1);

  data->retry = (void (*) (gpointer))retry;
  data->user_data = user_data;
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  if (retry != NULL)
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "retry", _ ("_Try Again"));
  g_signal_connect_data (dialog, "response", G_CALLBACK (error_response_cb), data, retry_free, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

typedef struct
{
  GtkWidget *entry;
  QsNumberCallback callback;
  gpointer user_data;
} Question;

/* Empty is none, 0. */
static gboolean
read_number (GtkWidget *entry, double *number)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));

  *number = 0;
  return *text == '\0' || (qsp_parse_number (text, number) && isfinite (*number) && *number > 0);
}

static void
number_changed_cb (GtkWidget *entry, AdwMessageDialog *dialog)
{
  double number;
  const gboolean valid = read_number (entry, &number);

  if (valid)
    gtk_widget_remove_css_class (entry, "error");
  else
    gtk_widget_add_css_class (entry, "error");
  gtk_widget_set_tooltip_text (entry, valid ? NULL : _ ("Type a number above 0"));
  adw_message_dialog_set_response_enabled (dialog, "set", valid);
}

static void
number_response_cb (AdwMessageDialog *dialog, const char *response, gpointer user_data)
{
  Question *question = user_data;
  double number;

  if (g_str_equal (response, "set") && read_number (question->entry, &number))
    question->callback (number, question->user_data);
}

static void
question_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
qs_dialogs_ask_number (GtkWindow *parent, const char *heading, const char *body, double number, QsNumberCallback callback,
                       gpointer user_data)
{
  GtkWidget *widget = adw_message_dialog_new (parent, heading, body);
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (widget);
  Question *question = g_new0 (Question, 1);
  g_autofree char *text = number > 0 ? g_strdup_printf ("%.6g", number) : g_strdup ("");

  question->entry = gtk_entry_new ();
  question->callback = callback;
  question->user_data = user_data;
  gtk_editable_set_text (GTK_EDITABLE (question->entry), text);
  gtk_entry_set_placeholder_text (GTK_ENTRY (question->entry), _ ("Automatic"));
  gtk_entry_set_activates_default (GTK_ENTRY (question->entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (question->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  adw_message_dialog_set_extra_child (dialog, question->entry);
  adw_message_dialog_add_response (dialog, "cancel", _ ("_Cancel"));
  adw_message_dialog_add_response (dialog, "set", _ ("_Set"));
  adw_message_dialog_set_response_appearance (dialog, "set", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "set");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect (question->entry, "changed", G_CALLBACK (number_changed_cb), dialog);
  g_signal_connect_data (dialog, "response", G_CALLBACK (number_response_cb), question, question_free, 0);
  gtk_window_present (GTK_WINDOW (widget));
}

static void
cancel_cb (AdwMessageDialog *dialog, const char *response, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

GtkWidget *
qs_dialogs_show_progress (GtkWindow *parent, const char *heading, GCancellable *cancellable)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, NULL);
  GtkWidget *bar = gtk_progress_bar_new ();

  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), bar);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (cancel_cb), cancellable, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  return dialog;
}

void
qs_dialogs_set_progress (GtkWidget *dialog, double fraction)
{
  if (dialog != NULL)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (adw_message_dialog_get_extra_child (ADW_MESSAGE_DIALOG (dialog))), fraction);
}

/* What to say in a report of something that went wrong. */
static char *
describe_system (void)
{
  const char *wanted = g_getenv ("QSC_CPU");
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s\n", _ ("Quantoscope"), QS_VERSION);
  /* Translators: the names of processor instructions, such as avx2; products are those of matrices. */
  g_string_append_printf (text, _ ("Instructions: %s; for products: %s"), qsc_isa_get_name (qsc_get_isa ()),
                          qsc_matmul_get_instructions ());
  g_string_append_printf (text, "\nQSC_CPU: %s\n", wanted != NULL ? wanted : "–");
  g_string_append_printf (text, "GTK %u.%u.%u, libadwaita %u.%u.%u, GLib %u.%u.%u\n", gtk_get_major_version (),
                          gtk_get_minor_version (), gtk_get_micro_version (), adw_get_major_version (), adw_get_minor_version (),
                          adw_get_micro_version (), glib_major_version, glib_minor_version, glib_micro_version);
  return g_string_free (text, FALSE);
}

void
qs_dialogs_show_about (GtkWindow *parent)
{
  g_autofree char *system = describe_system ();

  adw_show_about_window (parent, "application-name", _ ("Quantoscope"), "application-icon", QS_APPLICATION_ID, "version",
                         QS_VERSION, "comments", _ ("See what quantization does to numbers"), "developer-name",
                         _ ("The Quantoscope developers"), "license-type", GTK_LICENSE_GPL_3_0, "debug-info", system,
                         "debug-info-filename", "quantoscope.txt", NULL);
}

void
qs_dialogs_open_folder (GtkWindow *parent, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autofree char *uri = g_file_get_uri (file);

  gtk_show_uri (parent, uri, GDK_CURRENT_TIME);
}
