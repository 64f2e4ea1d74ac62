/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-convert-private.h"

#include "tensor/qst-safetensors-header.h"

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

static gboolean
write_header (QstWriter *writer, const QstConvertItem *items, const gsize *order, gsize n, GError **error)
{
  json_t *header = json_object ();
  guint64 offset = 0;
  gboolean ok;

  for (gsize i = 0; i < n; i++)
    {
      const QstConvertItem *item = &items[order[i]];

      qst_safetensors_header_add (header, item->name, qst_dtype_get_name (item->dtype), qst_tensor_get_shape (item->tensor),
                                  qst_tensor_get_n_dims (item->tensor), &offset, item->bytes);
    }
  ok = qst_safetensors_header_write (header, writer, error);
  json_decref (header);
  return ok;
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
