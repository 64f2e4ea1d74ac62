/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A zip of stored members. Written in one go, so the checksum of a member follows its values in a data descriptor. */
#include "tensor/qst-convert-private.h"

#include <string.h>
#include <zlib.h>

#define FLAGS (1u << 3 | 1u << 11) /* a descriptor follows; names are UTF-8 */
#define VERSION 45                 /* with zip64 */
#define DATE (1u << 5 | 1u)        /* 1 January 1980: the same values make the same file */
#define FULL G_MAXUINT32           /* the number stands in the zip64 field */

typedef struct
{
  QstWriter *writer;
  guint64 at; /* bytes written */
  GByteArray *directory;
} Zip;

static const char *
get_descr (QstDtype dtype)
{
  switch (dtype)
    {
    case QST_DTYPE_F64:
      return "<f8";
    case QST_DTYPE_F32:
      return "<f4";
    case QST_DTYPE_F16:
      return "<f2";
    case QST_DTYPE_I64:
      return "<i8";
    case QST_DTYPE_I32:
      return "<i4";
    case QST_DTYPE_I16:
      return "<i2";
    case QST_DTYPE_I8:
      return "|i1";
    case QST_DTYPE_U64:
      return "<u8";
    case QST_DTYPE_U32:
      return "<u4";
    case QST_DTYPE_U16:
      return "<u2";
    case QST_DTYPE_U8:
      return "|u1";
    case QST_DTYPE_BOOL:
      return "|b1";
    default:
      return NULL;
    }
}

static gboolean
is_written (QstDtype dtype)
{
  return get_descr (dtype) != NULL;
}

/* numpy.lib.format, version 1.0: mark, length, a dict padded to a multiple of 64 bytes. */
static GByteArray *
new_npy_header (const QstConvertItem *item)
{
  const gsize n_dims = qst_tensor_get_n_dims (item->tensor);
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GString) header = g_string_new (NULL);

  g_string_append_printf (header, "{'descr': '%s', 'fortran_order': False, 'shape': (", get_descr (item->dtype));
  for (gsize d = 0; d < n_dims; d++)
    g_string_append_printf (header, "%s%" G_GUINT64_FORMAT, d > 0 ? ", " : "", qst_tensor_get_shape (item->tensor)[d]);
  g_string_append (header, n_dims == 1 ? ",), }" : "), }");
  while ((10 + header->len + 1) % 64 != 0)
    g_string_append_c (header, ' ');
  g_string_append_c (header, '\n');
  g_byte_array_append (bytes, (const guint8 *)"\x93NUMPY\1\0", 8);
  qst_convert_put (bytes, header->len, 2);
  g_byte_array_append (bytes, (const guint8 *)header->str, (guint)header->len);
  return bytes;
}

static gboolean
append (Zip *zip, const guint8 *data, gsize size, GError **error)
{
  zip->at += size;
  return qst_writer_write (zip->writer, data, size, error);
}

/* What the member's own header and its entry in the directory have in common. */
static void
put_facts (GByteArray *bytes, guint32 crc, guint64 size, const char *name, guint extra)
{
  qst_convert_put (bytes, VERSION, 2);
  qst_convert_put (bytes, FLAGS, 2);
  qst_convert_put (bytes, 0, 2); /* stored */
  qst_convert_put (bytes, 0, 2);
  qst_convert_put (bytes, DATE, 2);
  qst_convert_put (bytes, crc, 4);
  qst_convert_put (bytes, MIN (size, FULL), 4);
  qst_convert_put (bytes, MIN (size, FULL), 4);
  qst_convert_put (bytes, strlen (name), 2);
  qst_convert_put (bytes, extra, 2);
}

