/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-extras.h"

#include "analysis/qsa-bits.h"
#include "analysis/qsa-curve.h"
#include "analysis/qsa-envelope.h"
#include "analysis/qsa-landscape.h"
#include "analysis/qsa-solutions.h"
#include "analysis/qsa-ties.h"

#include <math.h>

/* Of more values than this something coarse is shown before all of it. */
#define MANY_VALUES (2 * 1024 * 1024)
/* Of a print: more than its dots would tell. */
#define COLUMNS_DEFAULT 2048
/* Of a landscape; and the factor by which the scale in force keeps off its ends, beyond which there is a new one. */
#define LANDSCAPE_SCALES 72
#define LANDSCAPE_ROWS_MAX 128
#define LANDSCAPE_MARGIN 1.5
/* What a drag may widen it to, in scales. */
#define LANDSCAPE_SCALES_MAX 288
/* Of a landscape that takes long this much stands first, as a preview. */
#define PREVIEW_SCALES 18
#define PREVIEW_ROWS_MAX 24
#define PREVIEW_BITS 10
/* Around the pointer: so many cells each way, finer by these factors. */
#define DETAIL_REACH 6
#define DETAIL_SCALES 2
#define DETAIL_ROWS 8
/* Pieces that an extra may come in. */
#define ROUNDS_MAX 64

/* One kind of extra. */
typedef struct
{
  gpointer (*compute) (const QsfExtraRequest *request, gpointer previous, GCancellable *cancellable, GError **error);
  gboolean (*suits) (gpointer value, const QsfExtraRequest *request);
  /* NULL: always. */
  gboolean (*is_wanted) (const QsfExtraRequest *request);
  /* NULL: computed in one short pass. */
  gboolean (*is_shared) (const QsfExtraRequest *a, const QsfExtraRequest *b);
  gpointer (*ref) (gpointer value);
  void (*unref) (gpointer value);
} Kind;

#define DEFINE_REFERENCES(name)                                                                                                  \
  static gpointer name##_ref (gpointer value)                                                                                    \
  {                                                                                                                              \
    return qsa_##name##_ref (value);                                                                                             \
  }                                                                                                                              \
  static void name##_unref (gpointer value)                                                                                      \
  {                                                                                                                              \
    qsa_##name##_unref (value);                                                                                                  \
  }

DEFINE_REFERENCES (bits)
DEFINE_REFERENCES (curve)
DEFINE_REFERENCES (envelope)
DEFINE_REFERENCES (landscape)
DEFINE_REFERENCES (solutions)
DEFINE_REFERENCES (ties)
#define detail_ref landscape_ref
#define detail_unref landscape_unref

#define KIND(name, is_wanted, is_shared)                                                                                         \
  {                                                                                                                              \
    name##_compute, name##_suits, is_wanted, is_shared, name##_ref, name##_unref                                                 \
  }

static gboolean
is_many (const QsfExtraRequest *request)
{
  return qst_tensor_get_count (qsa_source_get_tensor (request->source)) > MANY_VALUES;
}

/* The error over the scale: around the scale in force. A drag makes do with what is there. */

static gboolean
curve_matches (gpointer value, const QsfExtraRequest *request)
{
  return value != NULL && qsa_curve_is_of (value, request->source, &request->scheme.format, request->params.zero_point);
}

static gpointer
curve_compute (const QsfExtraRequest *request, gpointer previous, GCancellable *cancellable, GError **error)
{
  const double scale = request->params.scale;
  const gboolean is_first = !curve_matches (previous, request);
  const guint stride = is_first && (request->in_haste || is_many (request)) ? QSA_CURVE_COARSE : 1;

  return qsa_curve_new (request->source, &request->scheme.format, request->params.zero_point, scale / QSA_CURVE_BELOW,
                        scale * QSA_CURVE_ABOVE, stride, previous, cancellable, error);
}

static gboolean
curve_suits (gpointer value, const QsfExtraRequest *request)
{
  const double scale = request->params.scale;

  return curve_matches (value, request)
         && (request->in_haste || qsa_curve_covers (value, scale / QSA_CURVE_BELOW, scale * QSA_CURVE_ABOVE, 1));
}

