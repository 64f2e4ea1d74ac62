/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SparseTensorProto: values, and where in a shape full of zeros they are. The whole of it is made when it is first read. */
#include "tensor/qst-onnx-private.h"

#include "tensor/qst-checked.h"
#include "tensor/qst-limits.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

enum
{
  SPARSE_VALUES = 1,
  SPARSE_INDICES = 2,
  SPARSE_DIMS = 3,
};

typedef struct
{
  QstTensor *values, *indices;
  guint64 count; /* of the whole */
  gsize n_dims;  /* 0: indices count from the first value on */
  guint64 shape[QST_LIMIT_DIMS];
} Sparse;

/* What the message says. */
typedef struct
{
  GArray *values, *indices; /* QstOnnxPart */
  gsize n_dims;
  guint64 shape[QST_LIMIT_DIMS];
  gboolean failed;
  guint64 failed_at;
} Info;

static void
free_sparse (gpointer data)
{
  Sparse *sparse = data;

  qst_tensor_unref (sparse->values);
  qst_tensor_unref (sparse->indices);
  g_free (sparse);
}

/* The place of the value i; FALSE if it is outside. */
static gboolean
find_place (const Sparse *sparse, guint64 i, guint64 *place)
{
  const gsize n = MAX (sparse->n_dims, 1);
  gint64 index[QST_LIMIT_DIMS];

  qst_tensor_fetch (sparse->indices, i * n, n, index);
  *place = 0;
  for (gsize d = 0; d < n; d++)
    {
      const guint64 length = sparse->n_dims > 0 ? sparse->shape[d] : sparse->count;

      if (index[d] < 0 || (guint64)index[d] >= length)
        return FALSE;
      *place = *place * length + (guint64)index[d];
    }
  return TRUE;
}

static gboolean
load (gpointer data, guint8 *bytes, gsize size, GError **error)
{
  const Sparse *sparse = data;
  const gsize one = size / sparse->count;
  guint64 place, value;

  memset (bytes, 0, size);
  for (guint64 i = 0; i < qst_tensor_get_count (sparse->values); i++)
    {
      if (!find_place (sparse, i, &place))
        {
          g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("its value %" PRIu64 " has a place outside its shape"), i);
          return FALSE;
        }
      qst_tensor_fetch (sparse->values, i, 1, &value);
      memcpy (bytes + place * one, &value, one);
    }
  return qst_storage_check (sparse->values->storage, error) && qst_storage_check (sparse->indices->storage, error);
}

static void
add_part (GArray *parts, const QstProtobuf *message)
{
  const QstOnnxPart part = { message->begin, message->begin + message->length };

  g_array_append_val (parts, part);
}

static void
read_part (QstOnnx *self, const QstOnnxPart *part, Info *info)
{
  QstProtobuf message;
  guint64 length;

  qst_protobuf_init (&message, self->data, part->begin, part->end);
  while (qst_protobuf_next (&message))
    if (message.field == SPARSE_VALUES && message.wire == QST_WIRE_BYTES)
      add_part (info->values, &message);
    else if (message.field == SPARSE_INDICES && message.wire == QST_WIRE_BYTES)
      add_part (info->indices, &message);
    else if (message.field == SPARSE_DIMS)
      while (qst_protobuf_next_number (&message, QST_WIRE_VARINT, &length))
        {
          if (info->n_dims < QST_LIMIT_DIMS)
            info->shape[info->n_dims] = length;
          info->n_dims++;
        }
  qst_onnx_check_message (self, &message);
}

