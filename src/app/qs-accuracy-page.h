/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-figure-card.h"
#include "app/qs-network-model.h"

G_BEGIN_DECLS

#define QS_TYPE_ACCURACY_PAGE (qs_accuracy_page_get_type ())

/* What quantization does to the answers of a network: how many are right, which are taken for which, over the bits, and the pictures
 * themselves. */
G_DECLARE_FINAL_TYPE (QsAccuracyPage, qs_accuracy_page, QS, ACCURACY_PAGE, GtkWidget)

void qs_accuracy_page_set_model (QsAccuracyPage *self, QsNetworkModel *model);

/* Shows the pictures with that label and that answer; label G_MAXUINT: those whose answer changed. */
void qs_accuracy_page_pick (QsAccuracyPage *self, guint label, guint answer);
gboolean qs_accuracy_page_get_pick (QsAccuracyPage *self, guint *label, guint *answer);

/* The view of QSF_ACCURACY_NICK or QSF_CONFUSION_NICK; NULL for others. (transfer none) */
QsFigureView *qs_accuracy_page_find_view (QsAccuracyPage *self, const char *nick);

/* Of how many pictures are shown, and what the page says. For tests. */
guint qs_accuracy_page_get_n_pictures (QsAccuracyPage *self);
const char *qs_accuracy_page_get_headline (QsAccuracyPage *self);

G_END_DECLS
