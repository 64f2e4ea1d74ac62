/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scheme.h"
#include "analysis/qsa-unit-params.h"

G_BEGIN_DECLS

/* The parameters as one line of words, to be copied, mailed and pasted:
 * "bits=4 signed=1 sym=0 s=0.0259000007 z=-1 round=half-even gran=tensor", with "narrow=1", "arith=…", "inverse=…" and "seed=…" where they matter. The
 * scale reads back as the same float32. (transfer full) */
char *qsa_setup_write (const QscScheme *format, const QscParams *params);

/* Reads such a line, its words in any order: bits and s are needed, the others as in qsa_scheme_init. format and params are set
 * only on success. FALSE with G_IO_ERROR_INVALID_DATA, which names the word. */
gboolean qsa_setup_read (const char *line, QscScheme *format, QscParams *params, GError **error);

/* The same of every granularity: channels and groups, whose scales no line holds, as the scheme that finds them again in the same
 * values, "bits=4 signed=1 sym=1 narrow=0 cal=min-max round=half-even gran=channel axis=0". (transfer full) */
char *qsa_setup_write_units (const QsaScheme *scheme, QsaUnitParams *params);

/* Reads either kind of line: one with s= makes the scheme manual, per tensor. What it does not name is as in qsa_scheme_init in the
 * first case, as in scheme in the other. FALSE as qsa_setup_read, or with G_IO_ERROR_INVALID_ARGUMENT. */
gboolean qsa_setup_read_scheme (const char *line, QsaScheme *scheme, GError **error);

G_END_DECLS
