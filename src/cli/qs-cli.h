/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What was typed is wrong: exit 2. Every other error: exit 1. */
#define QS_CLI_USAGE_ERROR (qs_cli_usage_error_quark ())
GQuark qs_cli_usage_error_quark (void);

/* Sets a usage error; returns FALSE. */
gboolean qs_cli_refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* One command, with its own words after the command's name (arguments[0] is the name). FALSE with error. */
typedef gboolean (*QsCliRun) (char **arguments, GError **error);

gboolean qs_cli_accuracy (char **arguments, GError **error);
gboolean qs_cli_code (char **arguments, GError **error);
gboolean qs_cli_convert (char **arguments, GError **error);
gboolean qs_cli_inspect (char **arguments, GError **error);
gboolean qs_cli_integer (char **arguments, GError **error);
gboolean qs_cli_lesson (char **arguments, GError **error);
gboolean qs_cli_measure (char **arguments, GError **error);
gboolean qs_cli_plot (char **arguments, GError **error);
gboolean qs_cli_rank (char **arguments, GError **error);
gboolean qs_cli_race (char **arguments, GError **error);
gboolean qs_cli_report (char **arguments, GError **error);
gboolean qs_cli_sizes (char **arguments, GError **error);
gboolean qs_cli_quantize (char **arguments, GError **error);

G_END_DECLS
