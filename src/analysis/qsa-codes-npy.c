/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-codes-private.h"

/* numpy.lib.format, version 1.0: magic, version, length of the header, the header up to a multiple of 64 bytes. */
#define MAGIC "\x93NUMPY\x01\x00"
#define PREFIX 10
#define ALIGN 64

/* Without the byte order. */
static const char *const types[QSA_N_ELEMENTS] = { "i1", "u1", "i2", "u2", "f4" };

static gboolean
begin (QsaCodesFile *self, GError **error)
{
  const char order = qsa_element_get_size (self->element) == 1 ? '|' : G_BYTE_ORDER == G_LITTLE_ENDIAN ? '<' : '>';
  const gsize n_dims = self->packed_bits > 0 ? 1 : qst_tensor_get_n_dims (self->tensor);
  g_autoptr (GString) header = g_string_new (NULL);
  guint8 length[2];

  g_string_append_printf (header, "{'descr': '%c%s', 'fortran_order': False, 'shape': (", order, types[self->element]);
  if (self->packed_bits > 0)
    g_string_append_printf (header, "%" G_GUINT64_FORMAT, qsa_codes_get_count (self));
  for (gsize i = 0; self->packed_bits == 0 && i < n_dims; i++)
    g_string_append_printf (header, "%s%" G_GUINT64_FORMAT, i > 0 ? ", " : "", qst_tensor_get_shape (self->tensor)[i]);
  g_string_append (header, n_dims == 1 ? ",), }" : "), }");
  while ((PREFIX + header->len + 1) % ALIGN != 0)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');
  length[0] = (guint8)(header->len & 0xff);
  length[1] = (guint8)(header->len >> 8);
  return qst_writer_write (self->writer, MAGIC, PREFIX - sizeof length, error)
         && qst_writer_write (self->writer, length, sizeof length, error)
         && qst_writer_write (self->writer, header->str, header->len, error);
}

const QsaCodesWriter qsa_codes_npy = { begin, qsa_codes_write_raw, NULL };
