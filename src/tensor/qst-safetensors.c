/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-archive-private.h"

#include "tensor/qst-checked.h"
#include "tensor/qst-json.h"
#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"
#include "tensor/qst-reader.h"
#include "tensor/qst-tensor-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* One entry of the header. */
typedef struct
{
  const char *name; /* of the JSON tree */
  guint64 begin, end;
  gboolean has_range; /* begin … end lies in the buffer */
  QstTensor *tensor;  /* NULL: cannot be read, and was told */
} Entry;

typedef struct
{
  QstArchive *archive;
  QstMap *map;
  QstStorage *storage;
  guint64 data_begin; /* of the buffer, in the file */
  guint64 data_size;
  GArray *entries; /* Entry */
} Loader;

/* Text never has a NUL or 0xff in its first 8 bytes; a length below 2^56, or one that lies, does. */
static gboolean
probe (const guint8 *data, guint64 size)
{
  return size >= 9 && data[8] == '{' && (memchr (data, '\0', 8) != NULL || memchr (data, 0xff, 8) != NULL);
}

static void tell (Loader *loader, const char *name, QstError code, const char *format, ...) G_GNUC_PRINTF (4, 5);

static void
tell (Loader *loader, const char *name, QstError code, const char *format, ...)
{
  QstMissing missing = { .name = name };
  va_list arguments;

  va_start (arguments, format);
  qst_archive_take_missing (loader->archive, &missing, g_error_new_valist (QST_ERROR, (int)code, format, arguments));
  va_end (arguments);
}

/* Of newer files; sound, but not read. */
static gboolean
is_known_elsewhere (const char *dtype)
{
  static const char *const names[] = { "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ", "F6_E2M3", "F6_E3M2", "F4",
                                       "F4_E2M1", "C64",         "C128",        "F128",    NULL };

  return g_strv_contains (names, dtype);
}

