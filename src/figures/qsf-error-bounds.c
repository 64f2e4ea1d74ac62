/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What rounding alone may be off by, in views with an error axis. */
#include "figures/qsf-private.h"

static char *
describe_bound (double steps)
{
  if (steps == 0.5)
    return g_strdup ("+s/2");
  if (steps == -0.5)
    return g_strdup ("−s/2");
  return g_strdup (steps > 0.0 ? "+s" : "−s");
}

void
qsf_build_add_error_bounds (QsfBuild *build)
{
  double bounds[2], y[2];
  QspMark *mark;

  qsf_get_rounding_bounds (build->params->rounding, &bounds[0], &bounds[1]);
  for (int i = 0; i < 2; i++)
    y[i] = bounds[i] * build->scale;
  mark = qsp_figure_add_mark (build->figure, QSP_MARK_BAND, QSP_ROLE_ERROR, 1, NULL, y);
  mark->y2 = g_memdup2 (&y[1], sizeof y[1]);
  mark->opacity = 0.10;
  for (int i = 0; i < 2; i++)
    {
      if (bounds[i] == 0.0)
        continue;
      mark = qsp_figure_add_point (build->figure, QSP_MARK_HLINES, QSP_ROLE_ERROR, 0.0, y[i]);
      mark->dash = QSP_DASH_DOTTED;
      mark->opacity = 0.6;
    }
}

void
qsf_build_add_error_bound_labels (QsfBuild *build)
{
  double bounds[2];

  qsf_get_rounding_bounds (build->params->rounding, &bounds[0], &bounds[1]);
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *text = describe_bound (bounds[i]);
      QspMark *mark;

      if (bounds[i] == 0.0)
        continue;
      mark = qsp_figure_add_label (build->figure, QSP_ROLE_ERROR, text, build->x_high, bounds[i] * build->scale, 1.0);
      mark->dx = -5.0;
      mark->dy = bounds[i] > 0.0 ? -9.5 : 9.5;
    }
}

char *
qsf_describe_error_bounds (QscRounding rounding)
{
  double low, high;

  qsf_get_rounding_bounds (rounding, &low, &high);
  return g_strdup (high == 0.5 ? "±s/2" : low == 0.0 ? "+s" : high == 0.0 ? "−s" : "±s");
}
