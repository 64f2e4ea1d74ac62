/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scale, and zero-point, of the least squared error, by search where it is not found exactly (qsa-calibrate-mse-exact.c). The error over the scale has a few broad valleys (clipping against
 * rounding) with fine ripples on them (values passing from one code to the next). A grid finds the valleys, by the model or,
 * for few values, exactly; then rounds of exact passes over all values narrow each down until its surroundings are flat. */
#include "analysis/qsa-calibrate-private.h"

#include "analysis/qsa-errors.h"
#include "analysis/qsa-index.h"
#include "analysis/qsa-mse-model.h"
#include "analysis/qsa-power-of-two.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* Up to so many bits, and where the rule rounds to nearest, the search is exact. */
#define EXACT_BITS_MAX 10

/* Scales searched, as shares of the min-max scale. Above 1 some codes stay unused, yet few values may all come to lie near a level. */
#define RATIO_MIN 0.02
#define RATIO_MAX 4.0

/* Up to so many values the grid itself is exact and every valley is followed to its end. */
#define FEW_VALUES 16384

/* Scales tried on either side of a valley's best, and by how much the span shrinks per round. */
#define N_SIDE 4
#define SHRINK 3.0
#define SPAN_END 1e-5

/* Steps of the last refinement: this many floats, then fewer. */
#define FLOATS_FIRST 64

#define N_VALLEYS_MAX 32
#define N_GRID_MAX 12288
#define N_POLISH_MAX 8

typedef struct
{
  QscParams params;
  double error;      /* summed squared error; +inf where unknown */
  double next_scale; /* least squares for the codes that params gave */
} Candidate;

typedef struct
{
  QsaSource *source;
  const QscScheme *format;
  GCancellable *cancellable;
  double unit; /* min-max scale */
  guint64 count;
  Candidate best;
} Search;

/* Only what is clearly better takes the place of the best, so that of equals the first stays: min-max. */
static gboolean
is_better (double error, double than)
{
  return error < than * (1.0 - 1e-12);
}

/* Exact errors of all candidates. */
static gboolean
measure (Search *self, Candidate *candidates, gsize n, GError **error)
{
  g_autofree QscParams *params = g_new (QscParams, n);
  g_autofree QscErrorStats *all = g_new (QscErrorStats, n);

  for (gsize i = 0; i < n; i++)
    params[i] = candidates[i].params;
  if (!qsa_errors_measure (self->source, params, n, all, self->cancellable, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      const QscErrorStats *stats = &all[i];

      candidates[i].error = stats->sse_rounding + stats->sse_clipping;
      candidates[i].next_scale = stats->sum_y2 > 0 ? (double)candidates[i].params.scale * (stats->sum_xy / stats->sum_y2) : 0.0;
      if (is_better (candidates[i].error, self->best.error))
        self->best = candidates[i];
    }
  return TRUE;
}

static gboolean
measure_candidates (Search *self, GArray *candidates, GError **error)
{
  return measure (self, (Candidate *)(gpointer)candidates->data, candidates->len, error);
}

static void
add_candidate (const Search *self, GArray *candidates, double scale, int32_t zero_point, double model_error)
{
  Candidate candidate = { .error = model_error };

  if (qsc_params_init (&candidate.params, self->format, (float)scale, zero_point) == QSC_OK)
    g_array_append_val (candidates, candidate);
}

/* A scale per point with its best zero-point, as the model sees it. */
static gboolean
make_grid (Search *self, GArray *grid, GError **error)
{
  const gsize n = self->count > FEW_VALUES ? 512 : self->format->symmetric ? N_GRID_MAX : N_GRID_MAX / 4;
  g_autoptr (QsaMseModel) model = qsa_mse_model_new (self->source, self->cancellable, error);

  if (model == NULL)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      const double share = (double)i / (double)(n - 1);
      const double ratio =
          self->count > FEW_VALUES ? RATIO_MIN * pow (RATIO_MAX / RATIO_MIN, share) : RATIO_MIN + (RATIO_MAX - RATIO_MIN) * share;
      int32_t zero_point;
      const double model_error = qsa_mse_model_evaluate (model, self->format, self->unit * ratio, &zero_point);

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      add_candidate (self, grid, self->unit * ratio, zero_point, model_error);
    }
  return self->count > FEW_VALUES || measure_candidates (self, grid, error);
}

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const double x = ((const Candidate *)a)->error, y = ((const Candidate *)b)->error;

  return (x > y) - (x < y);
}

/* The lowest points of the grid among their neighbours, best first. */
static GArray *
find_valleys (const Search *self, const GArray *grid)
{
  const guint n_max = self->count <= FEW_VALUES ? N_VALLEYS_MAX : self->count <= 16 * FEW_VALUES ? 12 : 5;
  GArray *valleys = g_array_new (FALSE, FALSE, sizeof (Candidate));

  for (guint i = 0; i < grid->len; i++)
    {
      const Candidate *at = &g_array_index (grid, Candidate, i);

      if ((i == 0 || at[-1].error >= at->error) && (i + 1 == grid->len || at[1].error >= at->error))
        g_array_append_val (valleys, *at);
    }
  g_array_sort (valleys, compare_candidates);
  if (valleys->len > n_max)
    g_array_set_size (valleys, n_max);
  return valleys;
}

