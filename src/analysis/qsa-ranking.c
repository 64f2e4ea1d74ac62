/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-ranking.h"

#include <glib/gi18n-lib.h>
#include <math.h>

void
qsa_ranking_entry_clear (QsaRankingEntry *self)
{
  g_clear_pointer (&self->profile, qsa_profile_unref);
  g_clear_pointer (&self->reason, g_free);
}

/* Where there is no error at all it is better than any number, and yet defined. */
static int
get_class (const QsaProfile *profile, guint i)
{
  if (profile == NULL)
    return 3;
  if (i >= profile->n_points || isnan (profile->points[i].sqnr_db))
    return 2;
  return isinf (profile->points[i].sqnr_db) ? 1 : 0;
}

int
qsa_ranking_compare (const QsaProfile *a, const QsaProfile *b, guint i)
{
  const int class_a = get_class (a, i), class_b = get_class (b, i);

  if (class_a != class_b)
    return class_a - class_b;
  if (class_a != 0)
    return 0;
  return (a->points[i].sqnr_db > b->points[i].sqnr_db) - (a->points[i].sqnr_db < b->points[i].sqnr_db);
}

/* A new entry at the end, to be filled in. */
static QsaRankingEntry *
append_entry (GArray *ranking)
{
  const QsaRankingEntry entry = { .index = ranking->len };

  g_array_append_val (ranking, entry);
  return &g_array_index (ranking, QsaRankingEntry, entry.index);
}

static void
append_tensor (GArray *ranking, QstTensor *tensor)
{
  QsaRankingEntry *entry = append_entry (ranking);

  entry->tensor = tensor;
  if (!qsa_profile_suits (tensor))
    entry->reason = g_strdup_printf (_ ("Type %s is not shown as weights"), qst_dtype_get_label (qst_tensor_get_dtype (tensor)));
}

GArray *
qsa_ranking_list (QstArchive *archive)
{
  GArray *ranking = g_array_new (FALSE, FALSE, sizeof (QsaRankingEntry));

  g_array_set_clear_func (ranking, (GDestroyNotify)qsa_ranking_entry_clear);
  for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
    append_tensor (ranking, qst_archive_get_tensor (archive, i));
  for (gsize i = 0; i < qst_archive_get_n_missing (archive); i++)
    {
      QsaRankingEntry *entry = append_entry (ranking);

      entry->missing = qst_archive_get_missing (archive, i);
      entry->reason = g_strdup (entry->missing->reason);
    }
  return ranking;
}

/* FALSE with error when the work ends here. */
static gboolean
measure (QsaRankingEntry *entry, const QsaProfilePlan *plan, GCancellable *cancellable, GError **error)
{
  GError *reason = NULL;

  if (entry->reason != NULL)
    return TRUE;
  entry->profile = qsa_profile_new (entry->tensor, plan, cancellable, &reason);
  if (entry->profile != NULL)
    return TRUE;
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, reason);
      return FALSE;
    }
  entry->reason = g_strdup (reason->message);
  g_error_free (reason);
  return TRUE;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const QsaRankingEntry *first = a, *second = b;
  const int order = qsa_ranking_compare (first->profile, second->profile, 0);

  return order != 0 ? order : (first->index > second->index) - (first->index < second->index);
}

GArray *
qsa_ranking_new (QstArchive *archive, const GPtrArray *tensors, const QsaProfilePlan *plan, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GArray) ranking = qsa_ranking_list (archive);

  for (guint i = ranking->len; tensors != NULL && i > 0; i--)
    if (!g_ptr_array_find ((GPtrArray *)tensors, g_array_index (ranking, QsaRankingEntry, i - 1).tensor, NULL))
      g_array_remove_index (ranking, i - 1);
  for (guint i = 0; i < ranking->len; i++)
    if (!measure (&g_array_index (ranking, QsaRankingEntry, i), plan, cancellable, error))
      return NULL;
  g_array_sort (ranking, compare_entries);
  return g_steal_pointer (&ranking);
}

guint
qsa_ranking_find (const GArray *ranking, QstTensor *tensor)
{
  for (guint i = 0; i < ranking->len; i++)
    {
      const QsaRankingEntry *entry = &g_array_index (ranking, QsaRankingEntry, i);

      if (entry->tensor == tensor)
        return entry->profile != NULL ? i + 1 : 0;
    }
  return 0;
}
