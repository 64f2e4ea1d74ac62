/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-scene.h"

#include <errno.h>
#include <float.h>
#include <glib/gi18n-lib.h>
#include <gio/gio.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "tensor/qst-quote.h"

typedef enum
{
  KIND_BITS,
  KIND_FLAG,  /* bool */
  KIND_SMALL, /* int, a code */
  KIND_WHOLE, /* guint64 */
  KIND_REAL,  /* double */
  KIND_SCALE, /* float above 0 */
  KIND_PICK,  /* float */
  KIND_CALIBRATION,
  KIND_RULE,
  KIND_ROUNDING,
  KIND_GRANULARITY,
  KIND_DISTRIBUTION,
  KIND_RAW,
} Kind;

/* When a word is written: always, or only where the setup has something to say. */
typedef gboolean (*IsSaid) (const QsaScene *self);

static gboolean
is_manual (const QsaScene *self)
{
  return self->scheme.calibration == QSA_CALIBRATION_MANUAL;
}

static gboolean
is_manual_asymmetric (const QsaScene *self)
{
  return is_manual (self) && !self->scheme.format.symmetric;
}

static gboolean
is_percentile (const QsaScene *self)
{
  return self->scheme.calibration == QSA_CALIBRATION_PERCENTILE;
}

static gboolean
is_sigma (const QsaScene *self)
{
  return self->scheme.calibration == QSA_CALIBRATION_SIGMA;
}

static gboolean
is_stochastic (const QsaScene *self)
{
  return self->scheme.format.rounding == QSC_ROUND_STOCHASTIC;
}

static gboolean
is_of_units (const QsaScene *self)
{
  return self->scheme.granularity.kind != QSA_PER_TENSOR;
}

static gboolean
is_of_channels (const QsaScene *self)
{
  return self->scheme.granularity.kind == QSA_PER_CHANNEL;
}

static gboolean
is_power_of_two (const QsaScene *self)
{
  return self->scheme.power_of_two;
}

static gboolean
is_drawn (const QsaScene *self)
{
  return self->is_drawn;
}

static gboolean
is_by_rule (const QsaScene *self)
{
  return self->scheme.format.rule != QSC_RULE_TEXTBOOK;
}

static gboolean
has_raw (const QsaScene *self)
{
  return self->has_raw;
}

static gboolean
has_pick (const QsaScene *self)
{
  return self->has_pick;
}

#define IS_OF(name, KIND)                                                                                                        \
  static gboolean is_##name (const QsaScene *self)                                                                               \
  {                                                                                                                              \
    return self->is_drawn && self->distribution.kind == QST_DISTRIBUTION_##KIND;                                                 \
  }

IS_OF (student_t, STUDENT_T)
IS_OF (bimodal, BIMODAL)
IS_OF (outliers, OUTLIERS)
IS_OF (channels, CHANNELS)

static const struct
{
  const char *key;
  Kind kind;
  gsize offset;
  IsSaid is_said; /* NULL: always */
} words[] = {
#define SCHEME(field) offsetof (QsaScene, scheme.field)
#define DRAW(field) offsetof (QsaScene, distribution.field)
  { "bits", KIND_BITS, SCHEME (format.bits), NULL },
  { "signed", KIND_FLAG, SCHEME (format.is_signed), NULL },
  { "sym", KIND_FLAG, SCHEME (format.symmetric), NULL },
  { "narrow", KIND_FLAG, SCHEME (format.narrow_range), NULL },
  { "cal", KIND_CALIBRATION, SCHEME (calibration), NULL },
  { "percentile", KIND_REAL, SCHEME (percentile), is_percentile },
  { "sigmas", KIND_REAL, SCHEME (sigmas), is_sigma },
  { "s", KIND_SCALE, SCHEME (scale), is_manual },
  { "z", KIND_SMALL, SCHEME (zero_point), is_manual_asymmetric },
  { "rule", KIND_RULE, SCHEME (format), is_by_rule },
  { "round", KIND_ROUNDING, SCHEME (format.rounding), NULL },
  { "rounding-seed", KIND_WHOLE, SCHEME (format.seed), is_stochastic },
  { "gran", KIND_GRANULARITY, SCHEME (granularity), is_of_units },
  { "axis", KIND_SMALL, SCHEME (granularity.axis), is_of_channels },
  { "pow2", KIND_FLAG, SCHEME (power_of_two), is_power_of_two },
  { "data", KIND_DISTRIBUTION, DRAW (kind), is_drawn },
  { "count", KIND_WHOLE, DRAW (count), is_drawn },
  { "seed", KIND_WHOLE, DRAW (seed), is_drawn },
  { "mean", KIND_REAL, DRAW (mean), is_drawn },
  { "sigma", KIND_REAL, DRAW (sigma), is_drawn },
  { "degrees", KIND_REAL, DRAW (degrees), is_student_t },
  { "separation", KIND_REAL, DRAW (separation), is_bimodal },
  { "outlier-share", KIND_REAL, DRAW (outlier_share), is_outliers },
  { "outlier-scale", KIND_REAL, DRAW (outlier_scale), is_outliers },
  { "channels", KIND_WHOLE, DRAW (channels), is_channels },
  { "channel-ratio", KIND_REAL, DRAW (channel_ratio), is_channels },
  { "raw", KIND_RAW, offsetof (QsaScene, raw), has_raw },
  { "pick", KIND_PICK, offsetof (QsaScene, pick), has_pick },
#undef SCHEME
#undef DRAW
};

