/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-export.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static gboolean
fail (GError **error, const char *path, int number)
{
  const char *reason;

  switch (number)
    {
    case ENOSPC:
    case EDQUOT:
      reason = _ ("the disk is full");
      break;
    case EACCES:
    case EPERM:
      reason = _ ("no permission to write there");
      break;
    case EROFS:
      reason = _ ("the disk is read-only");
      break;
    case ENOENT:
      reason = _ ("the folder does not exist");
      break;
    case ENOTDIR:
      reason = _ ("a part of the path is not a folder");
      break;
    case EISDIR:
      reason = _ ("it is a folder");
      break;
    case EFBIG:
      reason = _ ("the file would be larger than allowed there");
      break;
    default:
      reason = g_strerror (number);
      break;
    }
  g_set_error (error, G_IO_ERROR, (gint)g_io_error_from_errno (number), _ ("Could not save “%s”: %s"), path, reason);
  return FALSE;
}

static gboolean
write_all (int fd, const guint8 *data, gsize size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          if (n == 0)
            errno = ENOSPC;
          return FALSE;
        }
      data += n;
      size -= (gsize)n;
    }
  return TRUE;
}

/* The name survives a power cut only once its folder is on disk; some file systems cannot do that, which is no error. */
static void
sync_folder (const char *folder)
{
  int fd = g_open (folder, O_RDONLY | O_CLOEXEC, 0);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

/* Devices and pipes cannot be replaced by renaming: written straight. */
static gboolean
write_in_place (GBytes *bytes, const char *path, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0), number = 0;

  if (fd < 0)
    return fail (error, path, errno);
  if (!write_all (fd, data, size))
    number = errno;
  if (close (fd) != 0 && number == 0)
    number = errno;
  return number == 0 || fail (error, path, number);
}

static char *
resolve (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real != NULL ? real : path);

  free (real);
  return copy;
}

gboolean
qsp_export_save (GBytes *bytes, const char *path, GError **error)
{
  g_autofree char *target = NULL, *folder = NULL, *temporary = NULL;
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  struct stat info;
  int fd, number = 0;
  mode_t mask, mode = 0666;

  g_return_val_if_fail (path != NULL && path[0] != '\0', FALSE);

  if (stat (path, &info) == 0)
    {
      if (S_ISDIR (info.st_mode))
        return fail (error, path, EISDIR);
      if (!S_ISREG (info.st_mode))
        return write_in_place (bytes, path, error);
      if (access (path, W_OK) != 0)
        return fail (error, path, errno);
      mode = info.st_mode & 0777;
      mask = 0;
    }
  else
    {
      mask = umask (0);
      umask (mask);
    }

  /* A link stays a link: what it points to is replaced. */
  target = resolve (path);
  folder = g_path_get_dirname (target);
  temporary = g_build_filename (folder, ".quantoscope-XXXXXX", NULL);
  fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail (error, path, errno);

  if (!write_all (fd, data, size) || fsync (fd) != 0 || fchmod (fd, mode & ~mask) != 0)
    number = errno;
  if (close (fd) != 0 && number == 0)
    number = errno;
  if (number == 0 && g_rename (temporary, target) != 0)
    number = errno;
  if (number != 0)
    {
      g_unlink (temporary);
      return fail (error, path, number);
    }
  sync_folder (folder);
  return TRUE;
}
