/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a zip archive and the entries of its directory, as in PKWARE's APPNOTE 6.3, §4.3.12 to 4.3.16 and 4.5.3. */
#include "tensor/qst-zip-private.h"

#include "tensor/qst-checked.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define END_MARK "PK\5\6"
#define END_BYTES 22
#define END64_MARK 0x06064b50u
#define END64_BYTES 56
#define LOCATOR_MARK 0x07064b50u
#define LOCATOR_BYTES 20
#define ENTRY_MARK 0x02014b50u
#define ENTRY_BYTES 46
#define ZIP64_TAG 1

/* The last end record whose comment reaches just to the end of the file; size if there is none. */
static guint64
find_end (const guint8 *data, guint64 size)
{
  const guint64 last = size >= END_BYTES ? size - END_BYTES : 0;

  if (size < END_BYTES)
    return size;
  for (guint64 back = 0; back <= MIN (last, 0xffff); back++)
    {
      const guint8 *record = data + last - back;

      if (memcmp (record, END_MARK, 4) == 0 && (guint64)(record[20] | record[21] << 8) == back)
        return last - back;
    }
  return size;
}

/* The numbers of the zip64 record, where the old one has no room for them. */
static gboolean
read_end64 (const guint8 *data, guint64 end, QstZipDirectory *directory, guint64 *begin, guint64 *told_end)
{
  QstReader reader;
  guint64 at;

  if (end < LOCATOR_BYTES)
    return FALSE;
  qst_reader_init (&reader, data + end - LOCATOR_BYTES, LOCATOR_BYTES, FALSE);
  if (qst_reader_u32 (&reader) != LOCATOR_MARK)
    return FALSE;
  qst_reader_u32 (&reader);
  *told_end = qst_reader_u64 (&reader);

  /* With bytes in front of the archive the record is not where it is told, but it is right before its locator. */
  at = end - LOCATOR_BYTES;
  if (at < END64_BYTES)
    return FALSE;
  at -= END64_BYTES;
  qst_reader_init (&reader, data, end, FALSE);
  reader.at = at;
  if (qst_reader_u32 (&reader) != END64_MARK)
    return FALSE;
  qst_reader_bytes (&reader, 20); /* its size, versions and disks */
  qst_reader_u64 (&reader);
  directory->n_entries = qst_reader_u64 (&reader);
  directory->size = qst_reader_u64 (&reader);
  *begin = qst_reader_u64 (&reader);
  directory->begin = at;
  return TRUE;
}

static gboolean
refuse (GError **error, QstError code, const char *message)
{
  g_set_error_literal (error, QST_ERROR, (int)code, message);
  return FALSE;
}

gboolean
qst_zip_find_directory (const guint8 *data, guint64 size, QstZipDirectory *directory, GError **error)
{
  const guint64 end = find_end (data, size);
  guint64 begin, told_end;
  guint disk, first_disk;
  QstReader reader;

  if (end == size)
    return refuse (error, QST_ERROR_DAMAGED,
                   _ ("The zip archive is cut off: the directory that should stand at its end is missing"));
  qst_reader_init (&reader, data, size, FALSE);
  reader.at = end + 4;
  disk = qst_reader_u16 (&reader);
  first_disk = qst_reader_u16 (&reader);
  qst_reader_u16 (&reader);
  directory->n_entries = qst_reader_u16 (&reader);
  directory->size = qst_reader_u32 (&reader);
  begin = qst_reader_u32 (&reader);
  directory->begin = end;
  read_end64 (data, end, directory, &begin, &told_end);
  if ((disk != 0 && disk != 0xffff) || (first_disk != 0 && first_disk != 0xffff))
    return refuse (error, QST_ERROR_UNSUPPORTED, _ ("The zip archive is in several parts, which is not supported"));

  /* It ends where the end record begins; what its told place differs from that stands in front of the archive. */
  if (directory->size > directory->begin || begin > directory->begin - directory->size
      || directory->n_entries > directory->size / ENTRY_BYTES)
    return refuse (error, QST_ERROR_DAMAGED, _ ("The directory of the zip archive lies outside of the file"));
  directory->begin -= directory->size;
  directory->shift = directory->begin - begin;
  return TRUE;
}