void
qsa_scene_init (QsaScene *self)
{
  memset (self, 0, sizeof *self);
  qsa_scheme_init (&self->scheme);
  qst_distribution_init (&self->distribution, QST_DISTRIBUTION_GAUSSIAN);
}

static gboolean
refuse (const char *key, const char *value, const char *expected, GError **error)
{
  g_autofree char *shown = qst_quote (value, -1);

  /* Translators: a word of a setup: its key, its value, and what would have been right. */
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("“%s=%s”: expected %s"), key, shown, expected);
  return FALSE;
}

static gboolean
read_whole (const char *key, const char *value, gint64 min, gint64 max, gint64 *number, GError **error)
{
  g_autofree char *expected = NULL;

  if (g_ascii_string_to_signed (value, 10, min, max, number, NULL))
    return TRUE;
  expected = g_strdup_printf (_ ("a whole number from %" PRId64 " to %" PRId64), min, max);
  return refuse (key, value, expected, error);
}

/* 0.25, 1e-3 and 1/32; always with a point. */
static gboolean
read_real (const char *key, const char *value, double min, double max, double *number, GError **error)
{
  char *end;
  double x = g_ascii_strtod (value, &end);

  if (end != value && *end == '/')
    {
      const char *divisor = end + 1;
      const double by = g_ascii_strtod (divisor, &end);

      x = end != divisor ? x / by : (double)NAN;
    }
  if (end == value || *end != '\0' || !(x >= min && x <= max))
    return refuse (key, value, min > 0 ? _ ("a finite number above 0") : _ ("a finite number"), error);
  *number = x;
  return TRUE;
}

static gboolean
read_small (int index, const char *value, gpointer field, GError **error)
{
  const gboolean is_bits = words[index].kind == KIND_BITS;
  gint64 whole;

  if (!read_whole (words[index].key, value, is_bits ? QSC_BITS_MIN : G_MININT16, is_bits ? QSC_BITS_MAX : G_MAXUINT16, &whole,
                   error))
    return FALSE;
  *(int *)field = (int)whole;
  return TRUE;
}

static gboolean
read_float (int index, const char *value, float *field, GError **error)
{
  const gboolean is_scale = words[index].kind == KIND_SCALE;
  double real;

  if (!read_real (words[index].key, value, is_scale ? DBL_TRUE_MIN : -G_MAXDOUBLE, G_MAXDOUBLE, &real, error))
    return FALSE;
  /* As float32, into which it is rounded: 1e-45 is above 0 there. */
  *field = (float)real;
  if (isfinite (*field) && (!is_scale || *field > 0))
    return TRUE;
  return refuse (words[index].key, value, _ ("a number that float32 can hold"), error);
}

