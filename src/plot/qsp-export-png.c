/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-export-png.h"

#include <math.h>
#include <string.h>

/* Cairo writes neither resolution nor texts; both are chunks of their own, put between IHDR and IDAT. */
#define SIGNATURE_AND_IHDR (8 + 4 + 4 + 13 + 4)

static guint32
compute_crc (const guint8 *data, gsize size)
{
  guint32 crc = 0xffffffffu;

  for (gsize i = 0; i < size; i++)
    {
      crc ^= data[i];
      for (int bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1u)));
    }
  return ~crc;
}

static void
append_u32 (GByteArray *out, guint32 value)
{
  guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (out, (const guint8 *)&big, 4);
}

static void
append_chunk (GByteArray *out, const char *type, const GByteArray *body)
{
  guint start;

  append_u32 (out, body->len);
  start = out->len;
  g_byte_array_append (out, (const guint8 *)type, 4);
  g_byte_array_append (out, body->data, body->len);
  append_u32 (out, compute_crc (out->data + start, out->len - start));
}

static void
append_resolution (GByteArray *out, double dpi)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  guint32 per_metre = (guint32)floor (dpi / 0.0254 + 0.5);

  append_u32 (body, per_metre);
  append_u32 (body, per_metre);
  g_byte_array_append (body, (const guint8 *)"\1", 1);
  append_chunk (out, "pHYs", body);
}

static void
append_text (GByteArray *out, const char *keyword, const char *text)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();

  g_byte_array_append (body, (const guint8 *)keyword, (guint)strlen (keyword) + 1);
  /* not compressed, no language, no translated keyword */
  g_byte_array_append (body, (const guint8 *)"\0\0\0\0", 4);
  g_byte_array_append (body, (const guint8 *)text, (guint)strlen (text));
  append_chunk (out, "iTXt", body);
}

GByteArray *
qsp_png_add_metadata (const guint8 *png, gsize size, double dpi, const char *const *texts)
{
  GByteArray *out = g_byte_array_sized_new ((guint)size + 256);

  g_assert (size > SIGNATURE_AND_IHDR);
  g_byte_array_append (out, png, SIGNATURE_AND_IHDR);
  append_resolution (out, dpi);
  for (; texts[0] != NULL; texts += 2)
    if (texts[1] != NULL && texts[1][0] != '\0')
      append_text (out, texts[0], texts[1]);
  g_byte_array_append (out, png + SIGNATURE_AND_IHDR, (guint)(size - SIGNATURE_AND_IHDR));
  return out;
}
