/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-hdf5-private.h"

#include "tensor/hdf5/qst-hdf5-protocol.h"
#include "tensor/qst-checked.h"
#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"
#include "tensor/qst-reader.h"
#include "tensor/qst-tensor-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

static const QstDtype dtypes[QST_HDF5_N_DTYPES] = {
  [QST_HDF5_F64] = QST_DTYPE_F64,   [QST_HDF5_F32] = QST_DTYPE_F32, [QST_HDF5_F16] = QST_DTYPE_F16,
  [QST_HDF5_BF16] = QST_DTYPE_BF16, [QST_HDF5_I64] = QST_DTYPE_I64, [QST_HDF5_I32] = QST_DTYPE_I32,
  [QST_HDF5_I16] = QST_DTYPE_I16,   [QST_HDF5_I8] = QST_DTYPE_I8,   [QST_HDF5_U64] = QST_DTYPE_U64,
  [QST_HDF5_U32] = QST_DTYPE_U32,   [QST_HDF5_U16] = QST_DTYPE_U16, [QST_HDF5_U8] = QST_DTYPE_U8,
  [QST_HDF5_BOOL] = QST_DTYPE_BOOL,
};

/* A data set that the program reads when its values are asked for. */
typedef struct
{
  QstHdf5File file;
  char *path;
  guint64 address;
  guint16 dtype;
} Unread;

/* Where its values go. */
typedef struct
{
  guint8 *bytes;
  gsize size;
  gsize at;
} Filling;

static void
unread_free (gpointer data)
{
  Unread *unread = data;

  qst_map_unref (unread->file.map);
  g_free (unread->path);
  g_free (unread);
}

static gboolean
fill (gpointer data, guint32 kind, const guint8 *payload, gsize size, GError **error)
{
  Filling *filling = data;

  if (kind != QST_HDF5_VALUES || size > filling->size - filling->at)
    return FALSE;
  memcpy (filling->bytes + filling->at, payload, size);
  filling->at += size;
  return TRUE;
}

static gboolean
load (gpointer data, guint8 *bytes, gsize size, GError **error)
{
  const Unread *unread = data;
  const guint64 numbers[] = { unread->address, unread->dtype, size };
  const QstHdf5Job job = { &unread->file,
                           "read",
                           numbers,
                           G_N_ELEMENTS (numbers),
                           QST_LIMIT_HDF5_MEMORY + 2 * (guint64)size,
                           qst_limit_get_hdf5_seconds (QST_LIMIT_HDF5_READ_SECONDS) };
  g_autofree char *quoted = qst_quote_basename (unread->path);
  Filling filling = { bytes, size, 0 };
  gboolean done = qst_hdf5_run (&job, fill, &filling, NULL, error);

  if (done && filling.at < size)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("libhdf5 gave %zu of its %zu bytes"), filling.at, size);
      done = FALSE;
    }
  if (!done)
    g_prefix_error (error, "%s: ", quoted);
  return done;
}

/* What one listing fills. */
typedef struct
{
  QstArchive *archive;
  const QstHdf5File *file;
  QstStorage *in_place; /* of the whole mapping */
  guint64 n_bytes;
} Listing;

static gboolean
read_shape (QstReader *reader, gsize n_dims, guint64 *shape)
{
  if (n_dims > QST_LIMIT_DIMS)
    return FALSE;
  for (gsize d = 0; d < n_dims; d++)
    shape[d] = qst_reader_u64 (reader);
  return !reader->failed;
}

/* The rest of the record as a name: valid, without a NUL. */
static char *
read_name (QstReader *reader)
{
  const gsize left = (gsize)qst_reader_left (reader);
  const char *bytes = (const char *)qst_reader_bytes (reader, left);

  if (bytes == NULL || left > QST_LIMIT_NAME_BYTES)
    return NULL;
  return g_utf8_make_valid (bytes, (gssize)strnlen (bytes, left));
}

