/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scales and zero-points of an ONNX model: they are tensors themselves, which nodes tie to the tensors that they are for. */
#include "tensor/qst-onnx-private.h"

#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

enum
{
  NODE_INPUT = 1,
  NODE_ATTRIBUTE = 5,
  ATTRIBUTE_NAME = 1,
  ATTRIBUTE_INT = 3,
};

#define MAX_INPUTS 6

/* Which inputs of an operator are a tensor, its scale and its zero-point. */
typedef struct
{
  const char *op;
  gboolean of_codes; /* else of real values, which become codes */
  guint x;           /* scale and zero-point follow */
  int axis;          /* where the node says none, from the last dimension on if negative */
} Operator;

static const Operator operators[] = {
  { "DequantizeLinear", TRUE, 0, 1 }, { "QuantizeLinear", FALSE, 0, 1 }, { "QLinearConv", TRUE, 3, 0 },
  { "QLinearMatMul", TRUE, 0, -2 },   { "QLinearMatMul", TRUE, 3, -1 },
};

/* A node of one of these operators. */
typedef struct
{
  guint scope;
  const Operator *operator;
  char *inputs[MAX_INPUTS];
  gint64 axis;
  gint64 block_size;
  gint64 output_dtype;
} Grid;

void
qst_onnx_free_grid (gpointer data)
{
  Grid *grid = data;

  for (gsize i = 0; i < MAX_INPUTS; i++)
    g_free (grid->inputs[i]);
  g_free (grid);
}

static void
read_attribute (QstOnnx *self, const QstProtobuf *node, Grid *grid)
{
  g_autofree char *name = NULL;
  QstProtobuf message;
  gint64 number = 0;

  qst_protobuf_init (&message, self->data, node->begin, node->begin + node->length);
  while (qst_protobuf_next (&message))
    if (message.field == ATTRIBUTE_NAME && name == NULL)
      name = qst_protobuf_copy_text (&message);
    else if (message.field == ATTRIBUTE_INT && message.wire == QST_WIRE_VARINT)
      number = (gint64)message.number;
  if (g_strcmp0 (name, "axis") == 0)
    grid->axis = number;
  else if (g_strcmp0 (name, "block_size") == 0)
    grid->block_size = number;
  else if (g_strcmp0 (name, "output_dtype") == 0)
    grid->output_dtype = number;
}

static Grid *
read_node (QstOnnx *self, guint scope, const QstOnnxPart *part, const Operator *operator)
{
  Grid *grid = g_new0 (Grid, 1);
  QstProtobuf message;
  guint n = 0;

  grid->scope = scope;
  grid->operator= operator;
  grid->axis = operator->axis;
  qst_protobuf_init (&message, self->data, part->begin, part->end);
  while (qst_protobuf_next (&message))
    if (message.field == NODE_INPUT)
      {
        if (n < MAX_INPUTS)
          grid->inputs[n] = qst_protobuf_copy_text (&message);
        n++;
      }
    else if (message.field == NODE_ATTRIBUTE && message.wire == QST_WIRE_BYTES)
      read_attribute (self, &message, grid);
  for (gsize i = 0; i < MAX_INPUTS; i++)
    self->described_bytes += grid->inputs[i] != NULL ? strlen (grid->inputs[i]) : 0;
  return grid;
}

void
qst_onnx_note_grid (QstOnnx *self, guint scope, const QstOnnxPart *node, const char *op)
{
  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    if (strcmp (operators[i].op, op) == 0)
      {
        self->described_bytes += sizeof (Grid);
        g_ptr_array_add (self->grids, read_node (self, scope, node, &operators[i]));
      }
}

static gboolean
is_left_out (const Grid *grid, guint i)
{
  return grid->inputs[i] == NULL || *grid->inputs[i] == '\0';
}

/* An input that is a constant of the model: its index, or −1 for one that is computed or left out. */
static gint64
find_input (QstOnnx *self, const Grid *grid, guint i)
{
  return is_left_out (grid, i) ? -1 : qst_onnx_find_tensor (self, grid->scope, grid->inputs[i]);
}

/* What keeps a tensor off its grid, a sentence without a full stop; NULL where it fits. */
static char *
find_fault (const QstOnnx *self, const Grid *grid, QstTensor *x, QstTensor *scale, QstTensor *zero_point,
            QstQuantization *quantization)
{
  const guint64 n = qst_tensor_get_count (scale), n_dims = qst_tensor_get_n_dims (x);
  const gint64 axis = grid->axis < 0 ? grid->axis + (gint64)n_dims : grid->axis;

  quantization->n_units = n;
  quantization->axis = -1;
  if (grid->operator->of_codes && !qst_dtype_is_integer (qst_tensor_get_dtype (x)))
    return g_strdup (_ ("scales of codes that are floating-point numbers are not supported"));
  if (grid->block_size > 0 && n > 1)
    return g_strdup_printf (_ ("it is quantized in blocks of %" PRId64 " along an axis, which are not supported"),
                            grid->block_size);
  if (qst_dtype_is_integer (qst_tensor_get_dtype (scale)) || n == 0)
    return g_strdup (_ ("its scale is no real number"));
  if (n > QST_LIMIT_UNITS - self->n_units)
    return g_strdup_printf (_ ("the model has more than %u scales, which is the limit"), QST_LIMIT_UNITS);
  if (zero_point != NULL && qst_tensor_get_count (zero_point) != n)
    return g_strdup_printf (_ ("it has %" PRIu64 " scales and %" PRIu64 " zero-points"), n, qst_tensor_get_count (zero_point));
  if (n == 1)
    return NULL;
  if (qst_tensor_get_n_dims (scale) != 1 || axis < 0 || (guint64)axis >= n_dims || qst_tensor_get_shape (x)[axis] != n)
    return g_strdup_printf (_ ("its %" PRIu64 " scales do not fit the axis %" PRId64), n, grid->axis);
  quantization->axis = (int)axis;
  return NULL;
}

