/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-archive-private.h"

#include "tensor/qst-checked.h"
#include "tensor/qst-folder.h"
#include "tensor/qst-gguf-metadata.h"
#include "tensor/qst-gguf-split.h"
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

/* Of one file. */
typedef struct
{
  QstArchive *archive; /* for tensors */
  QstArchive *about;   /* for metadata */
  QstStorage *storage;
  QstReader reader;
  guint64 n_tensors, n_keys;
  guint32 alignment;
  guint64 data_begin;
  GCancellable *cancellable;
} Loader;

/* What the list says of one tensor. */
typedef struct
{
  char *name;
  guint32 type;
  gsize n_dims;
  guint64 shape[MAX_DIMS]; /* outermost first */
  guint64 offset;          /* from the begin of the data */
  QstMissing about;        /* should it have to be told that it cannot be had */
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
  qst_archive_add_metadata (loader->about, N_ ("version"), text);
  qst_archive_add_metadata (loader->about, N_ ("byte order"), reader->big_endian ? N_ ("big-endian") : N_ ("little-endian"));
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

static void
describe (Info *info)
{
  info->about = (QstMissing){ .name = info->name,
                              .dtype = info->type < G_N_ELEMENTS (types) ? types[info->type].name : NULL,
                              .n_dims = info->n_dims,
                              .shape = info->shape };
}

/* Where the values are and that they are there. */
static gboolean
check_place (Loader *loader, const Info *info, QstTensorLayout *layout)
{
  const gsize block = qst_dtype_get_block_length (layout->dtype);
  const guint64 row = info->n_dims > 0 ? info->shape[info->n_dims - 1] : 1;
  guint64 bytes, end;

  if (!qst_listing_check_shape (loader->archive, &info->about, layout->dtype, &layout->count, &bytes))
    return FALSE;
  if (row % block != 0)
    qst_archive_tell_missing (loader->archive, &info->about, QST_ERROR_DAMAGED,
                              _ ("a row has %" PRIu64 " values, which is no multiple of the %zu of a block"), row, block);
  else if (info->offset % loader->alignment != 0)
    qst_archive_tell_missing (loader->archive, &info->about, QST_ERROR_DAMAGED,
                              _ ("its offset %" PRIu64 " is no multiple of the alignment %u"), info->offset, loader->alignment);
  else if (!qst_checked_add (loader->data_begin, info->offset, &layout->offset) || !qst_checked_add (layout->offset, bytes, &end)
           || (bytes > 0 && end > loader->reader.size))
    qst_archive_tell_missing (loader->archive, &info->about, QST_ERROR_DAMAGED,
                              _ ("its %" PRIu64 " bytes from %" PRIu64 " of the data on lie beyond the end of the file"), bytes,
                              info->offset);
  else
    return TRUE;
  return FALSE;
}

static void
add_tensor (Loader *loader, Info *info)
{
  const gboolean is_known = info->type < G_N_ELEMENTS (types) && types[info->type].name != NULL;
  QstTensorLayout layout = { .name = info->name,
                             .format = qst_format_gguf.info.nick,
                             .n_dims = info->n_dims,
                             .shape = info->shape,
                             .big_endian = loader->reader.big_endian };

  layout.dtype = is_known ? types[info->type].dtype : QST_N_DTYPES;
  describe (info);
  if (!qst_listing_check_type (loader->archive, &info->about, info->type, layout.dtype) || !check_place (loader, info, &layout)
      || !qst_listing_check_name (loader->archive, &info->about))
    return;
  if (layout.count == 0)
    layout.offset = 0;
  qst_archive_take_tensor (loader->archive, qst_tensor_new (&layout, loader->storage));
}

static void
clear_info (gpointer data)
{
  g_free (((Info *)data)->name);
}

static gboolean
read_infos (Loader *loader, GArray *infos, GError **error)
{
  for (guint64 i = 0; i < loader->n_tensors; i++)
    {
      Info info = { 0 };

      if (!read_info (loader, &info, error))
        return FALSE;
      g_array_append_val (infos, info);
      if (i % 1024 == 1023 && g_cancellable_set_error_if_cancelled (loader->cancellable, error))
        return FALSE;
    }
  return TRUE;
}

/* All before the list of tensors. */
static gboolean
read_head (Loader *loader, QstMap *map, GError **error)
{
  loader->storage = qst_storage_new_map (map);
  qst_reader_init (&loader->reader, qst_map_get_data (map), qst_map_get_size (map), FALSE);
  return read_version (loader, error) && read_counts (loader, error)
         && qst_gguf_read_metadata (&loader->reader, loader->n_keys, loader->about, &loader->alignment, loader->cancellable,
                                    error);
}

static gboolean
read_tensors (Loader *loader, GError **error)
{
  g_autoptr (GArray) infos = g_array_new (FALSE, FALSE, sizeof (Info));

  g_array_set_clear_func (infos, clear_info);
  if (!read_infos (loader, infos, error))
    return FALSE;
  loader->data_begin = (loader->reader.at + loader->alignment - 1) / loader->alignment * loader->alignment;
  for (guint i = 0; i < infos->len; i++)
    add_tensor (loader, &g_array_index (infos, Info, i));
  return TRUE;
}

/* The metadata of the first part are those of the model; what the part that was opened says too stands once. */
static void
add_metadata (QstArchive *to, QstArchive *from)
{
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < qst_archive_get_n_metadata (to); i++)
    {
      const char *key;

      qst_archive_get_metadata (to, i, &key, NULL);
      g_hash_table_add (there, g_strdup (key));
    }
  for (gsize i = 0; i < qst_archive_get_n_metadata (from); i++)
    {
      const char *key, *value;

      qst_archive_get_metadata (from, i, &key, &value);
      if (!g_str_has_prefix (key, "split.") && !g_hash_table_contains (there, key))
        qst_archive_add_metadata (to, key, value);
    }
}

