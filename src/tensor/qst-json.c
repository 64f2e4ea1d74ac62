/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-json.h"

#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* What jansson takes for each, generously. */
#define CONTAINER_BYTES 256
#define VALUE_BYTES 96

/* Whether the bytes are harmless to build a tree from. It need not be a full check of the grammar: jansson does that. */
static gboolean
check_structure (const char *text, gsize length, guint64 origin, GError **error)
{
  guint64 memory = 0;
  guint depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      if (in_string)
        {
          if (c == '\\')
            i++;
          else if (c == '"')
            in_string = FALSE;
          memory++;
          continue;
        }
      if (c == '"')
        in_string = TRUE;
      else if (c == '{' || c == '[')
        {
          depth++;
          memory += CONTAINER_BYTES;
        }
      else if ((c == '}' || c == ']') && depth > 0)
        depth--;
      else if (c == ',' || c == ':')
        memory += VALUE_BYTES;

      if (depth > QST_LIMIT_NESTING)
        {
          g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The JSON is nested deeper than %d at byte %" PRIu64),
                       QST_LIMIT_NESTING, origin + i);
          return FALSE;
        }
    }
  if (memory > QST_LIMIT_JSON_MEMORY)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_LIMIT,
                   _ ("The JSON has so many entries that it would take more than %u MiB of memory"),
                   QST_LIMIT_JSON_MEMORY / (1024 * 1024));
      return FALSE;
    }
  return TRUE;
}

json_t *
qst_json_parse (const char *text, gsize length, guint64 origin, GError **error)
{
  const char *invalid;
  json_error_t failure;
  json_t *root;

  if (!g_utf8_validate_len (text, length, &invalid))
    {
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("The JSON is not UTF-8 at byte %" PRIu64),
                   origin + (guint64)(invalid - text));
      return NULL;
    }
  if (!check_structure (text, length, origin, error))
    return NULL;
  root = json_loadb (text, length, JSON_REJECT_DUPLICATES, &failure);
  if (root == NULL)
    {
      g_autofree char *reason = qst_quote (failure.text, -1);

      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("The JSON is wrong at byte %" PRIu64 ": %s"),
                   origin + (guint64)MAX (failure.position, 0), reason);
      return NULL;
    }
  if (!json_is_object (root))
    {
      json_decref (root);
      g_set_error_literal (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("The JSON is not an object"));
      return NULL;
    }
  return root;
}
