/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Numbers for people: minus U+2212, multiplication sign and superscript exponents below 1e-4 and from 1e6 up, "—" for NaN,
 * "∞" for infinity; decimal separator of the locale if localized, else ".". All (transfer full). */

/* To that many significant digits, trailing zeros kept: 0.08750, 3.379, 8.7×10⁻⁵, 0. */
char *qsp_format_number (double value, int digits, gboolean localized);

/* A power of ten: 10⁻⁴. */
char *qsp_format_power (int exponent);

/* A whole number, thousands set apart by U+202F from 10 000 up: 110 592. */
char *qsp_format_count (guint64 count);

/* An integer with U+2212: −8. */
char *qsp_format_integer (gint64 value);

/* To that many decimals: 17.3. */
char *qsp_format_decimals (double value, int decimals, gboolean localized);

/* "0.72 %" with U+202F, of a share 0 … 1. */
char *qsp_format_percent (double share, gboolean localized);

/* "54 KiB", "1.4 MiB", "812 bytes". */
char *qsp_format_bytes (guint64 bytes, gboolean localized);

/* Reads what a person types: both decimal separators, 1e-3, 1/32, 2^-5, U+2212 minus. FALSE if it is not a finite number. */
gboolean qsp_parse_number (const char *text, double *value);

G_END_DECLS
