/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-mse.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Where names of lines stand best: the total's along x, those of the parts along y. */
#define NAME_TOTAL 0.09
#define NAME_CLIPPING 0.24
#define NAME_ROUNDING 0.14
/* A part that is by less of the height below the total cannot be told from it. */
#define APART 0.05
/* Places to choose from. */
#define PLACES_MAX 24
/* So near to a dot, as a share of the axis, the cursor is on it. */
#define REACH 0.012

static gboolean
is_visible (const QsfBuild *build, double x, double y)
{
  double x0, x1, y0, y1;

  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  return x >= x0 && x <= x1 && y >= y0 && y <= y1;
}

/* How far point i is from where the name of the line should stand, as a share of the axis. */
static double
get_distance (const QsfBuild *build, const QsfMsePoints *points, int line, gsize i)
{
  static const double heights[QSF_MSE_N_LINES] = { 0, NAME_CLIPPING, NAME_ROUNDING };
  double x0, x1, y0, y1;

  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  if (line == QSF_MSE_TOTAL)
    return fabs (log (points->x[i] / x0) / log (x1 / x0) - NAME_TOTAL);
  return fabs (log (points->y[line][i] / y0) / log (y1 / y0) - heights[line]);
}

typedef struct
{
  double distance;
  gsize i;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  double x = ((const Place *)a)->distance, y = ((const Place *)b)->distance;

  return (x > y) - (x < y);
}

static void
add_name (QsfBuild *build, const QsfMsePoints *points, QspMark *notes, int line, const char *text)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  double x[PLACES_MAX], y[PLACES_MAX], x0, x1, y0, y1;
  gsize n = 0;

  if (!qsf_build_is_shown (build, (guint)line))
    return;
  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  for (gsize i = 0; i < points->n; i++)
    {
      Place place = { get_distance (build, points, line, i), i };
      double above = log (points->y[QSF_MSE_TOTAL][i] / points->y[line][i]) / log (y1 / y0);

      if (is_visible (build, points->x[i], points->y[line][i]) && (line == QSF_MSE_TOTAL || above > APART))
        g_array_append_val (places, place);
    }
  g_array_sort (places, compare_places);
  for (; n < MIN (places->len, PLACES_MAX); n++)
    {
      x[n] = points->x[g_array_index (places, Place, n).i];
      y[n] = points->y[line][g_array_index (places, Place, n).i];
    }
  if (n > 0)
    qsp_mark_add_note (notes, qsf_mse_get_role (line), text, n, x, y)->bold = line == QSF_MSE_TOTAL;
}

static const QsaSolution *
get_solutions (const QsfBuild *build, gsize *n)
{
  QsaSolutions *solutions = qsf_build_get_solutions (build);

  *n = 0;
  if (solutions == NULL || !qsf_build_is_shown (build, QSF_MSE_SOLUTIONS))
    return NULL;
  return qsa_solutions_get (solutions, n);
}

/* Small plots have no room for more names than those of the lines. Min–max has its own. */
static void
add_solution_names (QsfBuild *build, QspMark *notes)
{
  const QsaSolution *solutions;
  gsize n;

  solutions = get_solutions (build, &n);
  for (gsize i = 0; build->options->large && i < n; i++)
    {
      double x = solutions[i].params.scale, y = solutions[i].mse;

      if (solutions[i].calibration != QSA_CALIBRATION_MIN_MAX && is_visible (build, x, y))
        qsp_mark_add_note (notes, QSP_ROLE_FG, qsa_calibration_get_title (solutions[i].calibration), 1, &x, &y)->far = TRUE;
    }
}

/* From the base line upwards, where there is room. */
static void
add_min_max_name (QsfBuild *build, const QsfMsePoints *points, QspMark *notes)
{
  double x[PLACES_MAX], y[PLACES_MAX], x0, x1, y0, y1;

  if (isnan (points->min_max))
    return;
  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  for (int i = 0; i < PLACES_MAX; i++)
    {
      x[i] = points->min_max;
      y[i] = y0 * pow (y1 / y0, (double)i / PLACES_MAX);
    }
  qsp_mark_add_note (notes, QSP_ROLE_FG, _ ("min–max"), PLACES_MAX, x, y);
}

void
qsf_mse_add_notes (QsfBuild *build, const QsfMsePoints *points)
{
  QspMark *notes = qsp_figure_add_mark (build->figure, QSP_MARK_NOTES, QSP_ROLE_FG, 0, NULL, NULL);

  add_min_max_name (build, points, notes);
  if (points->is_known)
    {
      add_name (build, points, notes, QSF_MSE_TOTAL, _ ("total"));
      add_name (build, points, notes, QSF_MSE_CLIPPING, _ ("clipping"));
      add_name (build, points, notes, QSF_MSE_ROUNDING, _ ("rounding"));
    }
  add_solution_names (build, notes);
}

void
qsf_mse_add_solutions (QsfBuild *build)
{
  const QsaSolution *solutions;
  QspMark *dots;
  gsize n;

  solutions = get_solutions (build, &n);
  if (n == 0)
    return;
  dots = qsp_figure_add_mark (build->figure, QSP_MARK_DOTS, QSP_ROLE_B, n, NULL, NULL);
  dots->x = g_new (double, n);
  dots->y = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    {
      dots->x[i] = solutions[i].params.scale;
      dots->y[i] = solutions[i].mse > 0 ? solutions[i].mse : NAN;
    }
}

const QsaSolution *
qsf_mse_find_solution (const QsfBuild *build, double x)
{
  const QsaSolution *solutions, *best = NULL;
  double x0, x1, y0, y1, reach;
  gsize n;

  solutions = get_solutions (build, &n);
  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  reach = REACH * log (x1 / x0);
  for (gsize i = 0; i < n; i++)
    {
      double distance = fabs (log ((double)solutions[i].params.scale / x));

      if (distance < reach && is_visible (build, solutions[i].params.scale, solutions[i].mse))
        {
          best = &solutions[i];
          reach = distance;
        }
    }
  return best;
}
