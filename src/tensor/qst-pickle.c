/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-pickle-private.h"

#include "tensor/qst-limits.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* Nodes are made in chunks and freed together, so the depth of the graph does not matter. */
#define CHUNK_NODES 1024

typedef struct
{
  guint n;
  QstPickleNode nodes[CHUNK_NODES];
} Chunk;

static gboolean
has_items (const QstPickleNode *node)
{
  return node->kind >= QST_PICKLE_TUPLE && node->kind != QST_PICKLE_SYMBOL;
}

static void
free_chunk (gpointer data)
{
  Chunk *chunk = data;

  for (guint i = 0; i < chunk->n; i++)
    if (has_items (&chunk->nodes[i]))
      g_ptr_array_unref (chunk->nodes[i].items);
  g_free (chunk);
}

void
qst_pickle_free (QstPickle *self)
{
  g_ptr_array_unref (self->references);
  g_ptr_array_unref (self->chunks);
  g_string_chunk_free (self->symbols);
  g_free (self);
}

const QstPickleNode *
qst_pickle_item (const QstPickleNode *node, guint i)
{
  return i < qst_pickle_n_items (node) ? g_ptr_array_index (node->items, i) : NULL;
}

guint
qst_pickle_n_items (const QstPickleNode *node)
{
  return node != NULL && has_items (node) ? node->items->len : 0;
}

gboolean
qst_pickle_is (const QstPickleNode *node, QstPickleKind kind, const char *text)
{
  return node != NULL && node->kind == kind && node->length == strlen (text) && memcmp (node->text, text, node->length) == 0;
}

gboolean
qst_pickle_get_size (const QstPickleNode *node, guint64 *size)
{
  if (node == NULL || node->kind != QST_PICKLE_INT || node->integer < 0)
    return FALSE;
  *size = (guint64)node->integer;
  return TRUE;
}

QstPickleNode *
qst_pickle_new_node (QstPickleMachine *m, QstPickleKind kind)
{
  GPtrArray *chunks = m->pickle->chunks;
  Chunk *chunk = chunks->len > 0 ? g_ptr_array_index (chunks, chunks->len - 1) : NULL;
  QstPickleNode *node;

  if (chunk == NULL || chunk->n == CHUNK_NODES)
    {
      chunk = g_new0 (Chunk, 1);
      g_ptr_array_add (chunks, chunk);
    }
  node = &chunk->nodes[chunk->n++];
  node->kind = kind;
  node->at = m->at;
  if (has_items (node))
    node->items = g_ptr_array_new ();
  m->n_nodes++;
  return node;
}

/* The refusals. */

gboolean
qst_pickle_refuse (QstPickleMachine *m, QstError code, const char *reason)
{
  const char *name = qst_pickle_opcodes[m->opcode].name;

  if (m->error == NULL || *m->error == NULL)
    g_set_error (m->error, QST_ERROR, (int)code, _ ("The pickle's opcode %s at byte %" PRIu64 ": %s"),
                 name != NULL ? name : _ ("of an unknown kind"), m->at, reason);
  return FALSE;
}

static gboolean
check_limits (QstPickleMachine *m)
{
  if (m->n_nodes <= QST_LIMIT_PICKLE_NODES && m->n_steps <= QST_LIMIT_PICKLE_STEPS
      && g_hash_table_size (m->memo) <= QST_LIMIT_PICKLE_NODES)
    return TRUE;
  g_set_error (m->error, QST_ERROR, QST_ERROR_LIMIT,
               _ ("The pickle makes more than %u objects in %u steps up to byte %" PRIu64 ", which is the limit"),
               QST_LIMIT_PICKLE_NODES, QST_LIMIT_PICKLE_STEPS, m->at);
  return FALSE;
}

static gboolean
step (QstPickleMachine *m)
{
  const QstPickleOpcode *opcode;

  m->at = m->reader->at;
  m->opcode = qst_reader_u8 (m->reader);
  opcode = &qst_pickle_opcodes[m->opcode];
  if (!m->reader->failed && opcode->run == NULL)
    return qst_pickle_refuse (m, QST_ERROR_UNSUPPORTED, _ ("it is not needed for tensors, so it is not run"));
  if (!m->reader->failed && !opcode->run (m))
    return FALSE;
  if (m->reader->failed)
    {
      g_set_error (m->error, QST_ERROR, QST_ERROR_DAMAGED, _ ("The pickle is cut off inside what begins at byte %" PRIu64),
                   m->at);
      return FALSE;
    }
  m->n_steps++;
  return check_limits (m);
}

static gboolean
run (QstPickleMachine *m, GCancellable *cancellable)
{
  while (!m->stopped)
    {
      if (m->n_steps % 65536 == 0 && g_cancellable_set_error_if_cancelled (cancellable, m->error))
        return FALSE;
      if (!step (m))
        return FALSE;
    }
  return TRUE;
}

QstPickle *
qst_pickle_run (QstReader *reader, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstPickle) pickle = g_new0 (QstPickle, 1);
  g_autoptr (GPtrArray) stack = g_ptr_array_new ();
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) memo = g_hash_table_new (NULL, NULL);
  QstPickleMachine machine = { pickle, reader, stack, marks, memo, error };

  machine.begin = reader->at;
  pickle->references = g_ptr_array_new ();
  pickle->chunks = g_ptr_array_new_with_free_func (free_chunk);
  pickle->symbols = g_string_chunk_new (1024);
  return run (&machine, cancellable) ? g_steal_pointer (&pickle) : NULL;
}