static void
put_entry (GByteArray *directory, const char *name, guint32 crc, guint64 size, guint64 begin)
{
  const guint wide = (size >= FULL ? 16 : 0) + (begin >= FULL ? 8 : 0);

  qst_convert_put (directory, 0x02014b50, 4);
  qst_convert_put (directory, VERSION, 2);
  put_facts (directory, crc, size, name, wide > 0 ? wide + 4 : 0);
  qst_convert_put (directory, 0, 10);
  qst_convert_put (directory, MIN (begin, FULL), 4);
  g_byte_array_append (directory, (const guint8 *)name, (guint)strlen (name));
  if (wide == 0)
    return;
  qst_convert_put (directory, 1, 2);
  qst_convert_put (directory, wide, 2);
  qst_convert_put (directory, size, size >= FULL ? 8 : 0);
  qst_convert_put (directory, size, size >= FULL ? 8 : 0);
  qst_convert_put (directory, begin, begin >= FULL ? 8 : 0);
}

static gboolean
write_member (Zip *zip, const QstConvertItem *item, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) npy = new_npy_header (item), front = g_byte_array_new (), descriptor = g_byte_array_new ();
  g_autofree char *name = g_strconcat (item->name, ".npy", NULL);
  const guint64 size = npy->len + item->bytes, begin = zip->at;
  const gboolean is_wide = size >= FULL;
  guint32 crc = (guint32)crc32_z (crc32_z (0, NULL, 0), npy->data, npy->len);

  name[MIN (strlen (name), G_MAXUINT16)] = '\0';
  qst_convert_put (front, 0x04034b50, 4);
  put_facts (front, 0, is_wide ? FULL : 0, name, is_wide ? 20 : 0);
  g_byte_array_append (front, (const guint8 *)name, (guint)strlen (name));
  if (is_wide)
    {
      qst_convert_put (front, 1, 2);
      qst_convert_put (front, 16, 2);
      qst_convert_put (front, 0, 8);
      qst_convert_put (front, 0, 8);
    }
  if (!append (zip, front->data, front->len, error) || !append (zip, npy->data, npy->len, error)
      || !qst_convert_write_values (item, zip->writer, &crc, cancellable, error))
    return FALSE;
  zip->at += item->bytes;
  qst_convert_put (descriptor, 0x08074b50, 4);
  qst_convert_put (descriptor, crc, 4);
  qst_convert_put (descriptor, size, is_wide ? 8 : 4);
  qst_convert_put (descriptor, size, is_wide ? 8 : 4);
  put_entry (zip->directory, name, crc, size, begin);
  return append (zip, descriptor->data, descriptor->len, error);
}

/* The zip64 record stands there always: it does no harm. */
static gboolean
write_end (Zip *zip, gsize n, GError **error)
{
  g_autoptr (GByteArray) end = g_byte_array_new ();
  const guint64 directory = zip->at, size = zip->directory->len, record = directory + size;

  if (!append (zip, zip->directory->data, zip->directory->len, error))
    return FALSE;
  qst_convert_put (end, 0x06064b50, 4);
  qst_convert_put (end, 44, 8);
  qst_convert_put (end, VERSION, 2);
  qst_convert_put (end, VERSION, 2);
  qst_convert_put (end, 0, 8);
  qst_convert_put (end, n, 8);
  qst_convert_put (end, n, 8);
  qst_convert_put (end, size, 8);
  qst_convert_put (end, directory, 8);
  qst_convert_put (end, 0x07064b50, 4);
  qst_convert_put (end, 0, 4);
  qst_convert_put (end, record, 8);
  qst_convert_put (end, 1, 4);
  qst_convert_put (end, 0x06054b50, 4);
  qst_convert_put (end, 0, 4);
  qst_convert_put (end, MIN (n, G_MAXUINT16), 2);
  qst_convert_put (end, MIN (n, G_MAXUINT16), 2);
  qst_convert_put (end, MIN (size, FULL), 4);
  qst_convert_put (end, MIN (directory, FULL), 4);
  qst_convert_put (end, 0, 2);
  return append (zip, end->data, end->len, error);
}

static gboolean
write_npz (QstWriter *writer, const QstConvertItem *items, gsize n, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) directory = g_byte_array_new ();
  Zip zip = { writer, 0, directory };

  for (gsize i = 0; i < n; i++)
    if (!write_member (&zip, &items[i], cancellable, error))
      return FALSE;
  return write_end (&zip, n, error);
}

const QstConvertWriter qst_convert_npz = { ".npz", is_written, write_npz };
