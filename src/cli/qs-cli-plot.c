/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-histogram.h"
#include "cli/qs-cli-look.h"
#include "cli/qs-cli-matrix.h"
#include "cli/qs-cli-network.h"
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "figures/qsf-accuracy.h"
#include "figures/qsf-extras.h"
#include "figures/qsf-report.h"
#include "figures/qsf-sizes.h"
#include "tensor/qst-archive.h"
#include "tensor/qst-quote.h"
#include "tensor/qst-writer.h"

/* More figures than this are no picture. */
#define N_VIEWS_MAX 12
/* What has a page of its own in the window, but is a figure like the others. */
enum
{
  VIEW_MATRIX = QSF_N_VIEWS,
  VIEW_SIZES,
  VIEW_ACCURACY, /* from here on: of a network, not of SOURCE */
  VIEW_CONFUSION,
  N_VIEWS
};

static const char *const own_nicks[N_VIEWS - QSF_N_VIEWS] = { "matrix", QSF_SIZES_NICK, QSF_ACCURACY_NICK, QSF_CONFUSION_NICK };

/* What is drawn, as typed and as understood. */
typedef struct
{
  QsCliLook look;
  QsCliHistogram histogram;
  QsCliMatrix matrix;
  QsCliNetwork network;
  char *view, *pick;
  gboolean equal;
  const char *source_path;  /* (nullable) */
  guint views[N_VIEWS_MAX]; /* QsfView or one of ours */
  QspPanel panels[N_VIEWS_MAX];
  gsize n_views;
  QspExportOptions export;
  QsfOptions figure;
} Plot;

