/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is seen, as a figure for a file or the clipboard. */
#include "app/qs-matrix-view-private.h"

#include "app/qs-task.h"

struct _QsMatrixRequest
{
  QstTensor *tensor;
  QsaMatrix matrix;
  QsaWindow window;
  QsaUnitParams *params;
  QsfMatrixOptions options;
};

QsMatrixRequest *
qs_matrix_view_make_request (QsMatrixView *self, gboolean show_pick)
{
  QsMatrixRequest *request = g_new0 (QsMatrixRequest, 1);
  QsaWindow *window = &request->window;

  if (!qs_matrix_view_get_visible (self, &window->row, &window->column, &window->n_rows, &window->n_columns))
    {
      g_free (request);
      return NULL;
    }
  window->row_step = window->column_step = qs_matrix_view_get_zoom (self)->step;
  request->tensor = qst_tensor_ref (qsa_source_get_tensor (self->source));
  request->matrix = self->matrix;
  request->params = qsa_unit_params_ref (self->look.units);
  request->options.mode = self->look.mode;
  qs_matrix_view_update_borders (self);
  request->options.row_border = self->row_border;
  request->options.column_border = self->column_border;
  request->options.has_pick =
      show_pick && qs_matrix_view_get_pick (self, &request->options.pick_row, &request->options.pick_column);
  return request;
}

void
qs_matrix_request_free (QsMatrixRequest *self)
{
  qst_tensor_unref (self->tensor);
  qsa_unit_params_unref (self->params);
  g_free (self);
}

QspFigure *
qs_matrix_request_build (QsMatrixRequest *self, GCancellable *cancellable, GError **error)
{
  const gboolean needs_params = self->options.mode == QSF_MATRIX_ERRORS || qsa_unit_params_get_n (self->params) > 1;
  QsaUnitParams *params = needs_params ? self->params : NULL;
  g_autoptr (QsaPatch) patch = qsa_patch_new (self->tensor, &self->matrix, &self->window, params, cancellable, error);

  return patch != NULL ? qsf_figure_new_matrix (patch, self->params, &self->options) : NULL;
}

static void
figure_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  QspFigure *figure = qs_matrix_request_build (task_data, cancellable, &error);

  if (figure != NULL)
    g_task_return_pointer (task, figure, (GDestroyNotify)qsp_figure_unref);
  else
    g_task_return_error (task, error);
}

void
qs_matrix_view_build_figure_async (QsMatrixView *self, gboolean show_pick, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);
  QsMatrixRequest *request = qs_matrix_view_make_request (self, show_pick);

  if (request == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  g_task_set_task_data (task, request, (GDestroyNotify)qs_matrix_request_free);
  qs_task_run_in_thread (task, figure_thread);
}

QspFigure *
qs_matrix_view_build_figure_finish (QsMatrixView *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
