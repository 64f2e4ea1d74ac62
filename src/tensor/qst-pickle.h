/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-error.h"
#include "tensor/qst-reader.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a Python pickle describes, as a graph of data. The machine knows the opcodes of plain data and nothing else; a global
 * is a name, a call is a note that this name was to be called with those arguments. Nothing is imported, called or made. */

typedef enum
{
  QST_PICKLE_NONE,
  QST_PICKLE_BOOL,
  QST_PICKLE_INT,
  QST_PICKLE_LONG, /* beyond 64 bits: text has its bytes, the lowest first */
  QST_PICKLE_FLOAT,
  QST_PICKLE_TEXT,
  QST_PICKLE_BYTES,
  QST_PICKLE_TUPLE,
  QST_PICKLE_LIST,
  QST_PICKLE_DICT,      /* items: keys and values in turn */
  QST_PICKLE_SYMBOL,    /* text: "module.name" */
  QST_PICKLE_CALL,      /* items: what was to be called, its arguments */
  QST_PICKLE_OBJECT,    /* items: its class, the arguments */
  QST_PICKLE_REFERENCE, /* items: the persistent id */
} QstPickleKind;

typedef struct _QstPickleNode QstPickleNode;
struct _QstPickleNode
{
  QstPickleKind kind;
  guint32 length;   /* of text */
  guint64 at;       /* the byte of its opcode, as the reader counts */
  const char *text; /* not terminated; points into the pickle, but for a symbol's */
  union
  {
    gint64 integer; /* INT, BOOL */
    double number;  /* FLOAT */
    GPtrArray *items;
  };
  QstPickleNode *state;   /* of a CALL or OBJECT: what it was to be set to, or NULL */
  QstPickleNode *entries; /* of the same: what was to be put into it, a DICT or LIST, or NULL */
};

typedef struct
{
  QstPickleNode *root;
  GPtrArray *references; /* all REFERENCEs */

  /* What owns the rest. */
  GPtrArray *chunks;
  GStringChunk *symbols;
} QstPickle;

/* Runs the pickle at the reader, up to and with its STOP. NULL with error that names opcode and byte. The bytes must outlive the
 * graph, which may hold cycles. */
QstPickle *qst_pickle_run (QstReader *reader, GCancellable *cancellable, GError **error);
void qst_pickle_free (QstPickle *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QstPickle, qst_pickle_free)

/* Item i of a TUPLE, LIST or DICT, or NULL. */
const QstPickleNode *qst_pickle_item (const QstPickleNode *node, guint i);
guint qst_pickle_n_items (const QstPickleNode *node);

/* Whether it is the text, or the symbol. */
gboolean qst_pickle_is (const QstPickleNode *node, QstPickleKind kind, const char *text);

/* An INT of 0 or more. */
gboolean qst_pickle_get_size (const QstPickleNode *node, guint64 *size);

G_END_DECLS