/* 64-bit sizes stand in an extra field, each only if its old field is full. */
static void
read_zip64 (QstReader *extra, QstZipMember *member)
{
  while (qst_reader_left (extra) >= 4)
    {
      guint tag = qst_reader_u16 (extra);
      guint length = qst_reader_u16 (extra);
      const guint8 *bytes = qst_reader_bytes (extra, length);
      QstReader field;

      if (bytes == NULL)
        return;
      if (tag != ZIP64_TAG)
        continue;
      qst_reader_init (&field, bytes, length, FALSE);
      if (member->size == G_MAXUINT32)
        member->size = qst_reader_u64 (&field);
      if (member->compressed_size == G_MAXUINT32)
        member->compressed_size = qst_reader_u64 (&field);
      if (member->header == G_MAXUINT32)
        member->header = qst_reader_u64 (&field);
      return;
    }
}

gboolean
qst_zip_next_entry (QstReader *reader, const QstZipDirectory *directory, QstZipMember *member, const char **name,
                    gsize *name_length, GError **error)
{
  const guint64 at = reader->at;
  guint extra_length, comment_length;
  const guint8 *extra;
  QstReader fields;
  gboolean is_entry;

  if (qst_reader_left (reader) == 0)
    return FALSE;
  is_entry = qst_reader_u32 (reader) == ENTRY_MARK;
  qst_reader_u32 (reader); /* versions */
  *member = (QstZipMember){ 0 };
  member->flags = qst_reader_u16 (reader);
  member->method = qst_reader_u16 (reader);
  qst_reader_u32 (reader); /* time and date */
  member->crc = qst_reader_u32 (reader);
  member->compressed_size = qst_reader_u32 (reader);
  member->size = qst_reader_u32 (reader);
  *name_length = qst_reader_u16 (reader);
  extra_length = qst_reader_u16 (reader);
  comment_length = qst_reader_u16 (reader);
  qst_reader_u64 (reader); /* disk and attributes */
  member->header = qst_reader_u32 (reader);
  *name = (const char *)qst_reader_bytes (reader, *name_length);
  extra = qst_reader_bytes (reader, extra_length);
  qst_reader_bytes (reader, comment_length);
  if (!is_entry || reader->failed)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                   _ ("The directory of the zip archive is damaged at byte %" PRIu64 ": an entry is expected there"), at);
      return FALSE;
    }
  qst_reader_init (&fields, extra, extra_length, FALSE);
  read_zip64 (&fields, member);
  if (!qst_checked_add (member->header, directory->shift, &member->header))
    member->header = G_MAXUINT64;
  return TRUE;
}

static gboolean
ends_with (const char *name, gsize length, const char *end)
{
  const gsize n = strlen (end);

  return length >= n && memcmp (name + length - n, end, n) == 0;
}

static QstZipKind
guess_by_name (const char *name, gsize length)
{
  if (ends_with (name, length, ".npy"))
    return QST_ZIP_NPZ;
  if (ends_with (name, length, "/data.pkl"))
    return QST_ZIP_PYTORCH;
  if (length == strlen ("model.weights.h5") && ends_with (name, length, "model.weights.h5"))
    return QST_ZIP_KERAS;
  return QST_ZIP_OTHER;
}

/* Of an archive whose end is missing: the name in front. */
static QstZipKind
guess_by_first (const guint8 *data, guint64 size)
{
  QstReader reader;
  const guint8 *name;
  gsize length;

  qst_reader_init (&reader, data, size, FALSE);
  if (qst_reader_u32 (&reader) != QST_ZIP_LOCAL_MARK)
    return QST_ZIP_NONE;
  qst_reader_bytes (&reader, 22);
  length = qst_reader_u16 (&reader);
  qst_reader_u16 (&reader);
  name = qst_reader_bytes (&reader, length);
  return name != NULL ? guess_by_name ((const char *)name, length) : QST_ZIP_OTHER;
}

QstZipKind
qst_zip_guess_kind (const guint8 *data, guint64 size)
{
  QstZipDirectory directory;
  QstZipMember member;
  QstReader reader;
  const char *name;
  gsize length;

  if (!qst_zip_find_directory (data, size, &directory, NULL))
    return guess_by_first (data, size);
  if (directory.size == 0)
    return QST_ZIP_NPZ;
  qst_reader_init (&reader, data, directory.begin + directory.size, FALSE);
  reader.at = directory.begin;
  while (qst_zip_next_entry (&reader, &directory, &member, &name, &length, NULL))
    {
      QstZipKind kind = guess_by_name (name, length);

      if (kind != QST_ZIP_OTHER)
        return kind;
    }
  return QST_ZIP_OTHER;
}