static gboolean
curve_is_shared (const QsfExtraRequest *a, const QsfExtraRequest *b)
{
  return a->params.zero_point == b->params.zero_point && qsc_scheme_equal (&a->scheme.format, &b->scheme.format);
}

/* The errors by index. */

static void
get_indices (const QsfExtraRequest *request, guint64 *first, guint64 *last)
{
  const guint64 count = qst_tensor_get_count (qsa_source_get_tensor (request->all));

  *first = 0;
  *last = count;
  /* Index i spans i - 1/2 … i + 1/2; in part visible ones count. */
  if (isfinite (request->index_low))
    *first = (guint64)CLAMP (floor (request->index_low + 0.5), 0, (double)count);
  if (isfinite (request->index_high))
    *last = (guint64)CLAMP (floor (request->index_high + 0.5) + 1, (double)*first, (double)count);
}

static gpointer
envelope_compute (const QsfExtraRequest *request, gpointer previous, GCancellable *cancellable, GError **error)
{
  guint64 first, last;

  get_indices (request, &first, &last);
  return qsa_envelope_new (request->all, request->unit_params, first, last, request->n_columns, cancellable, error);
}

static gboolean
envelope_suits (gpointer value, const QsfExtraRequest *request)
{
  guint64 first, last;

  get_indices (request, &first, &last);
  return qsa_envelope_is_of (value, request->all, request->unit_params, first, last, request->n_columns);
}

/* What calibrations find. Not for a drag: it would hold up what follows the pointer. */

static gpointer
solutions_compute (const QsfExtraRequest *request, gpointer previous, GCancellable *cancellable, GError **error)
{
  return qsa_solutions_new (request->source, &request->scheme, cancellable, error);
}

static gboolean
solutions_suits (gpointer value, const QsfExtraRequest *request)
{
  return request->in_haste || qsa_solutions_are_of (value, request->source, &request->scheme);
}

static gboolean
solutions_is_shared (const QsfExtraRequest *a, const QsfExtraRequest *b)
{
  return qsc_scheme_equal (&a->scheme.format, &b->scheme.format) && a->scheme.percentile == b->scheme.percentile
         && a->scheme.power_of_two == b->scheme.power_of_two && a->scheme.sigmas == b->scheme.sigmas;
}

/* The error over the bit width; of many values some widths at a time, which shows that it goes on. */

static gpointer
bits_compute (const QsfExtraRequest *request, gpointer previous, GCancellable *cancellable, GError **error)
{
  return qsa_bits_new (request->source, &request->scheme, previous, is_many (request) ? 2 : QSA_BITS_N, cancellable, error);
}

static gboolean
bits_suits (gpointer value, const QsfExtraRequest *request)
{
  return (request->in_haste && is_many (request))
         || (qsa_bits_is_complete (value) && qsa_bits_is_of (value, request->source, &request->scheme));
}

static gboolean
bits_is_shared (const QsfExtraRequest *a, const QsfExtraRequest *b)
{
  return b->in_haste || qsa_scheme_equal (&a->scheme, &b->scheme);
}

/* The error over scale and zero-point. It does not hang on the parameters in force, which only have to be well inside; a drag that
 * leaves widens it. What takes long is shown in fewer cells first. */

static gboolean
landscape_matches (gpointer value, const QsfExtraRequest *request)
{
  return value != NULL && qsa_landscape_is_of (value, request->source, &request->scheme.format);
}

static void
widen (QsaLandscapeGrid *grid, const QsaLandscapeGrid *previous)
{
  const double factor = log (grid->high / grid->low) / (grid->n_scales - 1);

  grid->low = MIN (grid->low, previous->low);
  grid->high = MAX (grid->high, previous->high);
  grid->n_scales = (guint)CLAMP (rint (log (grid->high / grid->low) / factor) + 1, 2, LANDSCAPE_SCALES_MAX);
}