static gboolean
read_part (Loader *part, QstMap *map, const QstGgufSplit *split, guint64 i, GError **error)
{
  QstGgufSplit is;

  if (!probe (qst_map_get_data (map), qst_map_get_size (map)))
    g_set_error_literal (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("It is not a GGUF file"));
  else if (!read_head (part, map, error))
    return FALSE;
  else if (!qst_gguf_split_find (part->about, &is) || is.number != i || is.count != split->count)
    g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("It is not part %" PRIu64 " of %" PRIu64), i + 1, split->count);
  else
    return read_tensors (part, error);
  return FALSE;
}

/* Adds the tensors of another part; what is wrong with it is told, and the rest goes on. */
static void
add_part (Loader *loader, QstFolder *folder, const QstGgufSplit *split, guint64 i)
{
  g_autoptr (QstArchive) about = qst_archive_new ("");
  g_autofree char *name = qst_gguf_split_get_name (split, qst_archive_get_path (loader->archive), i);
  g_autofree char *quoted = qst_quote (name, -1);
  Loader part = { .archive = loader->archive, .about = about, .cancellable = loader->cancellable };
  GError *error = NULL;
  g_autoptr (QstMap) map = qst_folder_open_file (folder, name, &error);

  if (map == NULL || !read_part (&part, map, split, i, &error))
    {
      if (error->domain == QST_ERROR)
        g_prefix_error (&error, _ ("Part “%s”: "), quoted);
      qst_archive_take_error (loader->archive, error);
    }
  else if (i == 0)
    add_metadata (loader->archive, about);
  g_clear_pointer (&part.storage, qst_storage_unref);
}

/* All parts in their order, whichever of them was opened. */
static gboolean
read_set (Loader *loader, const QstGgufSplit *split, GError **error)
{
  QstFolder folder;
  gboolean done = TRUE;

  qst_folder_init (&folder, qst_archive_get_path (loader->archive));
  for (guint64 i = 0; done && i < split->count; i++)
    if (i == split->number)
      done = read_tensors (loader, error);
    else
      {
        add_part (loader, &folder, split, i);
        done = !g_cancellable_set_error_if_cancelled (loader->cancellable, error);
      }
  qst_folder_clear (&folder);
  return done;
}

/* Whether the other parts can be found; if not, that is told. */
static gboolean
check_set (QstArchive *archive, const QstGgufSplit *split)
{
  g_autofree char *name = qst_gguf_split_get_name (split, qst_archive_get_path (archive), 0);

  if (split->number >= split->count)
    qst_archive_take_error (archive,
                            g_error_new (QST_ERROR, QST_ERROR_DAMAGED,
                                         _ ("This says to be part %" PRIu64 " of %" PRIu64 ", so the others are not looked for"),
                                         split->number + 1, split->count));
  else if (split->count > QST_LIMIT_SHARDS)
    qst_archive_take_error (archive,
                            g_error_new (QST_ERROR, QST_ERROR_LIMIT, _ ("The model is in %" PRIu64 " files; the limit is %u"),
                                         split->count, QST_LIMIT_SHARDS));
  else if (name == NULL)
    qst_archive_take_error (archive, g_error_new (QST_ERROR, QST_ERROR_ACCESS,
                                                  _ ("This is part %" PRIu64 " of %" PRIu64
                                                     "; the others are found only if its name ends in -%05" PRIu64
                                                     "-of-%05" PRIu64 ".gguf"),
                                                  split->number + 1, split->count, split->number + 1, split->count));
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_model (Loader *loader, QstMap *map, GError **error)
{
  QstGgufSplit split;

  if (!read_head (loader, map, error))
    return FALSE;
  if (!qst_gguf_split_find (loader->about, &split) || !check_set (loader->archive, &split))
    return read_tensors (loader, error);
  if (!read_set (loader, &split, error))
    return FALSE;
  if (split.n_tensors > 0
      && split.n_tensors != qst_archive_get_n_tensors (loader->archive) + qst_archive_get_n_missing (loader->archive))
    qst_archive_take_error (loader->archive,
                            g_error_new (QST_ERROR, QST_ERROR_DAMAGED,
                                         _ ("The parts should have %" PRIu64 " tensors in all, but have %zu"), split.n_tensors,
                                         qst_archive_get_n_tensors (loader->archive)
                                             + qst_archive_get_n_missing (loader->archive)));
  return TRUE;
}

static gboolean
open_gguf (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  Loader loader = { .archive = archive, .about = archive, .cancellable = cancellable };
  const gboolean done = read_model (&loader, map, error);

  g_clear_pointer (&loader.storage, qst_storage_unref);
  return done;
}

const QstFormat qst_format_gguf = {
  .info = { "gguf", N_ ("GGUF"), "*.gguf" },
  .probe = probe,
  .open = open_gguf,
};
