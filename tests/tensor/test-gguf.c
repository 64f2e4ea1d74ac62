/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GGUF files written here, in both byte orders. */
#include "tensor-test.h"

#include "tensor/qst-archive-private.h"

#include <string.h>
#include <unistd.h>

typedef struct
{
  GByteArray *bytes;
  gboolean big_endian;
} File;

static void
put (File *file, guint64 value, guint size)
{
  for (guint i = 0; i < size; i++)
    {
      guint8 byte = (guint8)(value >> (8 * (file->big_endian ? size - 1 - i : i)));

      g_byte_array_append (file->bytes, &byte, 1);
    }
}

static void
put_string (File *file, const char *text)
{
  put (file, strlen (text), 8);
  g_byte_array_append (file->bytes, (const guint8 *)text, (guint)strlen (text));
}

static File
begin (gboolean big_endian, guint32 version, guint64 n_tensors, guint64 n_keys)
{
  File file = { g_byte_array_new (), big_endian };

  g_byte_array_append (file.bytes, (const guint8 *)"GGUF", 4);
  put (&file, version, 4);
  put (&file, n_tensors, 8);
  put (&file, n_keys, 8);
  return file;
}

static void
put_info (File *file, const char *name, guint32 type, guint64 ne, guint64 offset)
{
  put_string (file, name);
  put (file, 1, 4);
  put (file, ne, 8);
  put (file, type, 4);
  put (file, offset, 8);
}

static void
align (File *file)
{
  while (file->bytes->len % 32 != 0)
    put (file, 0, 1);
}

static QstArchive *
open_file (File *file, GError **error)
{
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (file->bytes);

  return qst_archive_open_bytes ("x.gguf", bytes, NULL, error);
}

/* One value of each size, and a block: d = 0.5 in float16, levels −8 … 7 twice. */
static void
test_byte_order (gconstpointer data)
{
  File file = begin (data != NULL, 3, 5, 1);
  g_autoptr (QstArchive) archive = NULL;
  g_autoptr (GError) error = NULL;
  const char *key, *value;

  put_string (&file, "answer");
  put (&file, 4, 4);
  put (&file, 42, 4);
  put_info (&file, "f32", 0, 1, 0);
  put_info (&file, "f16", 1, 1, 32);
  put_info (&file, "i64", 27, 1, 64);
  put_info (&file, "f64", 28, 1, 96);
  put_info (&file, "q4_0", 2, 32, 128);
  align (&file);
  put (&file, 0x3fc00000, 4); /* 1.5 */
  align (&file);
  put (&file, 0x4200, 2); /* 3 */
  align (&file);
  put (&file, (guint64)-7, 8);
  align (&file);
  put (&file, G_GUINT64_CONSTANT (0xbfe0000000000000), 8); /* −0.5 */
  align (&file);
  put (&file, 0x3800, 2); /* 0.5 */
  for (guint8 i = 0; i < 16; i++)
    put (&file, i * 0x11, 1);

  archive = open_file (&file, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (qst_tensor_get_value (qst_archive_find_tensor (archive, "f32"), 0), ==, 1.5f);
  g_assert_cmpfloat (qst_tensor_get_value (qst_archive_find_tensor (archive, "f16"), 0), ==, 3);
  g_assert_cmpfloat (qst_tensor_get_value (qst_archive_find_tensor (archive, "i64"), 0), ==, -7);
  g_assert_cmpfloat (qst_tensor_get_value (qst_archive_find_tensor (archive, "f64"), 0), ==, -0.5f);
  for (guint i = 0; i < 32; i++)
    g_assert_cmpfloat (qst_tensor_get_value (qst_archive_find_tensor (archive, "q4_0"), i), ==,
                       0.5f * (float)((int)(i % 16) - 8));
  qst_archive_get_metadata (archive, qst_archive_get_n_metadata (archive) - 1, &key, &value);
  g_assert_cmpstr (key, ==, "answer");
  g_assert_cmpstr (value, ==, "42");
}

/* What is not read stays listed, with the reason; the rest is read. */
static void
test_missing (void)
{
  File file = begin (FALSE, 3, 6, 0);
  g_autoptr (QstArchive) archive = NULL;
  static const char *const words[] = { "IQ2_XXS", "type 31", "offset 5", "multiple of the 32", "beyond the end" };

  put_info (&file, "a", 16, 256, 0);
  put_info (&file, "b", 31, 32, 0);
  put_info (&file, "c", 0, 1, 5);
  put_info (&file, "d", 2, 31, 0);
  put_info (&file, "e", 0, 1000, 0);
  put_info (&file, "good", 24, 3, 0);
  align (&file);
  put (&file, 0x030201, 3);
  archive = open_file (&file, NULL);
  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
  g_assert_cmpfloat (qst_tensor_get_value (qst_archive_get_tensor (archive, 0), 2), ==, 3);
  g_assert_cmpuint (qst_tensor_get_offset (qst_archive_get_tensor (archive, 0)) % 32, ==, 0);
  g_assert_cmpuint (qst_archive_get_n_missing (archive), ==, G_N_ELEMENTS (words));
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const QstMissing *missing = qst_archive_get_missing (archive, i);

      g_test_message ("%s: %s", missing->name, missing->reason);
      g_assert_nonnull (strstr (missing->reason, words[i]));
      g_assert_cmpuint (missing->name[0], ==, 'a' + i);
      g_assert_cmpuint (missing->n_dims, ==, 1);
      g_assert_nonnull (strstr (qst_archive_get_errors (archive)[i], missing->reason));
    }
  g_assert_cmpstr (qst_archive_get_missing (archive, 0)->dtype, ==, "IQ2_XXS");
}

