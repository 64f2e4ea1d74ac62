/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where in an ONNX model the weights are: initializers of graphs, constants in nodes, and the graphs inside nodes, which are
 * walked without recursion. */
#include "tensor/qst-onnx-private.h"

#include "tensor/qst-limits.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

enum
{
  GRAPH_NODE = 1,
  GRAPH_INITIALIZER = 5,
  GRAPH_SPARSE_INITIALIZER = 15,
  NODE_OUTPUT = 2,
  NODE_NAME = 3,
  NODE_OP_TYPE = 4,
  NODE_ATTRIBUTE = 5,
  ATTRIBUTE_NAME = 1,
  ATTRIBUTE_FLOAT = 2,
  ATTRIBUTE_INT = 3,
  ATTRIBUTE_TENSOR = 5,
  ATTRIBUTE_GRAPH = 6,
  ATTRIBUTE_FLOATS = 7,
  ATTRIBUTE_INTS = 8,
  ATTRIBUTE_TENSORS = 10,
  ATTRIBUTE_GRAPHS = 11,
  ATTRIBUTE_SPARSE_TENSOR = 22,
  ATTRIBUTE_SPARSE_TENSORS = 23,
  FUNCTION_NAME = 1,
  FUNCTION_NODE = 7,
};

/* A graph whose nodes are still to be walked. */
typedef struct
{
  GArray *parts; /* QstOnnxPart */
  guint part;    /* the next */
  QstProtobuf message;
  guint node_field; /* where a part keeps its nodes */
  guint scope;
} Frame;

typedef struct
{
  QstOnnx *onnx;
  GPtrArray *frames; /* Frame, the innermost last */
  GPtrArray *inner;  /* Frame of the graphs in the node at hand, in order */
} Walk;

/* What a node is called and what it does. */
typedef struct
{
  char *op;
  char *name;   /* of the node, else of its first output, else op */
  char *output; /* NULL if there is none */
  guint scope;
} Node;

/* An attribute, whose parts may stand in any order and merge. */
typedef struct
{
  char *name;
  GArray *tensor, *sparse, *graph; /* QstOnnxPart; NULL where there is none */
  GByteArray *numbers;             /* value_float, value_floats, value_int or value_ints of a Constant, little-endian */
  guint numbers_field;
} Attribute;

static void
free_frame (gpointer data)
{
  Frame *frame = data;

  g_array_unref (frame->parts);
  g_free (frame);
}

static Frame *
new_frame (GArray *parts, guint node_field, guint scope)
{
  Frame *frame = g_new0 (Frame, 1);

  frame->parts = g_array_ref (parts);
  frame->node_field = node_field;
  frame->scope = scope;
  return frame;
}

static QstOnnxPart
get_part (const QstProtobuf *message)
{
  return (QstOnnxPart){ message->begin, message->begin + message->length };
}

/* Takes prefix. A scope that is its own parent stands alone. */
static guint
add_scope (QstOnnx *self, guint parent, char *prefix)
{
  const guint number = self->scopes->len;
  QstOnnxScope scope = { .parent = parent, .prefix = prefix };

  if (parent != number)
    scope.depth = g_array_index (self->scopes, QstOnnxScope, parent).depth + 1;
  self->described_bytes += strlen (prefix) + sizeof scope;
  g_array_append_val (self->scopes, scope);
  return number;
}

static void
add_one (QstOnnx *self, guint scope, const QstProtobuf *message, const char *name, gboolean sparse)
{
  const QstOnnxPart part = get_part (message);
  const QstOnnxPlace place = { .parts = &part, .n_parts = 1, .scope = scope, .name = name };

  if (sparse)
    qst_onnx_add_sparse (self, &place);
  else
    qst_onnx_add_tensor (self, &place);
}

static gboolean
is_beyond_limits (const QstOnnx *self)
{
  return self->n_tensors > QST_LIMIT_TENSORS || self->described_bytes > QST_LIMIT_HEADER_BYTES;
}

/* One message may hold any number of tensors, and each takes the prefix of its graph. */
static gboolean
should_stop (const QstOnnx *self)
{
  return is_beyond_limits (self) || g_cancellable_is_cancelled (self->cancellable);
}

