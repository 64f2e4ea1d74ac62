/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-archive.h"

G_BEGIN_DECLS

/* How much of a file is of one dtype. */
typedef struct
{
  guint64 n_tensors;
  guint64 n_values;
  guint64 n_bytes; /* as they are stored; tensors that share their bytes count singly */
} QstCensus;

/* Counts the tensors that can be read by their dtype. */
void qst_census_take (QstArchive *archive, QstCensus by_dtype[QST_N_DTYPES]);

G_END_DECLS
