/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lessons/qsl-expression-private.h"

#include <math.h>
#include <string.h>

static const QslNode *
get_node (const QslExpression *self, guint i)
{
  return &g_array_index (self->nodes, QslNode, i);
}

void
qsl_expression_free (QslExpression *self)
{
  for (guint i = 0; i < self->nodes->len; i++)
    g_free (get_node (self, i)->text);
  g_array_unref (self->nodes);
  g_free (self);
}

QslNeeds
qsl_expression_get_needs (const QslExpression *self)
{
  QslNeeds needs = QSL_NEED_NOTHING;

  for (guint i = 0; i < self->nodes->len; i++)
    if (get_node (self, i)->op == QSL_OP_FACT)
      needs |= qsl_facts_get_needs (get_node (self, i)->fact);
  return needs;
}

gboolean
qsl_expression_has_entry (const QslExpression *self)
{
  const guint entry = (guint)qsl_facts_find ("entry");

  for (guint i = 0; i < self->nodes->len; i++)
    if (get_node (self, i)->op == QSL_OP_FACT && get_node (self, i)->fact == entry)
      return TRUE;
  return FALSE;
}

static double
combine (QslOp op, double a, double b)
{
  switch (op)
    {
    case QSL_OP_NOT:
      return a == 0.0;
    case QSL_OP_NEGATE:
      return -a;
    case QSL_OP_ABS:
      return fabs (a);
    case QSL_OP_LOG:
      return log (a);
    case QSL_OP_SQRT:
      return sqrt (a);
    case QSL_OP_ROUND:
      return rint (a);
    case QSL_OP_OR:
      return a == 1.0 || b == 1.0;
    case QSL_OP_AND:
      return a == 1.0 && b == 1.0;
    case QSL_OP_EQUAL:
      return a == b;
    case QSL_OP_UNEQUAL:
      return a < b || a > b;
    case QSL_OP_LESS:
      return a < b;
    case QSL_OP_AT_MOST:
      return a <= b;
    case QSL_OP_MORE:
      return a > b;
    case QSL_OP_AT_LEAST:
      return a >= b;
    case QSL_OP_ADD:
      return a + b;
    case QSL_OP_SUBTRACT:
      return a - b;
    case QSL_OP_MULTIPLY:
      return a * b;
    case QSL_OP_DIVIDE:
    default:
      return a / b;
    }
}

/* The parser has seen to it that texts meet texts. */
static QslValue
evaluate (const QslNode *node, const QslValue *values, const QslFacts *facts)
{
  const QslValue *a = &values[node->left], *b = &values[node->right];

  if (node->op == QSL_OP_NUMBER)
    return (QslValue){ .number = node->number };
  if (node->op == QSL_OP_TEXT)
    return (QslValue){ .is_text = TRUE, .text = node->text };
  if (node->op == QSL_OP_FACT)
    return qsl_facts_get (facts, node->fact);
  if (a->is_text)
    return (QslValue){ .number = (strcmp (a->text, b->text) == 0) == (node->op == QSL_OP_EQUAL) };
  return (QslValue){ .number = combine (node->op, a->number, b->number) };
}

double
qsl_expression_evaluate (const QslExpression *self, const QslFacts *facts)
{
  QslValue values[QSL_EXPRESSION_NODES_MAX] = { { 0 } };

  /* Nodes come after those they are made of. */
  for (guint i = 0; i < self->nodes->len; i++)
    values[i] = evaluate (get_node (self, i), values, facts);
  return values[self->nodes->len - 1].number;
}

gboolean
qsl_expression_is_true (const QslExpression *self, const QslFacts *facts)
{
  return qsl_expression_evaluate (self, facts) == 1.0;
}
