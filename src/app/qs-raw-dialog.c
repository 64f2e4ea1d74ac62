/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-raw-dialog.h"

#include "analysis/qsa-result.h"
#include "app/qs-sparkline.h"
#include "app/qs-task.h"
#include "figures/qsf-figures.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>

/* Of the file, for the preview: its beginning. */
#define SAMPLE 65536
#define BINS 64
#define SHOWN 8
#define DIGITS 5

struct _QsRawDialog
{
  AdwWindow parent_instance;
  AdwComboRow *dtype_row, *order_row;
  AdwEntryRow *shape_row, *offset_row;
  GtkLabel *fit_label, *range_label, *values_label;
  GtkWidget *histogram;

  char *path;
  QsRawCallback callback;
  gpointer user_data;
  GDestroyNotify destroy;

  QstDtype dtypes[QST_N_DTYPES]; /* of the rows */
  GCancellable *preview;         /* of the one under way */
};

G_DEFINE_FINAL_TYPE (QsRawDialog, qs_raw_dialog, ADW_TYPE_WINDOW)

/* What a worker makes of the file. */
typedef struct
{
  char *path;
  QstRaw raw;
  char *fit, *range, *values;
  QspFigure *figure;
} Preview;

static void
preview_free (gpointer data)
{
  Preview *preview = data;

  g_clear_pointer (&preview->figure, qsp_figure_unref);
  g_free (preview->path);
  g_free (preview->fit);
  g_free (preview->range);
  g_free (preview->values);
  g_free (preview);
}

/* FALSE with a sentence where what was typed is no shape or no offset. */
static gboolean
get_raw (QsRawDialog *self, QstRaw *raw, const char **complaint)
{
  const char *offset = gtk_editable_get_text (GTK_EDITABLE (self->offset_row));

  qst_raw_init (raw);
  raw->dtype = self->dtypes[adw_combo_row_get_selected (self->dtype_row)];
  raw->big_endian = adw_combo_row_get_selected (self->order_row) == 1;
  *complaint = NULL;
  if (!qst_raw_parse_shape (raw, gtk_editable_get_text (GTK_EDITABLE (self->shape_row))))
    *complaint = _ ("The shape should be whole numbers above 0, as 32×64");
  else if (!g_ascii_string_to_unsigned (*offset != '\0' ? offset : "0", 10, 0, G_MAXINT64, &raw->offset, NULL))
    *complaint = _ ("The offset should be a whole number of bytes");
  return *complaint == NULL;
}

static void
describe_values (Preview *preview, QstTensor *tensor)
{
  g_autoptr (GString) text = g_string_new (_ ("First values:"));
  const guint64 n = MIN (qst_tensor_get_count (tensor), SHOWN);

  for (guint64 i = 0; i < n; i++)
    {
      g_autofree char *number = qsp_format_number ((double)qst_tensor_get_value (tensor, i), DIGITS, TRUE);

      g_string_append_printf (text, "  %s", number);
    }
  preview->values = g_strdup (text->str);
}

static void
describe_range (Preview *preview, QsaSource *source, guint64 sampled, guint64 count)
{
  const QscMoments *moments = qsa_source_get_moments (source);
  g_autofree char *low = qsp_format_number ((double)moments->min, DIGITS, TRUE);
  g_autofree char *high = qsp_format_number ((double)moments->max, DIGITS, TRUE);
  g_autofree char *mean = qsp_format_number (qsa_source_get_mean (source), DIGITS, TRUE);
  g_autofree char *std = qsp_format_number (qsa_source_get_std (source), DIGITS, TRUE);
  g_autofree char *odd = qsp_format_count (moments->nan + moments->positive_infinity + moments->negative_infinity);
  g_autofree char *of = qsp_format_count (sampled);
  /* Translators: numbers of the preview: lowest, highest, mean, spread, count of NaN and infinities. */
  g_autofree char *text =
      g_strdup_printf (_ ("Lowest %s, highest %s, mean %s, spread %s; NaN or infinite: %s"), low, high, mean, std, odd);

  preview->range = sampled == count ? g_steal_pointer (&text) : g_strdup_printf (_ ("The first %s values: %s"), of, text);
}

/* The beginning of the values, in one row. */
static void
look_at_beginning (Preview *preview, guint64 count, GCancellable *cancellable)
{
  QsaRequest request = { .auto_range = TRUE, .n_bins = BINS };
  g_autoptr (QstArchive) archive = NULL;
  g_autoptr (QsaSource) source = NULL;
  g_autoptr (QsaResult) result = NULL;
  QstRaw sample = preview->raw;

  sample.n_dims = 1;
  sample.shape[0] = MIN (count, SAMPLE);
  archive = qst_archive_open_raw (preview->path, &sample, cancellable, NULL);
  if (archive == NULL)
    return;
  describe_values (preview, qst_archive_get_tensor (archive, 0));
  source = qsa_source_new (qst_archive_get_tensor (archive, 0), cancellable, NULL);
  if (source == NULL)
    return;
  describe_range (preview, source, sample.shape[0], count);
  request.source = source;
  qsa_scheme_init (&request.scheme);
  result = qsa_result_new (&request, NULL, cancellable, NULL);
  if (result != NULL)
    preview->figure =
        qsf_figure_new_sparkline (qsa_result_get_histogram (result)->counts, qsa_result_get_histogram (result)->n_bins);
}

