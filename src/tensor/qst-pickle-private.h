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

G_END_DECLS
