/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stack on which a pickle builds its data. */
#include "tensor/qst-pickle-private.h"

#include <glib/gi18n-lib.h>

gboolean
qst_pickle_push (QstPickleMachine *m, QstPickleNode *node)
{
  g_ptr_array_add (m->stack, node);
  return TRUE;
}

guint
qst_pickle_get_floor (const QstPickleMachine *m)
{
  return m->marks->len > 0 ? g_array_index (m->marks, guint, m->marks->len - 1) : 0;
}

gboolean
qst_pickle_refuse_empty (QstPickleMachine *m)
{
  return qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("it takes more from the stack than is there"));
}

QstPickleNode *
qst_pickle_pop (QstPickleMachine *m)
{
  if (m->stack->len > qst_pickle_get_floor (m))
    return g_ptr_array_steal_index (m->stack, m->stack->len - 1);
  qst_pickle_refuse_empty (m);
  return NULL;
}

QstPickleNode *
qst_pickle_peek (QstPickleMachine *m)
{
  if (m->stack->len > qst_pickle_get_floor (m))
    return g_ptr_array_index (m->stack, m->stack->len - 1);
  qst_pickle_refuse_empty (m);
  return NULL;
}

gboolean
qst_pickle_pop_mark (QstPickleMachine *m, guint *first)
{
  *first = qst_pickle_get_floor (m);
  if (m->marks->len == 0)
    return qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("there is no mark on the stack"));
  g_array_set_size (m->marks, m->marks->len - 1);
  return TRUE;
}

void
qst_pickle_take_items (QstPickleMachine *m, guint first, QstPickleNode *node)
{
  for (guint i = first; i < m->stack->len; i++)
    g_ptr_array_add (node->items, g_ptr_array_index (m->stack, i));
  g_ptr_array_set_size (m->stack, (gint)first);
}
