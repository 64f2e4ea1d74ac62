/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-zip-private.h"

#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>
#include <zlib.h>

#define FLAG_ENCRYPTED 1

/* Deflate makes at most 1032 bytes of one: what claims more lies. */
#define MAX_RATIO 1032

static void
clear_member (gpointer data)
{
  g_free (((QstZipMember *)data)->name);
}

void
qst_zip_free (QstZip *self)
{
  g_array_unref (self->members);
  qst_map_unref (self->map);
  g_free (self);
}

static gboolean
read_directory (QstZip *self, const QstZipDirectory *directory, GError **error)
{
  GError *damage = NULL;
  QstZipMember member;
  QstReader reader;
  const char *name;
  gsize length;

  if (directory->n_entries > QST_LIMIT_TENSORS)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The zip archive has %" PRIu64 " members; the limit is %u"),
                   directory->n_entries, QST_LIMIT_TENSORS);
      return FALSE;
    }
  qst_reader_init (&reader, qst_map_get_data (self->map), directory->begin + directory->size, FALSE);
  reader.at = directory->begin;
  while (qst_zip_next_entry (&reader, directory, &member, &name, &length, &damage))
    {
      member.name = g_utf8_make_valid (name, (gssize)length);
      g_array_append_val (self->members, member);
    }
  if (damage == NULL && self->members->len != directory->n_entries)
    g_set_error (&damage, QST_ERROR, QST_ERROR_DAMAGED,
                 _ ("The directory of the zip archive has %u entries, but claims %" PRIu64), self->members->len,
                 directory->n_entries);
  if (damage == NULL)
    return TRUE;
  g_propagate_error (error, damage);
  return FALSE;
}

static int
compare_header (gconstpointer a, gconstpointer b)
{
  const QstZipMember *x = *(QstZipMember *const *)a, *y = *(QstZipMember *const *)b;

  return (x->header > y->header) - (x->header < y->header);
}

/* No two members may share bytes: the trick of archives that unpack without end. Of two with one header neither is opened. */
static void
set_ends (QstZip *self, guint64 directory_begin)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  guint64 end = directory_begin;

  for (guint i = 0; i < self->members->len; i++)
    g_ptr_array_add (sorted, &g_array_index (self->members, QstZipMember, i));
  g_ptr_array_sort (sorted, compare_header);
  for (guint i = sorted->len; i-- > 0;)
    {
      QstZipMember *member = g_ptr_array_index (sorted, i);

      member->end = end;
      end = MIN (end, member->header);
      if (i + 1 < sorted->len && ((QstZipMember *)g_ptr_array_index (sorted, i + 1))->header == member->header)
        ((QstZipMember *)g_ptr_array_index (sorted, i + 1))->end = member->header;
    }
}

QstZip *
qst_zip_open (QstMap *map, GError **error)
{
  g_autoptr (QstZip) self = g_new0 (QstZip, 1);
  QstZipDirectory directory;

  self->map = qst_map_ref (map);
  self->members = g_array_new (FALSE, FALSE, sizeof (QstZipMember));
  g_array_set_clear_func (self->members, clear_member);
  if (!qst_zip_find_directory (qst_map_get_data (map), qst_map_get_size (map), &directory, error)
      || !read_directory (self, &directory, error))
    return NULL;
  set_ends (self, directory.begin);
  return g_steal_pointer (&self);
}

const QstZipMember *
qst_zip_find (QstZip *self, const char *name)
{
  for (guint i = 0; i < self->members->len; i++)
    {
      const QstZipMember *member = &g_array_index (self->members, QstZipMember, i);

      if (strcmp (member->name, name) == 0)
        return member;
    }
  return NULL;
}

static gboolean refuse (const QstZipMember *member, QstError code, GError **error, const char *format, ...) G_GNUC_PRINTF (4, 5);

static gboolean
refuse (const QstZipMember *member, QstError code, GError **error, const char *format, ...)
{
  g_autofree char *quoted = qst_quote (member->name, -1);
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, QST_ERROR, (int)code, _ ("the zip member “%s” at byte %" PRIu64 ": %s"), quoted, member->header, reason);
  return FALSE;
}

