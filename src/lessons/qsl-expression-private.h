/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lessons/qsl-expression.h"

G_BEGIN_DECLS

typedef enum
{
  QSL_OP_NUMBER,
  QSL_OP_TEXT,
  QSL_OP_FACT,
  QSL_OP_NOT,
  QSL_OP_NEGATE,
  QSL_OP_ABS,
  QSL_OP_LOG,
  QSL_OP_SQRT,
  QSL_OP_ROUND,
  QSL_OP_OR,
  QSL_OP_AND,
  QSL_OP_EQUAL,
  QSL_OP_UNEQUAL,
  QSL_OP_LESS,
  QSL_OP_AT_MOST,
  QSL_OP_MORE,
  QSL_OP_AT_LEAST,
  QSL_OP_ADD,
  QSL_OP_SUBTRACT,
  QSL_OP_MULTIPLY,
  QSL_OP_DIVIDE,
} QslOp;

/* One node of the tree; left and right are indices of nodes before it. */
typedef struct
{
  QslOp op;
  guint left, right;
  guint fact;
  double number;
  char *text;
} QslNode;

struct _QslExpression
{
  GArray *nodes; /* of QslNode; the last one is the root */
};

/* Nodes, and levels of brackets, that an expression may have. */
#define QSL_EXPRESSION_NODES_MAX 256
#define QSL_EXPRESSION_DEPTH_MAX 32

G_END_DECLS