/* The graph's own weights, before those of its nodes. */
static void
read_initializers (QstOnnx *self, const GArray *parts, guint scope)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const QstOnnxPart *part = &g_array_index (parts, QstOnnxPart, i);
      QstProtobuf graph;

      qst_protobuf_init (&graph, self->data, part->begin, part->end);
      while (!should_stop (self) && qst_protobuf_next (&graph))
        if (graph.wire == QST_WIRE_BYTES && (graph.field == GRAPH_INITIALIZER || graph.field == GRAPH_SPARSE_INITIALIZER))
          add_one (self, scope, &graph, NULL, graph.field == GRAPH_SPARSE_INITIALIZER);
      qst_onnx_check_message (self, &graph);
    }
}

static void
take_text (char **text, const QstProtobuf *message)
{
  g_free (*text);
  *text = qst_protobuf_copy_text (message);
}

static void
read_node (QstOnnx *self, const QstOnnxPart *part, Node *node)
{
  QstProtobuf message;

  qst_protobuf_init (&message, self->data, part->begin, part->end);
  while (qst_protobuf_next (&message))
    if (message.field == NODE_OP_TYPE)
      take_text (&node->op, &message);
    else if (message.field == NODE_NAME)
      take_text (&node->name, &message);
    else if (message.field == NODE_OUTPUT && node->output == NULL)
      take_text (&node->output, &message);
  if (node->op == NULL)
    node->op = g_strdup ("");
  if (node->name == NULL || *node->name == '\0')
    {
      g_free (node->name);
      node->name = g_strdup (node->output != NULL && *node->output != '\0' ? node->output : node->op);
    }
  qst_onnx_check_message (self, &message);
}

static void
clear_node (Node *node)
{
  g_free (node->op);
  g_free (node->name);
  g_free (node->output);
}

static void
enter_graph (Walk *walk, const Node *node, const char *attribute, GArray *parts)
{
  QstOnnx *self = walk->onnx;
  const QstOnnxScope *outer = &g_array_index (self->scopes, QstOnnxScope, node->scope);

  if (is_beyond_limits (self))
    return; /* which the walk tells after this node */
  if (outer->depth + 1 >= QST_LIMIT_NESTING)
    {
      qst_archive_take_error (self->archive,
                              g_error_new (QST_ERROR, QST_ERROR_LIMIT,
                                           _ ("The sub-graph at byte %" PRIu64 " is nested deeper than %d, which is the limit"),
                                           g_array_index (parts, QstOnnxPart, 0).begin, QST_LIMIT_NESTING));
      return;
    }
  g_ptr_array_add (walk->inner,
                   new_frame (parts, GRAPH_NODE,
                              add_scope (self, node->scope, g_strdup_printf ("%s%s.%s/", outer->prefix, node->name, attribute))));
}

/* One of the repeated messages of an attribute, whose name is followed by its number. */
static void
read_element (Walk *walk, const Node *node, const char *attribute, const QstProtobuf *message, guint number)
{
  g_autofree char *numbered = g_strdup_printf ("%s.%u", attribute, number);

  if (message->field == ATTRIBUTE_GRAPHS)
    {
      const QstOnnxPart part = get_part (message);
      g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof part);

      g_array_append_val (parts, part);
      enter_graph (walk, node, numbered, parts);
    }
  else
    {
      g_autofree char *name = g_strconcat (node->name, ".", numbered, NULL);

      add_one (walk->onnx, node->scope, message, name, message->field == ATTRIBUTE_SPARSE_TENSORS);
    }
}

static void
add_part (GArray **parts, const QstProtobuf *message)
{
  const QstOnnxPart part = get_part (message);

  if (*parts == NULL)
    *parts = g_array_new (FALSE, FALSE, sizeof part);
  g_array_append_val (*parts, part);
}

static gboolean
is_float (guint field)
{
  return field == ATTRIBUTE_FLOAT || field == ATTRIBUTE_FLOATS;
}

static void
add_numbers (Attribute *attribute, QstProtobuf *message)
{
  const QstWire wire = is_float (message->field) ? QST_WIRE_FIXED32 : QST_WIRE_VARINT;
  guint64 number;

  if (attribute->numbers == NULL)
    attribute->numbers = g_byte_array_new ();
  attribute->numbers_field = message->field;
  while (attribute->numbers->len < QST_LIMIT_HEADER_BYTES && qst_protobuf_next_number (message, wire, &number))
    {
      number = GUINT64_TO_LE (number);
      g_byte_array_append (attribute->numbers, (const guint8 *)&number, is_float (message->field) ? 4 : 8);
    }
}

