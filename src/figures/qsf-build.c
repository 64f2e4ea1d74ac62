/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

gboolean
qsf_build_is_shown (const QsfBuild *self, guint i)
{
  return (self->options->hidden & (1u << i)) == 0;
}

double
qsf_build_get_level (const QsfBuild *self, gint64 code)
{
  return self->scale * (double)(code - self->params->zero_point);
}

QsaCurve *
qsf_build_get_curve (const QsfBuild *self)
{
  QsaCurve *curve = self->options->extras[QSF_EXTRA_CURVE];

  if (curve == NULL
      || !qsa_curve_is_of (curve, qsa_result_get_unit_source (self->result), &qsa_result_get_scheme (self->result)->format,
                           self->params->zero_point))
    return NULL;
  return curve;
}

QsaSolutions *
qsf_build_get_solutions (const QsfBuild *self)
{
  QsaSolutions *solutions = self->options->extras[QSF_EXTRA_SOLUTIONS];

  if (solutions == NULL
      || !qsa_solutions_are_of (solutions, qsa_result_get_unit_source (self->result), qsa_result_get_scheme (self->result)))
    return NULL;
  return solutions;
}

static QsaLandscape *
get_landscape (const QsfBuild *self, QsfExtra extra)
{
  QsaLandscape *landscape = self->options->extras[extra];

  if (landscape == NULL
      || !qsa_landscape_is_of (landscape, qsa_result_get_unit_source (self->result),
                               &qsa_result_get_scheme (self->result)->format))
    return NULL;
  return landscape;
}

QsaLandscape *
qsf_build_get_landscape (const QsfBuild *self)
{
  return get_landscape (self, QSF_EXTRA_LANDSCAPE);
}

QsaLandscape *
qsf_build_get_detail (const QsfBuild *self)
{
  return get_landscape (self, QSF_EXTRA_DETAIL);
}

QsaBits *
qsf_build_get_bits (const QsfBuild *self)
{
  QsaBits *bits = self->options->extras[QSF_EXTRA_BITS];
  QsaSource *source = qsa_result_get_unit_source (self->result);

  if (bits == NULL || qsa_bits_get_source (bits) != source
      || (!self->options->interacting && !qsa_bits_is_of (bits, source, qsa_result_get_scheme (self->result))))
    return NULL;
  return bits;
}

QsaTies *
qsf_build_get_ties (const QsfBuild *self)
{
  QsaTies *ties = self->options->extras[QSF_EXTRA_TIES];
  QsaSource *source = qsa_result_get_unit_source (self->result);

  if (ties == NULL || qsa_ties_get_source (ties) != source || self->params->rounding == QSC_ROUND_STOCHASTIC
      || (!self->options->interacting && !qsa_ties_is_of (ties, source, self->params)))
    return NULL;
  return ties;
}

QsaEnvelope *
qsf_build_get_envelope (const QsfBuild *self)
{
  QsaEnvelope *envelope = self->options->extras[QSF_EXTRA_ENVELOPE];

  if (envelope == NULL || qsa_envelope_get_source (envelope) != qsa_result_get_source (self->result))
    return NULL;
  return envelope;
}

gboolean
qsf_build_get_visible_codes (const QsfBuild *self, gint64 *first, gint64 *last)
{
  double z = self->params->zero_point, qmin = self->params->qmin, qmax = self->params->qmax;
  double low = floor (self->x_low / self->scale + z), high = ceil (self->x_high / self->scale + z);

  if (low > qmax || high < qmin)
    return FALSE;
  *first = (gint64)MAX (low, qmin);
  *last = (gint64)MIN (high, qmax);
  return *first <= *last;
}

void
qsf_build_set_y_axis (QsfBuild *self, QspAxisKind kind, double low, double high, const char *title, double min_pitch)
{
  const QsfOptions *o = self->options;

  if (o->interacting && o->previous != NULL)
    {
      double x0, x1, y0, y1;

      qsp_figure_get_limits (o->previous, &x0, &x1, &y0, &y1);
      low = MIN (low, y0);
      high = MAX (high, y1);
    }
  if (isfinite (o->y_low) && isfinite (o->y_high) && o->y_low < o->y_high)
    {
      low = o->y_low;
      high = o->y_high;
    }
  qsp_figure_set_axis (self->figure, QSP_Y, kind, low, high, title, min_pitch);
}

