/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "tensor/qst-map.h"

#include "tensor/qst-fault-guard.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct _QstMap
{
  gatomicrefcount refs;
  const guint8 *data;
  guint64 size;
  int fd;               /* kept for its present size; -1 for bytes in memory */
  QstFaultRange *range; /* of what is mapped */
  GBytes *bytes;
};

/* O_NONBLOCK: opening a FIFO must not wait for a writer. */
#define OPEN_FLAGS (O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)

static void
set_errno_error (GError **error, int code)
{
  switch (code)
    {
    case ENOENT:
      g_set_error_literal (error, QST_ERROR, QST_ERROR_ACCESS, _ ("There is no such file"));
      break;
    case EACCES:
    case EPERM:
      g_set_error_literal (error, QST_ERROR, QST_ERROR_ACCESS, _ ("The file may not be read: permission denied"));
      break;
    case ENXIO:
      g_set_error_literal (error, QST_ERROR, QST_ERROR_ACCESS, _ ("This is a socket or a device, not a regular file"));
      break;
    case ELOOP:
      g_set_error_literal (error, QST_ERROR, QST_ERROR_ACCESS,
                           _ ("This is a symbolic link that leads nowhere or may not be followed"));
      break;
    default:
      g_set_error (error, QST_ERROR, QST_ERROR_ACCESS, _ ("The file cannot be opened: %s"), g_strerror (code));
    }
}

static const char *
describe_kind (mode_t mode)
{
  if (S_ISDIR (mode))
    return _ ("This is a folder, not a file");
  if (S_ISFIFO (mode))
    return _ ("This is a named pipe, not a regular file");
  if (S_ISSOCK (mode))
    return _ ("This is a socket, not a regular file");
  return _ ("This is a device, not a regular file");
}

static gboolean
map_descriptor (QstMap *self, GError **error)
{
  struct stat status;
  void *where;

  if (fstat (self->fd, &status) != 0)
    {
      set_errno_error (error, errno);
      return FALSE;
    }
  if (!S_ISREG (status.st_mode))
    {
      g_set_error_literal (error, QST_ERROR, QST_ERROR_ACCESS, describe_kind (status.st_mode));
      return FALSE;
    }
  if ((guint64)status.st_size > G_MAXSSIZE)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The file has %" PRIu64 " bytes, more than can be mapped"),
                   (guint64)status.st_size);
      return FALSE;
    }
  self->size = (guint64)status.st_size;
  self->data = (const guint8 *)"";
  if (self->size == 0)
    return TRUE;

  where = mmap (NULL, self->size, PROT_READ, MAP_PRIVATE, self->fd, 0);
  if (where == MAP_FAILED)
    {
      set_errno_error (error, errno);
      return FALSE;
    }
  self->data = where;
  self->range = qst_fault_guard_add (where, self->size);
  return TRUE;
}

static QstMap *
new_from_descriptor (int fd, GError **error)
{
  g_autoptr (QstMap) self = NULL;

  if (fd < 0)
    {
      set_errno_error (error, errno);
      return NULL;
    }
  self = g_new0 (QstMap, 1);
  g_atomic_ref_count_init (&self->refs);
  self->fd = fd;
  if (!map_descriptor (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

QstMap *
qst_map_open (const char *path, GError **error)
{
  return new_from_descriptor (open (path, OPEN_FLAGS), error);
}

QstMap *
qst_map_open_at (int directory, const char *name, GError **error)
{
  return new_from_descriptor (openat (directory, name, OPEN_FLAGS | O_NOFOLLOW), error);
}

QstMap *
qst_map_new_bytes (GBytes *bytes)
{
  QstMap *self = g_new0 (QstMap, 1);
  gsize size;

  g_atomic_ref_count_init (&self->refs);
  self->fd = -1;
  self->bytes = g_bytes_ref (bytes);
  self->data = g_bytes_get_data (bytes, &size);
  self->size = size;
  if (self->data == NULL)
    self->data = (const guint8 *)"";
  return self;
}

QstMap *
qst_map_ref (QstMap *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qst_map_unref (QstMap *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  if (self->range != NULL)
    {
      qst_fault_guard_remove (self->range);
      munmap ((void *)self->data, self->size);
    }
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

const guint8 *
qst_map_get_data (const QstMap *self)
{
  return self->data;
}

guint64
qst_map_get_size (const QstMap *self)
{
  return self->size;
}

gboolean
qst_map_has_changed (const QstMap *self)
{
  struct stat status;

  if (self->range != NULL && qst_fault_guard_is_hit (self->range))
    return TRUE;
  /* A cut inside the last page raises no fault: its tail just reads as 0. */
  return self->fd >= 0 && (fstat (self->fd, &status) != 0 || (guint64)status.st_size < self->size);
}

/* Bytes in memory as a file without a name. */
static int
copy_to_descriptor (const QstMap *self)
{
  const int fd = memfd_create ("quantoscope", MFD_CLOEXEC);

  for (guint64 at = 0; fd >= 0 && at < self->size;)
    {
      ssize_t n = write (fd, self->data + at, self->size - at);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          close (fd);
          return -1;
        }
      at += (guint64)n;
    }
  return fd;
}

int
qst_map_dup_descriptor (const QstMap *self, GError **error)
{
  const int fd = self->fd >= 0 ? fcntl (self->fd, F_DUPFD_CLOEXEC, 3) : copy_to_descriptor (self);

  if (fd < 0)
    set_errno_error (error, errno);
  return fd;
}