static void
read_attribute (QstOnnx *self, const QstProtobuf *node, gboolean with_numbers, Attribute *attribute)
{
  QstProtobuf message;

  qst_protobuf_init (&message, self->data, node->begin, node->begin + node->length);
  while (qst_protobuf_next (&message))
    if (message.field == ATTRIBUTE_NAME)
      take_text (&attribute->name, &message);
    else if (message.wire == QST_WIRE_BYTES && message.field == ATTRIBUTE_TENSOR)
      add_part (&attribute->tensor, &message);
    else if (message.wire == QST_WIRE_BYTES && message.field == ATTRIBUTE_SPARSE_TENSOR)
      add_part (&attribute->sparse, &message);
    else if (message.wire == QST_WIRE_BYTES && message.field == ATTRIBUTE_GRAPH)
      add_part (&attribute->graph, &message);
    else if (with_numbers && (is_float (message.field) || message.field == ATTRIBUTE_INT || message.field == ATTRIBUTE_INTS))
      add_numbers (attribute, &message);
  if (attribute->name == NULL)
    attribute->name = g_strdup ("");
  qst_onnx_check_message (self, &message);
}

/* Its repeated tensors and graphs. */
static void
read_elements (Walk *walk, const Node *node, const char *attribute, const QstProtobuf *outer)
{
  QstProtobuf message;
  guint n[ATTRIBUTE_SPARSE_TENSORS + 1] = { 0 };

  qst_protobuf_init (&message, walk->onnx->data, outer->begin, outer->begin + outer->length);
  while (!should_stop (walk->onnx) && qst_protobuf_next (&message))
    if (message.wire == QST_WIRE_BYTES
        && (message.field == ATTRIBUTE_TENSORS || message.field == ATTRIBUTE_GRAPHS || message.field == ATTRIBUTE_SPARSE_TENSORS))
      read_element (walk, node, attribute, &message, n[message.field]++);
}

static void
take_numbers (QstOnnx *self, const Node *node, const Attribute *attribute)
{
  const gboolean is_list = attribute->numbers_field == ATTRIBUTE_FLOATS || attribute->numbers_field == ATTRIBUTE_INTS;
  const guint size = is_float (attribute->numbers_field) ? 4 : 8;
  const GByteArray *numbers = attribute->numbers;
  const guint64 shape[1] = { numbers->len / size };
  const guint64 count = is_list ? shape[0] : MIN (shape[0], 1);
  g_autofree char *name = qst_onnx_make_name (self, node->scope, node->output);
  g_autoptr (QstStorage) storage = qst_storage_new_take (g_memdup2 (numbers->data, numbers->len), numbers->len);
  const QstTensorLayout layout = { .name = name,
                                   .format = qst_format_onnx.info.nick,
                                   .dtype = size == 4 ? QST_DTYPE_F32 : QST_DTYPE_I64,
                                   .n_dims = is_list,
                                   .shape = shape,
                                   .count = count };

  if (is_list || count == 1)
    qst_onnx_take_tensor (self, node->scope, node->output, qst_tensor_new (&layout, storage));
}

static void
take_tensor (QstOnnx *self, const Node *node, const Attribute *attribute, const GArray *parts, gboolean is_constant)
{
  g_autofree char *name = is_constant ? g_strdup (node->output) : g_strconcat (node->name, ".", attribute->name, NULL);
  const QstOnnxPlace place = {
    .parts = (const QstOnnxPart *)parts->data, .n_parts = parts->len, .scope = node->scope, .name = name
  };

  if (parts == attribute->sparse)
    qst_onnx_add_sparse (self, &place);
  else
    qst_onnx_add_tensor (self, &place);
}

static void
walk_attribute (Walk *walk, const Node *node, const QstProtobuf *message)
{
  const gboolean is_constant = strcmp (node->op, "Constant") == 0 && node->output != NULL;
  Attribute attribute = { 0 };

  read_attribute (walk->onnx, message, is_constant, &attribute);
  if (attribute.tensor != NULL)
    take_tensor (walk->onnx, node, &attribute, attribute.tensor, is_constant);
  if (attribute.sparse != NULL)
    take_tensor (walk->onnx, node, &attribute, attribute.sparse, is_constant);
  if (attribute.numbers != NULL)
    take_numbers (walk->onnx, node, &attribute);
  if (attribute.graph != NULL)
    enter_graph (walk, node, attribute.name, attribute.graph);
  read_elements (walk, node, attribute.name, message);
  g_clear_pointer (&attribute.tensor, g_array_unref);
  g_clear_pointer (&attribute.sparse, g_array_unref);
  g_clear_pointer (&attribute.graph, g_array_unref);
  g_clear_pointer (&attribute.numbers, g_byte_array_unref);
  g_free (attribute.name);
}

