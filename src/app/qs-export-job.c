/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-export-job.h"

#include "figures/qsf-report.h"
#include "tensor/qst-writer.h"

#include <math.h>

/* The preview is drawn at this many dots an inch, and never wider than so many. */
#define PREVIEW_DPI 144.0
#define PREVIEW_WIDTH 1600.0
#define PREVIEW_PAGE_DPI 96.0

static const char *const nicks[QS_N_EXPORT_SCOPES] = { "plot", "visible", "report" };

struct _QsExportJob
{
  QsExportChoice choice;
  char *caption;
  QspPanel panels[QS_PLOT_STACK_PLACES];
  QsfView views[QS_PLOT_STACK_PLACES];
  gsize n_panels;
  QsMatrixRequest *matrix; /* (nullable) of the one panel, whose figure is built when it is needed */
  /* Of a report. */
  QsaSource *source;
  QsaScheme scheme;
  gboolean has_pick;
  float pick;
  guint64 pick_index;
};

const char *
qs_export_scope_get_nick (QsExportScope scope)
{
  g_return_val_if_fail (scope < QS_N_EXPORT_SCOPES, NULL);
  return nicks[scope];
}

gboolean
qs_export_scope_from_nick (const char *nick, QsExportScope *scope)
{
  for (guint i = 0; i < QS_N_EXPORT_SCOPES; i++)
    if (g_str_equal (nick, nicks[i]))
      {
        *scope = i;
        return TRUE;
      }
  return FALSE;
}

void
qs_export_job_free (QsExportJob *self)
{
  for (gsize i = 0; i < self->n_panels; i++)
    g_clear_pointer (&self->panels[i].figure, qsp_figure_unref);
  g_clear_pointer (&self->matrix, qs_matrix_request_free);
  g_clear_pointer (&self->source, qsa_source_unref);
  g_free (self->caption);
  g_free (self);
}

const QsExportChoice *
qs_export_job_get_choice (QsExportJob *self)
{
  return &self->choice;
}

static void
add_panel (QsExportJob *self, QsPlotStack *plots, QsfView view, gboolean large)
{
  QsPlotView *plot = qs_plot_stack_get_plot_view (plots, view);

  self->views[self->n_panels] = view;
  self->panels[self->n_panels++].figure = qs_plot_view_build_for_export (plot, self->choice.has_pick, large);
}

static void
build_figures (QsExportJob *self, QsPlotStack *plots, QsfView view)
{
  QsfView shown[QS_PLOT_STACK_PLACES];
  gboolean first_is_large = TRUE;
  gsize n = 1;

  shown[0] = view;
  if (self->choice.scope == QS_EXPORT_VISIBLE)
    n = qs_plot_stack_get_shown (plots, shown, &first_is_large);
  for (gsize i = 0; i < n; i++)
    add_panel (self, plots, shown[i], !first_is_large || i == 0);
  qsp_panels_arrange (self->panels, n, first_is_large);
}

/* Reads the values of the matrix, once. */
static gboolean
ensure_figures (QsExportJob *self, GCancellable *cancellable, GError **error)
{
  if (self->matrix != NULL && self->panels[0].figure == NULL)
    self->panels[0].figure = qs_matrix_request_build (self->matrix, cancellable, error);
  return self->matrix == NULL || self->panels[0].figure != NULL;
}

QsExportJob *
qs_export_job_new (QsSession *session, QsPlotStack *plots, QsfView view, QsMatrixView *matrix, const QsExportChoice *choice)
{
  QsaResult *result = qs_session_get_result (session);
  QsExportJob *self;

  if (result == NULL)
    return NULL;
  self = g_new0 (QsExportJob, 1);
  self->choice = *choice;
  self->caption = qsf_make_caption (result);
  self->choice.figure.parameters = self->caption;
  self->choice.figure.caption = choice->has_caption ? self->caption : NULL;
  self->source = qsa_source_ref (qsa_result_get_source (result));
  self->scheme = *qsa_result_get_scheme (result);
  self->has_pick = choice->has_pick && qs_session_get_pick (session, &self->pick, &self->pick_index);
  if (choice->scope == QS_EXPORT_PLOT && matrix != NULL)
    self->matrix = qs_matrix_view_make_request (matrix, choice->has_pick);
  if (self->matrix != NULL)
    {
      self->n_panels = 1;
      qsp_panels_arrange (self->panels, self->n_panels, TRUE);
    }
  else if (choice->scope != QS_EXPORT_REPORT)
    {
      build_figures (self, plots, view);
    }
  return self;
}

void
qs_export_job_set_figure (QsExportJob *self, QspFigure *figure, const char *caption)
{
  if (self->choice.scope != QS_EXPORT_PLOT)
    return;
  for (gsize i = 0; i < self->n_panels; i++)
    g_clear_pointer (&self->panels[i].figure, qsp_figure_unref);
  self->n_panels = 1;
  self->panels[0].figure = qsp_figure_ref (figure);
  qsp_panels_arrange (self->panels, self->n_panels, TRUE);
  g_free (self->caption);
  self->caption = g_strdup (caption);
  self->choice.figure.parameters = self->caption;
  self->choice.figure.caption = self->choice.has_caption ? self->caption : NULL;
}

