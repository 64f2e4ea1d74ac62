/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-model-cache.h"

/* A profile takes about a kilobyte and a half. */
#define FILES_MAX 12

typedef struct
{
  char *key;
  GPtrArray *profiles;
} Entry;

static GQueue entries = G_QUEUE_INIT; /* of Entry, the latest first; used on the main thread only */

static void
profile_free (gpointer profile)
{
  if (profile != NULL)
    qsa_profile_unref (profile);
}

static void
entry_free (Entry *entry)
{
  g_free (entry->key);
  g_ptr_array_unref (entry->profiles);
  g_free (entry);
}

GPtrArray *
qs_model_cache_get (const char *key, guint n)
{
  Entry *entry;

  for (GList *link = entries.head; link != NULL; link = link->next)
    {
      entry = link->data;
      if (!g_str_equal (entry->key, key) || entry->profiles->len != n)
        continue;
      g_queue_unlink (&entries, link);
      g_queue_push_head_link (&entries, link);
      return g_ptr_array_ref (entry->profiles);
    }
  entry = g_new0 (Entry, 1);
  entry->key = g_strdup (key);
  entry->profiles = g_ptr_array_new_with_free_func (profile_free);
  g_ptr_array_set_size (entry->profiles, (gint)n);
  g_queue_push_head (&entries, entry);
  if (entries.length > FILES_MAX)
    entry_free (g_queue_pop_tail (&entries));
  return g_ptr_array_ref (entry->profiles);
}
