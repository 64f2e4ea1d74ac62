/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lessons/qsl-facts.h"

G_BEGIN_DECLS

/* What a lesson checks: an expression over the facts.
 *
 *   ||  &&  == != < <= > >=  + -  * /  unary ! -   ( )   numbers   "texts"   abs log sqrt round
 *
 * Truth is 1 or 0; a comparison with NaN is false. Texts compare by == and != only. Immutable. */
typedef struct _QslExpression QslExpression;

/* NULL with G_IO_ERROR_INVALID_ARGUMENT, which names the column and what was expected there. */
QslExpression *qsl_expression_new (const char *text, GError **error);
void qsl_expression_free (QslExpression *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QslExpression, qsl_expression_free)

/* What the facts need for it. */
QslNeeds qsl_expression_get_needs (const QslExpression *self);

/* Whether it asks for what the reader types. */
gboolean qsl_expression_has_entry (const QslExpression *self);

double qsl_expression_evaluate (const QslExpression *self, const QslFacts *facts);
gboolean qsl_expression_is_true (const QslExpression *self, const QslFacts *facts);

G_END_DECLS
