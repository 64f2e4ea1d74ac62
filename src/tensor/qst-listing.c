/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formats with a list of tensors: what can be wrong with an entry in the same way in each of them. */
#include "tensor/qst-archive-private.h"

#include "tensor/qst-checked.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

gboolean
qst_listing_check_type (QstArchive *archive, const QstMissing *about, guint64 number, QstDtype dtype)
{
  if (about->dtype == NULL)
    qst_archive_tell_missing (archive, about, QST_ERROR_UNSUPPORTED, _ ("the type %" PRIu64 " is unknown"), number);
  else if (dtype == QST_N_DTYPES)
    qst_archive_tell_missing (archive, about, QST_ERROR_UNSUPPORTED, _ ("the dtype %s is not supported"), about->dtype);
  else
    return TRUE;
  return FALSE;
}

gboolean
qst_listing_check_shape (QstArchive *archive, const QstMissing *about, QstDtype dtype, guint64 *count, guint64 *bytes)
{
  if (qst_checked_count (about->shape, about->n_dims, count) && qst_dtype_get_bytes (dtype, *count, bytes))
    return TRUE;
  qst_archive_tell_missing (archive, about, QST_ERROR_DAMAGED, _ ("the shape has more values than can be counted"));
  return FALSE;
}

gboolean
qst_listing_check_name (QstArchive *archive, const QstMissing *about)
{
  if (qst_archive_find_tensor (archive, about->name) == NULL)
    return TRUE;
  qst_archive_tell_missing (archive, about, QST_ERROR_DAMAGED, _ ("its name stands twice in the list"));
  return FALSE;
}
