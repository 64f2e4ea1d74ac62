/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor-test.h"

#include <math.h>
#include <string.h>

char *
tt_data_path (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "data", "tensor", name, NULL);
}

char *
tt_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("quantoscope-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

void
tt_folder_remove (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        tt_folder_remove (path);
      else
        {
          g_assert_cmpint (g_unlink (path), ==, 0);
          g_free (path);
        }
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (folder);
}

char *
tt_write (const char *folder, const char *name, const void *bytes, gssize length)
{
  g_autoptr (GError) error = NULL;
  char *path = g_build_filename (folder, name, NULL);

  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);
  return path;
}

GBytes *
tt_safetensors (const char *header, gsize n)
{
  GByteArray *file = g_byte_array_new ();
  guint64 length = GUINT64_TO_LE (strlen (header));

  g_byte_array_append (file, (const guint8 *)&length, 8);
  g_byte_array_append (file, (const guint8 *)header, (guint)strlen (header));
  for (gsize i = 0; i < n; i++)
    g_byte_array_append (file, &(guint8){ (guint8)i }, 1);
  return g_byte_array_free_to_bytes (file);
}

GBytes *
tt_npy (const char *header, const void *data, gsize n)
{
  GByteArray *file = g_byte_array_new ();
  guint16 length = GUINT16_TO_LE ((guint16)strlen (header));

  g_byte_array_append (file, (const guint8 *)"\x93NUMPY\x01\x00", 8);
  g_byte_array_append (file, (const guint8 *)&length, 2);
  g_byte_array_append (file, (const guint8 *)header, (guint)strlen (header));
  g_byte_array_append (file, data, (guint)n);
  return g_byte_array_free_to_bytes (file);
}

char *
tt_sha256 (QstTensor *tensor)
{
  guint64 count = qst_tensor_get_count (tensor);
  g_autofree float *scratch = g_new (float, count + 1);
  const float *values = qst_tensor_get_span (tensor, 0, count, scratch);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint64 i = 0; i < count; i++)
    {
      guint32 bits;

      memcpy (&bits, &values[i], 4);
      bits = GUINT32_TO_LE (isnan (values[i]) ? 0x7fc00000u : bits);
      g_checksum_update (checksum, (const guchar *)&bits, 4);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

void
tt_assert_refused (const char *path, QstError code, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, &error);

  g_assert_null (archive);
  g_assert_error (error, QST_ERROR, (int)code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, word));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}
