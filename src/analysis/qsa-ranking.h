/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-profile.h"
#include "tensor/qst-archive.h"

G_BEGIN_DECLS

/* One row of the table of a file's tensors. */
typedef struct
{
  guint index;               /* place in the file, from 0; those that cannot be read follow */
  QstTensor *tensor;         /* (transfer none), or: */
  const QstMissing *missing; /* (transfer none) */
  QsaProfile *profile;       /* NULL: not measured (yet) */
  char *reason;              /* why it is not; NULL: nobody has tried */
} QsaRankingEntry;

void qsa_ranking_entry_clear (QsaRankingEntry *self);

/* Which is worse at planned width i comes first (< 0); without an error, without a signal, unmeasured (NULL) come after. */
int qsa_ranking_compare (const QsaProfile *a, const QsaProfile *b, guint i);

/* All tensors of the archive without a profile, in the order of the file. (transfer full) (element-type QsaRankingEntry) */
GArray *qsa_ranking_list (QstArchive *archive);

/* The same measured and ranked, the worst first. tensors: which of them, NULL for all, and then with those that cannot be read.
 * Blocking. NULL with G_IO_ERROR_CANCELLED; what is wrong with a tensor, damaged or not fit for the scheme (it has not the axis, say),
 * is told in its entry. (transfer full) */
GArray *qsa_ranking_new (QstArchive *archive, const GPtrArray *tensors, const QsaProfilePlan *plan, GCancellable *cancellable,
                         GError **error);

/* The place of a tensor in a ranking, 1 being the worst; 0 if it was not measured. */
guint qsa_ranking_find (const GArray *ranking, QstTensor *tensor);

/* "768x192"; "scalar" without dimensions. (transfer full) */
char *qsa_ranking_format_shape (const QsaRankingEntry *entry);

/* The table as comma-separated values with a header line, "." as decimal mark; empty where something is undefined or not measured,
 * "inf" where there is no error at all. (transfer full) */
char *qsa_ranking_to_csv (const GArray *ranking, const QsaProfilePlan *plan);

/* And as JSON, see qsa-report.h. (transfer full) */
char *qsa_ranking_to_json (QstArchive *archive, const GArray *ranking, const QsaProfilePlan *plan);

G_END_DECLS
