/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-private.h"

#include "plot/qsp-color-map.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  ENTRY_CONTOURS,
  ENTRY_CURRENT,
  ENTRY_OPTIMUM
};

/* Places on the colour map are those of the logarithm to this power: more colours for what is good. */
#define MAP_POWER 0.7
/* Contours stand at whole multiples of so much of a decade. */
#define CONTOUR_STEP 0.25
#define N_BAR_LABELS 5

typedef struct
{
  QsaLandscape *known;
  QsaLandscapeGrid grid;
  const double *mse;
  double least, most; /* log10, of cells that are not 0 */
  double factor;      /* from one scale to the next */
  double signal;
} Land;

static void
land_set (Land *self, QsaLandscape *known)
{
  self->known = known;
  if (known == NULL)
    return;
  self->grid = *qsa_landscape_get_grid (known);
  self->mse = qsa_landscape_get_mse (known);
  self->factor = pow (self->grid.high / self->grid.low, 1.0 / (self->grid.n_scales - 1));
}

static void
land_init (Land *self, const QsfBuild *build)
{
  const QscErrorStats *stats = qsa_result_get_error_stats (build->result);

  *self = (Land){ .least = INFINITY, .most = -INFINITY };
  self->signal = stats->count > 0 ? stats->sum_x2 / (double)stats->count : NAN;
  land_set (self, qsf_build_get_landscape (build));
  if (self->known == NULL)
    return;
  for (guint i = 0; i < self->grid.n_scales * self->grid.n_zero_points; i++)
    if (self->mse[i] > 0 && isfinite (self->mse[i]))
      {
        self->least = MIN (self->least, log10 (self->mse[i]));
        self->most = MAX (self->most, log10 (self->mse[i]));
      }
  if (!(self->least <= self->most))
    self->known = NULL;
  else if (self->most - self->least < 1e-6)
    self->most = self->least + 1e-6;
}

/* The cells around the pointer, in the colours of all. */
static void
land_init_detail (Land *self, const QsfBuild *build, const Land *all)
{
  *self = *all;
  land_set (self, all->known != NULL ? qsf_build_get_detail (build) : NULL);
}

/* Half a cell around the outermost of them. */
static void
get_extent (const Land *land, double *x0, double *x1, double *y0, double *y1)
{
  *x0 = land->grid.low / sqrt (land->factor);
  *x1 = land->grid.high * sqrt (land->factor);
  *y0 = land->grid.first - 0.5 * land->grid.step;
  *y1 = *y0 + (double)land->grid.step * land->grid.n_zero_points;
}

static void
set_axes (QsfBuild *build, const Land *land)
{
  const QsfOptions *o = build->options;
  double x0 = build->scale / QSF_LANDSCAPE_SPAN, x1 = build->scale * QSF_LANDSCAPE_SPAN;
  double y0 = build->params->qmin - 0.5, y1 = build->params->qmax + 0.5, z0, z1;

  if (land->known != NULL)
    get_extent (land, &x0, &x1, &y0, &y1);
  if (isfinite (o->x_low) && isfinite (o->x_high) && o->x_low > 0 && o->x_low < o->x_high)
    {
      x0 = o->x_low;
      x1 = o->x_high;
    }
  qsp_figure_set_axis (build->figure, QSP_X, QSP_AXIS_LOG, x0, x1, _ ("Scale s (log)"), 64.0);
  qsf_build_set_y_axis (build, QSP_AXIS_WHOLE, y0, y1, _ ("Zero-point z"), 38.0);
  qsp_figure_get_limits (build->figure, &build->x_low, &build->x_high, &z0, &z1);
}

static double
get_position (const Land *land, double mse)
{
  if (isnan (mse))
    return NAN;
  return mse > 0 ? pow (CLAMP ((log10 (mse) - land->least) / (land->most - land->least), 0, 1), MAP_POWER) : 0;
}

