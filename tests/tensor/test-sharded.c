/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Indexes over parts: names that climb out, links, parts that are missing or damaged. */
#include "tensor-test.h"

#include <string.h>
#include <unistd.h>

#define ONE(name) "{\"" name "\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}"

typedef struct
{
  const char *name;
  const char *index;
  const char *tensors; /* NULL: refused */
  const char *told;
} Case;

#define MAP(entries) "{\"metadata\":{\"total_size\":8},\"weight_map\":{" entries "}}"

static const Case cases[] = {
  { "whole", MAP ("\"a\":\"one.safetensors\",\"b\":\"sub/two.safetensors\""), "a b", NULL },
  { "dot", MAP ("\"a\":\"./one.safetensors\",\"b\":\"sub/.//two.safetensors\""), "a b", NULL },
  { "byte-order-mark", "\xef\xbb\xbf" MAP ("\"a\":\"one.safetensors\""), "a", NULL },
  { "missing-part", MAP ("\"a\":\"one.safetensors\",\"b\":\"gone.safetensors\""), "a",
    "Part “gone.safetensors”: There is no such file" },
  { "missing-folder", MAP ("\"a\":\"one.safetensors\",\"b\":\"gone/x.safetensors\""), "a", "Part “gone/x.safetensors”" },
  { "all-missing", MAP ("\"a\":\"gone.safetensors\""), NULL, "There is no such file" },
  { "missing-tensor", MAP ("\"a\":\"one.safetensors\",\"c\":\"one.safetensors\""), "a",
    "“c” is not to be had: part “one.safetensors” does not hold it" },
  { "damaged-part", MAP ("\"a\":\"one.safetensors\",\"c\":\"damaged.safetensors\""), "a", "Part “damaged.safetensors”" },
  { "other-format", MAP ("\"a\":\"one.safetensors\",\"c\":\"table.csv\""), "a", "not a safetensors file" },
  { "zip-part", MAP ("\"a\":\"one.safetensors\",\"c\":\"zip.bin\""), "a", "zip archive" },
  { "link-part", MAP ("\"a\":\"one.safetensors\",\"c\":\"link.safetensors\""), "a", "link" },
  { "link-folder", MAP ("\"a\":\"one.safetensors\",\"c\":\"linked/two.safetensors\""), "a", "Part “linked/two.safetensors”" },
  { "folder-part", MAP ("\"a\":\"one.safetensors\",\"c\":\"sub\""), "a", "folder" },
  { "up", MAP ("\"a\":\"one.safetensors\",\"c\":\"../one.safetensors\""), NULL, "not inside its own folder" },
  { "up-later", MAP ("\"c\":\"sub/../one.safetensors\""), NULL, "not inside its own folder" },
  { "up-at-the-end", MAP ("\"c\":\"sub/..\""), NULL, "not inside its own folder" },
  { "absolute", MAP ("\"a\":\"one.safetensors\",\"c\":\"/etc/passwd\""), NULL, "not inside its own folder" },
  { "empty-name", MAP ("\"c\":\"\""), NULL, "not inside its own folder" },
  { "number-for-name", MAP ("\"c\":1"), NULL, "no file name" },
  { "nul-in-name", MAP ("\"c\":\"a\\u0000b\""), NULL, "JSON is wrong" },
  { "no-map", "{\"metadata\":{}}", NULL, "weight_map" },
  { "list-for-map", "{\"weight_map\":[]}", NULL, "weight_map" },
  { "duplicate", MAP ("\"a\":\"one.safetensors\",\"a\":\"one.safetensors\""), NULL, "duplicate" },
  { "control-characters", MAP ("\"a\":\"one.safetensors\",\"c\":\"x\\n\\u001b[31m\""), "a", "Part “x\\x0a\\x1b[31m”" },
  { "nothing", MAP (""), "", NULL },
};

static void
write_bytes (const char *folder, const char *name, GBytes *bytes)
{
  g_free (tt_write (folder, name, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes)));
  g_bytes_unref (bytes);
}

static void
write_parts (const char *folder)
{
  g_autofree char *sub = g_build_filename (folder, "sub", NULL);
  g_autofree char *link_path = g_build_filename (folder, "link.safetensors", NULL);
  g_autofree char *linked = g_build_filename (folder, "linked", NULL);

  g_mkdir (sub, 0700);
  write_bytes (folder, "one.safetensors", tt_safetensors (ONE ("a"), 4));
  write_bytes (sub, "two.safetensors", tt_safetensors (ONE ("b"), 4));
  write_bytes (folder, "damaged.safetensors", tt_safetensors ("{", 4));
  g_free (tt_write (folder, "table.csv", "1,2\n", -1));
  g_free (tt_write (folder, "zip.bin", "PK\3\4....", 8));
  g_assert_cmpint (symlink ("one.safetensors", link_path), ==, 0);
  g_assert_cmpint (symlink ("sub", linked), ==, 0);
}

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  char *folder = tt_folder_new ();
  g_autofree char *path = tt_write (folder, "model.safetensors.index.json", c->index, -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (QstArchive) archive = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  write_parts (folder);
  archive = qst_archive_open (path, NULL, &error);
  if (c->tensors == NULL)
    {
      g_assert_null (archive);
      g_assert_nonnull (strstr (error->message, c->told));
    }
  else
    {
      g_assert_no_error (error);
      g_assert_cmpstr (qst_archive_get_format (archive), ==, "safetensors-index");
      for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
        g_string_append_printf (names, "%s%s", i > 0 ? " " : "", qst_tensor_get_name (qst_archive_get_tensor (archive, i)));
      g_assert_cmpstr (names->str, ==, c->tensors);
      if (c->told == NULL)
        g_assert_null (qst_archive_get_errors (archive)[0]);
      else
        {
          g_test_message ("%s", qst_archive_get_errors (archive)[0]);
          g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], c->told));
        }
    }
  tt_folder_remove (folder);
}

static void
test_metadata (void)
{
  char *folder = tt_folder_new ();
  g_autofree char *path = tt_write (folder, "i.json", MAP ("\"a\":\"one.safetensors\""), -1);
  g_autoptr (QstArchive) archive = NULL;
  const char *key, *value;

  write_parts (folder);
  archive = qst_archive_open (path, NULL, NULL);
  g_assert_cmpuint (qst_archive_get_n_metadata (archive), ==, 1);
  qst_archive_get_metadata (archive, 0, &key, &value);
  g_assert_cmpstr (key, ==, "total_size");
  g_assert_cmpstr (value, ==, "8");
  tt_folder_remove (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/sharded/", cases[i].name, NULL);

      g_test_add_data_func (name, &cases[i], test_case);
    }
  g_test_add_func ("/tensor/sharded/metadata", test_metadata);
  return g_test_run ();
}