static void
test_same_name (void)
{
  File file = begin (FALSE, 2, 2, 0);
  g_autoptr (QstArchive) archive = NULL;

  put_info (&file, "a", 24, 1, 0);
  put_info (&file, "a", 24, 1, 0);
  align (&file);
  put (&file, 9, 1);
  archive = open_file (&file, NULL);
  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
  g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], "twice"));
}

static void
assert_refused (File *file, QstError code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_file (file, &error));
  g_assert_error (error, QST_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_versions (void)
{
  File one = begin (FALSE, 1, 0, 0), four = begin (FALSE, 4, 0, 0);

  assert_refused (&one, QST_ERROR_UNSUPPORTED, "is 1");
  assert_refused (&four, QST_ERROR_UNSUPPORTED, "is 4");
}

/* Arrays within arrays are passed, up to a depth. */
static void
test_nesting (void)
{
  for (guint depth = 60; depth <= 70; depth += 10)
    {
      File file = begin (FALSE, 3, 0, 1);
      g_autoptr (QstArchive) archive = NULL;

      put_string (&file, "deep");
      put (&file, 9, 4);
      for (guint i = 0; i < depth; i++)
        {
          put (&file, 9, 4);
          put (&file, 1, 8);
        }
      put (&file, 0, 4);
      put (&file, 3, 8);
      put (&file, 0, 3);
      if (depth > 64)
        {
          assert_refused (&file, QST_ERROR_LIMIT, "64");
          continue;
        }
      archive = open_file (&file, NULL);
      g_assert_nonnull (archive);
    }
}

/* Every cut of a file is refused, or shows what is left, without a read beyond its end. */
static void
test_every_cut (void)
{
  g_autofree char *path = tt_data_path ("unusual/gguf/v3_all_kv.gguf");
  g_autofree char *bytes = NULL;
  g_autoptr (QstArchive) whole = qst_archive_open (path, NULL, NULL);
  QstTensor *last = qst_archive_get_tensor (whole, qst_archive_get_n_tensors (whole) - 1);
  const guint64 end = qst_tensor_get_offset (last) + qst_tensor_get_stored_bytes (last);

  g_assert_true (g_file_get_contents (path, &bytes, NULL, NULL));
  for (gsize cut = 8; cut < end; cut++)
    {
      g_autofree char *part = g_memdup2 (bytes, cut);
      g_autoptr (GBytes) file = g_bytes_new (part, cut);
      g_autoptr (GError) error = NULL;
      g_autoptr (QstArchive) archive = qst_archive_open_bytes ("x.gguf", file, NULL, &error);

      g_assert_true (archive == NULL ? error != NULL : qst_archive_get_errors (archive)[0] != NULL);
    }
}

static void
put_key_u16 (File *file, const char *key, guint value)
{
  put_string (file, key);
  put (file, 2, 4);
  put (file, value, 2);
}

/* A part of three with one int8 tensor whose only value is its number. */
static void
write_part_of (const char *folder, const char *name, guint number, const char *tensor, guint n_tensors)
{
  File file = begin (FALSE, 3, 1, number == 0 ? 4 : 3);

  put_key_u16 (&file, "split.no", number);
  put_key_u16 (&file, "split.count", 3);
  put_string (&file, "split.tensors.count");
  put (&file, 5, 4);
  put (&file, n_tensors, 4);
  if (number == 0)
    {
      put_string (&file, "general.name");
      put (&file, 8, 4);
      put_string (&file, "whole");
    }
  put_info (&file, tensor, 24, 1, 0);
  align (&file);
  put (&file, number, 1);
  g_free (tt_write (folder, name, file.bytes->data, file.bytes->len));
  g_byte_array_unref (file.bytes);
}

static void
write_part (const char *folder, const char *name, guint number, const char *tensor)
{
  write_part_of (folder, name, number, tensor, 3);
}

static QstArchive *
open_part (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  GError *error = NULL;
  QstArchive *archive = qst_archive_open (path, NULL, &error);

  g_assert_no_error (error);
  return archive;
}

/* A model in three files is one model, whichever of them is opened. */
static void
test_split (void)
{
  char *folder = tt_folder_new ();

  write_part (folder, "m-00001-of-00003.gguf", 0, "a");
  write_part (folder, "m-00002-of-00003.gguf", 1, "b");
  write_part (folder, "m-00003-of-00003.gguf", 2, "c");
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = g_strdup_printf ("m-0000%u-of-00003.gguf", i + 1);
      g_autoptr (QstArchive) archive = open_part (folder, name);
      g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      gboolean named = FALSE;

      g_assert_null (qst_archive_get_errors (archive)[0]);
      g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 3);
      for (guint t = 0; t < 3; t++)
        {
          QstTensor *tensor = qst_archive_get_tensor (archive, t);

          g_assert_cmpint (qst_tensor_get_name (tensor)[0], ==, 'a' + (int)t);
          g_assert_cmpfloat (qst_tensor_get_value (tensor, 0), ==, (float)t);
        }
      for (gsize k = 0; k < qst_archive_get_n_metadata (archive); k++)
        {
          const char *key, *value;

          qst_archive_get_metadata (archive, k, &key, &value);
          g_assert_true (g_hash_table_add (keys, g_strdup (key)));
          named = named || (strcmp (key, "general.name") == 0 && strcmp (value, "whole") == 0);
        }
      g_assert_true (named);
    }
  tt_folder_remove (folder);
}

