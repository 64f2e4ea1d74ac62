/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-archive-private.h"

#include "tensor/qst-checked.h"
#include "tensor/qst-gguf-metadata.h"
#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"
#include "tensor/qst-tensor-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define MAGIC "GGUF"
#define MAX_DIMS 4

/* The least that an entry can take: an empty name, no dimension, type and offset. */
#define MIN_KEY_BYTES (8 + 4 + 1)
#define MIN_INFO_BYTES (8 + 4 + 4 + 8)

typedef struct
{
  QstArchive *archive;
  QstStorage *storage;
  QstReader reader;
  guint64 n_tensors, n_keys;
  guint64 data_begin;
} Loader;

/* What the list says of one tensor. */
typedef struct
{
  char *name;
  guint32 type;
  gsize n_dims;
  guint64 shape[MAX_DIMS]; /* outermost first */
  guint64 offset;          /* from the begin of the data */
} Info;

/* Types by their number in the file. Those with a name and no dtype are known but not read; the rest were removed from the
 * format or are newer. */
static const struct
{
  const char *name;
  QstDtype dtype;
} types[] = {
  [0] = { "F32", QST_DTYPE_F32 },        [1] = { "F16", QST_DTYPE_F16 },      [2] = { "Q4_0", QST_DTYPE_Q4_0 },
  [3] = { "Q4_1", QST_DTYPE_Q4_1 },      [6] = { "Q5_0", QST_DTYPE_Q5_0 },    [7] = { "Q5_1", QST_DTYPE_Q5_1 },
  [8] = { "Q8_0", QST_DTYPE_Q8_0 },      [9] = { "Q8_1", QST_N_DTYPES },      [10] = { "Q2_K", QST_DTYPE_Q2_K },
  [11] = { "Q3_K", QST_DTYPE_Q3_K },     [12] = { "Q4_K", QST_DTYPE_Q4_K },   [13] = { "Q5_K", QST_DTYPE_Q5_K },
  [14] = { "Q6_K", QST_DTYPE_Q6_K },     [15] = { "Q8_K", QST_N_DTYPES },     [16] = { "IQ2_XXS", QST_N_DTYPES },
  [17] = { "IQ2_XS", QST_N_DTYPES },     [18] = { "IQ3_XXS", QST_N_DTYPES },  [19] = { "IQ1_S", QST_N_DTYPES },
  [20] = { "IQ4_NL", QST_DTYPE_IQ4_NL }, [21] = { "IQ3_S", QST_DTYPE_IQ3_S }, [22] = { "IQ2_S", QST_N_DTYPES },
  [23] = { "IQ4_XS", QST_DTYPE_IQ4_XS }, [24] = { "I8", QST_DTYPE_I8 },       [25] = { "I16", QST_DTYPE_I16 },
  [26] = { "I32", QST_DTYPE_I32 },       [27] = { "I64", QST_DTYPE_I64 },     [28] = { "F64", QST_DTYPE_F64 },
  [29] = { "IQ1_M", QST_N_DTYPES },      [30] = { "BF16", QST_DTYPE_BF16 },   [34] = { "TQ1_0", QST_DTYPE_TQ1_0 },
  [35] = { "TQ2_0", QST_DTYPE_TQ2_0 },   [39] = { "MXFP4", QST_DTYPE_MXFP4 },
};

static gboolean
probe (const guint8 *data, guint64 size)
{
  return size >= 8 && memcmp (data, MAGIC, 4) == 0;
}

static void tell (Loader *loader, const Info *info, QstError code, const char *format, ...) G_GNUC_PRINTF (4, 5);

static void
tell (Loader *loader, const Info *info, QstError code, const char *format, ...)
{
  const QstMissing missing = { .name = info->name,
                               .dtype = info->type < G_N_ELEMENTS (types) ? types[info->type].name : NULL,
                               .n_dims = info->n_dims,
                               .shape = info->shape };
  va_list arguments;

  va_start (arguments, format);
  qst_archive_take_missing (loader->archive, &missing, g_error_new_valist (QST_ERROR, (int)code, format, arguments));
  va_end (arguments);
}