static gboolean
read_word (QsaScene *self, int index, const char *value, GError **error)
{
  const char *key = words[index].key;
  gpointer field = (char *)self + words[index].offset;
  QstDistributionKind kind;
  QscRule rule;
  gint64 whole;

  switch (words[index].kind)
    {
    case KIND_BITS:
    case KIND_SMALL:
      return read_small (index, value, field, error);
    case KIND_FLAG:
      if (!read_whole (key, value, 0, 1, &whole, error))
        return FALSE;
      *(bool *)field = whole != 0;
      return TRUE;
    case KIND_WHOLE:
      if (!read_whole (key, value, 0, G_MAXINT64, &whole, error))
        return FALSE;
      *(guint64 *)field = (guint64)whole;
      return TRUE;
    case KIND_REAL:
      return read_real (key, value, -G_MAXDOUBLE, G_MAXDOUBLE, field, error);
    case KIND_PICK:
      self->has_pick = TRUE;
      return read_float (index, value, field, error);
    case KIND_SCALE:
      return read_float (index, value, field, error);
    case KIND_CALIBRATION:
      return qsa_calibration_from_nick (value, field) || refuse (key, value, _ ("a calibration"), error);
    case KIND_RULE:
      if (!qsc_rule_from_name (value, &rule))
        return refuse (key, value, _ ("a rule"), error);
      qsa_format_set_rule (field, rule);
      return TRUE;
    case KIND_ROUNDING:
      return qsa_rounding_from_nick (value, field) || refuse (key, value, _ ("a rounding rule"), error);
    case KIND_RAW:
      if (!qst_raw_from_text (field, value))
        return refuse (key, value, _ ("TYPE:SHAPE:OFFSET:ORDER, as F32:32x64:0:little"), error);
      self->has_raw = TRUE;
      return TRUE;
    case KIND_GRANULARITY:
      return qsa_granularity_from_nick (value, field)
             || refuse (key, value, _ ("tensor, channel or group:N, N from 2 to 65536"), error);
    case KIND_DISTRIBUTION:
    default:
      if (!qst_distribution_from_nick (value, &kind))
        return refuse (key, value, _ ("a distribution"), error);
      qst_distribution_init (&self->distribution, kind);
      self->is_drawn = TRUE;
      return TRUE;
    }
}

static int
find_word (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].key, key) == 0)
      return (int)i;
  return -1;
}

/* One word of the text. seen: which keys came already. */
static gboolean
apply_word (QsaScene *self, const char *word, gboolean *seen, GError **error)
{
  const char *equals = strchr (word, '=');
  g_autofree char *key = equals != NULL ? g_strndup (word, (gsize)(equals - word)) : NULL;
  int index;

  if (equals == NULL)
    {
      g_autofree char *shown = qst_quote (word, -1);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("“%s” is no setting: expected KEY=VALUE"), shown);
      return FALSE;
    }
  index = find_word (key);
  if (index < 0 || seen[index])
    {
      g_autofree char *shown = qst_quote (key, -1);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   index < 0 ? _ ("There is no setting “%s”") : _ ("The setting “%s” stands there twice"), shown);
      return FALSE;
    }
  seen[index] = TRUE;
  return read_word (self, index, equals + 1, error);
}

/* What the numbers mean together. */
static gboolean
check (const QsaScene *self, GError **error)
{
  const QsaScheme *scheme = &self->scheme;
  g_autofree char *value = NULL;
  g_autofree char *expected = NULL;
  int32_t qmin, qmax;

  if (is_percentile (self) && !(scheme->percentile >= 50.0 && scheme->percentile <= 100.0))
    {
      value = g_strdup_printf ("%g", scheme->percentile);
      return refuse ("percentile", value, _ ("a number from 50 to 100"), error);
    }
  if (is_sigma (self) && !(scheme->sigmas >= QSA_SIGMAS_MIN && scheme->sigmas <= QSA_SIGMAS_MAX))
    {
      value = g_strdup_printf ("%g", scheme->sigmas);
      expected = g_strdup_printf (_ ("a number from %g to %g"), QSA_SIGMAS_MIN, QSA_SIGMAS_MAX);
      return refuse ("sigmas", value, expected, error);
    }
  if (scheme->granularity.axis < 0)
    {
      value = g_strdup_printf ("%d", scheme->granularity.axis);
      return refuse ("axis", value, _ ("a whole number from 0 on"), error);
    }
  if (is_of_units (self) && is_manual (self))
    {
      value = qsa_granularity_to_nick (&scheme->granularity);
      return refuse ("gran", value, _ ("tensor, as the scale is set by hand"), error);
    }
  if (!is_manual_asymmetric (self))
    return TRUE;
  qsc_scheme_get_code_range (&scheme->format, &qmin, &qmax);
  if (scheme->zero_point >= qmin && scheme->zero_point <= qmax)
    return TRUE;
  value = g_strdup_printf ("%d", scheme->zero_point);
  expected = g_strdup_printf (_ ("one of the codes, %d to %d"), qmin, qmax);
  return refuse ("z", value, expected, error);
}