/* What is wrong with one part is told and leaves the others. */
static void
test_split_partial (void)
{
  char *folder = tt_folder_new ();
  g_autofree char *link = g_build_filename (folder, "l-00003-of-00003.gguf", NULL);
  static const struct
  {
    const char *open, *tensors, *word;
  } cases[] = {
    { "m-00001-of-00003.gguf", "ab", "Part “m-00003-of-00003.gguf”: There is no such file" },
    { "n-00001-of-00003.gguf", "ac", "Part “n-00002-of-00003.gguf”: It is not part 2 of 3" },
    { "renamed.gguf", "a", "This is part 1 of 3; the others are found only if its name ends in -00001-of-00003.gguf" },
    { "l-00001-of-00003.gguf", "ab", "symbolic link" },
    { "k-00001-of-00003.gguf", "abc", "The parts should have 1 tensors in all, but have 3" },
    { "o-00005-of-00003.gguf", "e", "This says to be part 5 of 3" },
  };

  write_part (folder, "m-00001-of-00003.gguf", 0, "a");
  write_part (folder, "m-00002-of-00003.gguf", 1, "b");
  write_part (folder, "n-00001-of-00003.gguf", 0, "a");
  write_part (folder, "n-00002-of-00003.gguf", 0, "b");
  write_part (folder, "n-00003-of-00003.gguf", 2, "c");
  write_part (folder, "renamed.gguf", 0, "a");
  write_part (folder, "l-00001-of-00003.gguf", 0, "a");
  write_part (folder, "l-00002-of-00003.gguf", 1, "b");
  write_part_of (folder, "k-00001-of-00003.gguf", 0, "a", 1);
  write_part_of (folder, "k-00002-of-00003.gguf", 1, "b", 1);
  write_part_of (folder, "k-00003-of-00003.gguf", 2, "c", 1);
  write_part (folder, "o-00005-of-00003.gguf", 4, "e");
  g_assert_cmpint (symlink ("n-00003-of-00003.gguf", link), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (QstArchive) archive = open_part (folder, cases[i].open);

      g_test_message ("%s", qst_archive_get_errors (archive)[0]);
      g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], cases[i].word));
      g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, strlen (cases[i].tensors));
      for (gsize t = 0; cases[i].tensors[t] != '\0'; t++)
        g_assert_cmpint (qst_tensor_get_name (qst_archive_get_tensor (archive, t))[0], ==, cases[i].tensors[t]);
    }
  tt_folder_remove (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/tensor/gguf/little-endian", NULL, test_byte_order);
  g_test_add_data_func ("/tensor/gguf/big-endian", "", test_byte_order);
  g_test_add_func ("/tensor/gguf/missing", test_missing);
  g_test_add_func ("/tensor/gguf/same-name", test_same_name);
  g_test_add_func ("/tensor/gguf/versions", test_versions);
  g_test_add_func ("/tensor/gguf/nesting", test_nesting);
  g_test_add_func ("/tensor/gguf/split", test_split);
  g_test_add_func ("/tensor/gguf/split-partial", test_split_partial);
  g_test_add_func ("/tensor/gguf/every-cut", test_every_cut);
  return g_test_run ();
}
