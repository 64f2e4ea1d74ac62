/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-window-private.h"

#include "app/qs-export-dialog.h"
#include "figures/qsf-accuracy.h"

/* "tensor-int4-s0.0259": what a file name can hold everywhere. */
char *
qs_window_make_file_name (QsWindow *self, QsaResult *result)
{
  const char *tensor = qst_tensor_get_name (qsa_source_get_tensor (qsa_result_get_source (result)));
  g_autofree char *format = qsa_scheme_describe_format (qsa_result_get_scheme (result));
  g_autofree char *lower = g_ascii_strdown (format, -1);
  char scale[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *name = g_str_to_ascii (tensor[0] != '\0' ? tensor : "values", "C");

  g_strcanon (name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-", '-');
  if (strlen (name) > 60)
    name[60] = '\0';
  while (name[0] == '.' || name[0] == '-')
    memmove (name, name + 1, strlen (name));
  g_ascii_formatd (scale, sizeof scale, "%.3g", qsa_result_get_params (result)->scale);
  return g_strdup_printf ("%s-%s-s%s", name[0] != '\0' ? name : "values", lower, scale);
}

/* A closed dialog may live on for as long as a worker has it. */
static void
forget_dialog (QsWindow *self)
{
  g_clear_weak_pointer (&self->export_dialog);
}

static QsExportDialog *
open_dialog (QsWindow *self, QsfView view)
{
  QsaResult *result = qs_session_get_result (self->session);
  g_autofree char *name = NULL;
  GtkWidget *dialog;

  if (result == NULL || self->export_dialog != NULL)
    return NULL;
  name = qs_window_make_file_name (self, result);
  dialog = qs_export_dialog_new (GTK_WINDOW (self), self->session, self->plots, view, name);
  g_set_weak_pointer (&self->export_dialog, dialog);
  g_signal_connect_object (dialog, "unmap", G_CALLBACK (forget_dialog), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
  return QS_EXPORT_DIALOG (dialog);
}

void
qs_window_export (QsWindow *self, QsfView view)
{
  open_dialog (self, view);
}

void
qs_window_export_matrix (QsWindow *self)
{
  QsExportDialog *dialog = open_dialog (self, qs_plot_stack_get_large_view (self->plots));

  if (dialog != NULL)
    qs_export_dialog_set_matrix (dialog, qs_matrix_page_get_view (self->matrix));
}

void
qs_window_export_figure (QsWindow *self, const char *nick)
{
  QsFigureView *view = qs_accuracy_page_find_view (self->accuracy, nick);
  QsaAccuracy *accuracy = qs_network_model_get_accuracy (self->network);
  g_autoptr (QspFigure) figure = view != NULL ? qs_figure_view_build (view) : NULL;
  QsExportDialog *dialog = figure != NULL ? open_dialog (self, qs_plot_stack_get_large_view (self->plots)) : NULL;
  g_autofree char *caption = accuracy != NULL ? qsf_make_accuracy_caption (accuracy) : NULL;

  if (dialog != NULL)
    qs_export_dialog_set_figure (dialog, figure, nick, caption);
}
