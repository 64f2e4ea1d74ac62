/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-torch-private.h"

#include "tensor/qst-checked.h"
#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

/* A call of one of PyTorch's functions that make a tensor again. */
typedef struct
{
  const QstPickleNode *arguments;
  const char *name;
  const QstQuantization *quantization;
  QstDtype dtype; /* told by the call; QST_N_DTYPES: that of the storage */
} Rebuild;

static void refuse (GError **error, QstError code, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
refuse (GError **error, QstError code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL && *error == NULL)
    *error = g_error_new_valist (QST_ERROR, (int)code, format, arguments);
  va_end (arguments);
}

static gboolean
read_sizes (const QstPickleNode *list, guint64 sizes[QST_LIMIT_DIMS])
{
  for (guint d = 0; d < list->items->len; d++)
    if (!qst_pickle_get_size (qst_pickle_item (list, d), &sizes[d]))
      return FALSE;
  return TRUE;
}

/* torch.Size((2, 3)) is a call. */
static const QstPickleNode *
get_list (const QstPickleNode *node)
{
  if (node != NULL && node->kind == QST_PICKLE_CALL && qst_pickle_is (qst_pickle_item (node, 0), QST_PICKLE_SYMBOL, "torch.Size"))
    node = qst_pickle_item (qst_pickle_item (node, 1), 0);
  return node != NULL && (node->kind == QST_PICKLE_TUPLE || node->kind == QST_PICKLE_LIST) ? node : NULL;
}

static gboolean
read_shape (const Rebuild *rebuild, QstTensorLayout *layout, guint64 shape[QST_LIMIT_DIMS], guint64 strides[QST_LIMIT_DIMS],
            GError **error)
{
  const QstPickleNode *sizes = get_list (qst_pickle_item (rebuild->arguments, 2));
  const QstPickleNode *steps = get_list (qst_pickle_item (rebuild->arguments, 3));

  layout->n_dims = qst_pickle_n_items (sizes);
  if (layout->n_dims > QST_LIMIT_DIMS)
    refuse (error, QST_ERROR_LIMIT, _ ("the shape has %zu dimensions; the limit is %d"), layout->n_dims, QST_LIMIT_DIMS);
  else if (sizes == NULL || steps == NULL || sizes->items->len != steps->items->len || !read_sizes (sizes, shape)
           || !read_sizes (steps, strides))
    refuse (error, QST_ERROR_DAMAGED, _ ("its shape and strides are not two lists of as many whole numbers of 0 or more"));
  else if (!qst_checked_count (shape, layout->n_dims, &layout->count))
    refuse (error, QST_ERROR_DAMAGED, _ ("the shape has more values than can be counted"));
  else
    {
      layout->shape = shape;
      layout->strides = strides;
      return TRUE;
    }
  return FALSE;
}

/* The last value that the strides lead to, counted from the first. */
static gboolean
get_last (const QstTensorLayout *layout, guint64 *last)
{
  *last = 0;
  for (gsize d = 0; d < layout->n_dims; d++)
    {
      guint64 step;

      if (!qst_checked_mul (layout->shape[d] - 1, layout->strides[d], &step) || !qst_checked_add (*last, step, last))
        return FALSE;
    }
  return TRUE;
}

/* That every value lies in the storage, of which there are `there` values. */
static gboolean
check_range (const QstTensorLayout *layout, guint64 first, guint64 there, GError **error)
{
  guint64 last, end;

  if (layout->count == 0)
    return TRUE;
  if (!get_last (layout, &last) || !qst_checked_add (first, last, &end) || end >= there)
    refuse (error, QST_ERROR_DAMAGED,
            _ ("its strides from value %" PRIu64 " on lead out of its storage, which has %" PRIu64 " values"), first, there);
  else if (layout->count > there && layout->count > QST_LIMIT_SHARED_VALUES)
    refuse (error, QST_ERROR_LIMIT, _ ("it makes %" PRIu64 " values of the %" PRIu64 " of its storage; the limit is %" PRIu64),
            layout->count, there, QST_LIMIT_SHARED_VALUES);
  else
    return TRUE;
  return FALSE;
}