/* Rows of the table run downwards, zero-points upwards. */
static void
add_cells (QsfBuild *build, const Land *land)
{
  const guint n_columns = land->grid.n_scales, n_rows = land->grid.n_zero_points;
  double x0, x1, y0, y1;
  QspMark *mark;

  get_extent (land, &x0, &x1, &y0, &y1);
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_CELLS, QSP_ROLE_ERROR, 1, &x0, &y0);
  mark->x2 = g_memdup2 (&x1, sizeof x1);
  mark->y2 = g_memdup2 (&y1, sizeof y1);
  mark->cells = g_new0 (QspCells, 1);
  *mark->cells = (QspCells){ .n_rows = n_rows, .n_columns = n_columns, .map = QSP_MAP_SEQUENTIAL, .framed = G_MAXSIZE };
  mark->cells->t = g_new (double, (gsize)n_rows *n_columns);
  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < n_columns; column++)
      mark->cells->t[(n_rows - 1 - row) * n_columns + column] = get_position (land, land->mse[row * n_columns + column]);
}

typedef struct
{
  double x, y;
} Point;

/* Where level lies between two corners, along the logarithm of both. */
static Point
cross (Point a, double at_a, Point b, double at_b, double level)
{
  double t = (level - at_a) / (at_b - at_a);

  return (Point){ exp (log (a.x) + t * log (b.x / a.x)), a.y + t * (b.y - a.y) };
}

/* The lines of one level through the square between four centres of cells. */
static void
add_square (const Land *land, GArray *ends, guint row, guint column, double level)
{
  static const guint corners[4][2] = { { 0, 0 }, { 0, 1 }, { 1, 1 }, { 1, 0 } };
  Point at[4], found[4];
  double value[4];
  int n = 0;

  for (int i = 0; i < 4; i++)
    {
      guint r = row + corners[i][0], c = column + corners[i][1];
      double mse = land->mse[r * land->grid.n_scales + c];

      if (!(mse > 0))
        return;
      at[i] = (Point){ qsa_landscape_get_scale (land->known, c), land->grid.first + (double)land->grid.step * r };
      value[i] = log10 (mse);
    }
  for (int i = 0; i < 4; i++)
    {
      int next = (i + 1) % 4;

      if ((value[i] < level) != (value[next] < level))
        found[n++] = cross (at[i], value[i], at[next], value[next], level);
    }
  g_array_append_vals (ends, found, (guint)n & ~1u);
}

static void
add_contours (QsfBuild *build, const Land *land)
{
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (Point));
  QspMark *mark;

  for (double level = ceil (land->least / CONTOUR_STEP) * CONTOUR_STEP; level < land->most; level += CONTOUR_STEP)
    for (guint row = 0; row + 1 < land->grid.n_zero_points; row++)
      for (guint column = 0; column + 1 < land->grid.n_scales; column++)
        add_square (land, ends, row, column, level);
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_SEGMENTS, QSP_ROLE_CARD, ends->len / 2, NULL, NULL);
  mark->x = g_new (double, ends->len / 2 + 1);
  mark->y = g_new (double, ends->len / 2 + 1);
  mark->x2 = g_new (double, ends->len / 2 + 1);
  mark->y2 = g_new (double, ends->len / 2 + 1);
  for (guint i = 0; i < ends->len / 2; i++)
    {
      Point a = g_array_index (ends, Point, 2 * i), b = g_array_index (ends, Point, 2 * i + 1);

      mark->x[i] = a.x;
      mark->y[i] = a.y;
      mark->x2[i] = b.x;
      mark->y2[i] = b.y;
    }
  mark->on_map = TRUE;
  mark->opacity = 0.30;
}

static void
add_cross (QsfBuild *build, double x, double y, double opacity)
{
  QspMark *mark = qsp_figure_add_point (build->figure, QSP_MARK_VLINES, QSP_ROLE_CARD, x, y);

  mark->on_map = TRUE;
  mark->opacity = opacity;
  mark = qsp_figure_add_point (build->figure, QSP_MARK_HLINES, QSP_ROLE_CARD, x, y);
  mark->on_map = TRUE;
  mark->opacity = opacity;
}

