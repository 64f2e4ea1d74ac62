/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-result.h"
#include "tensor/qst-archive.h"

G_BEGIN_DECLS

/* What a model takes at other widths, and what one of its tensors loses there. */

enum
{
  QSA_SIZES_FLOAT32,
  QSA_SIZES_INT16,
  QSA_SIZES_INT8,
  QSA_SIZES_INT4,
  QSA_SIZES_N
};

typedef struct
{
  const char *name; /* "float32", static */
  int bits;
  guint64 bytes;    /* of all tensors; integers with a scale in float32 for each */
  double sqnr_db;   /* of the tensor; infinite without error, NaN where it is not measured */
  guint codes_used; /* 0 where there are no codes */
} QsaSizesRow;

typedef struct
{
  guint64 n_tensors, n_values;
  QsaSizesRow rows[QSA_SIZES_N];
} QsaSizes;

/* Of all tensors of archive (NULL: of source alone), by their headers; values are read of source (nullable) only, under scheme but for
 * its bits. Blocking. FALSE with G_IO_ERROR_CANCELLED, … */
gboolean qsa_sizes_compute (QstArchive *archive, QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable,
                            QsaSizes *sizes, GError **error);

/* {"tensors": …, "rows": […]}, pretty-printed. (transfer full) */
char *qsa_report_sizes (const QsaSizes *sizes);

G_END_DECLS
