/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-archive-private.h"

#include "tensor/qst-folder.h"
#include "tensor/qst-json.h"
#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* The folder of the index and the shards opened so far. */
typedef struct
{
  QstArchive *archive;
  QstFolder folder;
  GHashTable *shards; /* name → QstArchive, or NULL where it could not be opened */
} Loader;

/* A JSON object; whether it is an index shows when it is read. */
static gboolean
probe (const guint8 *data, guint64 size)
{
  guint64 i = size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (i < size && i < 4096 && (data[i] == ' ' || data[i] == '\t' || data[i] == '\n' || data[i] == '\r'))
    i++;
  return i < size && data[i] == '{';
}

static QstArchive *
open_shard (Loader *loader, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstMap) map = qst_folder_open_file (&loader->folder, name, error);
  const QstFormat *format = map != NULL ? qst_formats_find (qst_map_get_data (map), qst_map_get_size (map), error) : NULL;

  if (format == NULL)
    return NULL;
  if (format != &qst_format_safetensors)
    {
      g_set_error_literal (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("It is not a safetensors file"));
      return NULL;
    }
  return qst_archive_open_map (name, map, format, cancellable, error);
}

/* The shard of that name; its own errors are told when it is first met. */
static QstArchive *
get_shard (Loader *loader, const char *name, GCancellable *cancellable)
{
  g_autofree char *quoted = qst_quote (name, -1);
  GError *error = NULL;
  QstArchive *shard;
  gpointer found;

  if (g_hash_table_lookup_extended (loader->shards, name, NULL, &found))
    return found;
  shard = open_shard (loader, name, cancellable, &error);
  g_hash_table_insert (loader->shards, g_strdup (name), shard);
  if (shard == NULL)
    {
      if (error->domain == QST_ERROR)
        g_prefix_error (&error, _ ("Part “%s”: "), quoted);
      qst_archive_take_error (loader->archive, error);
      return NULL;
    }
  for (const char *const *message = qst_archive_get_errors (shard); *message != NULL; message++)
    qst_archive_take_error (loader->archive, g_error_new (QST_ERROR, QST_ERROR_DAMAGED, _ ("Part “%s”: %s"), quoted, *message));
  return shard;
}

static gboolean
check_map (json_t *map, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  const char *tensor;
  json_t *value;

  if (json_object_size (map) > QST_LIMIT_TENSORS)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The index names %zu tensors; the limit is %u"), json_object_size (map),
                   QST_LIMIT_TENSORS);
      return FALSE;
    }
  json_object_foreach (map, tensor, value)
  {
    const char *name = json_string_value (value);
    g_autofree char *quoted = qst_quote (name != NULL ? name : tensor, -1);

    if (name == NULL)
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("The index gives tensor “%s” no file name"), quoted);
    else if (!qst_folder_is_safe_name (name))
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                   _ ("The index names “%s”, which is not inside its own folder; only relative names without “..” are followed"),
                   quoted);
    else
      {
        g_hash_table_add (names, (gpointer)name);
        continue;
      }
    return FALSE;
  }
  if (g_hash_table_size (names) > QST_LIMIT_SHARDS)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The index names %u files; the limit is %u"), g_hash_table_size (names),
                   QST_LIMIT_SHARDS);
      return FALSE;
    }
  return TRUE;
}

static gboolean
read_map (Loader *loader, json_t *map, GCancellable *cancellable, GError **error)
{
  const char *name;
  json_t *value;

  json_object_foreach (map, name, value)
  {
    QstArchive *shard = get_shard (loader, json_string_value (value), cancellable);
    QstTensor *tensor = shard != NULL ? qst_archive_find_tensor (shard, name) : NULL;

    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    if (tensor != NULL)
      qst_archive_take_tensor (loader->archive, qst_tensor_ref (tensor));
    else
      {
        g_autofree char *quoted = qst_quote (name, -1);
        g_autofree char *part = qst_quote (json_string_value (value), -1);

        qst_archive_take_error (loader->archive,
                                g_error_new (QST_ERROR, QST_ERROR_DAMAGED, _ ("Tensor “%s” is not to be had: part “%s” %s"),
                                             quoted, part, shard == NULL ? _ ("cannot be opened") : _ ("does not hold it")));
      }
  }
  return TRUE;
}

static void
read_metadata (QstArchive *archive, json_t *metadata)
{
  const char *key;
  json_t *value;

  json_object_foreach (metadata, key, value)
  {
    g_autofree char *number = NULL;

    if (json_is_integer (value))
      number = g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));
    else if (json_is_real (value))
      {
        number = g_malloc (G_ASCII_DTOSTR_BUF_SIZE);
        g_ascii_dtostr (number, G_ASCII_DTOSTR_BUF_SIZE, json_real_value (value));
      }
    if (json_is_string (value) || number != NULL)
      qst_archive_add_metadata (archive, key, number != NULL ? number : json_string_value (value));
  }
}

static void
unref_shard (gpointer data)
{
  g_clear_pointer ((QstArchive **)&data, qst_archive_unref);
}

static gboolean
read_index (QstArchive *archive, json_t *root, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) shards = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_shard);
  Loader loader = { .archive = archive, .shards = shards };
  json_t *map = json_object_get (root, "weight_map");
  gboolean done;

  if (!json_is_object (map))
    {
      g_set_error_literal (
          error, QST_ERROR, QST_ERROR_UNKNOWN_FORMAT,
          _ ("This is JSON, but no index of safetensors: it has no “weight_map” that leads from tensors to files"));
      return FALSE;
    }
  if (!check_map (map, error))
    return FALSE;
  qst_folder_init (&loader.folder, qst_archive_get_path (archive));
  read_metadata (archive, json_object_get (root, "metadata"));
  done = read_map (&loader, map, cancellable, error);
  qst_folder_clear (&loader.folder);
  return done;
}

static gboolean
open_sharded (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  const char *text = (const char *)qst_map_get_data (map);
  guint64 length = qst_map_get_size (map);
  guint64 mark = length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
  g_autoptr (json_t) root = NULL;

  if (length > QST_LIMIT_HEADER_BYTES)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The index has %" PRIu64 " bytes; the limit is %u"), length,
                   QST_LIMIT_HEADER_BYTES);
      return FALSE;
    }
  root = qst_json_parse (text + mark, length - mark, mark, error);
  return root != NULL && read_index (archive, root, cancellable, error);
}

const QstFormat qst_format_sharded = {
  .info = { "safetensors-index", N_ ("Safetensors in several files"), "*.safetensors.index.json" },
  .probe = probe,
  .open = open_sharded,
};
