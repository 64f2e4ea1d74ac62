/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-census.h"

#include <string.h>

void
qst_census_take (QstArchive *archive, QstCensus by_dtype[QST_N_DTYPES])
{
  memset (by_dtype, 0, QST_N_DTYPES * sizeof *by_dtype);
  for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
    {
      QstTensor *tensor = qst_archive_get_tensor (archive, i);
      QstCensus *census = &by_dtype[qst_tensor_get_dtype (tensor)];

      census->n_tensors++;
      census->n_values += qst_tensor_get_count (tensor);
      census->n_bytes += qst_tensor_get_stored_bytes (tensor);
    }
}
