/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-gguf-split.h"

#include <inttypes.h>
#include <string.h>

static guint64
find_number (QstArchive *archive, const char *key)
{
  for (gsize i = 0; i < qst_archive_get_n_metadata (archive); i++)
    {
      const char *is, *value;
      guint64 number;

      qst_archive_get_metadata (archive, i, &is, &value);
      if (strcmp (is, key) == 0)
        return g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT32, &number, NULL) ? number : 0;
    }
  return 0;
}

gboolean
qst_gguf_split_find (QstArchive *archive, QstGgufSplit *split)
{
  split->number = find_number (archive, "split.no");
  split->count = find_number (archive, "split.count");
  split->n_tensors = find_number (archive, "split.tensors.count");
  return split->count > 1;
}

char *
qst_gguf_split_get_name (const QstGgufSplit *split, const char *path, guint64 i)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *end = g_strdup_printf ("-%05" PRIu64 "-of-%05" PRIu64 ".gguf", split->number + 1, split->count);

  if (!g_str_has_suffix (base, end))
    return NULL;
  base[strlen (base) - strlen (end)] = '\0';
  return g_strdup_printf ("%s-%05" PRIu64 "-of-%05" PRIu64 ".gguf", base, i + 1, split->count);
}
