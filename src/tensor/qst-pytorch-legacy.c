/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PyTorch's files before version 1.6: five pickles in a row, then the storages as raw bytes in the order of the last. */
#include "tensor/qst-torch-private.h"

#include "tensor/qst-checked.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* The first pickle: PROTO 2, LONG1 0x1950a86a20f9469cfc6c, STOP. */
#define MAGIC "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."
#define MAGIC_LENGTH 15
#define PROTOCOL 1001

typedef struct
{
  QstTorch torch;
  QstStorage *file;
  QstReader reader;
  QstPickle *root;
  QstPickle *keys;
} Loader;

static gboolean
probe (const guint8 *data, guint64 size)
{
  return size >= MAGIC_LENGTH && memcmp (data, MAGIC, MAGIC_LENGTH - 1) == 0;
}

static gboolean
read_protocol (Loader *loader, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstPickle) magic = qst_pickle_run (&loader->reader, cancellable, error);
  g_autoptr (QstPickle) protocol = magic != NULL ? qst_pickle_run (&loader->reader, cancellable, error) : NULL;
  guint64 number;

  if (protocol == NULL)
    return FALSE;
  if (qst_pickle_get_size (protocol->root, &number) && number == PROTOCOL)
    return TRUE;
  g_set_error (error, QST_ERROR, QST_ERROR_UNSUPPORTED, _ ("The protocol of the file is not %d, the only one that is read"),
               PROTOCOL);
  return FALSE;
}

/* {"little_endian": True, …}: the bytes are those of the writer's machine. */
static gboolean
read_system (Loader *loader, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstPickle) system = qst_pickle_run (&loader->reader, cancellable, error);

  if (system == NULL)
    return FALSE;
  for (guint i = 0; i + 1 < qst_pickle_n_items (system->root); i += 2)
    {
      const QstPickleNode *value = qst_pickle_item (system->root, i + 1);

      if (qst_pickle_is (qst_pickle_item (system->root, i), QST_PICKLE_TEXT, "little_endian") && value->kind == QST_PICKLE_BOOL)
        loader->torch.big_endian = value->integer == 0;
    }
  qst_archive_add_metadata (loader->torch.archive, N_ ("kind"), N_ ("before PyTorch 1.6"));
  qst_archive_add_metadata (loader->torch.archive, N_ ("byte order"),
                            loader->torch.big_endian ? N_ ("big-endian") : N_ ("little-endian"));
  return TRUE;
}

/* All storages that the pickle names; those that are wrong are told where a tensor needs them. */
static void
collect_storages (Loader *loader)
{
  const GPtrArray *references = loader->root->references;
  guint64 shift;

  for (guint i = 0; i < references->len; i++)
    qst_torch_get_storage (&loader->torch, g_ptr_array_index (references, i), &shift, NULL);
}

/* Count and bytes of one storage. FALSE: where the next one begins is not known. */
static gboolean
place_storage (Loader *loader, QstTorchStorage *storage)
{
  QstReader *reader = &loader->reader;
  g_autofree char *quoted = qst_quote (storage->key, -1);
  const guint64 at = reader->at, count = qst_reader_u64 (reader);
  guint64 bytes;

  if (storage->value_size == 0)
    g_set_error (&storage->error, QST_ERROR, QST_ERROR_UNSUPPORTED, _ ("the type %s is not supported"), storage->type);
  else if (!reader->failed && count != storage->count)
    g_set_error (&storage->error, QST_ERROR, QST_ERROR_DAMAGED,
                 _ ("its storage “%s” has %" PRIu64 " values at byte %" PRIu64 ", but the pickle claims %" PRIu64), quoted, count,
                 at, storage->count);
  else if (reader->failed || !qst_checked_mul (count, storage->value_size, &bytes) || bytes > qst_reader_left (reader))
    g_set_error (&storage->error, QST_ERROR, QST_ERROR_DAMAGED,
                 _ ("its storage “%s” at byte %" PRIu64 " claims %" PRIu64 " values, which go beyond the end of the file"),
                 quoted, at, storage->count);
  else
    {
      storage->storage = qst_storage_ref (loader->file);
      storage->offset = reader->at;
      qst_reader_bytes (reader, bytes);
      return TRUE;
    }
  return FALSE;
}

static void
place_storages (Loader *loader)
{
  loader->reader.big_endian = loader->torch.big_endian;
  for (guint i = 0; i < qst_pickle_n_items (loader->keys->root); i++)
    {
      const QstPickleNode *node = qst_pickle_item (loader->keys->root, i);
      g_autofree char *key = node->kind == QST_PICKLE_TEXT  ? g_utf8_make_valid (node->text, node->length)
                             : node->kind == QST_PICKLE_INT ? g_strdup_printf ("%" PRId64, node->integer)
                                                            : NULL;
      QstTorchStorage *storage = key != NULL ? g_hash_table_lookup (loader->torch.storages, key) : NULL;

      if (storage == NULL || storage->storage != NULL || !place_storage (loader, storage))
        return;
    }
}

static gboolean
load (Loader *loader, GCancellable *cancellable, GError **error)
{
  if (!read_protocol (loader, cancellable, error) || !read_system (loader, cancellable, error))
    return FALSE;
  loader->root = qst_pickle_run (&loader->reader, cancellable, error);
  if (loader->root == NULL)
    return FALSE;
  loader->keys = qst_pickle_run (&loader->reader, cancellable, error);
  if (loader->keys == NULL)
    return FALSE;
  collect_storages (loader);
  place_storages (loader);
  return qst_torch_add_tensors (&loader->torch, loader->root->root, "", cancellable, error);
}

static gboolean
open_legacy (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  Loader loader = { .file = qst_storage_new_map (map) };
  gboolean done;

  qst_torch_init (&loader.torch, archive);
  qst_reader_init (&loader.reader, qst_map_get_data (map), qst_map_get_size (map), FALSE);
  done = load (&loader, cancellable, error);
  qst_torch_clear (&loader.torch);
  g_clear_pointer (&loader.root, qst_pickle_free);
  g_clear_pointer (&loader.keys, qst_pickle_free);
  qst_storage_unref (loader.file);
  return done;
}

/* The same nick, so that nobody need care how old a file is; the file chooser shows the newer of the two. */
const QstFormat qst_format_pytorch_legacy = {
  .info = { "pytorch", N_ ("PyTorch checkpoint"), "*.pt;*.pth;*.bin;*.ckpt" },
  .probe = probe,
  .open = open_legacy,
};
