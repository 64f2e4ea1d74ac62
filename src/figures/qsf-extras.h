/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/qsf-figures.h"

G_BEGIN_DECLS

/* Computing the extras of views: what is drawn beside the result, because it takes longer or is seldom seen. */

/* What an extra is to be computed for. A small value that owns nothing; take references on its sources and unit_params to keep it. */
typedef struct
{
  QsaSource *source; /* of the unit that is looked at: most extras are of it */
  QsaScheme scheme;
  QscParams params; /* of it */
  QsaSource *all;   /* of all units: the envelope is of them */
  QsaUnitParams *unit_params;
  double index_low, index_high;         /* the visible indices; NaN: all */
  guint n_columns;                      /* into which they are cut */
  double focus_scale, focus_zero_point; /* where the landscape is to be finer; NaN: nowhere */
  gboolean in_haste;                    /* a drag is under way: something coarse, soon */
} QsfExtraRequest;

/* That of a result, all indices, as many columns as a screen has. */
void qsf_extra_request_init (QsfExtraRequest *self, QsaResult *result);

/* Whether there is something to compute at all. */
gboolean qsf_extra_is_wanted (QsfExtra extra, const QsfExtraRequest *request);

/* Blocking. previous (nullable) lends what it knows. NULL with G_IO_ERROR_CANCELLED, … */
gpointer qsf_extra_new (QsfExtra extra, const QsfExtraRequest *request, gpointer previous, GCancellable *cancellable,
                        GError **error);
gpointer qsf_extra_ref (QsfExtra extra, gpointer value);
void qsf_extra_unref (QsfExtra extra, gpointer value);

/* Whether value says all that can be said for the request: computing again gives nothing new. */
gboolean qsf_extra_suits (QsfExtra extra, gpointer value, const QsfExtraRequest *request);
/* Whether what is being computed for one request is also what the other wants, or so short that it may as well come to its end:
 * in a drag each is finished before the next begins. */
gboolean qsf_extra_is_shared (QsfExtra extra, const QsfExtraRequest *a, const QsfExtraRequest *b);
/* Computes all that the view draws and puts it into options. Blocking; free with qsf_options_clear_extras. */
gboolean qsf_options_compute_extras (QsfOptions *options, QsfView view, QsaResult *result, GCancellable *cancellable,
                                     GError **error);
void qsf_options_clear_extras (QsfOptions *options);

G_END_DECLS
