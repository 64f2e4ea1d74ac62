/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define MAX_NAME 4096

void
qst_folder_init (QstFolder *self, const char *path)
{
  self->descriptor = -1;
  self->path = g_path_get_dirname (path);
}

void
qst_folder_clear (QstFolder *self)
{
  if (self->descriptor >= 0)
    close (self->descriptor);
  self->descriptor = -1;
  g_clear_pointer (&self->path, g_free);
}

gboolean
qst_folder_is_safe_name (const char *name)
{
  g_auto (GStrv) parts = NULL;

  if (*name == '\0' || *name == '/' || strlen (name) > MAX_NAME || g_str_has_suffix (name, "/"))
    return FALSE;
  parts = g_strsplit (name, "/", -1);
  return !g_strv_contains ((const char *const *)parts, "..");
}

static gboolean
open_folder (QstFolder *self, GError **error)
{
  if (self->descriptor < 0)
    self->descriptor = open (self->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->descriptor < 0)
    g_set_error (error, QST_ERROR, QST_ERROR_ACCESS, _ ("the folder cannot be opened: %s"), g_strerror (errno));
  return self->descriptor >= 0;
}

QstMap *
qst_folder_open_file (QstFolder *self, const char *name, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);
  int at;
  QstMap *map;
  gsize i;

  if (!open_folder (self, error))
    return NULL;
  at = self->descriptor;
  for (i = 0; parts[i + 1] != NULL; i++)
    {
      int next;

      if (*parts[i] == '\0' || strcmp (parts[i], ".") == 0)
        continue;
      next = openat (at, parts[i], O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
      if (next < 0)
        g_set_error (error, QST_ERROR, QST_ERROR_ACCESS, _ ("the folder cannot be opened: %s"), g_strerror (errno));
      if (at != self->descriptor)
        close (at);
      if (next < 0)
        return NULL;
      at = next;
    }
  map = qst_map_open_at (at, parts[i], error);
  if (at != self->descriptor)
    close (at);
  return map;
}