static gpointer
landscape_compute (const QsfExtraRequest *request, gpointer previous, GCancellable *cancellable, GError **error)
{
  const gboolean is_first = !landscape_matches (previous, request);
  const gboolean is_preview = is_first && (is_many (request) || request->scheme.format.bits >= PREVIEW_BITS);
  QsaLandscapeGrid grid;

  qsa_landscape_grid_init (&grid, &request->scheme.format, request->params.scale, QSF_LANDSCAPE_SPAN,
                           is_preview ? PREVIEW_SCALES : LANDSCAPE_SCALES, is_preview ? PREVIEW_ROWS_MAX : LANDSCAPE_ROWS_MAX);
  if (request->in_haste && !is_first)
    widen (&grid, qsa_landscape_get_grid (previous));
  return qsa_landscape_new (request->source, &request->scheme.format, &grid, !is_preview, previous, cancellable, error);
}

static gboolean
landscape_suits (gpointer value, const QsfExtraRequest *request)
{
  const QsaLandscapeGrid *grid = qsa_landscape_get_grid (value);
  const double scale = request->params.scale;

  if (!landscape_matches (value, request))
    return FALSE;
  /* What takes long waits for the end of a drag. */
  if (request->in_haste && request->scheme.format.bits >= PREVIEW_BITS)
    return TRUE;
  return grid->n_scales >= LANDSCAPE_SCALES && scale >= grid->low * LANDSCAPE_MARGIN && scale <= grid->high / LANDSCAPE_MARGIN;
}

static gboolean
landscape_is_shared (const QsfExtraRequest *a, const QsfExtraRequest *b)
{
  return qsc_scheme_equal (&a->scheme.format, &b->scheme.format);
}

/* The same around the pointer, where not every zero-point has a row. */

static void
get_coarse_grid (const QsfExtraRequest *request, QsaLandscapeGrid *grid)
{
  qsa_landscape_grid_init (grid, &request->scheme.format, request->params.scale, QSF_LANDSCAPE_SPAN, LANDSCAPE_SCALES,
                           LANDSCAPE_ROWS_MAX);
}

static gboolean
detail_is_wanted (const QsfExtraRequest *request)
{
  QsaLandscapeGrid coarse;

  if (!(request->focus_scale > 0) || isnan (request->focus_zero_point))
    return FALSE;
  get_coarse_grid (request, &coarse);
  return coarse.step > 1;
}

static gpointer
detail_compute (const QsfExtraRequest *request, gpointer previous, GCancellable *cancellable, GError **error)
{
  QsaLandscapeGrid coarse, grid;

  get_coarse_grid (request, &coarse);
  qsa_landscape_grid_refine (&grid, &coarse, &request->scheme.format, request->focus_scale, request->focus_zero_point,
                             DETAIL_REACH, DETAIL_SCALES, DETAIL_ROWS);
  return qsa_landscape_new (request->source, &request->scheme.format, &grid, FALSE, previous, cancellable, error);
}

/* Until the pointer comes near its border. */
static gboolean
detail_suits (gpointer value, const QsfExtraRequest *request)
{
  const QsaLandscapeGrid *grid = qsa_landscape_get_grid (value);
  const double quarter = log (grid->high / grid->low) / 4, at = log (request->focus_scale / grid->low);
  const double last = grid->first + (double)grid->step * (grid->n_zero_points - 1), rows = (last - grid->first) / 4;
  int32_t qmin, qmax;

  qsc_scheme_get_code_range (&request->scheme.format, &qmin, &qmax);
  return landscape_matches (value, request) && at >= quarter && at <= 3 * quarter
         && (request->focus_zero_point >= grid->first + rows || grid->first == qmin)
         && (request->focus_zero_point <= last - rows || last + grid->step > qmax);
}

/* The values next to thresholds. In a drag only of as many as a frame can take. */

static gpointer
ties_compute (const QsfExtraRequest *request, gpointer previous, GCancellable *cancellable, GError **error)
{
  return qsa_ties_new (request->source, &request->params, cancellable, error);
}

static gboolean
ties_suits (gpointer value, const QsfExtraRequest *request)
{
  return qsa_ties_is_of (value, request->source, &request->params)
         || (request->in_haste && is_many (request) && qsa_ties_get_source (value) == request->source);
}

