/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "cli/qs-cli-tensors.h"
#include "plot/qsp-number.h"
#include "tensor/qst-archive.h"
#include "tensor/qst-distribution.h"
#include "tensor/qst-quote.h"
#include "tensor/qst-raw.h"

void
qs_cli_options_clear (QsCliOptions *self)
{
  char **const texts[] = {
    &self->tensor,      &self->distribution, &self->count,         &self->seed,          &self->mean,       &self->sigma,
    &self->degrees,     &self->separation,   &self->outlier_share, &self->outlier_scale, &self->channels,   &self->channel_ratio,
    &self->bits,        &self->rule,         &self->rounding,      &self->calibration,   &self->percentile, &self->sigmas,
    &self->scale,       &self->zero_point,   &self->raw_dtype,     &self->raw_shape,     &self->raw_offset, &self->raw_byte_order,
    &self->granularity, &self->axis,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (texts[i], g_free);
  g_clear_pointer (&self->words, g_strfreev);
}

/* FILENAME stands for text that is taken as it is: names in files are UTF-8 whatever the locale is. */
#define TEXT G_OPTION_ARG_FILENAME

static GOptionGroup *
new_source_group (QsCliOptions *self)
{
  const GOptionEntry entries[] = {
    { "tensor", 't', 0, TEXT, &self->tensor,
      N_ ("Which tensor of FILE, by its name or a pattern with * and ?; needed where it holds several"), N_ ("NAME") },
    { "distribution", 0, 0, TEXT, &self->distribution,
      N_ ("Draw values instead of reading a file: gaussian, laplace, uniform, student-t, log-normal, relu, bimodal, outliers "
          "or channels"),
      N_ ("NAME") },
    { "count", 0, 0, TEXT, &self->count, N_ ("How many values are drawn, 16 to 16777216 (65536)"), "N" },
    { "mean", 0, 0, TEXT, &self->mean, N_ ("Shift of all values (0)"), "X" },
    { "sigma", 0, 0, TEXT, &self->sigma, N_ ("Spread of the distribution (1)"), "X" },
    { "degrees", 0, 0, TEXT, &self->degrees, N_ ("student-t: degrees of freedom (4)"), "X" },
    { "separation", 0, 0, TEXT, &self->separation, N_ ("bimodal: distance of the peaks in sigma (5)"), "X" },
    { "outlier-share", 0, 0, TEXT, &self->outlier_share, N_ ("outliers: share of the values, 0 to 1 (0.005)"), "X" },
    { "outlier-scale", 0, 0, TEXT, &self->outlier_scale, N_ ("outliers: factor on sigma (10)"), "X" },
    { "channels", 0, 0, TEXT, &self->channels, N_ ("channels: rows (64)"), "N" },
    { "channel-ratio", 0, 0, TEXT, &self->channel_ratio, N_ ("channels: largest sigma over smallest (100)"), "X" },
    { NULL },
  };
  GOptionGroup *group = g_option_group_new ("source", _ ("SOURCE, a FILE or a distribution:"), "", NULL, NULL);

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  return group;
}

static GOptionGroup *
new_raw_group (QsCliOptions *self)
{
  const GOptionEntry entries[] = {
    { "raw-dtype", 0, 0, TEXT, &self->raw_dtype,
      N_ ("FILE has no header, only values of this type: F64, F32, F16, BF16, F8_E4M3, F8_E5M2, I64 to I4, U64 to U4 or BOOL"),
      N_ ("TYPE") },
    { "raw-shape", 0, 0, TEXT, &self->raw_shape, N_ ("Its shape, as 32x64; without it all values are one row"), N_ ("SHAPE") },
    { "raw-offset", 0, 0, TEXT, &self->raw_offset, N_ ("The byte at which its values begin (0)"), "N" },
    { "raw-byte-order", 0, 0, TEXT, &self->raw_byte_order, N_ ("Their byte order: little (default) or big"), N_ ("ORDER") },
    { NULL },
  };
  GOptionGroup *group = g_option_group_new ("raw", _ ("A FILE without a header:"), "", NULL, NULL);

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  return group;
}

static GOptionGroup *
new_scheme_group (QsCliOptions *self)
{
  const GOptionEntry entries[] = {
    { "bits", 'b', 0, TEXT, &self->bits, N_ ("Bit width, 2 to 16 (8)"), "N" },
    { "signed", 0, 0, G_OPTION_ARG_NONE, &self->is_signed, N_ ("Codes from −2^(N−1) on (default)"), NULL },
    { "unsigned", 0, 0, G_OPTION_ARG_NONE, &self->is_unsigned, N_ ("Codes from 0 on"), NULL },
    { "symmetric", 0, 0, G_OPTION_ARG_NONE, &self->symmetric, N_ ("Zero-point fixed in the middle (default)"), NULL },
    { "asymmetric", 0, 0, G_OPTION_ARG_NONE, &self->asymmetric, N_ ("Zero-point chosen as the scale is"), NULL },
    { "narrow-range", 0, 0, G_OPTION_ARG_NONE, &self->narrow_range, N_ ("Leave out the lowest code"), NULL },
    { "rule", 0, 0, TEXT, &self->rule,
      N_ ("Whose formulas are used: textbook (default), onnx, onnx-dynamic, pytorch, fbgemm, tflite, tflite-dynamic, aimet or "
          "aimet-v1"),
      N_ ("NAME") },
    { "rounding", 0, 0, TEXT, &self->rounding,
      N_ ("half-even (default), half-away, half-up, down, up, toward-zero or stochastic"), N_ ("RULE") },
    { "seed", 0, 0, TEXT, &self->seed, N_ ("Of the draw, and of stochastic rounding (1)"), "N" },
    { "calibration", 0, 0, TEXT, &self->calibration,
      N_ ("How scale and zero-point are found: min-max (default), percentile, sigma, mse, entropy, aciq-gauss, aciq-laplace or "
          "torch"),
      N_ ("METHOD") },
    { "percentile", 0, 0, TEXT, &self->percentile, N_ ("Percentage of values kept unclipped, 50 to 100 (99.9)"), "P" },
    { "sigmas", 0, 0, TEXT, &self->sigmas, N_ ("Standard deviations kept on either side of the mean, 0.1 to 100 (3)"), "K" },
    { "granularity", 'g', 0, TEXT, &self->granularity,
      N_ ("How many values share a scale: tensor (default), channel or group:N, N neighbours along the last axis"), N_ ("UNIT") },
    { "axis", 0, 0, TEXT, &self->axis, N_ ("Axis of the channels, from 0 (0)"), "K" },
    { "power-of-two", 0, 0, G_OPTION_ARG_NONE, &self->power_of_two, N_ ("Scales that are powers of two: fixed point"), NULL },
    { "scale", 's', 0, TEXT, &self->scale, N_ ("Scale, instead of a calibration"), "S" },
    { "zero-point", 'z', 0, TEXT, &self->zero_point, N_ ("Zero-point, a code; only with --scale (0)"), "Z" },
    { NULL },
  };
  GOptionGroup *group = g_option_group_new ("scheme", _ ("SCHEME:"), "", NULL, NULL);

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  return group;
}

static void
print_help_and_exit (GOptionContext *context, const char *command, const char *usage)
{
  g_autofree char *help = g_option_context_get_help (context, FALSE, NULL);
  const char *rest = strchr (help, '\n'); /* GLib's own first lines name the program only */

  rest = rest != NULL ? strchr (rest + 1, '\n') : NULL;
  g_print ("%s\n  quantoscope-cli %s %s\n%s", _ ("Usage:"), command, usage, rest != NULL ? rest + 1 : "\n");
  exit (0);
}

gboolean
qs_cli_options_parse (QsCliOptions *self, char **arguments, const char *usage, const char *summary, const GOptionEntry *own,
                      QsCliGroups groups, GError **error)
{
  gboolean help = FALSE;
  const GOptionEntry common[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_ ("Show this help"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &self->words, NULL, NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_auto (GStrv) rest = g_strdupv (arguments);

  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_summary (context, summary);
  g_option_context_add_main_entries (context, own, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  if (groups == QS_CLI_FILE || groups == QS_CLI_SOURCE_AND_SCHEME)
    g_option_context_add_group (context, new_raw_group (self));
  if (groups == QS_CLI_SOURCE_AND_SCHEME)
    g_option_context_add_group (context, new_source_group (self));
  if (groups == QS_CLI_SCHEME || groups == QS_CLI_SOURCE_AND_SCHEME)
    g_option_context_add_group (context, new_scheme_group (self));
  if (!g_option_context_parse_strv (context, &rest, error))
    return FALSE;
  if (help)
    print_help_and_exit (context, arguments[0], usage);
  if (self->words == NULL)
    self->words = g_new0 (char *, 1);
  return TRUE;
}

gboolean
qs_cli_parse_real (const char *name, const char *text, double min, double max, double *value, GError **error)
{
  g_autofree char *shown = qst_quote (text, -1);
  char low[G_ASCII_DTOSTR_BUF_SIZE], high[G_ASCII_DTOSTR_BUF_SIZE];
  char *end;
  double number = g_ascii_strtod (text, &end);

  if (end == text || *end != '\0')
    number = qsp_parse_number (text, &number) ? number : (double)NAN; /* 1/32, 2^-5 */
  if (isfinite (number) && number >= min && number <= max)
    {
      *value = number;
      return TRUE;
    }
  if (min <= -G_MAXDOUBLE && max >= G_MAXDOUBLE)
    return qs_cli_refuse (error, _ ("%s: “%s” is not a number"), name, shown);
  if (max >= G_MAXDOUBLE)
    return qs_cli_refuse (error, _ ("%s: “%s”; expected a number from %s up"), name, shown,
                          g_ascii_formatd (low, sizeof low, "%g", min));
  return qs_cli_refuse (error, _ ("%s: “%s”; expected a number from %s to %s"), name, shown,
                        g_ascii_formatd (low, sizeof low, "%g", min), g_ascii_formatd (high, sizeof high, "%g", max));
}

gboolean
qs_cli_parse_integer (const char *name, const char *text, gint64 min, gint64 max, gint64 *value, GError **error)
{
  g_autofree char *shown = NULL;

  if (g_ascii_string_to_signed (text, 10, min, max, value, NULL))
    return TRUE;
  shown = qst_quote (text, -1);
  return qs_cli_refuse (error, _ ("%s: “%s”; expected a whole number from %" PRId64 " to %" PRId64), name, shown, min, max);
}

static gboolean
parse_seed (const QsCliOptions *self, guint64 *seed, GError **error)
{
  gint64 value;

  if (self->seed == NULL)
    return TRUE;
  if (!qs_cli_parse_integer ("--seed", self->seed, 0, G_MAXINT64, &value, error))
    return FALSE;
  *seed = (guint64)value;
  return TRUE;
}

/* An option that only some distributions know. */
typedef struct
{
  const char *name;
  const char *text;
  double *real;
  guint64 *count;
  int only; /* the kind it belongs to, -1: all */
} Parameter;

static gboolean
parse_parameter (const Parameter *parameter, QstDistributionKind kind, GError **error)
{
  gint64 count;

  if (parameter->text == NULL)
    return TRUE;
  if (parameter->only >= 0 && parameter->only != (int)kind)
    return qs_cli_refuse (error, _ ("%s has a meaning only with --distribution %s"), parameter->name,
                          qst_distribution_get_nick ((QstDistributionKind)parameter->only));
  if (parameter->real != NULL)
    return qs_cli_parse_real (parameter->name, parameter->text, -G_MAXDOUBLE, G_MAXDOUBLE, parameter->real, error);
  if (!qs_cli_parse_integer (parameter->name, parameter->text, 1, QST_DISTRIBUTION_COUNT_MAX, &count, error))
    return FALSE;
  *parameter->count = (guint64)count;
  return TRUE;
}

static gboolean
parse_distribution (const QsCliOptions *self, QstDistribution *to, GError **error)
{
  const Parameter parameters[] = {
    { "--mean", self->mean, &to->mean, NULL, -1 },
    { "--sigma", self->sigma, &to->sigma, NULL, -1 },
    { "--degrees", self->degrees, &to->degrees, NULL, QST_DISTRIBUTION_STUDENT_T },
    { "--separation", self->separation, &to->separation, NULL, QST_DISTRIBUTION_BIMODAL },
    { "--outlier-share", self->outlier_share, &to->outlier_share, NULL, QST_DISTRIBUTION_OUTLIERS },
    { "--outlier-scale", self->outlier_scale, &to->outlier_scale, NULL, QST_DISTRIBUTION_OUTLIERS },
    { "--channels", self->channels, NULL, &to->channels, QST_DISTRIBUTION_CHANNELS },
    { "--channel-ratio", self->channel_ratio, &to->channel_ratio, NULL, QST_DISTRIBUTION_CHANNELS },
  };
  QstDistributionKind kind;
  gint64 count;

  if (!qst_distribution_from_nick (self->distribution, &kind))
    {
      g_autofree char *shown = qst_quote (self->distribution, -1);

      return qs_cli_refuse (error,
                            _ ("--distribution: “%s”; expected gaussian, laplace, uniform, student-t, log-normal, relu, "
                               "bimodal, outliers or channels"),
                            shown);
    }
  qst_distribution_init (to, kind);
  if (self->count != NULL)
    {
      if (!qs_cli_parse_integer ("--count", self->count, QST_DISTRIBUTION_COUNT_MIN, QST_DISTRIBUTION_COUNT_MAX, &count, error))
        return FALSE;
      to->count = (guint64)count;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (parameters); i++)
    if (!parse_parameter (&parameters[i], kind, error))
      return FALSE;
  return parse_seed (self, &to->seed, error);
}

static QstTensor *
draw (const QsCliOptions *self, GError **error)
{
  QstDistribution distribution;
  g_autoptr (GError) refused = NULL;
  QstTensor *tensor;

  if (!parse_distribution (self, &distribution, error))
    return NULL;
  tensor = qst_distribution_draw (&distribution, NULL, &refused);
  if (tensor == NULL)
    qs_cli_refuse (error, "%s", refused->message); /* only its parameters can be wrong */
  return tensor;
}

/* Options of a draw are refused where a file is read. */
static gboolean
refuse_draw_options (const QsCliOptions *self, GError **error)
{
  const struct
  {
    const char *name, *text;
  } options[] = {
    { "--count", self->count },
    { "--mean", self->mean },
    { "--sigma", self->sigma },
    { "--degrees", self->degrees },
    { "--separation", self->separation },
    { "--outlier-share", self->outlier_share },
    { "--channels", self->channels },
    { "--outlier-scale", self->outlier_scale },
    { "--channel-ratio", self->channel_ratio },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (options[i].text != NULL)
      return qs_cli_refuse (error, _ ("%s has a meaning only with --distribution"), options[i].name);
  if (self->seed != NULL && g_strcmp0 (self->rounding, "stochastic") != 0)
    return qs_cli_refuse (error, _ ("--seed has a meaning only with --distribution or --rounding stochastic"));
  return TRUE;
}

static gboolean
parse_raw (const QsCliOptions *self, QstRaw *raw, GError **error)
{
  gint64 offset = 0;
  g_autofree char *dtype = qst_quote (self->raw_dtype, -1);
  g_autofree char *shape = qst_quote (self->raw_shape != NULL ? self->raw_shape : "", -1);
  g_autofree char *order = qst_quote (self->raw_byte_order != NULL ? self->raw_byte_order : "", -1);

  qst_raw_init (raw);
  if (!qst_raw_parse_dtype (self->raw_dtype, &raw->dtype))
    return qs_cli_refuse (error, _ ("--raw-dtype: “%s”; expected a type as F32, BF16 or I8"), dtype);
  if (self->raw_shape != NULL && !qst_raw_parse_shape (raw, self->raw_shape))
    return qs_cli_refuse (error, _ ("--raw-shape: “%s”; expected whole numbers above 0 as 32x64"), shape);
  if (self->raw_byte_order != NULL && !qst_raw_parse_byte_order (raw, self->raw_byte_order))
    return qs_cli_refuse (error, _ ("--raw-byte-order: “%s”; expected little or big"), order);
  if (self->raw_offset != NULL && !qs_cli_parse_integer ("--raw-offset", self->raw_offset, 0, G_MAXINT64, &offset, error))
    return FALSE;
  raw->offset = (guint64)offset;
  return TRUE;
}

static const char *
get_raw_detail (const QsCliOptions *self)
{
  return self->raw_shape != NULL        ? "--raw-shape"
         : self->raw_offset != NULL     ? "--raw-offset"
         : self->raw_byte_order != NULL ? "--raw-byte-order"
                                        : NULL;
}

QstArchive *
qs_cli_options_open_file (const QsCliOptions *self, const char *path, GError **error)
{
  QstRaw raw;

  if (self->raw_dtype != NULL)
    return parse_raw (self, &raw, error) ? qst_archive_open_raw (path, &raw, NULL, error) : NULL;
  if (get_raw_detail (self) == NULL)
    return qst_archive_open (path, NULL, error);
  qs_cli_refuse (error, _ ("%s has a meaning only with --raw-dtype"), get_raw_detail (self));
  return NULL;
}

static QstTensor *
read_file (const QsCliOptions *self, GError **error)
{
  g_autoptr (QstArchive) archive = NULL;

  if (!refuse_draw_options (self, error))
    return NULL;
  archive = qs_cli_options_open_file (self, self->words[0], error);
  return archive != NULL ? qs_cli_choose_tensor (archive, self->tensor, error) : NULL;
}

static gboolean
check_source (const QsCliOptions *self, GError **error)
{
  const guint n_words = g_strv_length (self->words);

  if (n_words == 0 && self->distribution == NULL)
    return qs_cli_refuse (error, _ ("A FILE or --distribution NAME is needed"));
  if (n_words > 0 && self->distribution != NULL)
    return qs_cli_refuse (error, _ ("Either a FILE or --distribution, not both"));
  if (n_words > 1)
    {
      g_autofree char *word = qst_quote (self->words[1], -1);

      return qs_cli_refuse (error, _ ("“%s” is one word too many; one FILE is expected"), word);
    }
  if (self->distribution != NULL && (self->raw_dtype != NULL || get_raw_detail (self) != NULL))
    return qs_cli_refuse (error, _ ("%s has a meaning only with a FILE"),
                          self->raw_dtype != NULL ? "--raw-dtype" : get_raw_detail (self));
  if (self->tensor != NULL && self->distribution != NULL)
    return qs_cli_refuse (error, _ ("--tensor has a meaning only with a FILE"));
  return TRUE;
}

QsaSource *
qs_cli_options_open_source (const QsCliOptions *self, GError **error)
{
  g_autoptr (QstTensor) tensor = NULL;

  if (!check_source (self, error))
    return NULL;
  tensor = self->distribution != NULL ? draw (self, error) : read_file (self, error);
  return tensor != NULL ? qsa_source_new (tensor, NULL, error) : NULL;
}

QsaResult *
qs_cli_options_compute (const QsCliOptions *self, guint n_bins, double bin_width, guint n_error_bins, GError **error)
{
  QsaRequest request = { .auto_range = TRUE, .n_bins = n_bins, .bin_width = bin_width, .n_error_bins = n_error_bins };
  g_autoptr (QsaSource) source = NULL;

  if (!qs_cli_options_get_scheme (self, &request.scheme, error))
    return NULL;
  source = qs_cli_options_open_source (self, error);
  if (source == NULL)
    return NULL;
  request.source = source;
  return qsa_result_new (&request, NULL, NULL, error);
}