static QstDtype
choose_dtype (const Rebuild *rebuild, const QstTorchStorage *storage, GError **error)
{
  g_autofree char *quoted = qst_quote (storage->type, -1);
  QstDtype dtype = rebuild->dtype != QST_N_DTYPES ? rebuild->dtype : storage->dtype;

  if (dtype == QST_N_DTYPES)
    refuse (error, QST_ERROR_UNSUPPORTED, _ ("the type %s is not supported"), quoted);
  return dtype;
}

/* Bytes of the storage that hold values of the dtype, as it claims and as there are. */
static gboolean
check_storage (QstTorch *self, QstTorchStorage *storage, QstDtype dtype, guint64 *there, GError **error)
{
  g_autofree char *quoted = qst_quote (storage->key, -1);
  guint64 bytes, left;

  if (storage->storage == NULL && storage->error == NULL && self->find != NULL)
    self->find (self, storage);
  if (storage->storage == NULL)
    {
      if (storage->error != NULL)
        g_propagate_error (error, g_error_copy (storage->error));
      else
        refuse (error, QST_ERROR_DAMAGED, _ ("its storage “%s” is not in the file"), quoted);
      return FALSE;
    }
  left = qst_storage_get_size (storage->storage) - storage->offset;
  if (!qst_checked_mul (storage->count, storage->value_size, &bytes) || bytes > left)
    {
      refuse (error, QST_ERROR_DAMAGED,
              _ ("its storage “%s” claims %" PRIu64 " values of %zu bytes, but %" PRIu64 " bytes are there"), quoted,
              storage->count, storage->value_size, left);
      return FALSE;
    }
  *there = bytes / qst_dtype_get_size (dtype);
  return TRUE;
}

static QstTensor *
rebuild_tensor (QstTorch *self, const Rebuild *rebuild, GError **error)
{
  const QstPickleNode *reference = qst_pickle_item (rebuild->arguments, 0);
  QstTensorLayout layout = { .name = rebuild->name,
                             .format = qst_format_pytorch.info.nick,
                             .big_endian = self->big_endian,
                             .quantization = rebuild->quantization };
  guint64 shape[QST_LIMIT_DIMS], strides[QST_LIMIT_DIMS], first, shift, there;
  QstTorchStorage *storage;

  if (reference == NULL || reference->kind != QST_PICKLE_REFERENCE
      || !qst_pickle_get_size (qst_pickle_item (rebuild->arguments, 1), &first))
    {
      refuse (error, QST_ERROR_DAMAGED, _ ("its storage and offset are not told"));
      return NULL;
    }
  storage = qst_torch_get_storage (self, reference, &shift, error);
  if (storage == NULL || !read_shape (rebuild, &layout, shape, strides, error))
    return NULL;
  layout.dtype = choose_dtype (rebuild, storage, error);
  if (layout.dtype == QST_N_DTYPES || !check_storage (self, storage, layout.dtype, &there, error))
    return NULL;
  if (!qst_checked_add (first, shift, &first))
    first = G_MAXUINT64;
  if (!check_range (&layout, first, there, error))
    return NULL;
  layout.offset = storage->offset + (layout.count > 0 ? first * qst_dtype_get_size (layout.dtype) : 0);
  return qst_tensor_new (&layout, storage->storage);
}

/* Quantized tensors keep (per_tensor_affine, scale, zero_point) or (per_channel_affine, scales, zero_points, axis), where the
 * two are tensors. */

static QstTensor *interpret_call (QstTorch *self, const QstPickleNode *callee, const QstPickleNode *arguments, const char *name,
                                  gboolean *is_tensor, GError **error);

static double *
read_units (QstTorch *self, const QstPickleNode *call, gsize n, GError **error)
{
  g_autoptr (QstTensor) tensor = NULL;
  g_autofree double *values = NULL;
  gboolean is_tensor = FALSE;

  if (call != NULL && call->kind == QST_PICKLE_CALL
      && qst_pickle_is (qst_pickle_item (call, 0), QST_PICKLE_SYMBOL, "torch._utils._rebuild_tensor_v2"))
    tensor = interpret_call (self, qst_pickle_item (call, 0), qst_pickle_item (call, 1), "", &is_tensor, error);
  if (tensor == NULL || qst_tensor_get_count (tensor) != n)
    return NULL;
  self->n_units += n;
  if (self->n_units > QST_LIMIT_UNITS)
    {
      refuse (error, QST_ERROR_LIMIT, _ ("the tensors of the file have more than %u scales, which is the limit"),
              QST_LIMIT_UNITS);
      return NULL;
    }
  values = g_new (double, n);
  qst_tensor_read_f64 (tensor, 0, n, values);
  return qst_tensor_check (tensor, error) ? g_steal_pointer (&values) : NULL;
}

