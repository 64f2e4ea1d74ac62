/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-pickle.h"

G_BEGIN_DECLS

typedef struct
{
  QstPickle *pickle;
  QstReader *reader;
  GPtrArray *stack; /* QstPickleNode */
  GArray *marks;    /* guint: heights of the stack */
  GHashTable *memo; /* index → QstPickleNode */
  GError **error;
  guint64 begin; /* of the pickle */
  guint64 at;    /* of the opcode that runs */
  guint8 opcode;
  gboolean stopped;
  guint64 n_steps, n_nodes;
} QstPickleMachine;

/* An opcode by its byte. run NULL: known or not, it is refused. */
typedef struct
{
  const char *name;
  gboolean (*run) (QstPickleMachine *m);
} QstPickleOpcode;

extern const QstPickleOpcode qst_pickle_opcodes[256];

QstPickleNode *qst_pickle_new_node (QstPickleMachine *m, QstPickleKind kind);

/* Sets an error that names the opcode; returns FALSE. */
gboolean qst_pickle_refuse (QstPickleMachine *m, QstError code, const char *reason);

/* The stack. What lies above the last mark is all that an opcode may take; NULL or FALSE with the error that less is there. */
gboolean qst_pickle_push (QstPickleMachine *m, QstPickleNode *node);
QstPickleNode *qst_pickle_pop (QstPickleMachine *m);
QstPickleNode *qst_pickle_peek (QstPickleMachine *m);
guint qst_pickle_get_floor (const QstPickleMachine *m);
gboolean qst_pickle_refuse_empty (QstPickleMachine *m);
/* Takes off the last mark; *first: the height of the stack below what was above it. */
gboolean qst_pickle_pop_mark (QstPickleMachine *m, guint *first);
/* Moves what lies above first into the node's items. */
void qst_pickle_take_items (QstPickleMachine *m, guint first, QstPickleNode *node);

/* Opcodes of names. */
gboolean qst_pickle_run_global (QstPickleMachine *m);
gboolean qst_pickle_run_stack_global (QstPickleMachine *m);
gboolean qst_pickle_run_reduce (QstPickleMachine *m);
gboolean qst_pickle_run_newobj (QstPickleMachine *m);
gboolean qst_pickle_run_build (QstPickleMachine *m);
gboolean qst_pickle_run_binpersid (QstPickleMachine *m);

G_END_DECLS