/* The graphs in a node are walked before what follows it. */
static void
walk_node (Walk *walk, const Frame *frame)
{
  QstOnnx *self = walk->onnx;
  const QstOnnxPart part = get_part (&frame->message);
  Node node = { .scope = frame->scope };
  QstProtobuf message;

  read_node (self, &part, &node);
  qst_onnx_note_grid (self, node.scope, &part, node.op);
  qst_protobuf_init (&message, self->data, part.begin, part.end);
  while (!should_stop (self) && qst_protobuf_next (&message))
    if (message.field == NODE_ATTRIBUTE && message.wire == QST_WIRE_BYTES)
      walk_attribute (walk, &node, &message);
  clear_node (&node);
  while (walk->inner->len > 0)
    g_ptr_array_add (walk->frames, g_ptr_array_steal_index (walk->inner, walk->inner->len - 1));
}

/* The next node of a frame; FALSE at its end. */
static gboolean
next_node (QstOnnx *self, Frame *frame)
{
  for (;;)
    {
      const gboolean was_open = frame->part > 0;

      while (was_open && qst_protobuf_next (&frame->message))
        if (frame->message.field == frame->node_field && frame->message.wire == QST_WIRE_BYTES)
          return TRUE;
      if (frame->part == frame->parts->len)
        return FALSE;
      qst_protobuf_init (&frame->message, self->data, g_array_index (frame->parts, QstOnnxPart, frame->part).begin,
                         g_array_index (frame->parts, QstOnnxPart, frame->part).end);
      frame->part++;
    }
}

static gboolean
check_limits (QstOnnx *self, GError **error)
{
  if (!is_beyond_limits (self))
    return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
  g_set_error (error, QST_ERROR, QST_ERROR_LIMIT,
               _ ("The model lists more than %u tensors or describes them in more than %u bytes, which are the limits"),
               QST_LIMIT_TENSORS, QST_LIMIT_HEADER_BYTES);
  return FALSE;
}

/* Walks a graph and all in it; takes first. */
static gboolean
walk_all (QstOnnx *self, Frame *first, GError **error)
{
  g_autoptr (GPtrArray) frames = g_ptr_array_new_with_free_func (free_frame);
  g_autoptr (GPtrArray) inner = g_ptr_array_new ();
  Walk walk = { .onnx = self, .frames = frames, .inner = inner };

  for (g_ptr_array_add (frames, first); frames->len > 0;)
    {
      Frame *frame = g_ptr_array_index (frames, frames->len - 1);

      if (frame->part == 0 && frame->node_field == GRAPH_NODE)
        read_initializers (self, frame->parts, frame->scope);
      if (!check_limits (self, error))
        return FALSE;
      if (next_node (self, frame))
        walk_node (&walk, frame);
      else
        g_ptr_array_remove_index (frames, frames->len - 1);
    }
  return TRUE;
}

gboolean
qst_onnx_read_graph (QstOnnx *self, const QstOnnxPart *parts, gsize n_parts, GError **error)
{
  g_autoptr (GArray) copy = g_array_new (FALSE, FALSE, sizeof *parts);

  g_array_append_vals (copy, parts, (guint)n_parts);
  return walk_all (self, new_frame (copy, GRAPH_NODE, add_scope (self, 0, g_strdup (""))), error);
}

gboolean
qst_onnx_read_function (QstOnnx *self, const QstOnnxPart *part, GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof *part);
  g_autofree char *name = NULL;
  QstProtobuf message;
  guint scope;

  qst_protobuf_init (&message, self->data, part->begin, part->end);
  while (qst_protobuf_next (&message))
    if (message.field == FUNCTION_NAME)
      take_text (&name, &message);
  g_array_append_val (parts, *part);
  scope = add_scope (self, self->scopes->len, g_strconcat (name != NULL ? name : "", "/", NULL));
  return walk_all (self, new_frame (parts, FUNCTION_NODE, scope), error);
}
