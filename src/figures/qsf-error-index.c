/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  ENTRY_ERROR,
  ENTRY_BOUNDS,
  ENTRY_CLIPPED,
  N_ENTRIES
};

/* Single values are stems above this pitch (px), with dots above the second. */
#define PITCH_STEMS 3.0
#define PITCH_DOTS 9.0
/* Room at either end of the axis, so that the first and the last stand inside. */
#define EDGE 0.5

typedef struct
{
  gsize n;
  const QsaEnvelopeColumn *columns;
  gboolean is_single;    /* each column is one value */
  double low, high;      /* what rounding alone may be off by */
  QsaUnitParams *params; /* NULL: none yet */
} Errors;

static guint64
get_count (const QsfBuild *build)
{
  const QscMoments *m = qsa_source_get_moments (qsa_result_get_source (build->result));

  return m->count + m->nan + m->positive_infinity + m->negative_infinity;
}

/* Of several units the bounds drawn are those of the widest. In a drag the errors may be those of a moment before: then all of the figure is. */
static void
errors_init (Errors *self, QsfBuild *build)
{
  QsaEnvelope *envelope = qsf_build_get_envelope (build);

  *self = (Errors){ 0 };
  if (envelope != NULL)
    {
      self->columns = qsa_envelope_get_columns (envelope, &self->n);
      self->params = qsa_envelope_get_params (envelope);
      build->params = qsa_unit_params_get_widest (self->params);
      build->scale = build->params->scale;
    }
  self->is_single = self->n > 0 && self->columns[self->n - 1].last - self->columns[0].first == self->n;
  qsf_get_rounding_bounds (build->params->rounding, &self->low, &self->high);
  self->low *= build->scale;
  self->high *= build->scale;
}

static void
set_x_axis (QsfBuild *build)
{
  const QsfOptions *o = build->options;
  double low = -EDGE, high = (double)MAX (get_count (build), 1) - EDGE, y0, y1;

  if (isfinite (o->x_low) && isfinite (o->x_high) && o->x_low < o->x_high)
    {
      low = o->x_low;
      high = o->x_high;
    }
  qsp_figure_set_axis (build->figure, QSP_X, QSP_AXIS_WHOLE, low, high, _ ("Index in memory order"), 64.0);
  qsp_figure_get_limits (build->figure, &build->x_low, &build->x_high, &y0, &y1);
}

static gboolean
is_visible (const QsfBuild *build, const QsaEnvelopeColumn *column)
{
  return column->count > 0 && (double)column->last - EDGE > build->x_low && (double)column->first - EDGE < build->x_high;
}

static void
set_y_axis (QsfBuild *build, const Errors *errors)
{
  double largest = 0, limit;

  for (gsize i = 0; i < errors->n; i++)
    if (is_visible (build, &errors->columns[i]))
      largest = MAX (largest, fabs ((double)errors->columns[i].max_error));
  limit = CLAMP (largest / build->scale * 1.05, QSF_ERROR_LIMIT_MIN, QSF_ERROR_LIMIT_MAX) * build->scale;
  qsf_build_set_y_axis (build, QSP_AXIS_VALUE, -limit, limit, _ ("Error e = r̂ − r"), 30.0);
}

/* From 0 to the error where a column is one value, else from the least to the greatest; NaN where there is none. Of these the
 * part within what rounding can do, or the parts beyond on one side. */
static void
get_extent (const Errors *errors, gsize i, int part, double *from, double *to)
{
  const QsaEnvelopeColumn *column = &errors->columns[i];
  double min = column->min, max = column->max, slack = 1e-5 * (errors->high - errors->low);

  if (errors->is_single)
    {
      min = MIN (min, 0);
      max = MAX (max, 0);
    }
  *from = part < 0 ? min : part > 0 ? MAX (min, errors->high) : MAX (min, errors->low - slack);
  *to = part < 0 ? MIN (max, errors->low) : part > 0 ? max : MIN (max, errors->high + slack);
  if (column->count == 0 || *from > *to || (part < 0 && min >= errors->low - slack) || (part > 0 && max <= errors->high + slack))
    *from = *to = NAN;
}

/* Bars side by side; of single values only while they are close. */
static void
add_ranges (QsfBuild *build, const Errors *errors, int part)
{
  QspMark *mark =
      qsp_figure_add_mark (build->figure, QSP_MARK_RANGES, part == 0 ? QSP_ROLE_ERROR : QSP_ROLE_CLIP, errors->n, NULL, NULL);

  mark->x = g_new (double, errors->n);
  mark->x2 = g_new (double, errors->n);
  mark->y = g_new (double, errors->n);
  mark->y2 = g_new (double, errors->n);
  for (gsize i = 0; i < errors->n; i++)
    {
      mark->x[i] = (double)errors->columns[i].first - EDGE;
      mark->x2[i] = (double)errors->columns[i].last - EDGE;
      get_extent (errors, i, part, &mark->y[i], &mark->y2[i]);
    }
  mark->opacity = 0.76;
  if (errors->is_single)
    {
      mark->pitch = 1.0;
      mark->pitch_max = PITCH_STEMS;
    }
}