static void
plot_clear (Plot *self)
{
  qs_cli_look_clear (&self->look);
  qs_cli_histogram_clear (&self->histogram);
  qs_cli_matrix_clear (&self->matrix);
  qs_cli_network_clear (&self->network);
  g_free (self->view);
  g_free (self->pick);
  for (gsize i = 0; i < self->n_views; i++)
    g_clear_pointer (&self->panels[i].figure, qsp_figure_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Plot, plot_clear)

static char *
list_views (void)
{
  g_autofree char *plots = qsf_view_list_nicks ();
  GString *nicks = g_string_new (plots);

  for (guint i = 0; i < G_N_ELEMENTS (own_nicks); i++)
    g_string_append_printf (nicks, ", %s", own_nicks[i]);
  return g_string_free (nicks, FALSE);
}

static const char *
get_nick (guint view)
{
  return view < QSF_N_VIEWS ? qsf_view_get_nick (view) : own_nicks[view - QSF_N_VIEWS];
}

static gboolean
parse_view (const char *text, guint *view, GError **error)
{
  for (*view = 0; *view < N_VIEWS; *view += 1)
    if (strcmp (text, get_nick (*view)) == 0)
      return TRUE;

  g_autofree char *shown = qst_quote (text, -1), *views = list_views ();
  return qs_cli_refuse (error, _ ("--view: “%s”; expected one of %s"), shown, views);
}

/* Whether some view is of SOURCE, or of a network. */
static gboolean
has_view_of (const Plot *self, gboolean network)
{
  for (gsize i = 0; i < self->n_views; i++)
    if ((self->views[i] >= VIEW_ACCURACY) == network)
      return TRUE;
  return FALSE;
}

static gboolean
parse_views (Plot *self, GError **error)
{
  g_autofree char *views = list_views ();
  g_auto (GStrv) words = NULL;

  if (self->view == NULL)
    return qs_cli_refuse (error, _ ("--view is needed, one of %s"), views);
  words = g_strsplit (self->view, ",", -1);
  if (g_strv_length (words) > N_VIEWS_MAX)
    return qs_cli_refuse (error, _ ("--view: at most %d views"), N_VIEWS_MAX);
  for (char **word = words; *word != NULL; word++)
    if (!parse_view (*word, &self->views[self->n_views++], error))
      return FALSE;
  return self->n_views > 0 || parse_view ("", &self->views[0], error);
}

/* The value of the tensor that is nearest to the one typed. */
static gboolean
parse_pick (Plot *self, QsaResult *result, GError **error)
{
  QsaSource *source = qsa_result_get_source (result);
  double value;

  if (self->pick == NULL)
    return TRUE;
  if (!qs_cli_parse_real ("--pick", self->pick, -G_MAXDOUBLE, G_MAXDOUBLE, &value, error))
    return FALSE;
  self->figure.has_pick = qsa_source_find_nearest (source, (float)value, NULL, &self->figure.pick_index);
  if (self->figure.has_pick)
    self->figure.pick = qst_tensor_get_value (qsa_source_get_tensor (source), self->figure.pick_index);
  return TRUE;
}

static QspFigure *
make_network_figure (const Plot *self, gsize i)
{
  QsfAccuracyOptions options;

  qsf_accuracy_options_init (&options);
  options.large = i == 0 || self->equal || self->n_views <= 2;
  if (self->views[i] == VIEW_CONFUSION)
    return qsf_figure_new_confusion (self->network.accuracy, &options);
  return qsf_figure_new_accuracy (self->network.curve, self->network.accuracy, &options);
}

/* Of all tensors of SOURCE, the error of the one that the result is of. */
static QspFigure *
make_sizes_figure (const Plot *self, QsaResult *result, GError **error)
{
  g_autoptr (QstArchive) archive = NULL;
  QsaSizes sizes;

  if (self->source_path != NULL && (archive = qst_archive_open (self->source_path, NULL, error)) == NULL)
    return NULL;
  return qsa_sizes_compute (archive, qsa_result_get_source (result), qsa_result_get_scheme (result), NULL, &sizes, error)
             ? qsf_figure_new_sizes (&sizes)
             : NULL;
}

static QspFigure *
make_figure (Plot *self, QsaResult *result, gsize i, GError **error)
{
  const double width = self->export.width * QS_CLI_PIXELS_PER_INCH, height = self->export.height * QS_CLI_PIXELS_PER_INCH;
  const QspRect *place = &self->panels[i].place;
  QsfOptions options = self->figure;
  QspFigure *figure;

  if (self->views[i] >= VIEW_ACCURACY)
    return make_network_figure (self, i);
  if (self->views[i] == VIEW_SIZES)
    return make_sizes_figure (self, result, error);
  if (self->views[i] == VIEW_MATRIX)
    return qs_cli_matrix_draw (&self->matrix, result, options.has_pick ? &options.pick_index : NULL, width * place->width,
                               height * place->height, error);
  options.large = i == 0 || self->equal || self->n_views <= 2;
  if (!qsf_options_compute_extras (&options, self->views[i], result, NULL, error))
    return NULL;
  figure = qsf_figure_new (self->views[i], result, &options);
  qsf_options_clear_extras (&options);
  return figure;
}

static gboolean
make_figures (Plot *self, QsaResult *result, GError **error)
{
  if (result != NULL && !parse_pick (self, result, error))
    return FALSE;
  qsp_panels_arrange (self->panels, self->n_views, !self->equal);
  for (gsize i = 0; i < self->n_views; i++)
    if ((self->panels[i].figure = make_figure (self, result, i, error)) == NULL)
      return FALSE;
  return TRUE;
}

/* Wrong sizes are wrong usage. */
static gboolean
save (const Plot *self, const QspPanel *panels, gsize n, const char *path, GError **error)
{
  g_autoptr (GError) refused = NULL;
  g_autoptr (GBytes) bytes = qsp_export_render_panels (panels, n, &self->export, &refused);

  if (bytes != NULL)
    return qst_writer_save (bytes, path, error);
  if (g_error_matches (refused, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
    return qs_cli_refuse (error, "--size: %s", refused->message);
  g_propagate_error (error, g_steal_pointer (&refused));
  return FALSE;
}

static gboolean
save_tables (const Plot *self, GError **error)
{
  for (gsize i = 0; i < self->n_views; i++)
    {
      g_autofree char *path = qsp_export_number_path (self->look.out, i, get_nick (self->views[i]));

      if (!save (self, &self->panels[i], 1, path, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
save_all (Plot *self, QsaResult *result, GError **error)
{
  g_autofree char *caption = result != NULL ? qsf_make_caption (result) : qsf_make_accuracy_caption (self->network.accuracy);

  self->export.parameters = caption;
  self->export.caption = self->look.no_caption ? NULL : caption;
  if (self->export.format == QSP_EXPORT_CSV && self->n_views > 1)
    return save_tables (self, error);
  return save (self, self->panels, self->n_views, self->look.out, error);
}

static gboolean
draws (const Plot *self, QsfView view)
{
  for (gsize i = 0; i < self->n_views; i++)
    if (self->views[i] == view)
      return TRUE;
  return FALSE;
}

static gboolean
check_no_source (const Plot *self, const QsCliOptions *options, GError **error)
{
  if (options->words == NULL || options->words[0] == NULL)
    return TRUE;
  return qs_cli_refuse (error, _ ("--view %s is of a network that comes with the program, see --network; no FILE is expected"),
                        get_nick (self->views[0]));
}

static gboolean
draw (Plot *self, const QsCliOptions *options, GError **error)
{
  g_autoptr (QsaResult) result = NULL;
  double bin_width = 0;
  guint n_error_bins;

  if (!parse_views (self, error) || !qs_cli_look_get_options (&self->look, &self->export, error)
      || !qs_cli_histogram_get_options (&self->histogram, draws (self, QSF_VIEW_HISTOGRAM), &self->figure, &bin_width, error)
      || (has_view_of (self, TRUE) && !qs_cli_network_compute (&self->network, options, error)))
    return FALSE;
  self->source_path = options->words != NULL ? options->words[0] : NULL;
  if (!has_view_of (self, FALSE))
    return check_no_source (self, options, error) && make_figures (self, NULL, error) && save_all (self, NULL, error);
  /* The error histogram is counted only where it is drawn. */
  n_error_bins = draws (self, QSF_VIEW_ERROR_HISTOGRAM) ? QSA_ERROR_BINS : 0;
  result = qs_cli_options_compute (options, qsf_get_n_bins (self->export.width * QS_CLI_PIXELS_PER_INCH), bin_width, n_error_bins,
                                   error);
  return result != NULL && make_figures (self, result, error) && save_all (self, result, error);
}

gboolean
qs_cli_plot (char **arguments, GError **error)
{
  g_auto (Plot) plot = { 0 };
  QsCliLook *look = &plot.look;
  QsCliHistogram *histogram = &plot.histogram;
  QsCliMatrix *matrix = &plot.matrix;
  g_autofree char *networks = qs_cli_network_list ();
  g_autofree char *network_help = g_strdup_printf (_ ("Of accuracy and confusion: one of %s"), networks);
  g_autofree char *views = list_views (), *views_help = g_strdup_printf (_ ("One of %s; or several, as “histogram,mse”"), views);
  const GOptionEntry own[] = {
    { "view", 0, 0, G_OPTION_ARG_FILENAME, &plot.view, views_help, N_ ("VIEW") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &look->out, N_ ("The file to write: .png, .svg, .pdf or .csv"), N_ ("FILE") },
    { "theme", 0, 0, G_OPTION_ARG_FILENAME, &look->theme, N_ ("light (default), dark or greyscale"), N_ ("THEME") },
    { "size", 0, 0, G_OPTION_ARG_FILENAME, &look->size,
      N_ ("As 6.4x4in (default), 160x100mm or 1200x800px; or ieee-column, ieee-page, nature-column, nature-page, slide"),
      N_ ("SIZE") },
    { "dpi", 0, 0, G_OPTION_ARG_FILENAME, &look->dpi, N_ ("Of a PNG (300; 96 for a size in pixels)"), "N" },
    { "no-caption", 0, 0, G_OPTION_ARG_NONE, &look->no_caption, N_ ("Leave out the line with the parameters"), NULL },
    { "no-legend", 0, 0, G_OPTION_ARG_NONE, &look->no_legend, N_ ("Leave out the legend"), NULL },
    { "transparent", 0, 0, G_OPTION_ARG_NONE, &look->transparent, N_ ("Without background"), NULL },
    { "pick", 0, 0, G_OPTION_ARG_FILENAME, &plot.pick, N_ ("Mark the value nearest to R"), "R" },
    { "equal", 0, 0, G_OPTION_ARG_NONE, &plot.equal, N_ ("Several views in one size, none of them large"), NULL },
    { "log-count", 0, 0, G_OPTION_ARG_NONE, &histogram->log_count, N_ ("histogram: counts on a logarithmic axis"), NULL },
    { "density", 0, 0, G_OPTION_ARG_NONE, &histogram->density, N_ ("histogram: density instead of counts"), NULL },
    { "cumulative", 0, 0, G_OPTION_ARG_NONE, &histogram->cumulative, N_ ("histogram: share of the values up to each bin"), NULL },
    { "outline", 0, 0, G_OPTION_ARG_NONE, &histogram->outline, N_ ("histogram: a line instead of bars"), NULL },
    { "bin-width", 0, 0, G_OPTION_ARG_FILENAME, &histogram->bin_width, N_ ("histogram: how wide the bins are, in units of r"),
      "W" },
    { "rows", 0, 0, G_OPTION_ARG_FILENAME, &matrix->rows, N_ ("Of the matrix, from 0 on (all)"), N_ ("FIRST:END") },
    { "columns", 0, 0, G_OPTION_ARG_FILENAME, &matrix->columns, N_ ("Of the matrix, from 0 on (all)"), N_ ("FIRST:END") },
    { "network", 0, 0, G_OPTION_ARG_FILENAME, &plot.network.name, network_help, N_ ("NAME") },
    { "per-channel", 0, 0, G_OPTION_ARG_NONE, &plot.network.per_channel, N_ ("A scale for each row of each matrix"), NULL },
    { "activations", 0, 0, G_OPTION_ARG_NONE, &plot.network.activations, N_ ("Quantize what goes into each layer, too"), NULL },
    { "mode", 0, 0, G_OPTION_ARG_FILENAME, &matrix->mode, N_ ("What the cells show: q (default), r, reconstructed or error"),
      N_ ("MODE") },
    { "axes", 0, 0, G_OPTION_ARG_FILENAME, &matrix->axes,
      N_ ("Which axes of the tensor are the rows and the columns of the matrix"), N_ ("ROW,COLUMN") },
    { "index", 0, 0, G_OPTION_ARG_FILENAME, &matrix->index, N_ ("Indices of the other axes, in order (0)"), N_ ("I,…") },
    { "width", 0, 0, G_OPTION_ARG_FILENAME, &matrix->width, N_ ("Values to a row of the matrix, of a tensor of one axis"), "N" },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };

  qsf_options_init (&plot.figure);
  return qs_cli_options_parse (&options, arguments, _ ("SOURCE [SCHEME] --view VIEW -o FILE"),
                               _ ("Draws a figure of quantized values into a file."), own, QS_CLI_SOURCE_AND_SCHEME, error)
         && draw (&plot, &options, error);
}