static gboolean
read_units (QstTensor *scale, QstTensor *zero_point, gsize n, float *scales, gint64 *zero_points)
{
  g_autofree double *values = g_new (double, n);
  gboolean finite = TRUE;

  if (zero_point != NULL)
    qst_tensor_read_f64 (zero_point, 0, n, values);
  for (gsize i = 0; i < n; i++)
    zero_points[i] = zero_point != NULL ? (gint64)values[i] : 0;
  qst_tensor_read_f64 (scale, 0, n, values);
  for (gsize i = 0; i < n; i++)
    {
      scales[i] = (float)values[i];
      finite = finite && isfinite (scales[i]);
    }
  return finite;
}

/* Whether scales and zero-points that are kept in some packed form could be read. */
static gboolean
check_units (QstTensor *scale, QstTensor *zero_point, GError **error)
{
  return qst_tensor_check (scale, error) && (zero_point == NULL || qst_tensor_check (zero_point, error));
}

/* The dtype of the codes that QuantizeLinear makes. */
static QstDtype
get_target (const Grid *grid, QstTensor *zero_point)
{
  const QstOnnxType *type = qst_onnx_get_type ((guint64)grid->output_dtype);

  if (zero_point != NULL)
    return qst_tensor_get_dtype (zero_point);
  return grid->output_dtype > 0 && type != NULL && type->dtype != QST_N_DTYPES ? type->dtype : QST_DTYPE_U8;
}

/* Puts the tensor on its grid; otherwise the reason why not. */
static char *
put_on_grid (QstOnnx *self, const Grid *grid, gint64 index, QstTensor *scale, QstTensor *zero_point)
{
  QstTensor *x = g_ptr_array_index (self->tensors, index);
  QstQuantization quantization = { .dtype = get_target (grid, zero_point) };
  char *fault = find_fault (self, grid, x, scale, zero_point, &quantization);
  g_autofree float *scales = NULL;
  g_autofree gint64 *zero_points = NULL;
  g_autoptr (GError) error = NULL;

  if (fault != NULL)
    return fault;
  self->n_units += quantization.n_units;
  scales = g_new (float, quantization.n_units);
  zero_points = g_new (gint64, quantization.n_units);
  quantization.scales = scales;
  quantization.zero_points = zero_points;
  if (!read_units (scale, zero_point, quantization.n_units, scales, zero_points))
    return g_strdup (_ ("one of its scales is not a finite number"));
  if (!check_units (scale, zero_point, &error))
    return g_strdup (error->message);
  self->tensors->pdata[index] = qst_tensor_new_on_grid (x, &quantization);
  qst_tensor_unref (x);
  return NULL;
}

/* Whether a tensor is of the kind that the operator takes, and not on a grid yet. */
static gboolean
wants_grid (const Grid *grid, QstTensor *x)
{
  return qst_tensor_get_quantization (x) == NULL && qst_tensor_get_quantizer (x) == NULL
         && (grid->operator->of_codes || !qst_dtype_is_integer (qst_tensor_get_dtype (x)));
}

static void
apply_grid (QstOnnx *self, const Grid *grid)
{
  const guint at = grid->operator->x;
  const gint64 x = find_input (self, grid, at), scale = find_input (self, grid, at + 1);
  const gint64 zero_point = find_input (self, grid, at + 2);
  g_autofree char *fault = NULL, *quoted = NULL;

  if (x < 0 || scale < 0 || (zero_point < 0 && !is_left_out (grid, at + 2))
      || !wants_grid (grid, g_ptr_array_index (self->tensors, x)))
    return;
  fault = put_on_grid (self, grid, x, g_ptr_array_index (self->tensors, scale),
                       zero_point >= 0 ? g_ptr_array_index (self->tensors, zero_point) : NULL);
  if (fault == NULL)
    return;
  quoted = qst_quote (qst_tensor_get_name (g_ptr_array_index (self->tensors, x)), -1);
  qst_archive_take_error (self->archive, g_error_new (QST_ERROR, QST_ERROR_UNSUPPORTED,
                                                      _ ("Tensor “%s” is shown without its scale: %s"), quoted, fault));
}

gboolean
qst_onnx_apply_grids (QstOnnx *self, GError **error)
{
  for (guint i = 0; i < self->grids->len && !g_cancellable_is_cancelled (self->cancellable); i++)
    apply_grid (self, g_ptr_array_index (self->grids, i));
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}
