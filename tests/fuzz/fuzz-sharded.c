/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}"

/* A folder with a part that the inputs may name: “p”. */
static char *folder;

static void
remove_folder (void)
{
  g_autofree char *part = g_build_filename (folder, "p", NULL);

  g_unlink (part);
  g_rmdir (folder);
  g_free (folder);
}

static void
make_folder (void)
{
  g_autoptr (GString) part = g_string_new (NULL);
  g_autofree char *path = NULL;
  guint64 length = GUINT64_TO_LE (strlen (HEADER));

  folder = g_dir_make_tmp ("fuzz-XXXXXX", NULL);
  path = g_build_filename (folder, "p", NULL);
  g_string_append_len (part, (const char *)&length, 8);
  g_string_append (part, HEADER "data");
  g_file_set_contents (path, part->str, (gssize)part->len, NULL);
  atexit (remove_folder);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *path = NULL;

  if (folder == NULL)
    make_folder ();
  path = g_build_filename (folder, "index.json", NULL);
  fuzz_read (&qst_format_sharded, path, data, size);
  return 0;
}
