/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-archive-private.h"

#include "tensor/qst-npy-header.h"
#include "tensor/qst-tensor-private.h"
#include "tensor/qst-zip.h"

#include "tensor/qst-checked.h"
#include "tensor/qst-limits.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define SUFFIX ".npy"

/* Enough for nearly all headers; a longer one is read again. */
#define USUAL_BEGIN 512

static gboolean
probe (const guint8 *data, guint64 size)
{
  return qst_zip_guess_kind (data, size) == QST_ZIP_NPZ;
}

static gboolean
read_header (QstZip *zip, const QstZipMember *member, QstNpyHeader *header, guint64 *length, GError **error)
{
  g_autofree guint8 *begin = NULL;
  QstReader reader;
  gsize got;

  begin = qst_zip_read_begin (zip, member, USUAL_BEGIN, &got, error);
  if (begin != NULL && qst_npy_header_get_length (begin, got) > got)
    {
      g_free (begin);
      begin = qst_zip_read_begin (zip, member, QST_LIMIT_NPY_HEADER_BYTES + QST_NPY_PREAMBLE_BYTES, &got, error);
    }
  if (begin == NULL)
    return FALSE;
  qst_reader_init (&reader, begin, got, FALSE);
  if (!qst_npy_header_read (header, &reader, error))
    return FALSE;
  *length = reader.at;
  return TRUE;
}

static gboolean
check_data (const QstNpyHeader *header, const QstZipMember *member, QstTensorLayout *layout, GError **error)
{
  guint64 bytes;

  if (!qst_checked_count (header->shape, header->n_dims, &layout->count)
      || !qst_dtype_get_bytes (header->dtype, layout->count, &bytes))
    {
      g_set_error_literal (error, QST_ERROR, QST_ERROR_DAMAGED,
                           _ ("The shape in the header has more values than can be counted"));
      return FALSE;
    }
  if (bytes > member->size - layout->offset)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                   _ ("The values are cut off: %" PRIu64 " bytes expected from byte %" PRIu64 " on, %" PRIu64 " there"), bytes,
                   layout->offset, member->size - layout->offset);
      return FALSE;
    }
  return TRUE;
}

static QstTensor *
open_member (QstZip *zip, const QstZipMember *member, const char *name, GError **error)
{
  QstTensorLayout layout = { .name = name, .format = qst_format_npz.info.nick };
  g_autoptr (QstStorage) storage = NULL;
  QstNpyHeader header;

  if (!read_header (zip, member, &header, &layout.offset, error) || !check_data (&header, member, &layout, error))
    return NULL;
  storage = qst_zip_new_storage (zip, member, error);
  if (storage == NULL)
    return NULL;
  layout.dtype = header.dtype;
  layout.n_dims = header.n_dims;
  layout.shape = header.shape;
  layout.big_endian = header.big_endian;
  layout.column_major = header.fortran_order;
  return qst_tensor_new (&layout, storage);
}

static void
add_member (QstArchive *archive, QstZip *zip, const QstZipMember *member)
{
  g_autofree char *name = g_strndup (member->name, strlen (member->name) - strlen (SUFFIX));
  GError *error = NULL;
  QstTensor *tensor = NULL;

  if (qst_archive_find_tensor (archive, name) != NULL)
    g_set_error_literal (&error, QST_ERROR, QST_ERROR_DAMAGED, _ ("its name stands twice in the list"));
  else
    tensor = open_member (zip, member, name, &error);
  if (tensor != NULL)
    qst_archive_take_tensor (archive, tensor);
  else
    qst_archive_take_missing (archive, &(QstMissing){ .name = name }, error);
}

static gboolean
open_npz (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstZip) zip = qst_zip_open (map, error);
  g_autofree char *others = NULL;
  guint n_others = 0;

  if (zip == NULL)
    return FALSE;
  for (guint i = 0; i < zip->members->len; i++)
    {
      const QstZipMember *member = &g_array_index (zip->members, QstZipMember, i);

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (g_str_has_suffix (member->name, SUFFIX))
        add_member (archive, zip, member);
      else
        n_others++;
    }
  others = g_strdup_printf ("%u", n_others);
  if (n_others > 0)
    qst_archive_add_metadata (archive, N_ ("other members"), others);
  return TRUE;
}

const QstFormat qst_format_npz = {
  .info = { "npz", N_ ("NumPy archive"), "*.npz" },
  .probe = probe,
  .open = open_npz,
};