gboolean
qsa_scene_apply (QsaScene *self, const char *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " \t\r\n", -1);
  gboolean seen[G_N_ELEMENTS (words)] = { FALSE };
  QsaScene next = *self;
  const int data = find_word ("data"), cal = find_word ("cal"), s = find_word ("s"), z = find_word ("z"),
            gran = find_word ("gran");

  /* A distribution brings its defaults, so it comes before what changes them. */
  for (int pass = 0; pass < 2; pass++)
    for (char **part = parts; *part != NULL; part++)
      if (**part != '\0' && g_str_has_prefix (*part, "data=") == (pass == 0) && !apply_word (&next, *part, seen, error))
        return FALSE;
  if ((seen[s] || seen[z]) && !seen[cal])
    next.scheme.calibration = QSA_CALIBRATION_MANUAL;
  /* A scale by hand is that of the whole tensor; whatever was said last holds. */
  if ((seen[s] || seen[z]) && !seen[gran] && !seen[cal])
    next.scheme.granularity.kind = QSA_PER_TENSOR;
  if (seen[gran] && !seen[cal] && !seen[s] && !seen[z] && is_of_units (&next) && is_manual (&next))
    next.scheme.calibration = QSA_CALIBRATION_MIN_MAX;
  if (seen[z] && !seen[find_word ("sym")])
    next.scheme.format.symmetric = next.scheme.format.symmetric && next.scheme.zero_point == 0;
  if (!next.is_drawn && !seen[data])
    for (int i = data + 1; i <= find_word ("channel-ratio"); i++)
      if (seen[i])
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("“%s” needs a distribution, data=NAME"), words[i].key);
          return FALSE;
        }
  if (!check (&next, error))
    return FALSE;
  *self = next;
  return TRUE;
}

/* The shortest decimals that read back as the number. */
static void
append_real (GString *text, double value, gboolean is_float)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (value == floor (value) && fabs (value) < 1e6)
    {
      g_string_append_printf (text, "%d", (int)value);
      return;
    }
  for (int digits = 1; digits <= 17; digits++)
    {
      char format[8];
      double back;

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      back = g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, format, value), NULL);
      if (is_float ? (float)back == (float)value : back == value)
        break;
    }
  g_string_append (text, buffer);
}

static void
append_value (GString *text, Kind kind, gconstpointer field)
{
  g_autofree char *raw = NULL;

  switch (kind)
    {
    case KIND_BITS:
    case KIND_SMALL:
      g_string_append_printf (text, "%d", *(const int *)field);
      break;
    case KIND_FLAG:
      g_string_append_c (text, *(const bool *)field ? '1' : '0');
      break;
    case KIND_WHOLE:
      g_string_append_printf (text, "%" G_GUINT64_FORMAT, *(const guint64 *)field);
      break;
    case KIND_REAL:
      append_real (text, *(const double *)field, FALSE);
      break;
    case KIND_SCALE:
    case KIND_PICK:
      append_real (text, (double)*(const float *)field, TRUE);
      break;
    case KIND_CALIBRATION:
      g_string_append (text, qsa_calibration_get_nick (*(const QsaCalibration *)field));
      break;
    case KIND_RULE:
      g_string_append (text, qsc_rule_get_name (((const QscScheme *)field)->rule));
      break;
    case KIND_ROUNDING:
      g_string_append (text, qsa_rounding_get_nick (*(const QscRounding *)field));
      break;
    case KIND_RAW:
      raw = qst_raw_to_text (field);
      g_string_append (text, raw);
      break;
    case KIND_GRANULARITY:
      {
        g_autofree char *nick = qsa_granularity_to_nick (field);

        g_string_append (text, nick);
        break;
      }
    case KIND_DISTRIBUTION:
    default:
      g_string_append (text, qst_distribution_get_nick (*(const QstDistributionKind *)field));
      break;
    }
}

char *
qsa_scene_to_text (const QsaScene *self)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (words[i].is_said != NULL && !words[i].is_said (self))
        continue;
      g_string_append_printf (text, "%s%s=", text->len > 0 ? " " : "", words[i].key);
      append_value (text, words[i].kind, (const char *)self + words[i].offset);
    }
  return g_string_free (text, FALSE);
}

gboolean
qsa_scene_equal (const QsaScene *a, const QsaScene *b)
{
  g_autofree char *first = qsa_scene_to_text (a);
  g_autofree char *second = qsa_scene_to_text (b);

  return strcmp (first, second) == 0;
}
