/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-file-window.h"

#include "plot/qsp-number.h"
#include "tensor/qst-census.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Rows of a group; some files carry thousands of pairs. */
#define ROWS_MAX 500

struct _QsFileWindow
{
  AdwWindow parent_instance;
  AdwPreferencesPage *page;
  QstArchive *archive;
};

G_DEFINE_FINAL_TYPE (QsFileWindow, qs_file_window, ADW_TYPE_WINDOW)

/* A fact with its number at the end of the row; beside may be NULL. */
static void
add_number (GtkWidget *group, const char *title, const char *beside, const char *number)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label = gtk_label_new (number);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (beside != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), beside);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/* A text of any length under its title. */
static void
add_text (GtkWidget *group, const char *title, const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 8);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static GtkWidget *
add_group (QsFileWindow *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_page_add (self->page, ADW_PREFERENCES_GROUP (group));
  return group;
}

static const char *
get_format_title (QstArchive *archive)
{
  gsize n;
  const QstFormatInfo *formats = qst_formats_get (&n);

  for (gsize i = 0; i < n; i++)
    if (strcmp (formats[i].nick, qst_archive_get_format (archive)) == 0)
      return _ (formats[i].label);
  return qst_archive_get_format (archive);
}

static char *
describe_count (guint64 n_tensors, guint64 n_values)
{
  g_autofree char *tensors = qsp_format_count (n_tensors), *values = qsp_format_count (n_values);
  g_autofree char *first =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s tensor", "%s tensors", (gulong)MIN (n_tensors, G_MAXINT)), tensors);
  g_autofree char *second =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s value", "%s values", (gulong)MIN (n_values, G_MAXINT)), values);

  return g_strdup_printf ("%s · %s", first, second);
}

static void
fill_whole (QsFileWindow *self, const QstCensus *all)
{
  GtkWidget *group = add_group (self, NULL);
  g_autofree char *tensors = qsp_format_count (all->n_tensors), *values = qsp_format_count (all->n_values);
  g_autofree char *bytes = qsp_format_bytes (all->n_bytes, TRUE);

  add_number (group, _ ("Format"), NULL, get_format_title (self->archive));
  add_number (group, _ ("Tensors"), NULL, tensors);
  add_number (group, _ ("Values"), NULL, values);
  add_number (group, _ ("Stored in"), NULL, bytes);
}

static void
fill_types (QsFileWindow *self, const QstCensus *by_dtype, const QstCensus *all)
{
  GtkWidget *group = add_group (self, _ ("By type"));

  for (guint dtype = 0; dtype < QST_N_DTYPES; dtype++)
    {
      const QstCensus *census = &by_dtype[dtype];
      g_autofree char *count = describe_count (census->n_tensors, census->n_values);
      g_autofree char *bytes = qsp_format_bytes (census->n_bytes, TRUE);
      g_autofree char *share = qsp_format_percent (all->n_bytes > 0 ? (double)census->n_bytes / (double)all->n_bytes : 0, TRUE);
      g_autofree char *both = g_strdup_printf ("%s · %s", bytes, share);

      if (census->n_tensors > 0)
        add_number (group, qst_dtype_get_label (dtype), count, both);
    }
}

/* Words of the reader about a text file are translated here. */
static void
fill_metadata (QsFileWindow *self)
{
  const gsize n = qst_archive_get_n_metadata (self->archive);
  const gboolean is_guess = strcmp (qst_archive_get_format (self->archive), "csv") == 0;
  GtkWidget *group = n > 0 ? add_group (self, _ ("Metadata")) : NULL;

  for (gsize i = 0; i < MIN (n, ROWS_MAX); i++)
    {
      const char *key, *value;

      qst_archive_get_metadata (self->archive, i, &key, &value);
      add_text (group, is_guess ? _ (key) : key, is_guess && *value != '\0' ? _ (value) : value);
    }
  if (n > ROWS_MAX)
    {
      g_autofree char *left = qsp_format_count (n - ROWS_MAX);

      add_number (group, _ ("Not shown"), NULL, left);
    }
}

static void
fill_errors (QsFileWindow *self)
{
  const char *const *errors = qst_archive_get_errors (self->archive);
  GtkWidget *group = errors[0] != NULL ? add_group (self, _ ("Not read")) : NULL;

  for (gsize i = 0; errors[i] != NULL; i++)
    add_text (group, errors[i], "");
}

static void
fill (QsFileWindow *self)
{
  QstCensus by_dtype[QST_N_DTYPES], all = { 0 };

  qst_census_take (self->archive, by_dtype);
  for (guint dtype = 0; dtype < QST_N_DTYPES; dtype++)
    {
      all.n_tensors += by_dtype[dtype].n_tensors;
      all.n_values += by_dtype[dtype].n_values;
      all.n_bytes += by_dtype[dtype].n_bytes;
    }
  fill_whole (self, &all);
  if (all.n_tensors > 0)
    fill_types (self, by_dtype, &all);
  fill_errors (self);
  fill_metadata (self);
}

/* Key and value of all pairs, for a table elsewhere. */
static void
copy_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  QsFileWindow *self = QS_FILE_WINDOW (widget);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < qst_archive_get_n_metadata (self->archive); i++)
    {
      const char *key, *value;

      qst_archive_get_metadata (self->archive, i, &key, &value);
      g_string_append_printf (text, "%s\t%s\n", key, value);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text->str);
}

static void
qs_file_window_finalize (GObject *object)
{
  g_clear_pointer (&QS_FILE_WINDOW (object)->archive, qst_archive_unref);
  G_OBJECT_CLASS (qs_file_window_parent_class)->finalize (object);
}

static void
qs_file_window_class_init (QsFileWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = qs_file_window_finalize;
  gtk_widget_class_install_action (widget_class, "file.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "file.copy", NULL);
}

static void
qs_file_window_init (QsFileWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  GtkWidget *page = adw_preferences_page_new ();

  gtk_actionable_set_action_name (GTK_ACTIONABLE (copy), "file.copy");
  gtk_widget_set_tooltip_text (copy, _ ("Copy Metadata"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copy Metadata"), -1);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), copy);
  self->page = ADW_PREFERENCES_PAGE (page);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), page);
  gtk_window_set_default_size (GTK_WINDOW (self), 560, 640);
  adw_window_set_content (ADW_WINDOW (self), box);
}

GtkWidget *
qs_file_window_new (GtkWindow *parent, QstArchive *archive)
{
  g_autofree char *name = g_path_get_basename (qst_archive_get_path (archive));
  g_autofree char *shown = g_utf8_make_valid (name, -1);
  QsFileWindow *self = g_object_new (QS_TYPE_FILE_WINDOW, "transient-for", parent, "title", shown, NULL);

  self->archive = qst_archive_ref (archive);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "file.copy", qst_archive_get_n_metadata (archive) > 0);
  fill (self);
  return GTK_WIDGET (self);
}
