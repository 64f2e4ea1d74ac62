/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-model-table.h"

G_BEGIN_DECLS

#define QS_TYPE_MODEL_PAGE (qs_model_page_get_type ())

/* All tensors of the opened file, ranked by what quantization does to them. */
G_DECLARE_FINAL_TYPE (QsModelPage, qs_model_page, QS, MODEL_PAGE, GtkWidget)

void qs_model_page_set_session (QsModelPage *self, QsSession *session);

QsModel *qs_model_page_get_model (QsModelPage *self);
QsModelTable *qs_model_page_get_table (QsModelPage *self);

/* What is searched for; the entry shows it. */
void qs_model_page_set_search (QsModelPage *self, const char *text);
const char *qs_model_page_get_search (QsModelPage *self);
void qs_model_page_start_search (QsModelPage *self);

/* The drop-downs show what is in force. */
void qs_model_page_set_kind (QsModelPage *self, QsModelKind kind);
void qs_model_page_set_scheme (QsModelPage *self, QsModelScheme scheme);

/* Everything is measured and in its place. */
gboolean qs_model_page_is_complete (QsModelPage *self);
/* What the bar at the bottom says. */
const char *qs_model_page_get_progress_text (QsModelPage *self);

G_END_DECLS
