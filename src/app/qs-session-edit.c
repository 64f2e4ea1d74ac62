/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-session-edit.h"

#include "plot/qsp-number.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <math.h>

void
qs_session_set_bits (QsSession *self, int bits)
{
  QsaScheme scheme = qs_session_get_state (self)->scheme;
  g_autofree char *label = NULL;

  scheme.format.bits = CLAMP (bits, QSC_BITS_MIN, QSC_BITS_MAX);
  label = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d bit", "%d bits", (gulong)scheme.format.bits), scheme.format.bits);
  qs_session_set_scheme (self, &scheme, NULL, FALSE, label);
}

void
qs_session_set_signed (QsSession *self, gboolean is_signed)
{
  QsaScheme scheme = qs_session_get_state (self)->scheme;

  scheme.format.is_signed = is_signed;
  qs_session_set_scheme (self, &scheme, NULL, FALSE, is_signed ? _ ("signed") : _ ("unsigned"));
}

void
qs_session_set_narrow_range (QsSession *self, gboolean narrow_range)
{
  QsaScheme scheme = qs_session_get_state (self)->scheme;

  scheme.format.narrow_range = narrow_range;
  qs_session_set_scheme (self, &scheme, NULL, FALSE, narrow_range ? _ ("narrow range") : _ ("full range"));
}

void
qs_session_set_symmetric (QsSession *self, gboolean symmetric)
{
  QsaScheme scheme = qs_session_get_state (self)->scheme;

  scheme.format.symmetric = symmetric;
  qs_session_set_scheme (self, &scheme, NULL, FALSE, symmetric ? _ ("symmetric") : _ ("asymmetric"));
}

void
qs_session_set_calibration (QsSession *self, QsaCalibration calibration)
{
  QsaScheme scheme = qs_session_get_state (self)->scheme;
  g_autofree char *label = NULL;

  if (calibration == QSA_CALIBRATION_MANUAL && scheme.calibration != QSA_CALIBRATION_MANUAL)
    {
      QscParams params;

      qs_session_get_params (self, &params);
      scheme.scale = params.scale;
      scheme.zero_point = params.zero_point;
    }
  scheme.calibration = calibration;
  label = g_strdup_printf (_ ("calibration %s"), qsa_calibration_get_title (calibration));
  qs_session_set_scheme (self, &scheme, NULL, FALSE, label);
}

void
qs_session_set_percentile (QsSession *self, double percentile)
{
  QsaScheme scheme = qs_session_get_state (self)->scheme;
  g_autofree char *label = NULL;
  g_autofree char *number = NULL;

  scheme.percentile = CLAMP (percentile, 50, 100);
  number = qsp_format_decimals (scheme.percentile, 2, TRUE);
  label = g_strdup_printf (_ ("percentile %s"), number);
  qs_session_set_scheme (self, &scheme, "percentile", TRUE, label);
}

void
qs_session_set_sigmas (QsSession *self, double sigmas)
{
  QsaScheme scheme = qs_session_get_state (self)->scheme;
  g_autofree char *label = NULL;
  g_autofree char *number = NULL;

  scheme.sigmas = CLAMP (sigmas, QSA_SIGMAS_MIN, QSA_SIGMAS_MAX);
  number = qsp_format_decimals (scheme.sigmas, 2, TRUE);
  label = g_strdup_printf (_ ("mean ± %sσ"), number);
  qs_session_set_scheme (self, &scheme, "sigmas", TRUE, label);
}

void
qs_session_set_rule (QsSession *self, QscRule rule)
{
  QsaScheme scheme = qs_session_get_state (self)->scheme;
  g_autofree char *label = NULL;

  qsc_rule_apply (rule, &scheme.format);
  label = g_strdup_printf (_ ("rule %s"), qsa_rule_get_title (rule));
  qs_session_set_scheme (self, &scheme, NULL, FALSE, label);
}

void
qs_session_set_rounding (QsSession *self, QscRounding rounding)
{
  QsaScheme scheme = qs_session_get_state (self)->scheme;
  g_autofree char *label = NULL;

  scheme.format.rounding = rounding;
  label = g_strdup_printf (_ ("rounding %s"), qsa_rounding_get_title (rounding));
  qs_session_set_scheme (self, &scheme, NULL, FALSE, label);
}

void
qs_session_set_granularity (QsSession *self, const QsaGranularity *granularity)
{
  QsaScheme scheme = qs_session_get_state (self)->scheme;
  g_autofree char *label = NULL;

  scheme.granularity = *granularity;
  label = qsa_granularity_describe (granularity);
  qs_session_set_scheme (self, &scheme, NULL, FALSE, label);
}

