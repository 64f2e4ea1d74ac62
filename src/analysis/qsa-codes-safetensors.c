/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-codes-private.h"
#include "analysis/qsa-setup.h"

#include "tensor/qst-limits.h"
#include "tensor/qst-safetensors-header.h"

#include <string.h>

static const char *const types[QSA_N_ELEMENTS] = { "I8", "U8", "I16", "U16", "F32" };

/* Bytes of the numbers are little-endian in the file whatever the processor's are. */
static void
put_little_endian (guint8 *to, guint64 value, gsize size)
{
  for (gsize i = 0; i < size; i++)
    to[i] = (guint8)(value >> (8 * i));
}

/* The codes as they lie in the file: packed ones are a row of bytes. */
static void
add_codes (QsaCodesFile *self, json_t *header, const char *name, guint64 *offset)
{
  const guint64 count = qsa_codes_get_count (self);
  const gboolean packed = self->packed_bits > 0;

  qst_safetensors_header_add (header, name, types[self->element], packed ? &count : qst_tensor_get_shape (self->tensor),
                              packed ? 1 : qst_tensor_get_n_dims (self->tensor), offset,
                              count * qsa_element_get_size (self->element));
}

static void
add_parameter (QsaCodesFile *self, json_t *header, const char *name, QsaElement element, guint64 *offset)
{
  guint64 shape[QST_LIMIT_DIMS];
  const gsize n_dims = qsa_codes_get_parameter_shape (self, shape);

  qst_safetensors_header_add (header, name, types[element], shape, n_dims, offset,
                              qsa_unit_params_get_n (self->units) * qsa_element_get_size (element));
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

/* Scales and zero-points come first: they keep codes of two bytes at even places. */
static json_t *
new_header (QsaCodesFile *self)
{
  g_autofree char *name = g_utf8_make_valid (self->name, -1);
  g_autofree char *scale = g_strconcat (name, ".scale", NULL);
  g_autofree char *zero_point = g_strconcat (name, ".zero_point", NULL);
  json_t *header = json_object ();
  guint64 offset = 0;

  json_object_set_new (header, "__metadata__", new_metadata (self));
  if (self->element != QSA_ELEMENT_F32)
    {
      add_parameter (self, header, scale, QSA_ELEMENT_F32, &offset);
      add_parameter (self, header, zero_point, self->codes, &offset);
    }
  add_codes (self, header, name, &offset);
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
  const gboolean ok = qst_safetensors_header_write (header, self->writer, error);

  json_decref (header);
  return ok && (self->element == QSA_ELEMENT_F32 || write_parameters (self, error));
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
