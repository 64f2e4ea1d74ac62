/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-options.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "plot/qsp-export.h"

/* numpy.lib.format, version 1.0: magic, version, length of the header, the header up to a multiple of 64 bytes. */
#define NPY_MAGIC "\x93NUMPY\x01\x00"
#define NPY_PREFIX 10
#define NPY_ALIGN 64

/* Values turned at a time. */
#define CHUNK 65536

/* How values are written. */
typedef enum
{
  OUT_I8,
  OUT_U8,
  OUT_I16,
  OUT_U16,
  OUT_F32
} Out;

static const struct
{
  const char *descr; /* without the byte order */
  gsize size;
} outs[] = {
  [OUT_I8] = { "i1", 1 }, [OUT_U8] = { "u1", 1 }, [OUT_I16] = { "i2", 2 }, [OUT_U16] = { "u2", 2 }, [OUT_F32] = { "f4", 4 },
};

static Out
choose_out (const QscScheme *format, gboolean dequantize)
{
  if (dequantize)
    return OUT_F32;
  if (format->bits <= 8)
    return format->is_signed ? OUT_I8 : OUT_U8;
  return format->is_signed ? OUT_I16 : OUT_U16;
}

static void
append_header (GByteArray *bytes, Out out, QstTensor *tensor)
{
  const char order = outs[out].size == 1 ? '|' : G_BYTE_ORDER == G_LITTLE_ENDIAN ? '<' : '>';
  const gsize n_dims = qst_tensor_get_n_dims (tensor);
  g_autoptr (GString) header = g_string_new (NULL);
  guint8 length[2];

  g_string_append_printf (header, "{'descr': '%c%s', 'fortran_order': False, 'shape': (", order, outs[out].descr);
  for (gsize i = 0; i < n_dims; i++)
    g_string_append_printf (header, "%s%" G_GUINT64_FORMAT, i > 0 ? ", " : "", qst_tensor_get_shape (tensor)[i]);
  g_string_append (header, n_dims == 1 ? ",), }" : "), }");
  while ((NPY_PREFIX + header->len + 1) % NPY_ALIGN != 0)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');
  length[0] = (guint8)(header->len & 0xff);
  length[1] = (guint8)(header->len >> 8);
  g_byte_array_append (bytes, (const guint8 *)NPY_MAGIC, NPY_PREFIX - sizeof length);
  g_byte_array_append (bytes, length, sizeof length);
  g_byte_array_append (bytes, (const guint8 *)header->str, (guint)header->len);
}

static void
quantize_span (const QscParams *params, const float *x, gsize n, guint64 begin, Out out, void *to)
{
  g_autofree guint16 *codes = NULL;

  switch (out)
    {
    case OUT_I8:
      qsc_quantize_i8 (params, x, n, begin, to);
      break;
    case OUT_U8:
      qsc_quantize_u8 (params, x, n, begin, to);
      break;
    case OUT_I16:
      qsc_quantize_i16 (params, x, n, begin, to);
      break;
    case OUT_U16:
      qsc_quantize_u16 (params, x, n, begin, to);
      break;
    case OUT_F32:
    default:
      codes = g_new (guint16, n);
      if (params->qmin < 0)
        {
          qsc_quantize_i16 (params, x, n, begin, (int16_t *)codes);
          qsc_dequantize_i16 (params, (const int16_t *)codes, n, to);
        }
      else
        {
          qsc_quantize_u16 (params, x, n, begin, codes);
          qsc_dequantize_u16 (params, codes, n, to);
        }
      break;
    }
}

/* The file's bytes. */
static GBytes *
make_npy (QsaSource *source, const QscParams *params, Out out, GError **error)
{
  QstTensor *tensor = qsa_source_get_tensor (source);
  const guint64 count = qst_tensor_get_count (tensor);
  g_autoptr (GByteArray) header = g_byte_array_new ();
  g_autofree float *scratch = g_new (float, CHUNK);
  g_autofree guint8 *bytes = NULL;
  gsize size;

  append_header (header, out, tensor);
  size = header->len + (gsize)count * outs[out].size;
  bytes = count <= (G_MAXSIZE - header->len) / outs[out].size ? g_try_malloc (size) : NULL;
  if (bytes == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("There is not enough memory for the array"));
      return NULL;
    }
  memcpy (bytes, header->data, header->len);
  for (guint64 begin = 0, end; begin < count; begin = end)
    {
      end = MIN (begin + CHUNK, count);
      quantize_span (params, qst_tensor_get_span (tensor, begin, end, scratch), (gsize)(end - begin), begin, out,
                     bytes + header->len + begin * outs[out].size);
    }
  return qst_tensor_check (tensor, error) ? g_bytes_new_take (g_steal_pointer (&bytes), size) : NULL;
}

static gboolean
write_npy (const QsCliOptions *options, const char *path, gboolean dequantize, GError **error)
{
  g_autoptr (QsaSource) source = NULL;
  g_autoptr (GBytes) bytes = NULL;
  QsaScheme scheme;
  QscParams params;

  if (!qs_cli_options_get_scheme (options, &scheme, error))
    return FALSE;
  source = qs_cli_options_open_source (options, error);
  if (source == NULL || !qsa_calibrate (source, &scheme, NULL, &params, error))
    return FALSE;
  bytes = make_npy (source, &params, choose_out (&scheme.format, dequantize), error);
  return bytes != NULL && qsp_export_save (bytes, path, error);
}

gboolean
qs_cli_quantize (char **arguments, GError **error)
{
  g_autofree char *out = NULL;
  gboolean dequantize = FALSE;
  const GOptionEntry own[] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &out, N_ ("The file to write, .npy"), N_ ("FILE") },
    { "dequantize", 0, 0, G_OPTION_ARG_NONE, &dequantize, N_ ("Write s(q − z) as float32 instead of the codes q"), NULL },
    { NULL },
  };
  g_auto (QsCliOptions) options = { 0 };

  if (!qs_cli_options_parse (&options, arguments, _ ("SOURCE [SCHEME] -o FILE [--dequantize]"),
                             _ ("Writes the codes, or what they stand for, as a NumPy array of the same shape."), own, TRUE,
                             error))
    return FALSE;
  if (out == NULL || out[0] == '\0')
    return qs_cli_refuse (error, _ ("-o FILE is needed: the .npy file to write"));
  return write_npy (&options, out, dequantize, error);
}