static gboolean
check_kind (const QstZipMember *member, GError **error)
{
  if ((member->flags & FLAG_ENCRYPTED) != 0)
    return refuse (member, QST_ERROR_UNSUPPORTED, error, _ ("it is encrypted"));
  if (member->method != QST_ZIP_STORED && member->method != QST_ZIP_DEFLATED)
    return refuse (member, QST_ERROR_UNSUPPORTED, error, _ ("its compression method %u is not supported"), member->method);
  if (member->method == QST_ZIP_STORED && member->size != member->compressed_size)
    return refuse (member, QST_ERROR_DAMAGED, error, _ ("it is stored, but its two sizes differ: %" PRIu64 " and %" PRIu64),
                   member->size, member->compressed_size);
  if (member->size / MAX_RATIO > member->compressed_size)
    return refuse (member, QST_ERROR_DAMAGED, error, _ ("it claims %" PRIu64 " bytes, more than %" PRIu64 " can be inflated to"),
                   member->size, member->compressed_size);
  return TRUE;
}

/* Where the contents begin, after the member's own header, which must agree with the directory. */
static gboolean
locate (QstZip *self, const QstZipMember *member, guint64 *data, GError **error)
{
  const guint64 size = qst_map_get_size (self->map);
  guint method, name_length, extra_length;
  gboolean marked;
  QstReader reader;

  if (!check_kind (member, error))
    return FALSE;
  if (member->header >= size)
    return refuse (member, QST_ERROR_DAMAGED, error, _ ("it lies beyond the %" PRIu64 " bytes of the file"), size);
  qst_reader_init (&reader, qst_map_get_data (self->map), size, FALSE);
  reader.at = member->header;
  marked = qst_reader_u32 (&reader) == QST_ZIP_LOCAL_MARK;
  qst_reader_u32 (&reader); /* version and flags */
  method = qst_reader_u16 (&reader);
  qst_reader_bytes (&reader, 16); /* time, date, checksum, sizes: 0 where a data descriptor follows */
  name_length = qst_reader_u16 (&reader);
  extra_length = qst_reader_u16 (&reader);
  qst_reader_bytes (&reader, (guint64)name_length + extra_length);
  if (!marked || reader.failed || method != member->method)
    return refuse (member, QST_ERROR_DAMAGED, error, _ ("its own header contradicts the directory"));
  if (reader.at > member->end || member->compressed_size > member->end - reader.at)
    return refuse (member, QST_ERROR_DAMAGED, error,
                   _ ("its %" PRIu64 " bytes from byte %" PRIu64 " on reach into what follows at byte %" PRIu64),
                   member->compressed_size, reader.at, member->end);
  *data = reader.at;
  return TRUE;
}

static gboolean
check_crc (const QstZipMember *member, const guint8 *bytes, gsize size, GError **error)
{
  const guint32 crc = (guint32)crc32_z (crc32_z (0, NULL, 0), bytes, size);

  if (crc == member->crc)
    return TRUE;
  return refuse (member, QST_ERROR_DAMAGED, error, _ ("its checksum is %08x, but should be %08x"), crc, member->crc);
}

/* Inflates n bytes at most. *ended: the stream ended by then, having used up all of the compressed bytes. */
static gboolean
inflate_begin (const guint8 *from, guint64 from_size, guint8 *to, gsize n, gsize *got, gboolean *ended)
{
  const gsize step = 1u << 30;
  guint64 used = 0;
  z_stream stream = { 0 };
  int status = Z_OK;

  *got = 0;
  if (inflateInit2 (&stream, -MAX_WBITS) != Z_OK)
    return FALSE;
  while (status == Z_OK)
    {
      guint8 beyond = 0;
      const gsize room = MIN (n - *got, step);

      stream.next_in = (Bytef *)from + used;
      stream.avail_in = (uInt)MIN (from_size - used, step);
      stream.next_out = room > 0 ? to + *got : &beyond;
      stream.avail_out = room > 0 ? (uInt)room : 1;
      status = inflate (&stream, Z_NO_FLUSH);
      used = (guint64)(stream.next_in - from);
      if (room == 0)
        break;
      *got += room - stream.avail_out;
    }
  inflateEnd (&stream);
  *ended = status == Z_STREAM_END && used == from_size;
  return status == Z_STREAM_END || status == Z_OK || (status == Z_BUF_ERROR && *got == n);
}

