/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SCHEME: from words to a QsaScheme. */
#include "cli/qs-cli-options.h"

#include <float.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"

static gboolean
refuse_pair (const char *a, const char *b, GError **error)
{
  return qs_cli_refuse (error, _ ("%s and %s contradict each other"), a, b);
}

static gboolean
parse_format (const QsCliOptions *self, QscScheme *format, GError **error)
{
  gint64 value;

  if (self->bits != NULL)
    {
      if (!qs_cli_parse_integer ("--bits", self->bits, QSC_BITS_MIN, QSC_BITS_MAX, &value, error))
        return FALSE;
      format->bits = (int)value;
    }
  if (self->is_signed && self->is_unsigned)
    return refuse_pair ("--signed", "--unsigned", error);
  if (self->symmetric && self->asymmetric)
    return refuse_pair ("--symmetric", "--asymmetric", error);
  format->is_signed = !self->is_unsigned;
  format->symmetric = !self->asymmetric;
  format->narrow_range = self->narrow_range;
  return TRUE;
}

static gboolean
parse_rule (const QsCliOptions *self, QscScheme *format, GError **error)
{
  g_autofree char *shown = NULL;
  QscRule rule;

  if (self->rule == NULL)
    return TRUE;
  if (qsc_rule_from_name (self->rule, &rule))
    {
      qsc_rule_apply (rule, format);
      return TRUE;
    }
  shown = qst_quote (self->rule, -1);
  return qs_cli_refuse (
      error,
      _ ("--rule: “%s”; expected textbook, onnx, onnx-dynamic, pytorch, fbgemm, tflite, tflite-dynamic, aimet or aimet-v1"),
      shown);
}

static gboolean
parse_rounding (const QsCliOptions *self, QscScheme *format, GError **error)
{
  gint64 seed;

  if (self->rounding != NULL && !qsa_rounding_from_nick (self->rounding, &format->rounding))
    {
      g_autofree char *shown = qst_quote (self->rounding, -1);

      return qs_cli_refuse (error,
                            _ ("--rounding: “%s”; expected half-even, half-away, half-up, down, up, toward-zero or stochastic"),
                            shown);
    }
  if (self->seed == NULL)
    return TRUE;
  if (!qs_cli_parse_integer ("--seed", self->seed, 0, G_MAXINT64, &seed, error))
    return FALSE;
  format->seed = (guint64)seed;
  return TRUE;
}

/* What only one method has, which it chooses, too. */
static gboolean
parse_parameter (const QsCliOptions *self, const char *name, const char *text, QsaCalibration method, double min, double max,
                 QsaScheme *scheme, double *value, GError **error)
{
  if (text == NULL)
    return TRUE;
  if (self->calibration == NULL && scheme->calibration == QSA_CALIBRATION_MIN_MAX)
    scheme->calibration = method;
  if (scheme->calibration != method)
    return qs_cli_refuse (error, _ ("%s has a meaning only with --calibration %s"), name, qsa_calibration_get_nick (method));
  return qs_cli_parse_real (name, text, min, max, value, error);
}

static gboolean
parse_calibration (const QsCliOptions *self, QsaScheme *scheme, GError **error)
{
  if (self->calibration != NULL && !qsa_calibration_from_nick (self->calibration, &scheme->calibration))
    {
      g_autofree char *shown = qst_quote (self->calibration, -1);

      return qs_cli_refuse (
          error, _ ("--calibration: “%s”; expected min-max, percentile, sigma, mse, entropy, aciq-gauss, aciq-laplace or torch"),
          shown);
    }
  if (scheme->calibration == QSA_CALIBRATION_MANUAL && self->scale == NULL)
    return qs_cli_refuse (error, _ ("--calibration manual needs --scale"));
  return parse_parameter (self, "--percentile", self->percentile, QSA_CALIBRATION_PERCENTILE, 50.0, 100.0, scheme,
                          &scheme->percentile, error)
         && parse_parameter (self, "--sigmas", self->sigmas, QSA_CALIBRATION_SIGMA, QSA_SIGMAS_MIN, QSA_SIGMAS_MAX, scheme,
                             &scheme->sigmas, error);
}

static gboolean
parse_scale (const QsCliOptions *self, QsaScheme *scheme, GError **error)
{
  double scale;

  if (self->percentile != NULL)
    return refuse_pair ("--scale", "--percentile", error);
  if (self->sigmas != NULL)
    return refuse_pair ("--scale", "--sigmas", error);
  if (self->calibration != NULL && scheme->calibration != QSA_CALIBRATION_MANUAL)
    return refuse_pair ("--scale", "--calibration", error);
  if (!qs_cli_parse_real ("--scale", self->scale, (double)FLT_TRUE_MIN, (double)FLT_MAX, &scale, error))
    return FALSE;
  scheme->calibration = QSA_CALIBRATION_MANUAL;
  scheme->scale = (float)scale;
  return TRUE;
}

static gboolean
parse_zero_point (const QsCliOptions *self, QsaScheme *scheme, GError **error)
{
  int32_t qmin, qmax;
  gint64 zero_point;

  qsc_scheme_get_code_range (&scheme->format, &qmin, &qmax);
  if (self->zero_point == NULL)
    {
      scheme->zero_point = CLAMP (0, qmin, qmax);
      return TRUE;
    }
  if (self->symmetric)
    return refuse_pair ("--zero-point", "--symmetric", error);
  if (self->scale == NULL)
    return qs_cli_refuse (error, _ ("--zero-point needs --scale"));
  if (!qs_cli_parse_integer ("--zero-point", self->zero_point, qmin, qmax, &zero_point, error))
    return FALSE;
  scheme->format.symmetric = false;
  scheme->zero_point = (int)zero_point;
  return TRUE;
}

static gboolean
parse_granularity (const QsCliOptions *self, QsaScheme *scheme, GError **error)
{
  gint64 axis;

  scheme->power_of_two = self->power_of_two;
  if (self->granularity != NULL && !qsa_granularity_from_nick (self->granularity, &scheme->granularity))
    {
      g_autofree char *shown = qst_quote (self->granularity, -1);

      return qs_cli_refuse (error, _ ("--granularity: “%s”; expected tensor, channel or group:N, N from %d to %d"), shown,
                            QSA_GROUP_MIN, QSA_GROUP_MAX);
    }
  if (scheme->granularity.kind != QSA_PER_TENSOR && self->scale != NULL)
    return refuse_pair ("--granularity", "--scale", error);
  if (self->axis == NULL)
    return TRUE;
  if (scheme->granularity.kind != QSA_PER_CHANNEL)
    return qs_cli_refuse (error, _ ("--axis has a meaning only with --granularity channel"));
  if (!qs_cli_parse_integer ("--axis", self->axis, 0, QST_LIMIT_DIMS - 1, &axis, error))
    return FALSE;
  scheme->granularity.axis = (int)axis;
  return TRUE;
}

gboolean
qs_cli_options_get_scheme (const QsCliOptions *self, QsaScheme *scheme, GError **error)
{
  qsa_scheme_init (scheme);
  if (!parse_format (self, &scheme->format, error) || !parse_rule (self, &scheme->format, error)
      || !parse_rounding (self, &scheme->format, error) || !parse_calibration (self, scheme, error)
      || !parse_granularity (self, scheme, error))
    return FALSE;
  if (self->scale != NULL && !parse_scale (self, scheme, error))
    return FALSE;
  return parse_zero_point (self, scheme, error);
}
