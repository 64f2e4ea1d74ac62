/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-writer.h"

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

struct _QstWriter
{
  char *path;      /* as given, for errors */
  char *target;    /* where a link points to */
  char *temporary; /* NULL: written in place */
  int fd;          /* -1 once closed */
  mode_t mode;
};

static char *
resolve (const char *path)
{
  char *real = realpath (path, NULL);
  char *copy = g_strdup (real != NULL ? real : path);

  free (real);
  return copy;
}

static mode_t
get_new_mode (void)
{
  const mode_t mask = umask (0);

  umask (mask);
  return 0666 & ~mask;
}

static gboolean
open_temporary (QstWriter *self, GError **error)
{
  g_autofree char *folder = NULL;

  self->target = resolve (self->path);
  folder = g_path_get_dirname (self->target);
  self->temporary = g_build_filename (folder, ".quantoscope-XXXXXX", NULL);
  self->fd = g_mkstemp_full (self->temporary, O_RDWR | O_CLOEXEC, 0600);
  if (self->fd >= 0)
    return TRUE;
  fail (error, self->path, errno);
  g_clear_pointer (&self->temporary, g_free);
  return FALSE;
}

static gboolean
open_file (QstWriter *self, GError **error)
{
  struct stat info;

  if (stat (self->path, &info) != 0)
    {
      self->mode = get_new_mode ();
      return open_temporary (self, error);
    }
  if (S_ISDIR (info.st_mode))
    return fail (error, self->path, EISDIR);
  if (access (self->path, W_OK) != 0)
    return fail (error, self->path, errno);
  if (S_ISREG (info.st_mode))
    {
      self->mode = info.st_mode & 0777;
      return open_temporary (self, error);
    }
  /* Devices and pipes cannot be replaced by renaming. */
  self->fd = g_open (self->path, O_WRONLY | O_CLOEXEC, 0);
  return self->fd >= 0 || fail (error, self->path, errno);
}

QstWriter *
qst_writer_new (const char *path, GError **error)
{
  g_autoptr (QstWriter) self = NULL;

  g_return_val_if_fail (path != NULL && path[0] != '\0', NULL);

  self = g_new0 (QstWriter, 1);
  self->path = g_strdup (path);
  self->fd = -1;
  return open_file (self, error) ? g_steal_pointer (&self) : NULL;
}

gboolean
qst_writer_write (QstWriter *self, gconstpointer data, gsize size, GError **error)
{
  return write_all (self->fd, data, size) || fail (error, self->path, errno);
}

/* The first error of a number of steps, all of which are taken. */
static int
finish (QstWriter *self)
{
  int number = 0;

  if (self->temporary != NULL && (fsync (self->fd) != 0 || fchmod (self->fd, self->mode) != 0))
    number = errno;
  if (close (self->fd) != 0 && number == 0)
    number = errno;
  self->fd = -1;
  if (number == 0 && self->temporary != NULL && g_rename (self->temporary, self->target) != 0)
    number = errno;
  return number;
}

gboolean
qst_writer_commit (QstWriter *self, GError **error)
{
  const int number = finish (self);
  g_autofree char *folder = NULL;

  if (number != 0)
    return fail (error, self->path, number);
  if (self->temporary == NULL)
    return TRUE;
  g_clear_pointer (&self->temporary, g_free); /* it has another name now */
  folder = g_path_get_dirname (self->target);
  sync_folder (folder);
  return TRUE;
}

void
qst_writer_free (QstWriter *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_free (self->temporary);
  g_free (self->target);
  g_free (self->path);
  g_free (self);
}

gboolean
qst_writer_save (GBytes *bytes, const char *path, GError **error)
{
  g_autoptr (QstWriter) writer = qst_writer_new (path, error);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  return writer != NULL && qst_writer_write (writer, data, size, error) && qst_writer_commit (writer, error);
}