static gboolean
inflate_all (const QstZipMember *member, const guint8 *from, guint8 *to, GError **error)
{
  gboolean ended;
  gsize got;

  if (!inflate_begin (from, member->compressed_size, to, member->size, &got, &ended))
    return refuse (member, QST_ERROR_DAMAGED, error, _ ("its compressed bytes are damaged after %zu bytes of contents"), got);
  if (!ended || got != member->size)
    return refuse (member, QST_ERROR_DAMAGED, error, _ ("it does not inflate to just the %" PRIu64 " bytes that it claims"),
                   member->size);
  return check_crc (member, to, got, error);
}

guint8 *
qst_zip_read_begin (QstZip *self, const QstZipMember *member, gsize n, gsize *got, GError **error)
{
  const guint8 *from = qst_map_get_data (self->map);
  g_autofree guint8 *bytes = NULL;
  gboolean ended;
  guint64 data;

  if (!locate (self, member, &data, error))
    return NULL;
  n = (gsize)MIN (n, member->size);
  bytes = g_malloc (n + 1);
  if (member->method == QST_ZIP_STORED)
    {
      memcpy (bytes, from + data, n);
      *got = n;
    }
  else if (!inflate_begin (from + data, member->compressed_size, bytes, n, got, &ended))
    {
      refuse (member, QST_ERROR_DAMAGED, error, _ ("its compressed bytes are damaged after %zu bytes of contents"), *got);
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

GBytes *
qst_zip_read (QstZip *self, const QstZipMember *member, guint64 limit, GError **error)
{
  g_autofree guint8 *bytes = NULL;
  const guint8 *from;
  guint64 data;

  if (!locate (self, member, &data, error))
    return NULL;
  if (member->size > limit)
    {
      refuse (member, QST_ERROR_LIMIT, error, _ ("it has %" PRIu64 " bytes; the limit is %" PRIu64), member->size, limit);
      return NULL;
    }
  from = qst_map_get_data (self->map) + data;
  bytes = g_malloc (member->size + 1);
  if (member->method == QST_ZIP_DEFLATED)
    {
      if (!inflate_all (member, from, bytes, error))
        return NULL;
    }
  else
    {
      memcpy (bytes, from, member->size);
      if (!check_crc (member, bytes, member->size, error))
        return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&bytes), member->size);
}

/* What a storage needs of its member. */
typedef struct
{
  QstZipMember member;
  QstMap *map;
  guint64 data;
} Contents;

static void
free_contents (gpointer data)
{
  Contents *self = data;

  clear_member (&self->member);
  qst_map_unref (self->map);
  g_free (self);
}

static gboolean
load_contents (gpointer data, guint8 *bytes, gsize size, GError **error)
{
  Contents *self = data;

  return inflate_all (&self->member, qst_map_get_data (self->map) + self->data, bytes, error);
}

static gboolean
verify_contents (gpointer data, const guint8 *bytes, gsize size, GError **error)
{
  return check_crc (&((Contents *)data)->member, bytes, size, error);
}

QstStorage *
qst_zip_new_storage (QstZip *self, const QstZipMember *member, GError **error)
{
  Contents *contents;
  guint64 data;

  if (!locate (self, member, &data, error))
    return NULL;
  if (member->method == QST_ZIP_DEFLATED && member->size > qst_limit_get_decoded_bytes ())
    {
      refuse (member, QST_ERROR_LIMIT, error,
              _ ("it inflates to %" PRIu64 " bytes; the limit is %" PRIu64 " (QUANTOSCOPE_MAX_DECODED)"), member->size,
              qst_limit_get_decoded_bytes ());
      return NULL;
    }
  contents = g_new0 (Contents, 1);
  contents->member = *member;
  contents->member.name = g_strdup (member->name);
  contents->map = qst_map_ref (self->map);
  contents->data = data;
  return member->method == QST_ZIP_STORED
             ? qst_storage_new_window (self->map, data, member->size, verify_contents, contents, free_contents)
             : qst_storage_new_lazy (self->map, data, member->size, load_contents, contents, free_contents);
}