/* Scales around a valley's best, and zero-points beside it. */
static void
add_neighbours (const Search *self, GArray *candidates, const Candidate *valley, double span, int z_reach)
{
  const int reach = self->format->symmetric ? 0 : z_reach;

  for (int dz = -reach; dz <= reach; dz++)
    for (int i = -N_SIDE; i <= N_SIDE; i++)
      add_candidate (self, candidates, (double)valley->params.scale * (1.0 + span * i / N_SIDE), valley->params.zero_point + dz,
                     (double)INFINITY);
}

/* One round: every valley moves to the best exact point of its span. */
static gboolean
narrow (Search *self, GArray *valleys, double span, int z_reach, GError **error)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autofree guint *ends = g_new (guint, valleys->len);

  for (guint i = 0; i < valleys->len; i++)
    {
      add_neighbours (self, candidates, &g_array_index (valleys, Candidate, i), span, z_reach);
      ends[i] = candidates->len;
    }
  if (!measure_candidates (self, candidates, error))
    return FALSE;
  for (guint i = 0, at = 0; i < valleys->len; i++)
    {
      Candidate *valley = &g_array_index (valleys, Candidate, i);

      valley->error = (double)INFINITY; /* so far perhaps the model's */
      for (; at < ends[i]; at++)
        if (g_array_index (candidates, Candidate, at).error < valley->error)
          *valley = g_array_index (candidates, Candidate, at);
    }
  g_array_sort (valleys, compare_candidates);
  return TRUE;
}

/* Towards the bottom of the finest ripple: for given codes the best scale is known in closed form. */
static gboolean
polish (Search *self, GArray *valleys, GError **error)
{
  for (int round = 0; round < N_POLISH_MAX && valleys->len > 0; round++)
    {
      g_autoptr (GArray) next = g_array_new (FALSE, FALSE, sizeof (Candidate));

      for (guint i = 0; i < valleys->len; i++)
        {
          const Candidate *valley = &g_array_index (valleys, Candidate, i);

          if ((float)valley->next_scale != valley->params.scale)
            add_candidate (self, next, valley->next_scale, valley->params.zero_point, (double)INFINITY);
        }
      if (!measure_candidates (self, next, error))
        return FALSE;
      g_array_set_size (valleys, 0);
      g_array_append_vals (valleys, next->data, next->len);
    }
  return TRUE;
}

/* In the end among the floats next to the best, in ever smaller steps. */
static gboolean
refine_floats (Search *self, GError **error)
{
  for (int step = FLOATS_FIRST; step > 0; step /= N_SIDE)
    {
      g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
      const float scale = self->best.params.scale;
      const double unit = (double)(nextafterf (scale, FLT_MAX) - scale);

      for (int i = -N_SIDE; i <= N_SIDE; i++)
        add_candidate (self, candidates, (double)scale + i * step * unit, self->best.params.zero_point, (double)INFINITY);
      if (!measure_candidates (self, candidates, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
search (Search *self, GError **error)
{
  g_autoptr (GArray) grid = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autoptr (GArray) valleys = NULL;
  double span = self->count > FEW_VALUES ? log (RATIO_MAX / RATIO_MIN) / 511.0 * 1.5 : 1e-3;
  int z_reach = 1;

  if (!measure (self, &self->best, 1, error) || !make_grid (self, grid, error))
    return FALSE;
  valleys = find_valleys (self, grid);
  for (; span > SPAN_END; span /= SHRINK, z_reach = self->count <= FEW_VALUES ? 1 : 0)
    {
      if (!narrow (self, valleys, span, z_reach, error))
        return FALSE;
      if (self->count > FEW_VALUES && valleys->len > 1)
        g_array_set_size (valleys, (valleys->len + 1) / 2);
    }
  return polish (self, valleys, error) && refine_floats (self, error);
}

static gboolean
rounds_to_nearest (const QscScheme *format)
{
  return format->rounding == QSC_ROUND_HALF_EVEN || format->rounding == QSC_ROUND_HALF_AWAY
         || format->rounding == QSC_ROUND_HALF_UP;
}

/* The scale of min-max in double, whatever the rule of a program makes of it. */
static double
get_unit (const QscMoments *moments, const QscScheme *format)
{
  const double low = fmin ((double)moments->min, 0.0), high = fmax ((double)moments->max, 0.0);
  int32_t qmin, qmax;

  qsc_scheme_get_code_range (format, &qmin, &qmax);
  return format->symmetric ? fmax (-low, high) / (qmax - qsc_scheme_get_symmetric_zero_point (format))
                           : high / (qmax - qmin) - low / (qmax - qmin);
}

gboolean
qsa_calibrate_mse (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QscParams *params, GError **error)
{
  const QscMoments *moments = qsa_source_get_moments (source);
  Search self = { .source = source, .format = &scheme->format, .cancellable = cancellable, .count = moments->count };

  if (!qsa_check_status (qsc_params_init_from_range (&self.best.params, &scheme->format, (double)moments->min,
                                                     (double)moments->max),
                         &scheme->format, error))
    return FALSE;
  if (scheme->power_of_two)
    {
      *params = self.best.params;
      return qsa_calibrate_mse_power_of_two (source, &scheme->format, cancellable, params, error);
    }
  if (moments->count <= QSA_INDEX_VALUES_MAX && scheme->format.bits <= EXACT_BITS_MAX && rounds_to_nearest (&scheme->format))
    {
      *params = self.best.params;
      return qsa_calibrate_mse_exact (source, &scheme->format, get_unit (moments, &scheme->format), cancellable, params, error);
    }
  self.unit = (double)self.best.params.scale;
  self.best.error = (double)INFINITY;
  if ((moments->min < 0 || moments->max > 0) && !search (&self, error))
    return FALSE;
  *params = self.best.params;
  return TRUE;
}