static gboolean
is_grid (double scale, double zero_point)
{
  return isfinite (scale) && scale > 0 && (float)scale > 0 && isfinite ((float)scale) && fabs (zero_point) <= 0x1p31
         && zero_point == rint (zero_point);
}

static QstTensor *
rebuild_on_grid (QstTorch *self, const Rebuild *rebuild, int axis, gsize n, const double *scales, const double *zero_points,
                 GError **error)
{
  g_autofree float *narrow = g_new (float, n);
  g_autofree gint64 *whole = g_new (gint64, n);
  const QstQuantization grid = { axis, n, narrow, whole };

  for (gsize i = 0; i < n; i++)
    {
      if (!is_grid (scales[i], zero_points[i]))
        {
          refuse (error, QST_ERROR_DAMAGED, _ ("scale and zero-point %zu are not a positive and a whole number"), i);
          return NULL;
        }
      narrow[i] = (float)scales[i];
      whole[i] = (gint64)zero_points[i];
    }
  return rebuild_tensor (self, &(Rebuild){ rebuild->arguments, rebuild->name, &grid, rebuild->dtype }, error);
}

static QstTensor *
rebuild_per_channel (QstTorch *self, const Rebuild *rebuild, const QstPickleNode *quantizer, GError **error)
{
  const QstPickleNode *sizes = get_list (qst_pickle_item (rebuild->arguments, 2));
  g_autofree double *scales = NULL, *zero_points = NULL;
  guint64 axis, n;

  if (!qst_pickle_get_size (qst_pickle_item (quantizer, 3), &axis) || axis >= qst_pickle_n_items (sizes) || axis >= QST_LIMIT_DIMS
      || !qst_pickle_get_size (qst_pickle_item (sizes, (guint)axis), &n) || n > QST_LIMIT_UNITS)
    {
      refuse (error, QST_ERROR_DAMAGED, _ ("the axis of its scales is not one of its own"));
      return NULL;
    }
  scales = read_units (self, qst_pickle_item (quantizer, 1), n, error);
  zero_points = scales != NULL ? read_units (self, qst_pickle_item (quantizer, 2), n, error) : NULL;
  if (zero_points == NULL)
    {
      refuse (error, QST_ERROR_DAMAGED, _ ("its scales and zero-points are not two tensors of %" PRIu64 " values"), n);
      return NULL;
    }
  return rebuild_on_grid (self, rebuild, (int)axis, n, scales, zero_points, error);
}

static QstTensor *
rebuild_quantized (QstTorch *self, const Rebuild *rebuild, GError **error)
{
  const QstPickleNode *quantizer = qst_pickle_item (rebuild->arguments, 4);
  const QstPickleNode *kind = qst_pickle_item (quantizer, 0), *scale = qst_pickle_item (quantizer, 1);
  const QstPickleNode *zero_point = qst_pickle_item (quantizer, 2);

  if (qst_pickle_is (kind, QST_PICKLE_SYMBOL, "torch.per_channel_affine"))
    return rebuild_per_channel (self, rebuild, quantizer, error);
  if (qst_pickle_is (kind, QST_PICKLE_SYMBOL, "torch.per_tensor_affine") && scale != NULL && scale->kind == QST_PICKLE_FLOAT
      && zero_point != NULL && zero_point->kind == QST_PICKLE_INT)
    {
      const double whole = (double)zero_point->integer;

      return rebuild_on_grid (self, rebuild, -1, 1, &scale->number, &whole, error);
    }
  refuse (error, QST_ERROR_UNSUPPORTED, _ ("its kind of quantization is not supported"));
  return NULL;
}

static const char *const known[] = { "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2",
                                     "torch._utils._rebuild_tensor_v3", "torch._utils._rebuild_qtensor", NULL };

