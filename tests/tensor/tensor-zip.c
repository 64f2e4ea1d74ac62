/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor-zip.h"

#include <string.h>
#include <zlib.h>

static void
put (GByteArray *to, guint64 value, guint size)
{
  for (guint i = 0; i < size; i++)
    g_byte_array_append (to, &(guint8){ (guint8)(i < 8 ? value >> (8 * i) : 0) }, 1);
}

static GBytes *
deflate_raw (GBytes *contents)
{
  gsize size;
  const guint8 *from = g_bytes_get_data (contents, &size);
  z_stream stream = { 0 };
  guint8 *to;

  g_assert_cmpint (deflateInit2 (&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY), ==, Z_OK);
  to = g_malloc (size + 1000);
  stream.next_in = (Bytef *)from;
  stream.avail_in = (uInt)size;
  stream.next_out = to;
  stream.avail_out = (uInt)size + 1000;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  size = stream.total_out;
  deflateEnd (&stream);
  return g_bytes_new_take (to, size);
}

static void
put_header (GByteArray *to, const TtMember *member, gsize stored, guint32 crc)
{
  put (to, 20, 2);
  put (to, member->flags, 2);
  put (to, member->method != 0 ? member->method : member->deflated ? 8 : 0, 2);
  put (to, 0, 4);
  put (to, member->crc != 0 ? member->crc : crc, 4);
  put (to, member->compressed_size != 0 ? member->compressed_size : stored, 4);
  put (to, member->size != 0 ? member->size : g_bytes_get_size (member->contents), 4);
  put (to, strlen (member->name), 2);
  put (to, 0, 2);
}

GByteArray *
tt_zip (TtMember *members, gsize n, const char *comment)
{
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GByteArray) directory = g_byte_array_new ();
  guint where = 0;

  for (gsize i = 0; i < n; i++)
    {
      TtMember *member = &members[i];
      g_autoptr (GBytes) packed = member->deflated ? deflate_raw (member->contents) : g_bytes_ref (member->contents);
      gsize size, stored = g_bytes_get_size (packed) + (gsize)member->surplus;
      const guint8 *contents = g_bytes_get_data (member->contents, &size);
      guint32 crc = (guint32)crc32 (0, contents, (uInt)size);

      if (!member->same_place)
        {
          where = file->len;
          put (file, 0x04034b50, 4);
          put_header (file, member, stored, crc);
          g_byte_array_append (file, (const guint8 *)member->name, (guint)strlen (member->name));
          g_byte_array_append (file, g_bytes_get_data (packed, NULL), (guint)g_bytes_get_size (packed));
          put (file, 0, (guint)member->surplus);
        }
      put (directory, 0x02014b50, 4);
      put (directory, 20, 2);
      put_header (directory, member, stored, crc);
      put (directory, 0, 10);
      put (directory, where, 4);
      g_byte_array_append (directory, (const guint8 *)member->name, (guint)strlen (member->name));
    }
  where = file->len;
  g_byte_array_append (file, directory->data, directory->len);
  put (file, 0x06054b50, 4);
  put (file, 0, 4);
  put (file, n, 2);
  put (file, n, 2);
  put (file, directory->len, 4);
  put (file, where, 4);
  put (file, strlen (comment), 2);
  g_byte_array_append (file, (const guint8 *)comment, (guint)strlen (comment));
  return file;
}