static void
add_bar (QsfBuild *build, const Land *land)
{
  char *labels[N_BAR_LABELS + 1] = { NULL };
  double positions[N_BAR_LABELS];

  /* Even steps of the logarithm; where they stand is up to the map. */
  for (int i = 0; i < N_BAR_LABELS; i++)
    {
      double t = (double)i / (N_BAR_LABELS - 1);

      positions[i] = t;
      labels[i] =
          qsp_format_number (pow (10, land->least + pow (t, 1 / MAP_POWER) * (land->most - land->least)), 2, build->localized);
    }
  qsp_figure_set_color_bar (build->figure, QSP_MAP_SEQUENTIAL, _ ("MSE"), N_BAR_LABELS, positions, (const char *const *)labels);
  for (int i = 0; i < N_BAR_LABELS; i++)
    g_free (labels[i]);
}

/* Few cells, and the least error not yet looked for. */
static void
add_preview_label (QsfBuild *build, const Land *land)
{
  QscParams optimum;
  double x0, x1, y0, y1, best;
  QspMark *mark;

  if (qsa_landscape_get_optimum (land->known, &optimum, &best))
    return;
  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  mark = qsp_figure_add_label (build->figure, QSP_ROLE_FG, _ ("preview"), x1, y1, 1.0);
  mark->bold = TRUE;
  mark->dx = -8.0;
  mark->dy = 12.0;
}

/* The point in force can be dragged. */
static void
add_handle (QsfBuild *build)
{
  const QspHandle handle = {
    .id = QSF_HANDLE_POINT, .x = build->scale, .y = build->params->zero_point, .is_point = TRUE, .cursor = "move"
  };

  qsp_figure_add_handle (build->figure, &handle, 0.0);
}

/* The cell under the cursor; FALSE outside of all. */
static gboolean
find_cell (const Land *land, double x, double y, guint *column, guint *row)
{
  double i = rint (log (x / land->grid.low) / log (land->factor)), k = rint ((y - land->grid.first) / land->grid.step);

  if (!(i >= 0) || !(i < land->grid.n_scales) || !(k >= 0) || !(k < land->grid.n_zero_points))
    return FALSE;
  *column = (guint)i;
  *row = (guint)k;
  return TRUE;
}

static void
set_readout (QsfBuild *build, const Land *all, const Land *detail)
{
  const QsfOptions *o = build->options;
  const Land *land = detail;
  QscParams optimum;
  double best, mse;
  guint column, row;

  if (all->known == NULL || !isfinite (o->cursor_x) || !isfinite (o->cursor_y)
      || !qsa_landscape_get_optimum (all->known, &optimum, &best))
    return;
  if (land->known == NULL || !find_cell (land, o->cursor_x, o->cursor_y, &column, &row))
    land = all;
  if (!find_cell (land, o->cursor_x, o->cursor_y, &column, &row))
    return;
  mse = land->mse[row * land->grid.n_scales + column];
  g_autofree char *scale = qsp_format_number (qsa_landscape_get_scale (land->known, column), 4, build->localized);
  g_autofree char *zero = qsp_format_integer (land->grid.first + (gint64)land->grid.step * row);
  g_autofree char *error = qsp_format_number (mse, 4, build->localized);
  g_autofree char *sqnr = qsp_format_decimals (10 * log10 (land->signal / mse), 1, build->localized);
  g_autofree char *above = qsp_format_decimals (10 * log10 (mse / best), 2, build->localized);
  /* Translators: read-out; scale, zero-point, mean squared error, signal to quantization noise, distance from the optimum */
  g_autofree char *text =
      g_strdup_printf (_ ("s = %s, z = %s\nMSE %s\nSQNR %s dB\n%s dB from the optimum"), scale, zero, error, sqnr, above);

  qsp_figure_set_readout (build->figure, text, o->cursor_x);
}

