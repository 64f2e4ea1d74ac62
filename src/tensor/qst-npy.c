/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-archive-private.h"

#include "tensor/qst-npy-header.h"
#include "tensor/qst-tensor-private.h"

#include "tensor/qst-checked.h"
#include "tensor/qst-limits.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* The name of the file without its extension. */
static char *
name_from_path (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  char *dot = strrchr (base, '.');

  if (dot != NULL && dot != base)
    *dot = '\0';
  return g_utf8_make_valid (base, -1);
}

static gboolean
check_data (const QstNpyHeader *header, QstReader *reader, QstTensorLayout *layout, GError **error)
{
  guint64 bytes, there = qst_reader_left (reader);

  if (!qst_checked_count (header->shape, header->n_dims, &layout->count)
      || !qst_dtype_get_bytes (header->dtype, layout->count, &bytes))
    {
      g_set_error_literal (error, QST_ERROR, QST_ERROR_DAMAGED,
                           _ ("The shape in the header has more values than can be counted"));
      return FALSE;
    }
  if (bytes > there)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                   _ ("The values are cut off: %" PRIu64 " bytes expected from byte %" PRIu64 " on, %" PRIu64 " there"), bytes,
                   reader->at, there);
      return FALSE;
    }
  return TRUE;
}

static void
add_metadata (QstArchive *archive, const QstNpyHeader *header, guint64 trailing)
{
  g_autofree char *version = g_strdup_printf ("%u.0", header->major);
  g_autofree char *bytes = g_strdup_printf ("%" PRIu64, trailing);

  qst_archive_add_metadata (archive, N_ ("version"), version);
  qst_archive_add_metadata (archive, N_ ("byte order"), header->big_endian ? N_ ("big-endian") : N_ ("little-endian"));
  qst_archive_add_metadata (archive, N_ ("order"), header->fortran_order ? N_ ("column-major") : N_ ("row-major"));
  if (trailing > 0)
    qst_archive_add_metadata (archive, N_ ("bytes behind the array"), bytes);
}

static gboolean
open_npy (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = name_from_path (qst_archive_get_path (archive));
  QstTensorLayout layout = { .name = name, .format = qst_format_npy.info.nick };
  g_autoptr (QstStorage) storage = qst_storage_new_map (map);
  QstNpyHeader header;
  QstReader reader;
  QstTensor *tensor;

  qst_reader_init (&reader, qst_map_get_data (map), qst_map_get_size (map), FALSE);
  if (!qst_npy_header_read (&header, &reader, error) || !check_data (&header, &reader, &layout, error))
    return FALSE;

  layout.dtype = header.dtype;
  layout.n_dims = header.n_dims;
  layout.shape = header.shape;
  layout.big_endian = header.big_endian;
  layout.column_major = header.fortran_order;
  layout.offset = reader.at;
  tensor = qst_tensor_new (&layout, storage);
  add_metadata (archive, &header, qst_reader_left (&reader) - qst_tensor_get_stored_bytes (tensor));
  qst_archive_take_tensor (archive, tensor);
  return TRUE;
}

const QstFormat qst_format_npy = {
  .info = { "npy", N_ ("NumPy array"), "*.npy" },
  .probe = qst_npy_header_is_there,
  .open = open_npy,
};