/* The version is small, so its byte order is that of the file. */
static gboolean
read_version (Loader *loader, GError **error)
{
  QstReader *reader = &loader->reader;
  g_autofree char *text = NULL;
  guint32 version;

  qst_reader_bytes (reader, 4);
  version = qst_reader_u32 (reader);
  if ((version & 0xffff) == 0 && version != 0)
    {
      reader->big_endian = TRUE;
      version = GUINT32_SWAP_LE_BE (version);
    }
  if (version != 2 && version != 3)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_UNSUPPORTED, _ ("The version of the GGUF format is %u; 2 and 3 are read"),
                   version);
      return FALSE;
    }
  text = g_strdup_printf ("%u", version);
  qst_archive_add_metadata (loader->archive, N_ ("version"), text);
  qst_archive_add_metadata (loader->archive, N_ ("byte order"), reader->big_endian ? N_ ("big-endian") : N_ ("little-endian"));
  return TRUE;
}

static gboolean
read_counts (Loader *loader, GError **error)
{
  guint64 left;

  loader->n_tensors = qst_reader_u64 (&loader->reader);
  loader->n_keys = qst_reader_u64 (&loader->reader);
  left = qst_reader_left (&loader->reader);
  if (loader->reader.failed)
    g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("The file ends at byte %" PRIu64 ", inside its header"),
                 loader->reader.size);
  else if (loader->n_tensors > QST_LIMIT_TENSORS && loader->n_tensors <= left / MIN_INFO_BYTES)
    g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The file has %" PRIu64 " tensors; the limit is %u"), loader->n_tensors,
                 QST_LIMIT_TENSORS);
  else if (loader->n_tensors > left / MIN_INFO_BYTES)
    g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                 _ ("The header claims %" PRIu64 " tensors; the %" PRIu64 " bytes that follow cannot list so many"),
                 loader->n_tensors, left);
  else if (loader->n_keys > left / MIN_KEY_BYTES)
    g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                 _ ("The header claims %" PRIu64 " metadata keys; the %" PRIu64 " bytes that follow cannot hold so many"),
                 loader->n_keys, left);
  else
    return TRUE;
  return FALSE;
}

/* One entry of the list. FALSE: the rest of the list cannot be found either. */
static gboolean
read_info (Loader *loader, Info *info, GError **error)
{
  QstReader *reader = &loader->reader;
  const guint64 begin = reader->at;
  const guint64 length = qst_reader_u64 (reader);
  const guint8 *bytes = qst_reader_bytes (reader, length);
  guint32 n_dims = qst_reader_u32 (reader);

  if (!reader->failed && n_dims > MAX_DIMS)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_LIMIT,
                   _ ("The tensor that is listed at byte %" PRIu64 " claims %u dimensions; the limit is %d"), begin, n_dims,
                   MAX_DIMS);
      return FALSE;
    }
  info->n_dims = n_dims;
  for (guint32 d = n_dims; !reader->failed && d-- > 0;)
    info->shape[d] = qst_reader_u64 (reader);
  info->type = qst_reader_u32 (reader);
  info->offset = qst_reader_u64 (reader);
  if (reader->failed)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                   _ ("The list of tensors is cut off: the entry at byte %" PRIu64 " does not fit into the %" PRIu64
                      " bytes of the file"),
                   begin, reader->size);
      return FALSE;
    }
  info->name = g_utf8_make_valid ((const char *)bytes, (gssize)MIN (length, QST_LIMIT_NAME_BYTES));
  return TRUE;
}

static gboolean
check_type (Loader *loader, const Info *info, QstDtype *dtype)
{
  const char *name = info->type < G_N_ELEMENTS (types) ? types[info->type].name : NULL;

  if (name == NULL)
    tell (loader, info, QST_ERROR_UNSUPPORTED, _ ("the type %u is unknown"), info->type);
  else if (types[info->type].dtype == QST_N_DTYPES)
    tell (loader, info, QST_ERROR_UNSUPPORTED, _ ("the dtype %s is not supported"), name);
  else
    {
      *dtype = types[info->type].dtype;
      return TRUE;
    }
  return FALSE;
}

