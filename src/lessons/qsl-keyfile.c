/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lessons/qsl-keyfile.h"

#include "lessons/qsl-lesson-private.h"

#include <glib/gi18n-lib.h>
#include <libintl.h>
#include <string.h>

struct _QslKeyfile
{
  GKeyFile *file;
  GHashTable *lines; /* "group" or "group\nkey" to its line, counted from 1 */
};

static gboolean refuse (GError **error, int line, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse (GError **error, int line, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _ ("line %d: %s"), line, message);
  return FALSE;
}

static gboolean
remember (QslKeyfile *self, const char *place, int line, GError **error)
{
  if (g_hash_table_contains (self->lines, place))
    return refuse (error, line, _ ("this stands in line %d already"), GPOINTER_TO_INT (g_hash_table_lookup (self->lines, place)));
  g_hash_table_insert (self->lines, g_strdup (place), GINT_TO_POINTER (line));
  return TRUE;
}

/* One line; group is the one it stands in. */
static gboolean
scan_line (QslKeyfile *self, const char *text, int line, char **group, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const gsize length = strlen (trimmed);
  const char *equals = strchr (trimmed, '=');
  g_autofree char *key = NULL;
  g_autofree char *place = NULL;

  if (length == 0 || *trimmed == '#')
    return TRUE;
  if (*trimmed == '[')
    {
      if (length < 3 || trimmed[length - 1] != ']')
        return refuse (error, line, _ ("expected a group in brackets, like [Step 1]"));
      g_free (*group);
      *group = g_strndup (trimmed + 1, length - 2);
      return remember (self, *group, line, error);
    }
  if (equals == NULL || equals == trimmed)
    return refuse (error, line, _ ("expected KEY=VALUE, a group in brackets or a comment that begins with #"));
  if (*group == NULL)
    return refuse (error, line, _ ("expected a group in brackets, like [Lesson], before the first key"));
  key = g_strndup (trimmed, (gsize)(equals - trimmed));
  place = g_strconcat (*group, "\n", g_strchomp (key), NULL);
  return remember (self, place, line, error);
}

static gboolean
scan (QslKeyfile *self, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *group = NULL;

  for (int i = 0; lines[i] != NULL; i++)
    if (!scan_line (self, lines[i], i + 1, &group, error))
      return FALSE;
  return TRUE;
}

QslKeyfile *
qsl_keyfile_new (const char *text, gsize length, GError **error)
{
  g_autoptr (QslKeyfile) self = g_new0 (QslKeyfile, 1);
  g_autoptr (GError) local = NULL;
  const char *end;

  self->file = g_key_file_new ();
  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_utf8_validate (text, (gssize)length, &end))
    {
      int line = 1;

      for (const char *at = text; at < end; at++)
        line += *at == '\n';
      refuse (error, line, _ ("this is not text in UTF-8"));
      return NULL;
    }
  g_autofree char *copy = g_strndup (text, length);
  if (!scan (self, copy, error))
    return NULL;
  if (!g_key_file_load_from_data (self->file, copy, strlen (copy), G_KEY_FILE_KEEP_TRANSLATIONS, &local))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, local->message);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
qsl_keyfile_free (QslKeyfile *self)
{
  g_key_file_unref (self->file);
  g_hash_table_unref (self->lines);
  g_free (self);
}

gboolean
qsl_keyfile_has_group (QslKeyfile *self, const char *group)
{
  return g_key_file_has_group (self->file, group);
}

char **
qsl_keyfile_get_groups (QslKeyfile *self)
{
  return g_key_file_get_groups (self->file, NULL);
}

char **
qsl_keyfile_get_keys (QslKeyfile *self, const char *group)
{
  return g_key_file_get_keys (self->file, group, NULL, NULL);
}

char *
qsl_keyfile_get_text (QslKeyfile *self, const char *group, const char *key)
{
  return g_key_file_get_string (self->file, group, key, NULL);
}

char *
qsl_keyfile_get_translated (QslKeyfile *self, const char *group, const char *key)
{
  g_autofree char *plain = g_key_file_get_string (self->file, group, key, NULL);
  g_autofree char *own = g_key_file_get_locale_string (self->file, group, key, NULL, NULL);

  if (plain == NULL || *plain == '\0')
    return g_steal_pointer (&plain);
  if (own != NULL && strcmp (own, plain) != 0)
    return g_steal_pointer (&own);
  return g_strdup (dgettext (QSL_LESSONS_DOMAIN, plain));
}

gboolean
qsl_keyfile_complain (QslKeyfile *self, const char *group, const char *key, GError **error, const char *format, ...)
{
  g_autofree char *place = key != NULL ? g_strconcat (group, "\n", key, NULL) : g_strdup (group);
  g_autofree char *message = NULL;
  gpointer line = g_hash_table_lookup (self->lines, place);
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  if (line == NULL)
    line = g_hash_table_lookup (self->lines, group);
  return refuse (error, line != NULL ? GPOINTER_TO_INT (line) : 1, "%s", message);
}
