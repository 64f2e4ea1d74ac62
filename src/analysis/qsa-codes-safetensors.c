/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-codes-private.h"
#include "analysis/qsa-setup.h"

#include "tensor/qst-limits.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* The header is padded so that what follows it begins at a multiple of this. */
#define ALIGN 8

static const char *const types[QSA_N_ELEMENTS] = { "I8", "U8", "I16", "U16", "F32" };

/* Bytes of the numbers are little-endian in the file whatever the processor's are. */
static void
put_little_endian (guint8 *to, guint64 value, gsize size)
{
  for (gsize i = 0; i < size; i++)
    to[i] = (guint8)(value >> (8 * i));
}

static void
add_entry (json_t *header, const char *name, QsaElement element, json_t *shape, guint64 *offset, guint64 size)
{
  json_t *entry = json_object (), *offsets = json_array ();

  json_array_append_new (offsets, json_integer ((json_int_t)*offset));
  *offset += size;
  json_array_append_new (offsets, json_integer ((json_int_t)*offset));
  json_object_set_new (entry, "dtype", json_string (types[element]));
  json_object_set_new (entry, "shape", shape);
  json_object_set_new (entry, "data_offsets", offsets);
  json_object_set_new (header, name, entry);
}

static json_t *
new_shape (QsaCodesFile *self)
{
  QstTensor *tensor = self->tensor;
  json_t *shape = json_array ();

  if (self->packed_bits > 0)
    json_array_append_new (shape, json_integer ((json_int_t)qsa_codes_get_count (self)));
  for (gsize i = 0; self->packed_bits == 0 && i < qst_tensor_get_n_dims (tensor); i++)
    json_array_append_new (shape, json_integer ((json_int_t)qst_tensor_get_shape (tensor)[i]));
  return shape;
}

static json_t *
new_metadata (QsaCodesFile *self)
{
  g_autofree char *setup = qsa_setup_write_units (self->scheme, self->units);
  json_t *metadata = json_object ();

  json_object_set_new (metadata, "quantoscope.setup", json_string (setup));
  if (self->packed_bits > 0)
    {
      g_autofree char *bits = g_strdup_printf ("%d", self->packed_bits), *shape = qst_tensor_describe_shape (self->tensor);

      json_object_set_new (metadata, "quantoscope.packed_bits", json_string (bits));
      json_object_set_new (metadata, "quantoscope.packed_shape", json_string (shape));
    }
  return metadata;
}

static json_t *
new_parameter_shape (QsaCodesFile *self)
{
  guint64 shape[QST_LIMIT_DIMS];
  const gsize n_dims = qsa_codes_get_parameter_shape (self, shape);
  json_t *array = json_array ();

  for (gsize i = 0; i < n_dims; i++)
    json_array_append_new (array, json_integer ((json_int_t)shape[i]));
  return array;
}

/* Scales and zero-points come first: they keep codes of two bytes at even places. */
static json_t *
new_header (QsaCodesFile *self)
{
  g_autofree char *name = g_utf8_make_valid (self->name, -1);
  g_autofree char *scale = g_strconcat (name, ".scale", NULL);
  g_autofree char *zero_point = g_strconcat (name, ".zero_point", NULL);
  const gsize size = qsa_element_get_size (self->element);
  const guint64 n_units = qsa_unit_params_get_n (self->units);
  json_t *header = json_object ();
  guint64 offset = 0;

  json_object_set_new (header, "__metadata__", new_metadata (self));
  if (self->element != QSA_ELEMENT_F32)
    {
      add_entry (header, scale, QSA_ELEMENT_F32, new_parameter_shape (self), &offset, n_units * sizeof (float));
      add_entry (header, zero_point, self->codes, new_parameter_shape (self), &offset, n_units * size);
    }
  add_entry (header, name, self->element, new_shape (self), &offset, qsa_codes_get_count (self) * size);
  return header;
}

static gboolean
write_parameters (QsaCodesFile *self, GError **error)
{
  const gsize size = qsa_element_get_size (self->element), n = (gsize)qsa_unit_params_get_n (self->units);
  const QscParams *params = qsa_unit_params_get_all (self->units);
  g_autofree guint8 *bytes = g_malloc_n (n, sizeof (float) + size);

  for (gsize i = 0; i < n; i++)
    {
      guint32 scale;

      memcpy (&scale, &params[i].scale, sizeof scale);
      put_little_endian (bytes + i * sizeof scale, scale, sizeof scale);
      put_little_endian (bytes + n * sizeof scale + i * size, (guint64)(gint64)params[i].zero_point, size);
    }
  return qst_writer_write (self->writer, bytes, n * (sizeof (float) + size), error);
}

static gboolean
begin (QsaCodesFile *self, GError **error)
{
  json_t *header = new_header (self);
  char *text = json_dumps (header, JSON_COMPACT);
  g_autoptr (GString) padded = g_string_new (text);
  guint8 length[8];

  free (text);
  json_decref (header);
  while (padded->len % ALIGN != 0)
    g_string_append_c (padded, ' ');
  put_little_endian (length, padded->len, sizeof length);
  return qst_writer_write (self->writer, length, sizeof length, error)
         && qst_writer_write (self->writer, padded->str, padded->len, error)
         && (self->element == QSA_ELEMENT_F32 || write_parameters (self, error));
}

static gboolean
write_values (QsaCodesFile *self, gconstpointer values, gsize n, GError **error)
{
#if G_BYTE_ORDER == G_LITTLE_ENDIAN
  return qsa_codes_write_raw (self, values, n, error);
#else
  const gsize size = qsa_element_get_size (self->element);
  g_autofree guint8 *turned = g_malloc (n * size);

  for (gsize i = 0; i < n * size; i++)
    turned[i] = ((const guint8 *)values)[i - i % size + size - 1 - i % size];
  return qsa_codes_write_raw (self, turned, n, error);
#endif
}

const QsaCodesWriter qsa_codes_safetensors = { begin, write_values, NULL };