static void
preview_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Preview *preview = task_data;
  g_autofree char *shape = NULL, *count = NULL, *bytes = NULL;
  g_autoptr (QstArchive) archive = NULL;
  QstTensor *tensor;
  GError *error = NULL;

  archive = qst_archive_open_raw (preview->path, &preview->raw, cancellable, &error);
  if (archive == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  tensor = qst_archive_get_tensor (archive, 0);
  shape = qst_tensor_describe_shape (tensor);
  count = qsp_format_count (qst_tensor_get_count (tensor));
  bytes = qsp_format_count (qst_tensor_get_stored_bytes (tensor));
  /* Translators: a shape, how many values that are, and the bytes they take. */
  preview->fit = g_strdup_printf (_ ("%s: %s values in %s bytes fit into the file"), shape, count, bytes);
  look_at_beginning (preview, qst_tensor_get_count (tensor), cancellable);
  g_task_return_boolean (task, TRUE);
}

static void
show_preview (QsRawDialog *self, const char *fit, const Preview *preview)
{
  gtk_label_set_text (self->fit_label, fit);
  gtk_label_set_text (self->range_label, preview != NULL && preview->range != NULL ? preview->range : "");
  gtk_label_set_text (self->values_label, preview != NULL && preview->values != NULL ? preview->values : "");
  qs_sparkline_set_figure (QS_SPARKLINE (self->histogram), preview != NULL ? preview->figure : NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "raw.open", preview != NULL);
  if (preview != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->fit_label), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->fit_label), "error");
}

static void
preview_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsRawDialog *self = QS_RAW_DIALOG (object);
  g_autoptr (GError) error = NULL;
  const gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->preview)
    return; /* overtaken, or closed */
  g_clear_object (&self->preview);
  show_preview (self, done ? ((Preview *)g_task_get_task_data (G_TASK (result)))->fit : error->message,
                done ? g_task_get_task_data (G_TASK (result)) : NULL);
}

/* Whatever was changed: another look. */
static void
changed_cb (QsRawDialog *self)
{
  g_autoptr (GTask) task = NULL;
  const char *complaint;
  Preview *preview;
  QstRaw raw;

  if (self->preview != NULL)
    g_cancellable_cancel (self->preview);
  g_clear_object (&self->preview);
  if (self->path == NULL)
    return;
  if (!get_raw (self, &raw, &complaint))
    {
      show_preview (self, complaint, NULL);
      return;
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "raw.open", FALSE);
  self->preview = g_cancellable_new ();
  preview = g_new0 (Preview, 1);
  preview->path = g_strdup (self->path);
  preview->raw = raw;
  task = g_task_new (self, self->preview, preview_done_cb, NULL);
  g_task_set_task_data (task, preview, preview_free);
  qs_task_run_in_thread (task, preview_thread);
}

static void
open_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  QsRawDialog *self = QS_RAW_DIALOG (widget);
  const char *complaint;
  QstRaw raw;

  if (get_raw (self, &raw, &complaint))
    self->callback (self->path, &raw, self->user_data);
  gtk_window_close (GTK_WINDOW (self));
}

static void
fill_rows (QsRawDialog *self)
{
  const char *orders[] = { _ ("Little-endian (usual)"), _ ("Big-endian"), NULL };
  g_autoptr (GtkStringList) order_list = gtk_string_list_new (orders);
  g_autoptr (GtkStringList) dtype_list = gtk_string_list_new (NULL);
  guint n = 0, chosen = 0;

  for (QstDtype d = 0; d < QST_N_DTYPES; d++)
    if (qst_raw_has_dtype (d))
      {
        chosen = d == QST_DTYPE_F32 ? n : chosen;
        self->dtypes[n++] = d;
        gtk_string_list_append (dtype_list, qst_dtype_get_label (d));
      }
  adw_combo_row_set_model (self->dtype_row, G_LIST_MODEL (dtype_list));
  adw_combo_row_set_selected (self->dtype_row, chosen);
  adw_combo_row_set_model (self->order_row, G_LIST_MODEL (order_list));
}

static void
qs_raw_dialog_dispose (GObject *object)
{
  QsRawDialog *self = QS_RAW_DIALOG (object);

  if (self->preview != NULL)
    g_cancellable_cancel (self->preview);
  g_clear_object (&self->preview);
  g_clear_pointer (&self->path, g_free);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  self->destroy = NULL;
  G_OBJECT_CLASS (qs_raw_dialog_parent_class)->dispose (object);
}

static void
qs_raw_dialog_class_init (QsRawDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_raw_dialog_dispose;
  g_type_ensure (QS_TYPE_SPARKLINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quantoscope/Quantoscope/raw-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, QsRawDialog, dtype_row);
  gtk_widget_class_bind_template_child (widget_class, QsRawDialog, shape_row);
  gtk_widget_class_bind_template_child (widget_class, QsRawDialog, offset_row);
  gtk_widget_class_bind_template_child (widget_class, QsRawDialog, order_row);
  gtk_widget_class_bind_template_child (widget_class, QsRawDialog, fit_label);
  gtk_widget_class_bind_template_child (widget_class, QsRawDialog, histogram);
  gtk_widget_class_bind_template_child (widget_class, QsRawDialog, range_label);
  gtk_widget_class_bind_template_child (widget_class, QsRawDialog, values_label);
  gtk_widget_class_install_action (widget_class, "raw.open", NULL, open_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
qs_raw_dialog_init (QsRawDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_rows (self);
  g_signal_connect_swapped (self->dtype_row, "notify::selected", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->order_row, "notify::selected", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->shape_row, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (self->offset_row, "changed", G_CALLBACK (changed_cb), self);
}

GtkWidget *
qs_raw_dialog_new (GtkWindow *parent, const char *path, QsRawCallback callback, gpointer user_data, GDestroyNotify destroy)
{
  QsRawDialog *self = g_object_new (QS_TYPE_RAW_DIALOG, "transient-for", parent, NULL);

  self->path = g_strdup (path);
  self->callback = callback;
  self->user_data = user_data;
  self->destroy = destroy;
  changed_cb (self);
  return GTK_WIDGET (self);
}