/* What is wrong with the parts together; NULL where they fit. */
static const char *
find_fault (const Info *info, QstTensor *values, QstTensor *indices, QstTensorLayout *layout)
{
  const guint64 *places = qst_tensor_get_shape (indices);
  const gsize n = qst_tensor_get_n_dims (indices);

  if (info->n_dims > QST_LIMIT_DIMS || !qst_checked_count (info->shape, info->n_dims, &layout->count)
      || !qst_dtype_get_bytes (layout->dtype, layout->count, &layout->stored_bytes))
    return _ ("the shape has more values than can be counted");
  if (layout->stored_bytes > qst_limit_get_decoded_bytes ())
    return _ ("with its zeros it takes more bytes than the limit for what is decoded");
  if (qst_dtype_get_block_length (layout->dtype) > 1)
    return _ ("sparse tensors of half a byte are not supported");
  if (qst_tensor_get_dtype (indices) != QST_DTYPE_I64 || qst_tensor_get_n_dims (values) != 1 || n < 1 || n > 2
      || places[0] != qst_tensor_get_count (values) || (n == 2 && (places[1] != info->n_dims || info->n_dims == 0)))
    return _ ("its values and their places do not fit each other");
  return NULL;
}

static QstTensor *
make_tensor (QstOnnx *self, const char *name, const Info *info, QstTensor *values, QstTensor *indices)
{
  QstTensorLayout layout = { .name = qst_tensor_get_name (values),
                             .format = qst_format_onnx.info.nick,
                             .dtype = qst_tensor_get_dtype (values),
                             .n_dims = info->n_dims,
                             .shape = info->shape };
  const char *fault = find_fault (info, values, indices, &layout);
  g_autoptr (QstStorage) storage = NULL;
  Sparse *sparse;

  if (fault != NULL)
    {
      const QstMissing about = { .name = layout.name,
                                 .dtype = qst_dtype_get_name (layout.dtype),
                                 .n_dims = MIN (info->n_dims, QST_LIMIT_DIMS),
                                 .shape = info->shape };

      qst_archive_tell_missing (self->archive, &about, QST_ERROR_DAMAGED, "%s", fault);
      return NULL;
    }
  if (layout.count == 0)
    return qst_tensor_new (&layout, self->storage);
  sparse = g_new0 (Sparse, 1);
  sparse->values = qst_tensor_ref (values);
  sparse->indices = qst_tensor_ref (indices);
  sparse->count = layout.count;
  sparse->n_dims = qst_tensor_get_n_dims (indices) == 2 ? info->n_dims : 0;
  memcpy (sparse->shape, info->shape, sizeof sparse->shape);
  storage = qst_storage_new_lazy (self->map, qst_tensor_get_offset (values), layout.stored_bytes, load, sparse, free_sparse);
  return qst_tensor_new (&layout, storage);
}

static void
read_tensors (QstOnnx *self, const QstOnnxPlace *place, const Info *info)
{
  const QstOnnxPlace of_values = {
    .parts = (const QstOnnxPart *)info->values->data, .n_parts = info->values->len, .scope = place->scope, .name = place->name
  };
  g_autofree char *name = NULL, *same = NULL;
  g_autoptr (QstTensor) values = qst_onnx_read_tensor (self, &of_values, &name);
  const QstOnnxPlace of_indices = {
    .parts = (const QstOnnxPart *)info->indices->data, .n_parts = info->indices->len, .scope = place->scope, .name = name
  };
  g_autoptr (QstTensor) indices = values != NULL ? qst_onnx_read_tensor (self, &of_indices, &same) : NULL;
  QstTensor *tensor = indices != NULL ? make_tensor (self, name, info, values, indices) : NULL;

  if (tensor != NULL)
    qst_onnx_take_tensor (self, place->scope, name, tensor);
}

void
qst_onnx_add_sparse (QstOnnx *self, const QstOnnxPlace *place)
{
  Info info = { .values = g_array_new (FALSE, FALSE, sizeof (QstOnnxPart)),
                .indices = g_array_new (FALSE, FALSE, sizeof (QstOnnxPart)) };

  for (gsize i = 0; i < place->n_parts; i++)
    read_part (self, &place->parts[i], &info);
  read_tensors (self, place, &info);
  g_array_unref (info.values);
  g_array_unref (info.indices);
}
