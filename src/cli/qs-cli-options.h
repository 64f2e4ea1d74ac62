/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-result.h"
#include "cli/qs-cli.h"
#include "tensor/qst-archive.h"

G_BEGIN_DECLS

/* SOURCE and SCHEME as typed, each word NULL where it was not given. */
typedef struct
{
  char **words; /* what is not an option */

  char *tensor;
  char *distribution, *count, *seed, *mean, *sigma, *degrees, *separation, *outlier_share, *outlier_scale, *channels,
      *channel_ratio;

  char *raw_dtype, *raw_shape, *raw_offset, *raw_byte_order;

  char *bits;
  gboolean is_signed, is_unsigned, symmetric, asymmetric, narrow_range;
  char *rule, *rounding, *calibration, *percentile, *sigmas, *scale, *zero_point;
  char *granularity, *axis;
  gboolean power_of_two;
} QsCliOptions;

void qs_cli_options_clear (QsCliOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QsCliOptions, qs_cli_options_clear)

/* Which groups of options a command has besides its own. */
typedef enum
{
  QS_CLI_NO_GROUPS,
  QS_CLI_SOURCE_AND_SCHEME,
  QS_CLI_SCHEME, /* of a network, whose tensors are not chosen */
  QS_CLI_FILE,   /* how a FILE without a header is read */
} QsCliGroups;

/* Reads the arguments of a command: own entries (the command's, NULL-terminated) and those of groups. usage: the words after the command's name in the help text. Prints the help and exits when asked for it. */
gboolean qs_cli_options_parse (QsCliOptions *self, char **arguments, const char *usage, const char *summary,
                               const GOptionEntry *own, QsCliGroups groups, GError **error);

/* path, as the options of files without a header say, or by its content. */
QstArchive *qs_cli_options_open_file (const QsCliOptions *self, const char *path, GError **error);

/* The source, read. */
QsaSource *qs_cli_options_open_source (const QsCliOptions *self, GError **error);

/* The scheme; checked, so that a calibration cannot refuse it. */
gboolean qs_cli_options_get_scheme (const QsCliOptions *self, QsaScheme *scheme, GError **error);

/* Both, and what follows from them. n_bins and n_error_bins as in QsaRequest. */
QsaResult *qs_cli_options_compute (const QsCliOptions *self, guint n_bins, double bin_width, guint n_error_bins, GError **error);

/* A number, “.” as decimal mark; name is the option's, for the error. */
gboolean qs_cli_parse_real (const char *name, const char *text, double min, double max, double *value, GError **error);
gboolean qs_cli_parse_integer (const char *name, const char *text, gint64 min, gint64 max, gint64 *value, GError **error);

G_END_DECLS