/* By whole names. Other functions of PyTorch that make tensors are named, for they stand for one that is missing. */
static QstTensor *
interpret_call (QstTorch *self, const QstPickleNode *callee, const QstPickleNode *arguments, const char *name,
                gboolean *is_tensor, GError **error)
{
  Rebuild rebuild = { arguments, name, NULL, QST_N_DTYPES };
  const gboolean is_known = g_strv_contains (known, callee->text);

  *is_tensor = is_known || g_str_has_prefix (callee->text, "torch._utils._rebuild_");
  if (!*is_tensor)
    return NULL;
  if (!is_known)
    {
      g_autofree char *quoted = qst_quote (callee->text, -1);

      refuse (error, QST_ERROR_UNSUPPORTED, _ ("it is made by %s at byte %" PRIu64 " of the pickle, which is not supported"),
              quoted, callee->at);
      return NULL;
    }
  if (g_str_has_suffix (callee->text, "_qtensor"))
    return rebuild_quantized (self, &rebuild, error);
  if (g_str_has_suffix (callee->text, "_v3"))
    {
      rebuild.dtype = qst_torch_dtype_from_symbol (qst_pickle_item (arguments, 6));
      if (rebuild.dtype == QST_N_DTYPES)
        {
          refuse (error, QST_ERROR_UNSUPPORTED, _ ("its dtype is not supported"));
          return NULL;
        }
    }
  return rebuild_tensor (self, &rebuild, error);
}

/* Parameters and tensors with attributes are wrapped, each in the first argument or, of a type, in the first and third. */
static void
unwrap (const QstPickleNode **callee, const QstPickleNode **arguments)
{
  for (guint depth = 0; depth < QST_LIMIT_NESTING; depth++)
    {
      const QstPickleNode *inner = qst_pickle_item (*arguments, 0);

      if (qst_pickle_is (*callee, QST_PICKLE_SYMBOL, "torch._utils._rebuild_parameter")
          || qst_pickle_is (*callee, QST_PICKLE_SYMBOL, "torch._utils._rebuild_parameter_with_state"))
        {
          if (inner == NULL || inner->kind != QST_PICKLE_CALL)
            return;
          *callee = qst_pickle_item (inner, 0);
          *arguments = qst_pickle_item (inner, 1);
        }
      else if (qst_pickle_is (*callee, QST_PICKLE_SYMBOL, "torch._tensor._rebuild_from_type_v2"))
        {
          if (inner == NULL || inner->kind != QST_PICKLE_SYMBOL)
            return;
          *arguments = qst_pickle_item (*arguments, 2);
          *callee = inner;
        }
      else
        return;
    }
}

static gboolean
is_quiet (const QstPickleNode *callee)
{
  static const char *const names[] = { "torch.Size",
                                       "torch.device",
                                       "torch.serialization._get_layout",
                                       "collections.OrderedDict",
                                       "collections.defaultdict",
                                       "collections.Counter",
                                       "builtins.set",
                                       "__builtin__.set",
                                       "builtins.complex",
                                       "builtins.slice",
                                       "torch.jit._pickle.build_intlist",
                                       "torch.jit._pickle.build_doublelist",
                                       "torch.jit._pickle.build_boollist",
                                       "torch.jit._pickle.build_tensorlist",
                                       "torch.jit._pickle.restore_type_tag",
                                       NULL };

  return g_strv_contains (names, callee->text);
}

QstTorchMeaning
qst_torch_interpret (QstTorch *self, const QstPickleNode *node, const char *name, QstTensor **tensor, GError **error)
{
  const QstPickleNode *callee, *arguments;
  gboolean is_tensor;

  *tensor = NULL;
  if (node->kind != QST_PICKLE_CALL)
    return QST_TORCH_OTHER;
  callee = qst_pickle_item (node, 0);
  arguments = qst_pickle_item (node, 1);
  unwrap (&callee, &arguments);
  *tensor = interpret_call (self, callee, arguments, name, &is_tensor, error);
  return is_tensor ? QST_TORCH_TENSOR : is_quiet (callee) ? QST_TORCH_QUIET : QST_TORCH_OTHER;
}