/* Where the values are and that they are there. */
static gboolean
check_place (Loader *loader, const Info *info, guint64 alignment, QstTensorLayout *layout)
{
  const gsize block = qst_dtype_get_block_length (layout->dtype);
  const guint64 row = info->n_dims > 0 ? info->shape[info->n_dims - 1] : 1;
  guint64 bytes, end;

  if (!qst_checked_count (info->shape, info->n_dims, &layout->count)
      || !qst_dtype_get_bytes (layout->dtype, layout->count, &bytes))
    tell (loader, info, QST_ERROR_DAMAGED, _ ("the shape has more values than can be counted"));
  else if (row % block != 0)
    tell (loader, info, QST_ERROR_DAMAGED, _ ("a row has %" PRIu64 " values, which is no multiple of the %zu of a block"), row,
          block);
  else if (info->offset % alignment != 0)
    tell (loader, info, QST_ERROR_DAMAGED, _ ("its offset %" PRIu64 " is no multiple of the alignment %" PRIu64), info->offset,
          alignment);
  else if (!qst_checked_add (loader->data_begin, info->offset, &layout->offset) || !qst_checked_add (layout->offset, bytes, &end)
           || (bytes > 0 && end > loader->reader.size))
    tell (loader, info, QST_ERROR_DAMAGED,
          _ ("its %" PRIu64 " bytes from %" PRIu64 " of the data on lie beyond the end of the file"), bytes, info->offset);
  else
    return TRUE;
  return FALSE;
}

static void
add_tensor (Loader *loader, const Info *info, guint64 alignment)
{
  QstTensorLayout layout = { .name = info->name,
                             .format = qst_format_gguf.info.nick,
                             .n_dims = info->n_dims,
                             .shape = info->shape,
                             .big_endian = loader->reader.big_endian };

  if (!check_type (loader, info, &layout.dtype) || !check_place (loader, info, alignment, &layout))
    return;
  if (layout.count == 0)
    layout.offset = 0;
  if (qst_archive_find_tensor (loader->archive, info->name) != NULL)
    tell (loader, info, QST_ERROR_DAMAGED, _ ("its name stands twice in the list"));
  else
    qst_archive_take_tensor (loader->archive, qst_tensor_new (&layout, loader->storage));
}

static void
clear_info (gpointer data)
{
  g_free (((Info *)data)->name);
}

static gboolean
read_infos (Loader *loader, GArray *infos, GCancellable *cancellable, GError **error)
{
  for (guint64 i = 0; i < loader->n_tensors; i++)
    {
      Info info = { 0 };

      if (!read_info (loader, &info, error))
        return FALSE;
      g_array_append_val (infos, info);
      if (i % 1024 == 1023 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
open_gguf (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) infos = g_array_new (FALSE, FALSE, sizeof (Info));
  g_autoptr (QstStorage) storage = qst_storage_new_map (map);
  Loader loader = { .archive = archive, .storage = storage };
  guint32 alignment;

  g_array_set_clear_func (infos, clear_info);
  qst_reader_init (&loader.reader, qst_map_get_data (map), qst_map_get_size (map), FALSE);
  if (!read_version (&loader, error) || !read_counts (&loader, error)
      || !qst_gguf_read_metadata (&loader.reader, loader.n_keys, archive, &alignment, cancellable, error)
      || !read_infos (&loader, infos, cancellable, error))
    return FALSE;
  loader.data_begin = (loader.reader.at + alignment - 1) / alignment * alignment;
  for (guint i = 0; i < infos->len; i++)
    add_tensor (&loader, &g_array_index (infos, Info, i), alignment);
  return TRUE;
}

const QstFormat qst_format_gguf = {
  .info = { "gguf", N_ ("GGUF"), "*.gguf" },
  .probe = probe,
  .open = open_gguf,
};
