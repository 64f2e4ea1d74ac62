/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-convert-private.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* What the header is padded to. */
#define ALIGN 8

static gboolean
is_written (QstDtype dtype)
{
  return dtype < QST_DTYPE_TEXT;
}

/* Wide values first, so that all lie at multiples of their size; otherwise in the order given. */
static int
compare_items (gconstpointer a, gconstpointer b, gpointer items)
{
  const gsize x = *(const gsize *)a, y = *(const gsize *)b;
  const gsize x_size = qst_dtype_get_size (((const QstConvertItem *)items)[x].dtype);
  const gsize y_size = qst_dtype_get_size (((const QstConvertItem *)items)[y].dtype);

  if (x_size != y_size)
    return x_size > y_size ? -1 : 1;
  return (x > y) - (x < y);
}

static json_t *
new_entry (const QstConvertItem *item, guint64 begin)
{
  json_t *entry = json_object (), *shape = json_array (), *offsets = json_array ();

  for (gsize d = 0; d < qst_tensor_get_n_dims (item->tensor); d++)
    json_array_append_new (shape, json_integer ((json_int_t)qst_tensor_get_shape (item->tensor)[d]));
  json_array_append_new (offsets, json_integer ((json_int_t)begin));
  json_array_append_new (offsets, json_integer ((json_int_t)(begin + item->bytes)));
  json_object_set_new (entry, "dtype", json_string (qst_dtype_get_name (item->dtype)));
  json_object_set_new (entry, "shape", shape);
  json_object_set_new (entry, "data_offsets", offsets);
  return entry;
}

static gboolean
write_header (QstWriter *writer, const QstConvertItem *items, const gsize *order, gsize n, GError **error)
{
  json_t *header = json_object ();
  g_autoptr (GByteArray) length = g_byte_array_new ();
  g_autoptr (GString) padded = NULL;
  guint64 begin = 0;
  char *text;

  for (gsize i = 0; i < n; i++)
    {
      json_object_set_new (header, items[order[i]].name, new_entry (&items[order[i]], begin));
      begin += items[order[i]].bytes;
    }
  text = json_dumps (header, JSON_COMPACT);
  padded = g_string_new (text);
  free (text);
  json_decref (header);
  while (padded->len % ALIGN != 0)
    g_string_append_c (padded, ' ');
  qst_convert_put (length, padded->len, 8);
  return qst_writer_write (writer, length->data, length->len, error)
         && qst_writer_write (writer, padded->str, padded->len, error);
}

static gboolean
write_safetensors (QstWriter *writer, const QstConvertItem *items, gsize n, GCancellable *cancellable, GError **error)
{
  g_autofree gsize *order = g_new (gsize, n + 1);

  for (gsize i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (gint)n, sizeof *order, compare_items, (gpointer)items);
  if (!write_header (writer, items, order, n, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (!qst_convert_write_values (&items[order[i]], writer, NULL, cancellable, error))
      return FALSE;
  return TRUE;
}

const QstConvertWriter qst_convert_safetensors = { ".safetensors", is_written, write_safetensors };