/* Values that are there: either the file's own bytes, or as many as may be unpacked. NULL with error. */
static QstStorage *
new_storage (Listing *listing, QstTensorLayout *layout, gboolean in_place, guint16 dtype, guint64 address, GError **error)
{
  const QstHdf5File *file = listing->file;
  const guint64 limit = qst_limit_get_decoded_bytes ();
  guint64 bytes;
  Unread *unread;

  if (!qst_checked_count (layout->shape, layout->n_dims, &layout->count)
      || !qst_dtype_get_bytes (layout->dtype, layout->count, &bytes))
    g_set_error_literal (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("its shape has more values than can be counted"));
  else if (bytes == 0)
    {
      layout->offset = 0;
      return qst_storage_ref (listing->in_place);
    }
  else if (in_place && (layout->offset > file->size || bytes > file->size - layout->offset))
    g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                 _ ("its values are cut off: %" PRIu64 " bytes expected from byte %" PRIu64 " on, the file has %" PRIu64), bytes,
                 layout->offset, file->size);
  else if (in_place)
    {
      layout->offset += file->begin;
      return qst_storage_ref (listing->in_place);
    }
  else if (bytes > limit)
    g_set_error (error, QST_ERROR, QST_ERROR_LIMIT,
                 _ ("it would take %" PRIu64 " bytes unpacked; the limit is %" PRIu64 " (QUANTOSCOPE_MAX_DECODED)"), bytes,
                 limit);
  else
    {
      unread = g_new0 (Unread, 1);
      unread->file = *file;
      unread->file.map = qst_map_ref (file->map);
      unread->path = g_strdup (qst_archive_get_path (listing->archive));
      unread->address = address;
      unread->dtype = dtype;
      layout->offset = 0;
      return qst_storage_new_lazy (file->map, G_MAXUINT64, bytes, load, unread, unread_free);
    }
  return NULL;
}

static gboolean
add_dataset (Listing *listing, const guint8 *payload, gsize size)
{
  guint64 shape[QST_LIMIT_DIMS], address;
  QstTensorLayout layout = { .format = qst_archive_get_format (listing->archive), .shape = shape };
  g_autoptr (QstStorage) storage = NULL;
  g_autofree char *name = NULL;
  GError *error = NULL;
  gboolean in_place;
  guint16 dtype;
  QstReader reader;

  qst_reader_init (&reader, payload, size, FALSE);
  dtype = qst_reader_u16 (&reader);
  layout.big_endian = qst_reader_u8 (&reader) != 0;
  in_place = qst_reader_u8 (&reader) != 0;
  layout.n_dims = qst_reader_u32 (&reader);
  address = qst_reader_u64 (&reader);
  layout.offset = qst_reader_u64 (&reader);
  if (dtype >= QST_HDF5_N_DTYPES || !read_shape (&reader, layout.n_dims, shape))
    return FALSE;
  name = read_name (&reader);
  if (name == NULL)
    return FALSE;
  layout.name = name;
  layout.dtype = dtypes[dtype];
  layout.big_endian = layout.big_endian && in_place;
  storage = new_storage (listing, &layout, in_place, dtype, address, &error);
  if (storage != NULL)
    qst_archive_take_tensor (listing->archive, qst_tensor_new (&layout, storage));
  else
    qst_archive_take_missing (
        listing->archive,
        &(QstMissing){ .name = name, .dtype = qst_dtype_get_name (layout.dtype), .n_dims = layout.n_dims, .shape = shape },
        error);
  return TRUE;
}

static gboolean
add_missing (Listing *listing, const guint8 *payload, gsize size)
{
  guint64 shape[QST_LIMIT_DIMS];
  QstMissing missing = { .shape = shape };
  g_autofree char *name = NULL;
  guint16 why, type;
  guint32 length;
  const guint8 *detail;
  QstReader reader;
  GError *error;

  qst_reader_init (&reader, payload, size, FALSE);
  why = qst_reader_u16 (&reader);
  type = qst_reader_u16 (&reader);
  length = qst_reader_u32 (&reader);
  missing.n_dims = qst_reader_u32 (&reader);
  if (!read_shape (&reader, missing.n_dims, shape))
    return FALSE;
  detail = qst_reader_bytes (&reader, length);
  name = detail != NULL ? read_name (&reader) : NULL;
  if (name == NULL)
    return FALSE;
  missing.name = name;
  if (missing.n_dims == 0)
    missing.shape = NULL;
  error = qst_hdf5_new_error (why, type, (const char *)detail, length);
  if (why == QST_HDF5_WHY_COUNT)
    qst_archive_take_error (listing->archive, error);
  else
    qst_archive_take_missing (listing->archive, &missing, error);
  return TRUE;
}

static gboolean
add_metadata (Listing *listing, const guint8 *payload, gsize size)
{
  g_autofree char *key = NULL, *value = NULL;
  const guint8 *bytes;
  guint32 length;
  QstReader reader;

  qst_reader_init (&reader, payload, size, FALSE);
  length = qst_reader_u32 (&reader);
  bytes = qst_reader_bytes (&reader, length);
  if (bytes == NULL)
    return FALSE;
  key = g_strndup ((const char *)bytes, length);
  value = read_name (&reader);
  if (value == NULL)
    return FALSE;
  qst_archive_add_metadata (listing->archive, key, value);
  return TRUE;
}