static const Kind kinds[QSF_N_EXTRAS] = {
  [QSF_EXTRA_CURVE] = KIND (curve, NULL, curve_is_shared),
  [QSF_EXTRA_ENVELOPE] = KIND (envelope, NULL, NULL),
  [QSF_EXTRA_SOLUTIONS] = KIND (solutions, NULL, solutions_is_shared),
  [QSF_EXTRA_BITS] = KIND (bits, NULL, bits_is_shared),
  [QSF_EXTRA_LANDSCAPE] = KIND (landscape, NULL, landscape_is_shared),
  [QSF_EXTRA_DETAIL] = KIND (detail, detail_is_wanted, NULL),
  [QSF_EXTRA_TIES] = KIND (ties, NULL, NULL),
};

void
qsf_extra_request_init (QsfExtraRequest *self, QsaResult *result)
{
  *self = (QsfExtraRequest){ .source = qsa_result_get_unit_source (result),
                             .scheme = *qsa_result_get_scheme (result),
                             .params = *qsa_result_get_params (result),
                             .all = qsa_result_get_source (result),
                             .unit_params = qsa_result_get_unit_params (result),
                             .index_low = NAN,
                             .index_high = NAN,
                             .n_columns = COLUMNS_DEFAULT,
                             .focus_scale = NAN,
                             .focus_zero_point = NAN };
}

gpointer
qsf_extra_new (QsfExtra extra, const QsfExtraRequest *request, gpointer previous, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (extra < QSF_N_EXTRAS, NULL);

  return kinds[extra].compute (request, previous, cancellable, error);
}

gpointer
qsf_extra_ref (QsfExtra extra, gpointer value)
{
  return kinds[extra].ref (value);
}

void
qsf_extra_unref (QsfExtra extra, gpointer value)
{
  kinds[extra].unref (value);
}

gboolean
qsf_extra_is_wanted (QsfExtra extra, const QsfExtraRequest *request)
{
  g_return_val_if_fail (extra < QSF_N_EXTRAS, FALSE);

  return kinds[extra].is_wanted == NULL || kinds[extra].is_wanted (request);
}

gboolean
qsf_extra_suits (QsfExtra extra, gpointer value, const QsfExtraRequest *request)
{
  return !qsf_extra_is_wanted (extra, request) || (value != NULL && kinds[extra].suits (value, request));
}

gboolean
qsf_extra_is_shared (QsfExtra extra, const QsfExtraRequest *a, const QsfExtraRequest *b)
{
  return a->source == b->source && (kinds[extra].is_shared == NULL || kinds[extra].is_shared (a, b));
}

/* What comes piece by piece where somebody looks on. */
static gpointer
compute_to_the_end (QsfExtra extra, const QsfExtraRequest *request, GCancellable *cancellable, GError **error)
{
  gpointer value = qsf_extra_new (extra, request, NULL, cancellable, error);

  for (int i = 0; i < ROUNDS_MAX && value != NULL && !qsf_extra_suits (extra, value, request); i++)
    {
      gpointer next = qsf_extra_new (extra, request, value, cancellable, error);

      qsf_extra_unref (extra, value);
      value = next;
    }
  return value;
}

gboolean
qsf_options_compute_extras (QsfOptions *options, QsfView view, QsaResult *result, GCancellable *cancellable, GError **error)
{
  QsfExtraRequest request;

  qsf_extra_request_init (&request, result);
  for (int extra = 0; extra < QSF_N_EXTRAS; extra++)
    {
      g_autoptr (GError) refused = NULL;

      if ((qsf_view_get_extras (view) & (1u << extra)) == 0 || options->extras[extra] != NULL
          || !qsf_extra_is_wanted (extra, &request))
        continue;
      options->extras[extra] = compute_to_the_end (extra, &request, cancellable, &refused);
      /* What there cannot be the figure says itself. */
      if (options->extras[extra] != NULL || g_error_matches (refused, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED))
        continue;
      g_propagate_error (error, g_steal_pointer (&refused));
      qsf_options_clear_extras (options);
      return FALSE;
    }
  return TRUE;
}

void
qsf_options_clear_extras (QsfOptions *options)
{
  for (int extra = 0; extra < QSF_N_EXTRAS; extra++)
    if (options->extras[extra] != NULL)
      {
        qsf_extra_unref (extra, options->extras[extra]);
        options->extras[extra] = NULL;
      }
}