static gboolean
read_dtype (Loader *loader, const Entry *entry, const json_t *value, QstDtype *dtype)
{
  const char *text = json_string_value (json_object_get (value, "dtype"));
  g_autofree char *quoted = text != NULL ? qst_quote (text, -1) : NULL;

  if (text == NULL)
    tell (loader, entry->name, QST_ERROR_DAMAGED, _ ("the dtype is missing"));
  else if (is_known_elsewhere (text))
    tell (loader, entry->name, QST_ERROR_UNSUPPORTED, _ ("the dtype %s is not supported"), quoted);
  else if (!qst_dtype_from_name (text, dtype) || *dtype >= QST_DTYPE_TEXT)
    tell (loader, entry->name, QST_ERROR_DAMAGED, _ ("the dtype “%s” is unknown"), quoted);
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_size (const json_t *value, guint64 *size)
{
  if (!json_is_integer (value) || json_integer_value (value) < 0)
    return FALSE;
  *size = (guint64)json_integer_value (value);
  return TRUE;
}

static gboolean
read_shape (Loader *loader, const Entry *entry, const json_t *value, guint64 shape[QST_LIMIT_DIMS], gsize *n_dims)
{
  const json_t *list = json_object_get (value, "shape");

  if (!json_is_array (list))
    {
      tell (loader, entry->name, QST_ERROR_DAMAGED, _ ("the shape is missing"));
      return FALSE;
    }
  *n_dims = json_array_size (list);
  if (*n_dims > QST_LIMIT_DIMS)
    {
      tell (loader, entry->name, QST_ERROR_LIMIT, _ ("the shape has %zu dimensions; the limit is %d"), *n_dims, QST_LIMIT_DIMS);
      return FALSE;
    }
  for (gsize d = 0; d < *n_dims; d++)
    if (!read_size (json_array_get (list, d), &shape[d]))
      {
        tell (loader, entry->name, QST_ERROR_DAMAGED, _ ("dimension %zu of the shape is not a whole number of 0 or more"), d);
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_range (Loader *loader, Entry *entry, const json_t *value)
{
  const json_t *offsets = json_object_get (value, "data_offsets");

  if (!json_is_array (offsets) || json_array_size (offsets) != 2 || !read_size (json_array_get (offsets, 0), &entry->begin)
      || !read_size (json_array_get (offsets, 1), &entry->end))
    {
      tell (loader, entry->name, QST_ERROR_DAMAGED, _ ("data_offsets is not a pair of whole numbers"));
      return FALSE;
    }
  if (entry->begin > entry->end)
    {
      tell (loader, entry->name, QST_ERROR_DAMAGED, _ ("data_offsets ends (%" PRIu64 ") before it begins (%" PRIu64 ")"),
            entry->end, entry->begin);
      return FALSE;
    }
  if (entry->end > loader->data_size)
    {
      tell (loader, entry->name, QST_ERROR_DAMAGED,
            _ ("its bytes end at %" PRIu64 " of the data, but the file holds only %" PRIu64), entry->end, loader->data_size);
      return FALSE;
    }
  entry->has_range = TRUE;
  return TRUE;
}

static void
read_tensor (Loader *loader, Entry *entry, const json_t *value)
{
  QstTensorLayout layout = { .name = entry->name, .format = qst_format_safetensors.info.nick };
  guint64 shape[QST_LIMIT_DIMS], bytes;

  if (!json_is_object (value))
    {
      tell (loader, entry->name, QST_ERROR_DAMAGED, _ ("its entry is not an object"));
      return;
    }
  if (strlen (entry->name) > QST_LIMIT_NAME_BYTES)
    {
      tell (loader, entry->name, QST_ERROR_LIMIT, _ ("the name has more than %u bytes"), QST_LIMIT_NAME_BYTES);
      return;
    }
  if (!read_range (loader, entry, value) || !read_dtype (loader, entry, value, &layout.dtype)
      || !read_shape (loader, entry, value, shape, &layout.n_dims))
    return;
  if (!qst_checked_count (shape, layout.n_dims, &layout.count) || !qst_dtype_get_bytes (layout.dtype, layout.count, &bytes))
    {
      tell (loader, entry->name, QST_ERROR_DAMAGED, _ ("the shape has more values than can be counted"));
      return;
    }
  if (bytes != entry->end - entry->begin)
    {
      tell (loader, entry->name, QST_ERROR_DAMAGED,
            _ ("its shape and dtype need %" PRIu64 " bytes, data_offsets gives it %" PRIu64), bytes, entry->end - entry->begin);
      return;
    }
  layout.shape = shape;
  layout.offset = loader->data_begin + entry->begin;
  entry->tensor = qst_tensor_new (&layout, loader->storage);
}

static void
read_metadata (Loader *loader, json_t *value)
{
  const char *key;
  json_t *text;

  if (!json_is_object (value))
    {
      qst_archive_take_error (loader->archive,
                              g_error_new_literal (QST_ERROR, QST_ERROR_DAMAGED, _ ("__metadata__ is not an object of texts")));
      return;
    }
  json_object_foreach (value, key, text)
  {
    g_autofree char *quoted = qst_quote (key, -1);

    if (json_is_string (text))
      qst_archive_add_metadata (loader->archive, key, json_string_value (text));
    else
      qst_archive_take_error (loader->archive,
                              g_error_new (QST_ERROR, QST_ERROR_DAMAGED, _ ("__metadata__: “%s” is not a text"), quoted));
  }
}

static int
compare_begin (gconstpointer a, gconstpointer b)
{
  const Entry *x = *(Entry *const *)a, *y = *(Entry *const *)b;

  if (x->begin != y->begin)
    return x->begin < y->begin ? -1 : 1;
  return (x->end > y->end) - (x->end < y->end);
}

static void
drop_overlapping (Loader *loader, Entry *entry, const Entry *other)
{
  g_autofree char *quoted = qst_quote (other->name, -1);

  if (entry->tensor == NULL)
    return;
  tell (loader, entry->name, QST_ERROR_DAMAGED, _ ("its bytes overlap those of tensor “%s”"), quoted);
  g_clear_pointer (&entry->tensor, qst_tensor_unref);
}

static void
tell_hole (Loader *loader, guint64 begin, guint64 end)
{
  qst_archive_take_error (loader->archive, g_error_new (QST_ERROR, QST_ERROR_DAMAGED,
                                                        _ ("Bytes %" PRIu64 " to %" PRIu64 " of the file belong to no tensor"),
                                                        loader->data_begin + begin, loader->data_begin + end));
}

/* The ranges must tile the buffer. Of two that overlap neither can be trusted; a hole harms none, but is told. */
static void
check_tiling (Loader *loader)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  guint64 covered = 0;
  Entry *last = NULL;
  gboolean all_known = TRUE;

  for (guint i = 0; i < loader->entries->len; i++)
    {
      Entry *entry = &g_array_index (loader->entries, Entry, i);

      all_known = all_known && entry->has_range;
      if (entry->has_range && entry->begin < entry->end)
        g_ptr_array_add (sorted, entry);
    }
  g_ptr_array_sort (sorted, compare_begin);

  for (guint i = 0; i < sorted->len; i++)
    {
      Entry *entry = g_ptr_array_index (sorted, i);

      if (last != NULL && entry->begin < covered)
        {
          drop_overlapping (loader, entry, last);
          drop_overlapping (loader, last, entry);
        }
      else if (all_known && entry->begin > covered)
        tell_hole (loader, covered, entry->begin);
      if (entry->end > covered)
        {
          covered = entry->end;
          last = entry;
        }
    }
  if (all_known && covered < loader->data_size)
    tell_hole (loader, covered, loader->data_size);
}

static gboolean
read_header (Loader *loader, const char **text, gsize *length, GError **error)
{
  QstReader reader;
  guint64 told;

  qst_reader_init (&reader, qst_map_get_data (loader->map), qst_map_get_size (loader->map), FALSE);
  told = qst_reader_u64 (&reader);
  if (told > qst_reader_left (&reader))
    {
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                   _ ("The header is to have %" PRIu64 " bytes, but only %" PRIu64 " follow"), told, qst_reader_left (&reader));
      return FALSE;
    }
  if (told > QST_LIMIT_HEADER_BYTES)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The header has %" PRIu64 " bytes; the limit is %u"), told,
                   QST_LIMIT_HEADER_BYTES);
      return FALSE;
    }
  *text = (const char *)qst_reader_bytes (&reader, told);
  *length = told;
  loader->data_begin = reader.at;
  loader->data_size = qst_reader_left (&reader);
  return TRUE;
}