static void
set_description (QsfBuild *build, const Land *land)
{
  QscParams optimum;
  double best;

  if (land->known == NULL || !qsa_landscape_get_optimum (land->known, &optimum, &best))
    {
      qsp_figure_set_description (build->figure, _ ("Error over scale and zero-point, not known."));
      return;
    }
  g_autofree char *least = qsp_format_number (best, 3, build->localized);
  g_autofree char *scale = qsp_format_number (optimum.scale, 3, build->localized);
  g_autofree char *zero = qsp_format_integer (optimum.zero_point);
  g_autofree char *mse = qsp_format_number (qsa_result_get_measures (build->result)->mse, 3, build->localized);
  g_autofree char *own_scale = qsp_format_number (build->scale, 3, build->localized);
  g_autofree char *own_zero = qsp_format_integer (build->params->zero_point);
  /* Translators: least mean squared error, its scale and zero-point; that in force with its scale and zero-point */
  g_autofree char *text = g_strdup_printf (
      _ ("Least mean squared error %s at scale %s and zero-point %s; in force %s at scale %s and zero-point %s."), least, scale,
      zero, mse, own_scale, own_zero);

  qsp_figure_set_description (build->figure, text);
}

static void
set_message (QsfBuild *build, const Land *land)
{
  if (build->moments->count == 0)
    qsp_figure_set_message (build->figure, _ ("No values to show"));
  else if (build->params->rounding == QSC_ROUND_STOCHASTIC)
    qsp_figure_set_message (build->figure, _ ("Not for stochastic rounding"));
  else if (build->moments->count > QSA_INDEX_VALUES_MAX)
    qsp_figure_set_message (build->figure, _ ("Too many values"));
  else if (land->known == NULL)
    qsp_figure_set_message (build->figure, _ ("Computing…"));
}

static void
add_legend (QsfBuild *build)
{
  qsp_figure_add_legend (build->figure, _ ("Contours"), QSP_SWATCH_LINE, QSP_ROLE_FG, qsf_build_is_shown (build, ENTRY_CONTOURS));
  qsp_figure_add_legend (build->figure, _ ("In force"), QSP_SWATCH_BAR, QSP_ROLE_FG, qsf_build_is_shown (build, ENTRY_CURRENT));
  qsp_figure_add_legend (build->figure, _ ("Optimum"), QSP_SWATCH_SQUARE, QSP_ROLE_OK, qsf_build_is_shown (build, ENTRY_OPTIMUM));
}

void
qsf_build_landscape (QsfBuild *self)
{
  const QsfOptions *o = self->options;
  QscParams optimum;
  double best;
  Land land, detail;

  land_init (&land, self);
  land_init_detail (&detail, self, &land);
  set_axes (self, &land);
  if (land.known != NULL)
    {
      add_cells (self, &land);
      if (detail.known != NULL)
        add_cells (self, &detail);
      add_bar (self, &land);
      if (qsf_build_is_shown (self, ENTRY_CONTOURS))
        add_contours (self, &land);
      if (isfinite (o->cursor_x) && isfinite (o->cursor_y))
        add_cross (self, o->cursor_x, o->cursor_y, 0.35);
    }
  if (qsf_build_is_shown (self, ENTRY_CURRENT))
    {
      if (land.known != NULL)
        add_cross (self, self->scale, self->params->zero_point, 0.85);
      qsp_figure_add_point (self->figure, QSP_MARK_RING, QSP_ROLE_FG, self->scale, self->params->zero_point);
    }
  /* Last: it covers the ring when they meet. */
  if (land.known != NULL && qsf_build_is_shown (self, ENTRY_OPTIMUM) && qsa_landscape_get_optimum (land.known, &optimum, &best))
    qsp_figure_add_point (self->figure, QSP_MARK_DIAMONDS, QSP_ROLE_OK, optimum.scale, optimum.zero_point);
  if (land.known != NULL)
    {
      add_preview_label (self, &land);
      add_handle (self);
    }
  set_message (self, &land);
  set_readout (self, &land, &detail);
  set_description (self, &land);
  add_legend (self);
}