static void
add_count (QstArchive *archive, const char *key, guint64 count)
{
  g_autofree char *text = g_strdup_printf ("%" PRIu64, count);

  if (count > 0)
    qst_archive_add_metadata (archive, key, text);
}

static gboolean
add_summary (Listing *listing, const guint8 *payload, gsize size)
{
  guint64 n_chunked, n_texts;
  g_autofree char *filters = NULL;
  QstReader reader;

  qst_reader_init (&reader, payload, size, FALSE);
  n_chunked = qst_reader_u64 (&reader);
  n_texts = qst_reader_u64 (&reader);
  filters = reader.failed ? NULL : read_name (&reader);
  if (filters == NULL)
    return FALSE;
  add_count (listing->archive, N_ ("data sets in chunks"), n_chunked);
  if (*filters != '\0')
    qst_archive_add_metadata (listing->archive, N_ ("filters"), filters);
  add_count (listing->archive, N_ ("data sets of text"), n_texts);
  return TRUE;
}

static gboolean
take_listed (gpointer data, guint32 kind, const guint8 *payload, gsize size, GError **error)
{
  Listing *listing = data;

  listing->n_bytes += size;
  if (listing->n_bytes > QST_LIMIT_HEADER_BYTES)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The list of its data sets has more than %u bytes"),
                   QST_LIMIT_HEADER_BYTES);
      return FALSE;
    }
  switch (kind)
    {
    case QST_HDF5_DATASET:
      return add_dataset (listing, payload, size);
    case QST_HDF5_MISSING:
      return add_missing (listing, payload, size);
    case QST_HDF5_METADATA:
      return add_metadata (listing, payload, size);
    case QST_HDF5_SUMMARY:
      return add_summary (listing, payload, size);
    default:
      return FALSE;
    }
}

static QstStorage *
new_in_place (const QstHdf5File *file)
{
  return file->is_inflated ? qst_storage_new_inflated (file->map) : qst_storage_new_map (file->map);
}

gboolean
qst_hdf5_list (QstArchive *archive, const QstHdf5File *file, GCancellable *cancellable, GError **error)
{
  const guint64 numbers[] = { QST_LIMIT_NESTING, QST_LIMIT_TENSORS };
  const QstHdf5Job job = {
    file, "list", numbers, G_N_ELEMENTS (numbers), QST_LIMIT_HDF5_MEMORY, qst_limit_get_hdf5_seconds (QST_LIMIT_HDF5_LIST_SECONDS)
  };
  g_autoptr (QstStorage) in_place = new_in_place (file);
  Listing listing = { archive, file, in_place, 0 };
  GError *failure = NULL;

  if (qst_hdf5_run (&job, take_listed, &listing, cancellable, &failure))
    return TRUE;
  if (failure->domain != QST_ERROR)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  /* What was listed before stays. */
  qst_archive_take_error (archive, failure);
  return TRUE;
}

gboolean
qst_hdf5_list_bytes (QstArchive *archive, const QstHdf5File *file, const guint8 *bytes, gsize size, GError **error)
{
  g_autoptr (QstStorage) in_place = new_in_place (file);
  Listing listing = { archive, file, in_place, 0 };
  QstHdf5Records records;
  gboolean done;

  qst_hdf5_records_init (&records, take_listed, &listing);
  done = qst_hdf5_records_feed (&records, bytes, size / 2, error)
         && qst_hdf5_records_feed (&records, bytes + size / 2, size - size / 2, error);
  qst_hdf5_records_clear (&records);
  return done;
}

/* The mark may stand behind a block of the user's own, at powers of two from 512 on. */
static gboolean
probe (const guint8 *data, guint64 size)
{
  static const char mark[] = "\x89HDF\r\n\x1a\n";
  const guint64 length = strlen (mark);

  for (guint64 at = 0; at <= (1u << 20) && size >= length && at <= size - length; at = at == 0 ? 512 : 2 * at)
    if (memcmp (data + at, mark, length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
open_hdf5 (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  const QstHdf5File file = { map, 0, qst_map_get_size (map), FALSE };

  if (!qst_hdf5_is_built ())
    {
      g_set_error_literal (error, QST_ERROR, QST_ERROR_UNSUPPORTED,
                           _ ("This is an HDF5 file, and this program was built without HDF5"));
      return FALSE;
    }
  return qst_hdf5_list (archive, &file, cancellable, error);
}

const QstFormat qst_format_hdf5 = {
  .info = { "hdf5", N_ ("HDF5, Keras weights"), "*.h5;*.hdf5;*.hdf" },
  .probe = probe,
  .open = open_hdf5,
};