void
qs_session_set_power_of_two (QsSession *self, gboolean power_of_two)
{
  QsaScheme scheme = qs_session_get_state (self)->scheme;

  scheme.power_of_two = power_of_two;
  qs_session_set_scheme (self, &scheme, NULL, FALSE, power_of_two ? _ ("power-of-two scale") : _ ("free scale"));
}

static void
set_manual (QsSession *self, double scale, int zero_point, const char *control, const char *label)
{
  QsaScheme scheme = qs_session_get_state (self)->scheme;

  if (!(scale > 0) || !isfinite (scale))
    return;
  scheme.calibration = QSA_CALIBRATION_MANUAL;
  scheme.scale = (float)CLAMP (scale, FLT_MIN, FLT_MAX);
  scheme.zero_point = zero_point;
  qs_session_set_scheme (self, &scheme, control, TRUE, label);
}

void
qs_session_set_scale (QsSession *self, double scale)
{
  g_autofree char *number = qsp_format_number (scale, 3, TRUE);
  g_autofree char *label = g_strdup_printf (_ ("scale %s"), number);
  QscParams params;

  qs_session_get_params (self, &params);
  set_manual (self, scale, params.zero_point, "scale", label);
}

void
qs_session_set_zero_point (QsSession *self, int zero_point)
{
  g_autofree char *number = qsp_format_integer (zero_point);
  g_autofree char *label = g_strdup_printf (_ ("zero-point %s"), number);
  QscParams params;

  qs_session_get_params (self, &params);
  set_manual (self, params.scale, zero_point, "zero-point", label);
}

void
qs_session_set_parameters (QsSession *self, double scale, int zero_point, const char *control)
{
  g_autofree char *number = qsp_format_number (scale, 3, TRUE);
  g_autofree char *zero = qsp_format_integer (zero_point);
  g_autofree char *label = g_strdup_printf (_ ("scale %s, zero-point %s"), number, zero);

  set_manual (self, scale, zero_point, control, label);
}

static void
set_both (QsSession *self, double scale, int zero_point, const char *control)
{
  QsaScheme scheme = qs_session_get_state (self)->scheme;
  g_autofree char *number = qsp_format_number (scale, 3, TRUE);
  g_autofree char *zero = qsp_format_integer (zero_point);
  g_autofree char *label = g_strdup_printf (_ ("scale %s, zero-point %s"), number, zero);

  if (scheme.format.symmetric && zero_point != qsc_scheme_get_symmetric_zero_point (&scheme.format))
    scheme.format.symmetric = FALSE;
  scheme.calibration = QSA_CALIBRATION_MANUAL;
  scheme.scale = (float)CLAMP (scale, (double)FLT_MIN, (double)FLT_MAX);
  scheme.zero_point = zero_point;
  qs_session_set_scheme (self, &scheme, control, control != NULL, label);
}

void
qs_session_choose_parameters (QsSession *self, double scale, int zero_point)
{
  set_both (self, scale, zero_point, NULL);
}

void
qs_session_drag_parameters (QsSession *self, double scale, int zero_point)
{
  const QscScheme *format = &qs_session_get_state (self)->scheme.format;

  set_both (self, scale, format->symmetric ? qsc_scheme_get_symmetric_zero_point (format) : zero_point, "point");
}

void
qs_session_get_params (QsSession *self, QscParams *params)
{
  const QsaScheme *scheme = &qs_session_get_state (self)->scheme;
  QsaResult *result = qs_session_get_result (self);
  QsaSource *source = qs_session_get_source (self);

  if (scheme->calibration == QSA_CALIBRATION_MANUAL
      && qsc_params_init (params, &scheme->format, scheme->scale, scheme->zero_point) == QSC_OK)
    return;
  if (result != NULL && qsa_scheme_equal (qsa_result_get_scheme (result), scheme))
    {
      QsaUnitParams *units = qsa_result_get_unit_params (result);
      const guint64 unit = qsa_result_get_source (result) == source ? qs_session_get_unit (self) : 0;

      *params = qsa_unit_params_get_all (units)[MIN (unit, qsa_unit_params_get_n (units) - 1)];
      return;
    }
  if (source != NULL && qsa_source_get_moments (source)->count > 0)
    {
      const QscMoments *moments = qsa_source_get_moments (source);

      if (qsc_params_init_from_range (params, &scheme->format, moments->min, moments->max) == QSC_OK)
        return;
    }
  qsc_params_init_from_range (params, &scheme->format, -1, 1);
}

QsaUnitParams *
qs_session_get_unit_params (QsSession *self)
{
  QsaResult *result = qs_session_get_result (self);
  QscParams params;

  if (qs_session_get_state (self)->scheme.granularity.kind != QSA_PER_TENSOR && result != NULL
      && qsa_result_get_source (result) == qs_session_get_source (self))
    return qsa_unit_params_ref (qsa_result_get_unit_params (result));
  qs_session_get_params (self, &params);
  return qsa_unit_params_new_single (&params);
}