/* Reports */

static QspReport *
make_report (QsExportJob *self, GCancellable *cancellable, GError **error)
{
  return qsf_report_new (self->source, &self->scheme, self->has_pick ? &self->pick : NULL, self->pick_index, cancellable, error);
}

static void
get_report_options (QsExportJob *self, QspReportOptions *options)
{
  *options = (QspReportOptions){ self->choice.paper, self->choice.figure.theme, self->choice.figure.legend };
}

static GBytes *
preview_report (QsExportJob *self, guint64 *n_bytes, GCancellable *cancellable, GError **error)
{
  g_autoptr (QspReport) report = make_report (self, cancellable, error);
  g_autoptr (GBytes) bytes = NULL;
  QspReportOptions options;

  get_report_options (self, &options);
  bytes = report != NULL ? qsp_report_render (report, &options, error) : NULL;
  if (bytes == NULL)
    return NULL;
  *n_bytes = g_bytes_get_size (bytes);
  return qsp_report_render_page (report, &options, 0, PREVIEW_PAGE_DPI, error);
}

static gboolean
save_report (QsExportJob *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (QspReport) report = make_report (self, cancellable, error);
  g_autoptr (GBytes) bytes = NULL;
  QspReportOptions options;

  get_report_options (self, &options);
  bytes = report != NULL ? qsp_report_render (report, &options, error) : NULL;
  return bytes != NULL && qst_writer_save (bytes, path, error);
}

/* Figures */

static GBytes *
render (QsExportJob *self, const QspExportOptions *options, GError **error)
{
  return qsp_export_render_panels (self->panels, self->n_panels, options, error);
}

/* How large the file will be. Pictures of many dots take long: theirs is told from the preview's. */
static guint64
estimate (QsExportJob *self, GBytes *preview, double preview_dpi)
{
  guint64 size = 0;

  if (self->choice.figure.format == QSP_EXPORT_PNG)
    return (guint64)((double)g_bytes_get_size (preview) * pow (self->choice.figure.dpi / preview_dpi, 1.2));
  for (gsize i = 0; i < (self->choice.figure.format == QSP_EXPORT_CSV ? self->n_panels : 1); i++)
    {
      const gboolean is_csv = self->choice.figure.format == QSP_EXPORT_CSV;
      g_autoptr (GBytes) bytes = is_csv ? qsp_export_render (self->panels[i].figure, &self->choice.figure, NULL)
                                        : render (self, &self->choice.figure, NULL);

      size += bytes != NULL ? g_bytes_get_size (bytes) : 0;
    }
  return size;
}

GBytes *
qs_export_job_preview (QsExportJob *self, guint64 *n_bytes, GCancellable *cancellable, GError **error)
{
  QspExportOptions options = self->choice.figure;
  GBytes *preview;

  if (self->choice.scope == QS_EXPORT_REPORT)
    return preview_report (self, n_bytes, cancellable, error);
  if (!ensure_figures (self, cancellable, error))
    return NULL;
  options.format = QSP_EXPORT_PNG;
  options.dpi = MIN (PREVIEW_DPI, PREVIEW_WIDTH / options.width);
  preview = render (self, &options, error);
  if (preview != NULL)
    *n_bytes = estimate (self, preview, options.dpi);
  return preview;
}

GBytes *
qs_export_job_make_svg (QsExportJob *self)
{
  QspExportOptions options = self->choice.figure;

  options.format = QSP_EXPORT_SVG;
  if (!ensure_figures (self, NULL, NULL))
    return NULL;
  return self->n_panels > 0 ? render (self, &options, NULL) : NULL;
}

static gboolean
save_tables (QsExportJob *self, const QspExportOptions *options, const char *path, GError **error)
{
  for (gsize i = 0; i < self->n_panels; i++)
    {
      g_autofree char *numbered = qsp_export_number_path (path, i, qsf_view_get_nick (self->views[i]));
      g_autoptr (GBytes) bytes = qsp_export_render (self->panels[i].figure, options, error);

      if (bytes == NULL || !qst_writer_save (bytes, numbered, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
qs_export_job_save (QsExportJob *self, const char *path, GCancellable *cancellable, GError **error)
{
  QspExportOptions options = self->choice.figure;
  g_autoptr (GBytes) bytes = NULL;

  if (self->choice.scope == QS_EXPORT_REPORT)
    return save_report (self, path, cancellable, error);
  if (!ensure_figures (self, cancellable, error))
    return FALSE;
  /* Whoever types another extension means it; a name without one keeps the format that was chosen. */
  qsp_export_format_from_path (path, &options.format);
  if (options.format == QSP_EXPORT_CSV && self->n_panels > 1)
    return save_tables (self, &options, path, error);
  bytes = render (self, &options, error);
  return bytes != NULL && qst_writer_save (bytes, path, error);
}
