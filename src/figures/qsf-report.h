/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-source.h"
#include "analysis/qsa-scheme.h"
#include "figures/qsf-figures.h"
#include "plot/qsp-report.h"

G_BEGIN_DECLS

/* All about source under scheme: parameters, measures and formulas, then every view. Computes what it shows, so that it hangs on
 * nothing but its arguments. pick (nullable): the value that is marked, at index. Blocking. NULL with G_IO_ERROR_CANCELLED,
 * QST_ERROR, … (transfer full) */
QspReport *qsf_report_new (QsaSource *source, const QsaScheme *scheme, const float *pick, guint64 pick_index,
                           GCancellable *cancellable, GError **error);

/* "INT4 asymmetric · s = 0.02590 · z = −1 · least squared error · SQNR 17.3 dB": the line under figures, and in the metadata of
 * files. (transfer full) */
char *qsf_make_caption (QsaResult *result);

G_END_DECLS