static gboolean
read_entries (Loader *loader, json_t *root, GCancellable *cancellable, GError **error)
{
  const char *name;
  json_t *value;

  if (json_object_size (root) > QST_LIMIT_TENSORS)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The file has %zu tensors; the limit is %u"), json_object_size (root),
                   QST_LIMIT_TENSORS);
      return FALSE;
    }
  json_object_foreach (root, name, value)
  {
    Entry entry = { .name = name };

    if (strcmp (name, "__metadata__") == 0)
      {
        read_metadata (loader, value);
        continue;
      }
    read_tensor (loader, &entry, value);
    g_array_append_val (loader->entries, entry);
    if (loader->entries->len % 1024 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
  }
  return TRUE;
}

/* The order of the bytes, not of the header, where writers differ; of the header where there are no bytes. */
static int
compare_place (gconstpointer a, gconstpointer b)
{
  const Entry *x = *(Entry *const *)a, *y = *(Entry *const *)b;

  if (x->begin != y->begin)
    return x->begin < y->begin ? -1 : 1;
  return (x > y) - (x < y);
}

static void
take_in_order (Loader *loader)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < loader->entries->len; i++)
    {
      Entry *entry = &g_array_index (loader->entries, Entry, i);

      if (entry->tensor != NULL)
        g_ptr_array_add (sorted, entry);
    }
  g_ptr_array_sort (sorted, compare_place);
  for (guint i = 0; i < sorted->len; i++)
    qst_archive_take_tensor (loader->archive, g_steal_pointer (&((Entry *)g_ptr_array_index (sorted, i))->tensor));
}

static void
clear_entry (gpointer data)
{
  g_clear_pointer (&((Entry *)data)->tensor, qst_tensor_unref);
}

static gboolean
open_safetensors (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_autoptr (json_t) root = NULL;
  g_autoptr (QstStorage) storage = qst_storage_new_map (map);
  Loader loader = { .archive = archive, .map = map, .storage = storage, .entries = entries };
  const char *text;
  gsize length;

  g_array_set_clear_func (entries, clear_entry);
  if (!read_header (&loader, &text, &length, error))
    return FALSE;
  root = qst_json_parse (text, length, loader.data_begin - length, error);
  if (root == NULL || !read_entries (&loader, root, cancellable, error))
    return FALSE;
  check_tiling (&loader);
  take_in_order (&loader);
  return TRUE;
}

const QstFormat qst_format_safetensors = {
  .info = { "safetensors", N_ ("Safetensors"), "*.safetensors" },
  .probe = probe,
  .open = open_safetensors,
};