void
qsf_build_set_value_axis (QsfBuild *self, const char *title)
{
  const QsfOptions *o = self->options;
  double y0, y1;

  qsa_result_get_view_range (self->result, &self->x_low, &self->x_high);
  if (isfinite (o->x_low) && isfinite (o->x_high) && o->x_low < o->x_high)
    {
      self->x_low = o->x_low;
      self->x_high = o->x_high;
    }
  qsp_figure_set_axis (self->figure, QSP_X, QSP_AXIS_VALUE, self->x_low, self->x_high, title, 64.0);
  /* What will be drawn, also where the limits were no range. */
  qsp_figure_get_limits (self->figure, &self->x_low, &self->x_high, &y0, &y1);
}

void
qsf_build_add_selection (QsfBuild *self, double x0, double x1)
{
  const double ends[2] = { x0, x1 }, top = G_MAXDOUBLE;
  QspMark *wash = qsp_figure_add_mark (self->figure, QSP_MARK_BARS, QSP_ROLE_FG, 1, &x0, &top);
  QspMark *edges = qsp_figure_add_mark (self->figure, QSP_MARK_VLINES, QSP_ROLE_FG, 2, ends, NULL);

  wash->x2 = g_memdup2 (&x1, sizeof x1);
  wash->opacity = 0.08;
  edges->opacity = 0.55;
}

void
qsf_build_add_interval (QsfBuild *self)
{
  const QsaInterval *interval = &self->options->interval;

  if (self->options->has_interval && !interval->of_errors)
    qsf_build_add_selection (self, interval->low, interval->high);
}

void
qsf_build_add_error_interval (QsfBuild *self)
{
  const QsaInterval *interval = &self->options->interval;
  double x0, x1, y0, y1;

  if (!self->options->has_interval || !interval->of_errors)
    return;
  qsp_figure_get_limits (self->figure, &x0, &x1, &y0, &y1);
  const double ends[2] = { MAX (interval->low, y0), MIN (interval->high, y1) };
  if (ends[0] > ends[1])
    return;
  QspMark *wash = qsp_figure_add_mark (self->figure, QSP_MARK_BAND, QSP_ROLE_FG, 1, NULL, &ends[0]);
  wash->y2 = g_memdup2 (&ends[1], sizeof ends[1]);
  wash->opacity = 0.08;
  qsp_figure_add_mark (self->figure, QSP_MARK_HLINES, QSP_ROLE_FG, 2, ends, ends)->opacity = 0.55;
}

void
qsf_build_add_clip (QsfBuild *self)
{
  double from[2] = { -INFINITY, self->clip_high }, to[2] = { self->clip_low, INFINITY };
  QspMark *mark = qsp_figure_add_mark (self->figure, QSP_MARK_SPANS, QSP_ROLE_CLIP, 2, from, NULL);

  mark->x2 = g_memdup2 (to, sizeof to);
}

void
qsf_build_add_zero (QsfBuild *self, gboolean line)
{
  if (line)
    {
      QspMark *mark = qsp_figure_add_point (self->figure, QSP_MARK_VLINES, QSP_ROLE_FG, 0.0, 0.0);

      mark->opacity = 0.55;
      mark->dash = QSP_DASH_IDEAL;
    }
  qsp_figure_add_point (self->figure, QSP_MARK_TRIANGLES, QSP_ROLE_FG, 0.0, 0.0);
}

void
qsf_build_add_crosshair (QsfBuild *self)
{
  const QsfOptions *o = self->options;
  QspMark *mark;

  if (o->has_pick && isfinite (o->pick))
    {
      mark = qsp_figure_add_point (self->figure, QSP_MARK_VLINES, QSP_ROLE_FG, o->pick, 0.0);
      mark->opacity = o->large ? 0.85 : 0.5;
    }
  if (isfinite (o->cursor_x) && !(o->has_pick && o->pick == (float)o->cursor_x))
    {
      mark = qsp_figure_add_point (self->figure, QSP_MARK_VLINES, QSP_ROLE_FG, o->cursor_x, 0.0);
      mark->opacity = 0.3;
    }
}
