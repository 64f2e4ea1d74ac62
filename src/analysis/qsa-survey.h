/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-profile.h"

G_BEGIN_DECLS

/* Makes the profiles of many tensors on a worker thread, one tensor after another, so that memory does not grow with their number.
 * What is asked for first is measured first. */
typedef struct _QsaSurvey QsaSurvey;

/* Called in the main context that made the survey. profile is NULL with error set for a tensor whose values cannot be read, which
 * is not tried again. (transfer none) both. */
typedef void (*QsaSurveyCallback) (guint index, QsaProfile *profile, const GError *error, gpointer user_data);

/* tensors: QstTensor, NULL where there is nothing to measure; references are taken. It begins at rest. */
QsaSurvey *qsa_survey_new (const GPtrArray *tensors, const QsaProfilePlan *plan, QsaSurveyCallback callback, gpointer user_data);

/* No callback comes any more once this returns. */
void qsa_survey_free (QsaSurvey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QsaSurvey, qsa_survey_free)

/* At rest, the tensor that is being measured is given up, to be begun anew. */
void qsa_survey_set_running (QsaSurvey *self, gboolean running);
gboolean qsa_survey_is_running (QsaSurvey *self); /* and has something left to measure */

/* These are measured first, in this order, in place of those that were asked for before. */
void qsa_survey_prefer (QsaSurvey *self, const guint *indices, guint n);

/* Counts a tensor as measured whose profile is known from elsewhere. */
void qsa_survey_skip (QsaSurvey *self, guint index);

/* How many are measured and told of, those that failed included, of how many. */
guint qsa_survey_get_n_done (QsaSurvey *self, guint *n);

/* Seconds until all are, from the values measured so far; NaN before the first. */
double qsa_survey_get_seconds_left (QsaSurvey *self);

G_END_DECLS
