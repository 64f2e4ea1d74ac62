/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-storage.h"

#include "tensor/qst-limits.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

struct _QstStorage
{
  gatomicrefcount refs;
  QstMap *map;
  const guint8 *data; /* in place */
  gpointer owned;
  guint64 size;
  guint64 origin;

  QstStorageLoad load;
  QstStorageVerify verify;
  gpointer user_data;
  GDestroyNotify destroy;

  GMutex working; /* held while loading or verifying */
  gboolean verified;
  GError *error; /* of load or verify; set once, under working */

  /* Made by load; under the cache's lock. */
  guint8 *made;
  guint pins;
  GList link;
};

/* What load made, the last used first. */
static GMutex cache_lock;
static GQueue cache = G_QUEUE_INIT;
static guint64 cached_bytes;

static QstStorage *
new_storage (QstMap *map, guint64 origin, guint64 size, gpointer user_data, GDestroyNotify destroy)
{
  QstStorage *self = g_new0 (QstStorage, 1);

  g_atomic_ref_count_init (&self->refs);
  self->map = map != NULL ? qst_map_ref (map) : NULL;
  self->origin = origin;
  self->size = size;
  self->user_data = user_data;
  self->destroy = destroy;
  self->link.data = self;
  g_mutex_init (&self->working);
  return self;
}

QstStorage *
qst_storage_new_map (QstMap *map)
{
  return qst_storage_new_window (map, 0, qst_map_get_size (map), NULL, NULL, NULL);
}

QstStorage *
qst_storage_new_inflated (QstMap *map)
{
  QstStorage *self = qst_storage_new_map (map);

  self->origin = G_MAXUINT64;
  return self;
}

QstStorage *
qst_storage_new_window (QstMap *map, guint64 begin, guint64 size, QstStorageVerify verify, gpointer data, GDestroyNotify destroy)
{
  QstStorage *self = new_storage (map, begin, size, data, destroy);

  self->data = qst_map_get_data (map) + begin;
  self->verify = verify;
  return self;
}

QstStorage *
qst_storage_new_take (gpointer bytes, guint64 size)
{
  QstStorage *self = new_storage (NULL, G_MAXUINT64, size, NULL, NULL);

  self->owned = bytes;
  self->data = bytes;
  return self;
}

QstStorage *
qst_storage_new_lazy (QstMap *map, guint64 origin, guint64 size, QstStorageLoad load, gpointer data, GDestroyNotify destroy)
{
  QstStorage *self = new_storage (map, origin, size, data, destroy);

  self->load = load;
  return self;
}

QstStorage *
qst_storage_ref (QstStorage *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/* Under the cache's lock. */
static void
give_back (QstStorage *self)
{
  if (self->made == NULL)
    return;
  g_queue_unlink (&cache, &self->link);
  cached_bytes -= self->size;
  g_clear_pointer (&self->made, g_free);
}

void
qst_storage_unref (QstStorage *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_mutex_lock (&cache_lock);
  give_back (self);
  g_mutex_unlock (&cache_lock);
  if (self->destroy != NULL)
    self->destroy (self->user_data);
  g_clear_pointer (&self->map, qst_map_unref);
  g_clear_error (&self->error);
  g_mutex_clear (&self->working);
  g_free (self->owned);
  g_free (self);
}

guint64
qst_storage_get_size (const QstStorage *self)
{
  return self->size;
}

guint64
qst_storage_get_origin (const QstStorage *self)
{
  return self->origin;
}

const guint8 *
qst_storage_get_data (const QstStorage *self)
{
  return self->data;
}

static const guint8 *
pin_made (QstStorage *self)
{
  const guint8 *made;

  g_mutex_lock (&cache_lock);
  made = self->made;
  if (made != NULL)
    {
      self->pins++;
      g_queue_unlink (&cache, &self->link);
      g_queue_push_head_link (&cache, &self->link);
    }
  g_mutex_unlock (&cache_lock);
  return made;
}

/* Keeps what was made, pinned, and makes room: the longest unused goes first. */
static void
keep (QstStorage *self, guint8 *bytes)
{
  GList *next;

  g_mutex_lock (&cache_lock);
  self->made = bytes;
  self->pins = 1;
  g_queue_push_head_link (&cache, &self->link);
  cached_bytes += self->size;
  for (GList *link = cache.tail; link != NULL && cached_bytes > QST_LIMIT_CACHED_BYTES; link = next)
    {
      QstStorage *other = link->data;

      next = link->prev;
      if (other->pins == 0)
        give_back (other);
    }
  g_mutex_unlock (&cache_lock);
}

static const guint8 *
make (QstStorage *self)
{
  guint8 *bytes = self->size < G_MAXSIZE ? g_try_malloc (self->size + 1) : NULL;

  if (bytes == NULL)
    {
      g_set_error (&self->error, QST_ERROR, QST_ERROR_LIMIT, _ ("There is not enough memory for its %" PRIu64 " bytes"),
                   self->size);
      return NULL;
    }
  if (!self->load (self->user_data, bytes, self->size, &self->error))
    {
      g_free (bytes);
      return NULL;
    }
  keep (self, bytes);
  return bytes;
}

const guint8 *
qst_storage_pin (QstStorage *self)
{
  const guint8 *bytes;

  if (self->data != NULL)
    return self->data;
  bytes = pin_made (self);
  if (bytes != NULL)
    return bytes;
  g_mutex_lock (&self->working);
  bytes = pin_made (self);
  if (bytes == NULL && self->error == NULL)
    bytes = make (self);
  g_mutex_unlock (&self->working);
  return bytes;
}

void
qst_storage_unpin (QstStorage *self)
{
  if (self->data != NULL)
    return;
  g_mutex_lock (&cache_lock);
  self->pins--;
  g_mutex_unlock (&cache_lock);
}

static gboolean
check_contents (QstStorage *self, GError **error)
{
  gboolean sound;

  g_mutex_lock (&self->working);
  if (self->verify != NULL && !self->verified)
    {
      self->verified = TRUE;
      self->verify (self->user_data, self->data, self->size, &self->error);
    }
  sound = self->error == NULL;
  if (!sound && error != NULL)
    *error = g_error_copy (self->error);
  g_mutex_unlock (&self->working);
  return sound;
}

gboolean
qst_storage_check (QstStorage *self, GError **error)
{
  if (self->map != NULL && qst_map_has_changed (self->map))
    {
      g_set_error_literal (error, QST_ERROR, QST_ERROR_CHANGED,
                           _ ("The file has become shorter since it was opened; the values it lost read as 0. Open it again"));
      return FALSE;
    }
  return check_contents (self, error);
}