static void
add_stems (QsfBuild *build, const Errors *errors, int part)
{
  QspRole role = part == 0 ? QSP_ROLE_ERROR : QSP_ROLE_CLIP;
  QspMark *stems = qsp_figure_add_mark (build->figure, QSP_MARK_SEGMENTS, role, errors->n, NULL, NULL), *dots;

  stems->x = g_new (double, errors->n);
  stems->x2 = g_new (double, errors->n);
  stems->y = g_new (double, errors->n);
  stems->y2 = g_new (double, errors->n);
  for (gsize i = 0; i < errors->n; i++)
    {
      stems->x[i] = stems->x2[i] = (double)errors->columns[i].first;
      get_extent (errors, i, part, &stems->y[i], &stems->y2[i]);
    }
  stems->width = 1.5;
  stems->pitch = 1.0;
  stems->pitch_min = PITCH_STEMS;
  stems->pitch_max = INFINITY;
  dots = qsp_figure_add_mark (build->figure, QSP_MARK_DOTS, role, 0, NULL, NULL);
  dots->x = g_new (double, errors->n);
  dots->y = g_new (double, errors->n);
  for (gsize i = 0; i < errors->n; i++)
    {
      double from, to;

      /* The dot is that of the part the error itself lies in. */
      get_extent (errors, i, part, &from, &to);
      if (isnan (from) || (part == 0 && ((double)errors->columns[i].max < from || (double)errors->columns[i].min > to)))
        continue;
      dots->x[dots->n] = (double)errors->columns[i].first;
      dots->y[dots->n++] = errors->columns[i].max_error;
    }
  dots->pitch = 1.0;
  dots->pitch_min = PITCH_DOTS;
  dots->pitch_max = INFINITY;
}

static void
add_part (QsfBuild *build, const Errors *errors, int part)
{
  add_ranges (build, errors, part);
  if (errors->is_single)
    add_stems (build, errors, part);
}

static void
add_pick (QsfBuild *build, const Errors *errors)
{
  const QsfOptions *o = build->options;
  double x0, x1, y0, y1;
  QscTrace trace;

  if (isfinite (o->cursor_x))
    qsp_figure_add_point (build->figure, QSP_MARK_VLINES, QSP_ROLE_FG, o->cursor_x, 0.0)->opacity = 0.3;
  if (!o->has_pick || !isfinite (o->pick) || o->pick_index >= get_count (build))
    return;
  qsc_params_trace (errors->params != NULL ? qsa_unit_params_get_at (errors->params, o->pick_index) : build->params, o->pick,
                    o->pick_index, &trace);
  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  qsp_figure_add_point (build->figure, QSP_MARK_VLINES, QSP_ROLE_FG, (double)o->pick_index, 0.0)->opacity = o->large ? 0.85 : 0.5;
  /* What is cut stands at the edge. */
  qsp_figure_add_point (build->figure, QSP_MARK_RING, QSP_ROLE_FG, (double)o->pick_index, CLAMP (trace.error, y0, y1));
}

static const QsaEnvelopeColumn *
find_column (const QsaEnvelopeColumn *columns, gsize n, double x)
{
  for (gsize i = 0; i < n; i++)
    if (x + EDGE < (double)columns[i].last)
      return x + EDGE >= (double)columns[i].first ? &columns[i] : NULL;
  return NULL;
}

static char *
describe_single (const QsfBuild *build, const QsaEnvelopeColumn *column)
{
  QscTrace trace;

  qsc_params_trace (build->params, column->value, column->max_index, &trace);
  g_autofree char *index = qsp_format_count (column->first);
  g_autofree char *r = qsp_format_number (column->value, 4, build->localized);
  g_autofree char *q = qsp_format_integer (trace.code);
  g_autofree char *level = qsp_format_number (trace.reconstructed, 4, build->localized);
  g_autofree char *e = qsp_format_number (column->max_error, 4, build->localized);

  /* Translators: read-out; index, value, code, level, error */
  return g_strdup_printf (_ ("index %s\nr = %s\nq = %s   r̂ = %s\ne = %s"), index, r, q, level, e);
}

static char *
describe_run (const QsfBuild *build, const QsaEnvelopeColumn *column)
{
  g_autofree char *first = qsp_format_count (column->first), *last = qsp_format_count (column->last - 1);
  g_autofree char *from = qsp_format_number (column->min, 4, build->localized);
  g_autofree char *to = qsp_format_number (column->max, 4, build->localized);
  g_autofree char *index = qsp_format_count (column->max_index);
  g_autofree char *r = qsp_format_number (column->value, 4, build->localized);

  /* Translators: read-out; first and last index, least and greatest error, index of the largest error, its value */
  return g_strdup_printf (_ ("index %s … %s\ne = %s … %s\nlargest at %s\nthere r = %s"), first, last, from, to, index, r);
}

