/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>
#include <zlib.h>

#define STORAGE_BYTES 64

static void
put (GByteArray *to, guint64 value, guint size)
{
  for (guint i = 0; i < size; i++)
    g_byte_array_append (to, &(guint8){ (guint8)(i < 8 ? value >> (8 * i) : 0) }, 1);
}

/* A stored member: its header and contents into file, its entry into directory. */
static void
add_member (GByteArray *file, GByteArray *directory, const char *name, const uint8_t *data, size_t size)
{
  const guint begin = file->len;
  GByteArray *const both[] = { file, directory };

  put (file, 0x04034b50, 4);
  put (directory, 0x02014b50, 4);
  put (directory, 20, 2);
  for (int i = 0; i < 2; i++)
    {
      put (both[i], 20, 2);
      put (both[i], 0, 8);
      put (both[i], crc32 (0, data, (uInt)size), 4);
      put (both[i], size, 4);
      put (both[i], size, 4);
      put (both[i], strlen (name), 2);
      put (both[i], 0, 2);
    }
  put (directory, 0, 10);
  put (directory, begin, 4);
  for (int i = 0; i < 2; i++)
    g_byte_array_append (both[i], (const guint8 *)name, (guint)strlen (name));
  g_byte_array_append (file, data, (guint)size);
}

/* The bytes as the pickle of an archive whose checksums are right. */
static GByteArray *
wrap (const uint8_t *data, size_t size)
{
  static const uint8_t storage[STORAGE_BYTES] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GByteArray) directory = g_byte_array_new ();
  guint begin;

  add_member (file, directory, "a/data.pkl", size > 0 ? data : storage, size);
  add_member (file, directory, "a/data/0", storage, sizeof storage);
  begin = file->len;
  g_byte_array_append (file, directory->data, directory->len);
  put (file, 0x06054b50, 4);
  put (file, 0, 4);
  put (file, 2, 2);
  put (file, 2, 2);
  put (file, directory->len, 4);
  put (file, begin, 4);
  put (file, 0, 2);
  return file;
}

/* Tried three ways: as an archive, as an old file, and as the pickle of a sound archive. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GByteArray) file = wrap (data, size);

  fuzz_read (&qst_format_pytorch, "fuzz.pt", data, size);
  fuzz_read (&qst_format_pytorch_legacy, "fuzz.pth", data, size);
  fuzz_read (&qst_format_pytorch, "fuzz.pt", file->data, file->len);
  return 0;
}
