/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-window-private.h"

#include "app/qs-export-dialog.h"

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

static void export(QsWindow *self, QsfView view, QsMatrixView *matrix)
{
  QsaResult *result = qs_session_get_result (self->session);
  g_autofree char *name = NULL;
  GtkWidget *dialog;

  if (result == NULL || self->export_dialog != NULL)
    return;
  name = qs_window_make_file_name (self, result);
  dialog = qs_export_dialog_new (GTK_WINDOW (self), self->session, self->plots, view, name);
  if (matrix != NULL)
    qs_export_dialog_set_matrix (QS_EXPORT_DIALOG (dialog), matrix);
  g_set_weak_pointer (&self->export_dialog, dialog);
  gtk_window_present (GTK_WINDOW (dialog));
}

void
qs_window_export (QsWindow *self, QsfView view)
{
  export(self, view, NULL);
}

void
qs_window_export_matrix (QsWindow *self)
{
  export(self, qs_plot_stack_get_large_view (self->plots), qs_matrix_page_get_view (self->matrix));
}
