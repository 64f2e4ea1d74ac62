/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-bits.h"

#include "analysis/qsa-calibrate-private.h"
#include "analysis/qsa-errors.h"

struct _QsaBits
{
  gatomicrefcount refs;
  QsaSource *source;
  QsaScheme scheme; /* with nothing in it that does not matter */
  QsaBitsPoint points[QSA_BITS_N];
  gsize n;
  int next; /* bit width */
};

static QsaScheme
get_essence (const QsaScheme *scheme)
{
  QsaScheme defaults, essence = *scheme;

  qsa_scheme_init (&defaults);
  if (scheme->format.rounding != QSC_ROUND_STOCHASTIC)
    essence.format.seed = defaults.format.seed;
  if (scheme->calibration != QSA_CALIBRATION_MANUAL)
    {
      essence.format.bits = defaults.format.bits;
      essence.scale = defaults.scale;
      essence.zero_point = defaults.zero_point;
    }
  return essence;
}

/* Other widths span what the manual scale spans at its own. */
static gboolean
spread_manual (const QsaScheme *scheme, const QscScheme *format, QscParams *params, GError **error)
{
  QscScheme plain = *format;
  QscParams own;
  double low, high;

  if (!qsa_check_status (qsc_params_init (&own, &scheme->format, scheme->scale, scheme->zero_point), &scheme->format, error))
    return FALSE;
  if (format->bits == scheme->format.bits)
    {
      *params = own;
      return TRUE;
    }
  qsc_params_get_level_range (&own, &low, &high);
  plain.rule = QSC_RULE_TEXTBOOK;
  /* The one code more that a symmetric format has below 0 is not what its scale is made from. */
  return qsa_check_status (qsc_params_init_from_range (params, &plain, format->symmetric ? -high : low, high), format, error);
}

static gboolean
calibrate (QsaBits *self, int bits, GCancellable *cancellable, QscParams *params, GError **error)
{
  QsaScheme scheme = self->scheme;

  scheme.format.bits = bits;
  if (scheme.calibration == QSA_CALIBRATION_MANUAL)
    return spread_manual (&self->scheme, &scheme.format, params, error);
  return qsa_calibrate (self->source, &scheme, cancellable, params, error);
}

static gboolean
add_width (QsaBits *self, int bits, GCancellable *cancellable, GError **error)
{
  QsaBitsPoint *point = &self->points[self->n];
  QscSquaredErrors errors = { 0 };
  g_autoptr (GError) refused = NULL;

  point->bits = bits;
  if (!calibrate (self, bits, cancellable, &point->params, &refused))
    {
      if (g_error_matches (refused, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&refused));
      return FALSE;
    }
  if (!qsa_errors_measure_squares (self->source, &point->params, 1, &errors, cancellable, error))
    return FALSE;
  point->mse = qsa_errors_get_mse (self->source, &errors);
  point->sqnr_db = qsa_errors_get_sqnr (self->source, &errors);
  self->n++;
  return TRUE;
}

static void
take_over (QsaBits *self, QsaBits *previous)
{
  for (gsize i = 0; i < previous->n; i++)
    self->points[i] = previous->points[i];
  self->n = previous->n;
  self->next = previous->next;
}

QsaBits *
qsa_bits_new (QsaSource *source, const QsaScheme *scheme, QsaBits *previous, guint n_more, GCancellable *cancellable,
              GError **error)
{
  g_autoptr (QsaBits) self = g_new0 (QsaBits, 1);

  g_atomic_ref_count_init (&self->refs);
  self->source = qsa_source_ref (source);
  self->scheme = get_essence (scheme);
  self->next = QSC_BITS_MIN;
  if (!qsc_scheme_is_valid (&scheme->format))
    {
      qsa_check_status (QSC_ERROR_BITS, &scheme->format, error);
      return NULL;
    }
  if (qsa_source_get_moments (source)->count == 0)
    self->next = QSC_BITS_MAX + 1;
  else if (previous != NULL && qsa_bits_is_of (previous, source, scheme))
    take_over (self, previous);
  for (; n_more > 0 && self->next <= QSC_BITS_MAX; n_more--)
    if (!add_width (self, self->next++, cancellable, error))
      return NULL;
  return g_steal_pointer (&self);
}

QsaBits *
qsa_bits_ref (QsaBits *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_bits_unref (QsaBits *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  qsa_source_unref (self->source);
  g_free (self);
}

const QsaBitsPoint *
qsa_bits_get_points (QsaBits *self, gsize *n)
{
  *n = self->n;
  return self->points;
}

gboolean
qsa_bits_is_complete (QsaBits *self)
{
  return self->next > QSC_BITS_MAX;
}

QsaSource *
qsa_bits_get_source (QsaBits *self)
{
  return self->source;
}

gboolean
qsa_bits_is_of (QsaBits *self, QsaSource *source, const QsaScheme *scheme)
{
  const QsaScheme essence = get_essence (scheme);

  return self->source == source && qsa_scheme_equal (&self->scheme, &essence);
}
