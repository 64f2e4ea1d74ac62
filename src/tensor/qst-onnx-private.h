/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-archive-private.h"
#include "tensor/qst-folder.h"
#include "tensor/qst-protobuf.h"
#include "tensor/qst-tensor-private.h"

G_BEGIN_DECLS

/* ONNX models (onnx/onnx.proto), of which only what leads to weights is read. */

/* One of the parts in which a message may be written; a reader merges them. */
typedef struct
{
  guint64 begin, end; /* bytes of the file */
} QstOnnxPart;

/* A graph: the main one is the first. Names are looked for in it, then in what it stands in. */
typedef struct
{
  guint parent; /* itself for the main graph */
  guint depth;
  char *prefix; /* of its tensors' names: "if0.then_branch/" */
} QstOnnxScope;

typedef struct
{
  QstArchive *archive;
  GCancellable *cancellable;
  QstMap *map;
  const guint8 *data;
  guint64 size;
  QstStorage *storage; /* of the file */
  QstFolder folder;
  GHashTable *files;       /* the name of a file beside it → QstStorage, NULL where it cannot be opened */
  GPtrArray *tensors;      /* QstTensor, in the order of the file */
  GHashTable *by_scope;    /* "scope:name" → its index in tensors + 1 */
  GHashTable *names;       /* of all tensors */
  GArray *scopes;          /* QstOnnxScope */
  GPtrArray *grids;        /* nodes that quantize or dequantize: qst-onnx-grids.c */
  guint64 n_tensors;       /* met so far */
  guint64 n_units;         /* scales read so far */
  guint64 described_bytes; /* that names take */
} QstOnnx;

/* Where a TensorProto is and what it is called. */
typedef struct
{
  const QstOnnxPart *parts;
  gsize n_parts;
  guint scope;
  const char *name; /* NULL: its own */
} QstOnnxPlace;

/* The dtypes of TensorProto. field: of typed data, 0 where there is none. */
typedef struct
{
  const char *name;
  QstDtype dtype; /* QST_N_DTYPES: not read */
  guint field;
  QstWire wire;
} QstOnnxType;

/* NULL for a number that stands for none. (qst-onnx-tensor.c) */
const QstOnnxType *qst_onnx_get_type (guint64 number);

/* Adds the tensor, or tells why it cannot be had. */
void qst_onnx_add_tensor (QstOnnx *self, const QstOnnxPlace *place);

/* The same for a SparseTensorProto: values, places and the shape that they fill. (qst-onnx-sparse.c) */
void qst_onnx_add_sparse (QstOnnx *self, const QstOnnxPlace *place);

/* A tensor alone, as for a part of a sparse one, and its name as it stands there (may be NULL); NULL and told as missing where
 * it cannot be had. */
QstTensor *qst_onnx_read_tensor (QstOnnx *self, const QstOnnxPlace *place, char **name);

/* Adds a tensor, whose name qst_onnx_make_name has made of that name, and takes it. (qst-onnx-names.c) */
void qst_onnx_take_tensor (QstOnnx *self, guint scope, const char *name, QstTensor *tensor);

/* The name in the archive: with the prefix of its graph, and told apart by a number where there is none. (transfer full) */
char *qst_onnx_make_name (QstOnnx *self, guint scope, const char *name);

/* The tensor of that name that is seen from a scope: its index, or −1. */
gint64 qst_onnx_find_tensor (QstOnnx *self, guint scope, const char *name);

/* The numbers of the typed fields of a tensor, as the bytes of its dtype. (qst-onnx-typed.c) */
QstStorage *qst_onnx_new_typed (QstOnnx *self, const QstOnnxPlace *place, const QstOnnxType *type, guint64 n, guint64 bytes);

/* The main graph in parts, and all graphs in its nodes. FALSE with error where that has to end. (qst-onnx-graph.c) */
gboolean qst_onnx_read_graph (QstOnnx *self, const QstOnnxPart *parts, gsize n_parts, GError **error);

/* The nodes of the functions of a model: each part is a FunctionProto. */
gboolean qst_onnx_read_function (QstOnnx *self, const QstOnnxPart *part, GError **error);

/* Keeps a node that may put a tensor on a grid. (qst-onnx-grids.c) */
void qst_onnx_note_grid (QstOnnx *self, guint scope, const QstOnnxPart *node, const char *op);
void qst_onnx_free_grid (gpointer grid);

/* Puts the tensors on the grids of these nodes, once all are known. FALSE with error where it is cancelled. */
gboolean qst_onnx_apply_grids (QstOnnx *self, GError **error);

/* Tells of a damaged message, if it is. */
void qst_onnx_check_message (QstOnnx *self, const QstProtobuf *message);

G_END_DECLS