static void
set_readout (QsfBuild *build, const Errors *errors)
{
  double x = build->options->cursor_x;
  const QsaEnvelopeColumn *column = isfinite (x) ? find_column (errors->columns, errors->n, x) : NULL;
  g_autofree char *text = NULL;

  if (column == NULL || column->count == 0)
    return;
  text = column->last - column->first == 1 ? describe_single (build, column) : describe_run (build, column);
  qsp_figure_set_readout (build->figure, text, x);
}

static void
set_description (QsfBuild *build, const Errors *errors)
{
  const QsaEnvelopeColumn *worst = NULL;
  double min = INFINITY, max = -INFINITY;
  guint64 n = 0;

  for (gsize i = 0; i < errors->n; i++)
    if (is_visible (build, &errors->columns[i]))
      {
        const QsaEnvelopeColumn *column = &errors->columns[i];

        n += column->last - column->first;
        min = MIN (min, (double)column->min);
        max = MAX (max, (double)column->max);
        if (worst == NULL || fabsf (column->max_error) > fabsf (worst->max_error))
          worst = column;
      }
  if (worst == NULL)
    {
      qsp_figure_set_description (build->figure, _ ("Error by index without values."));
      return;
    }
  g_autofree char *count = qsp_format_count (n), *index = qsp_format_count (worst->max_index);
  g_autofree char *from = qsp_format_number (min, 3, build->localized), *to = qsp_format_number (max, 3, build->localized);
  g_autofree char *clipping = qsf_describe_clipping (build);
  /* Translators: number of values, least and greatest error, index of the largest, sentence about clipping */
  g_autofree char *text = g_strdup_printf (_ ("Errors of %s values in memory order, from %s to %s, the largest at index %s. %s"),
                                           count, from, to, index, clipping);

  qsp_figure_set_description (build->figure, text);
}

static void
add_legend (QsfBuild *build)
{
  g_autofree char *bounds = qsf_describe_error_bounds (build->params->rounding);

  qsp_figure_add_legend (build->figure, _ ("Error"), QSP_SWATCH_SQUARE, QSP_ROLE_ERROR, qsf_build_is_shown (build, ENTRY_ERROR));
  qsp_figure_add_legend (build->figure, bounds, QSP_SWATCH_BAND, QSP_ROLE_ERROR, qsf_build_is_shown (build, ENTRY_BOUNDS));
  qsp_figure_add_legend (build->figure, _ ("Clipping"), QSP_SWATCH_SQUARE, QSP_ROLE_CLIP,
                         qsf_build_is_shown (build, ENTRY_CLIPPED));
}

void
qsf_build_error_index (QsfBuild *self)
{
  Errors errors;

  errors_init (&errors, self);
  set_x_axis (self);
  set_y_axis (self, &errors);
  if (qsf_build_is_shown (self, ENTRY_BOUNDS))
    qsf_build_add_error_bounds (self);
  if (errors.n > 0 && qsf_build_is_shown (self, ENTRY_ERROR))
    add_part (self, &errors, 0);
  for (int part = -1; errors.n > 0 && part <= 1 && qsf_build_is_shown (self, ENTRY_CLIPPED); part += 2)
    add_part (self, &errors, part);
  qsp_figure_add_point (self->figure, QSP_MARK_HLINES, QSP_ROLE_FG, 0.0, 0.0)->opacity = 0.55;
  if (qsf_build_is_shown (self, ENTRY_BOUNDS))
    qsf_build_add_error_bound_labels (self);
  qsf_build_add_error_interval (self);
  add_pick (self, &errors);
  if (self->moments->count == 0)
    qsp_figure_set_message (self->figure, _ ("No values to show"));
  else if (errors.n == 0)
    qsp_figure_set_message (self->figure, _ ("Computing…"));
  set_readout (self, &errors);
  set_description (self, &errors);
  add_legend (self);
}

gboolean
qsf_view_get_picked_index (QsfView view, const QsfOptions *options, double x, guint64 *index)
{
  const QsaEnvelopeColumn *columns, *column;
  gsize n;

  if (view != QSF_VIEW_ERROR_INDEX || options->extras[QSF_EXTRA_ENVELOPE] == NULL)
    return FALSE;
  columns = qsa_envelope_get_columns (options->extras[QSF_EXTRA_ENVELOPE], &n);
  column = find_column (columns, n, x);
  if (column == NULL || (column->count == 0 && column->last - column->first > 1))
    return FALSE;
  *index = column->count > 0 ? column->max_index : column->first;
  return TRUE;
}
