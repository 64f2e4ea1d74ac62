/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-safetensors-header.h"

#include <stdlib.h>

/* What the header is padded to. */
#define ALIGN 8

void
qst_safetensors_header_add (json_t *header, const char *name, const char *dtype, const guint64 *shape, gsize n_dims,
                            guint64 *offset, guint64 bytes)
{
  json_t *entry = json_object (), *lengths = json_array (), *offsets = json_array ();

  for (gsize d = 0; d < n_dims; d++)
    json_array_append_new (lengths, json_integer ((json_int_t)shape[d]));
  json_array_append_new (offsets, json_integer ((json_int_t)*offset));
  *offset += bytes;
  json_array_append_new (offsets, json_integer ((json_int_t)*offset));
  json_object_set_new (entry, "dtype", json_string (dtype));
  json_object_set_new (entry, "shape", lengths);
  json_object_set_new (entry, "data_offsets", offsets);
  json_object_set_new (header, name, entry);
}

gboolean
qst_safetensors_header_write (json_t *header, QstWriter *writer, GError **error)
{
  char *text = json_dumps (header, JSON_COMPACT);
  g_autoptr (GString) padded = g_string_new (text);
  guint64 length;

  free (text);
  while (padded->len % ALIGN != 0)
    g_string_append_c (padded, ' ');
  length = GUINT64_TO_LE ((guint64)padded->len);
  return qst_writer_write (writer, &length, sizeof length, error) && qst_writer_write (writer, padded->str, padded->len, error);
}
