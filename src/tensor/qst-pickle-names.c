/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opcodes of names, and of what a pickle wants to be done with them: kept as data, never done. */
#include "tensor/qst-pickle-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
push_symbol (QstPickleMachine *m, const char *module, gsize module_length, const char *name, gsize name_length)
{
  QstPickleNode *node = qst_pickle_new_node (m, QST_PICKLE_SYMBOL);
  g_autoptr (GString) whole = g_string_new_len (module, (gssize)module_length);

  g_string_append_c (whole, '.');
  g_string_append_len (whole, name, (gssize)name_length);
  node->text = g_string_chunk_insert_const (m->pickle->symbols, whole->str);
  node->length = (guint32)strlen (node->text);
  return qst_pickle_push (m, node);
}

static const char *
read_line (QstPickleMachine *m, gsize *length)
{
  const char *begin = (const char *)m->reader->data + m->reader->at;
  const char *end = memchr (begin, '\n', qst_reader_left (m->reader));

  *length = end != NULL ? (gsize)(end - begin) : 0;
  if (end == NULL)
    m->reader->failed = TRUE;
  else
    qst_reader_bytes (m->reader, *length + 1);
  return begin;
}

gboolean
qst_pickle_run_global (QstPickleMachine *m)
{
  gsize module_length, name_length = 0;
  const char *module = read_line (m, &module_length);
  const char *name = read_line (m, &name_length);

  return m->reader->failed || push_symbol (m, module, module_length, name, name_length);
}

gboolean
qst_pickle_run_stack_global (QstPickleMachine *m)
{
  QstPickleNode *name = qst_pickle_pop (m);
  QstPickleNode *module = name != NULL ? qst_pickle_pop (m) : NULL;

  if (module == NULL)
    return FALSE;
  if (name->kind != QST_PICKLE_TEXT || module->kind != QST_PICKLE_TEXT)
    return qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("module and name are not two texts"));
  return push_symbol (m, module->text, module->length, name->text, name->length);
}

static gboolean
push_pair (QstPickleMachine *m, QstPickleKind kind, QstPickleNode *a, QstPickleNode *b)
{
  QstPickleNode *node = qst_pickle_new_node (m, kind);

  g_ptr_array_add (node->items, a);
  g_ptr_array_add (node->items, b);
  return qst_pickle_push (m, node);
}

/* Dictionaries are so common that they are made at once: OrderedDict() and, from Python 2, OrderedDict([[key, value], …]). */
static gboolean
is_dict_call (const QstPickleNode *callee, const QstPickleNode *arguments)
{
  const QstPickleNode *pairs = qst_pickle_item (arguments, 0);

  if (!qst_pickle_is (callee, QST_PICKLE_SYMBOL, "collections.OrderedDict"))
    return FALSE;
  if (pairs == NULL)
    return TRUE;
  if (qst_pickle_n_items (arguments) != 1 || pairs->kind != QST_PICKLE_LIST)
    return FALSE;
  for (guint i = 0; i < qst_pickle_n_items (pairs); i++)
    if (qst_pickle_n_items (qst_pickle_item (pairs, i)) != 2)
      return FALSE;
  return TRUE;
}

static QstPickleNode *
new_dict (QstPickleMachine *m, const QstPickleNode *pairs)
{
  QstPickleNode *dict = qst_pickle_new_node (m, QST_PICKLE_DICT);

  for (guint i = 0; i < qst_pickle_n_items (pairs); i++)
    for (guint k = 0; k < 2; k++)
      g_ptr_array_add (dict->items, (gpointer)qst_pickle_item (qst_pickle_item (pairs, i), k));
  /* The pairs may be shared, so that few steps would copy many of them. */
  m->n_steps += 2 * qst_pickle_n_items (pairs);
  return dict;
}

gboolean
qst_pickle_run_reduce (QstPickleMachine *m)
{
  QstPickleNode *arguments = qst_pickle_pop (m);
  QstPickleNode *callee = arguments != NULL ? qst_pickle_pop (m) : NULL;

  if (callee == NULL)
    return FALSE;
  if (arguments->kind != QST_PICKLE_TUPLE || callee->kind != QST_PICKLE_SYMBOL)
    return qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("a name and a tuple of arguments are expected"));
  if (is_dict_call (callee, arguments))
    return qst_pickle_push (m, new_dict (m, qst_pickle_item (arguments, 0)));
  return push_pair (m, QST_PICKLE_CALL, callee, arguments);
}

gboolean
qst_pickle_run_newobj (QstPickleMachine *m)
{
  QstPickleNode *arguments = qst_pickle_pop (m);
  QstPickleNode *class = arguments != NULL ? qst_pickle_pop (m) : NULL;

  if (class == NULL)
    return FALSE;
  if (arguments->kind != QST_PICKLE_TUPLE || class->kind != QST_PICKLE_SYMBOL)
    return qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("a name and a tuple of arguments are expected"));
  return push_pair (m, QST_PICKLE_OBJECT, class, arguments);
}

/* The attributes of a dictionary are no weights (_metadata); those of an object may be. */
gboolean
qst_pickle_run_build (QstPickleMachine *m)
{
  QstPickleNode *state = qst_pickle_pop (m);
  QstPickleNode *node = state != NULL ? qst_pickle_peek (m) : NULL;

  if (node == NULL)
    return FALSE;
  if (node->kind == QST_PICKLE_CALL || node->kind == QST_PICKLE_OBJECT)
    node->state = state;
  return TRUE;
}

gboolean
qst_pickle_run_binpersid (QstPickleMachine *m)
{
  QstPickleNode *id = qst_pickle_pop (m), *node;

  if (id == NULL)
    return FALSE;
  node = qst_pickle_new_node (m, QST_PICKLE_REFERENCE);
  g_ptr_array_add (node->items, id);
  g_ptr_array_add (m->pickle->references, node);
  return qst_pickle_push (m, node);
}
