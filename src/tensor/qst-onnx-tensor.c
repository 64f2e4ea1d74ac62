/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One TensorProto: its dtype and shape, and where its values are: raw in the file, as numbers in typed fields, or in a file
 * beside it. */
#include "tensor/qst-onnx-private.h"

#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

enum
{
  TENSOR_DIMS = 1,
  TENSOR_TYPE = 2,
  TENSOR_SEGMENT = 3,
  TENSOR_FLOAT_DATA = 4,
  TENSOR_INT32_DATA = 5,
  TENSOR_INT64_DATA = 7,
  TENSOR_NAME = 8,
  TENSOR_RAW_DATA = 9,
  TENSOR_DOUBLE_DATA = 10,
  TENSOR_UINT64_DATA = 11,
  TENSOR_EXTERNAL_DATA = 13,
  TENSOR_DATA_LOCATION = 14,
  PAIR_KEY = 1,
  PAIR_VALUE = 2,
  LOCATION_EXTERNAL = 1,
};

#define INT32_DATA TENSOR_INT32_DATA, QST_WIRE_VARINT

/* By their number in the file. Those with a name and no dtype are known but not read. */
static const QstOnnxType types[] = {
  [1] = { "FLOAT", QST_DTYPE_F32, TENSOR_FLOAT_DATA, QST_WIRE_FIXED32 },
  [2] = { "UINT8", QST_DTYPE_U8, INT32_DATA },
  [3] = { "INT8", QST_DTYPE_I8, INT32_DATA },
  [4] = { "UINT16", QST_DTYPE_U16, INT32_DATA },
  [5] = { "INT16", QST_DTYPE_I16, INT32_DATA },
  [6] = { "INT32", QST_DTYPE_I32, INT32_DATA },
  [7] = { "INT64", QST_DTYPE_I64, TENSOR_INT64_DATA, QST_WIRE_VARINT },
  [8] = { "STRING", QST_N_DTYPES, 0, 0 },
  [9] = { "BOOL", QST_DTYPE_BOOL, INT32_DATA },
  [10] = { "FLOAT16", QST_DTYPE_F16, INT32_DATA },
  [11] = { "DOUBLE", QST_DTYPE_F64, TENSOR_DOUBLE_DATA, QST_WIRE_FIXED64 },
  [12] = { "UINT32", QST_DTYPE_U32, TENSOR_UINT64_DATA, QST_WIRE_VARINT },
  [13] = { "UINT64", QST_DTYPE_U64, TENSOR_UINT64_DATA, QST_WIRE_VARINT },
  [14] = { "COMPLEX64", QST_N_DTYPES, 0, 0 },
  [15] = { "COMPLEX128", QST_N_DTYPES, 0, 0 },
  [16] = { "BFLOAT16", QST_DTYPE_BF16, INT32_DATA },
  [17] = { "FLOAT8E4M3FN", QST_DTYPE_F8_E4M3, INT32_DATA },
  [18] = { "FLOAT8E4M3FNUZ", QST_N_DTYPES, INT32_DATA },
  [19] = { "FLOAT8E5M2", QST_DTYPE_F8_E5M2, INT32_DATA },
  [20] = { "FLOAT8E5M2FNUZ", QST_N_DTYPES, INT32_DATA },
  [21] = { "UINT4", QST_DTYPE_U4, INT32_DATA },
  [22] = { "INT4", QST_DTYPE_I4, INT32_DATA },
  [23] = { "FLOAT4E2M1", QST_N_DTYPES, 0, 0 },
  [24] = { "FLOAT8E8M0", QST_N_DTYPES, 0, 0 },
  [25] = { "UINT2", QST_N_DTYPES, 0, 0 },
  [26] = { "INT2", QST_N_DTYPES, 0, 0 },
};

/* A field of typed data. */
typedef struct
{
  guint64 runs;
  guint64 begin, bytes; /* of the last run that is packed */
  guint64 room;         /* bytes of all, so that no more numbers than these can be there */
} Typed;

/* What the file says of one tensor. */
typedef struct
{
  char *own_name, *name; /* as it stands there; in the archive */
  guint64 type;
  gsize n_dims; /* may be beyond the limit, which shape ends at */
  guint64 shape[QST_LIMIT_DIMS];
  gboolean segmented, has_raw, external;
  guint64 raw_begin, raw_bytes;
  Typed typed[TENSOR_UINT64_DATA + 1]; /* by field */
  char *location, *offset, *length;    /* of external data */
  QstMissing about;                    /* should it have to be told that it cannot be had */
} Info;

const QstOnnxType *
qst_onnx_get_type (guint64 number)
{
  return number < G_N_ELEMENTS (types) && types[number].name != NULL ? &types[number] : NULL;
}

static void
take_dims (Info *info, QstProtobuf *message)
{
  guint64 length;

  while (qst_protobuf_next_number (message, QST_WIRE_VARINT, &length))
    {
      if (info->n_dims < QST_LIMIT_DIMS)
        info->shape[info->n_dims] = length;
      info->n_dims++;
    }
}

static void
take_typed (Info *info, const QstProtobuf *message)
{
  Typed *typed = &info->typed[message->field];
  const gboolean packed = message->wire == QST_WIRE_BYTES;

  typed->runs++;
  typed->begin = packed ? message->begin : 0;
  typed->bytes = packed ? message->length : 0;
  typed->room += packed ? message->length : message->reader.at - message->at;
}

static void
take_external (Info *info, const QstProtobuf *message)
{
  g_autofree char *key = NULL, *value = NULL;
  QstProtobuf pair;
  char **text;

  qst_protobuf_init (&pair, message->reader.data, message->begin, message->begin + message->length);
  while (qst_protobuf_next (&pair))
    if (pair.field == PAIR_KEY || pair.field == PAIR_VALUE)
      {
        text = pair.field == PAIR_KEY ? &key : &value;
        g_free (*text);
        *text = qst_protobuf_copy_text (&pair);
      }
  text = g_strcmp0 (key, "location") == 0 ? &info->location
         : g_strcmp0 (key, "offset") == 0 ? &info->offset
         : g_strcmp0 (key, "length") == 0 ? &info->length
                                          : NULL;
  if (text == NULL)
    return;
  g_free (*text);
  *text = g_steal_pointer (&value);
}

static void
take_field (Info *info, QstProtobuf *message)
{
  const gboolean is_number = message->wire == QST_WIRE_VARINT, is_bytes = message->wire == QST_WIRE_BYTES;

  switch (message->field)
    {
    case TENSOR_DIMS:
      take_dims (info, message);
      break;
    case TENSOR_TYPE:
      info->type = is_number ? message->number : info->type;
      break;
    case TENSOR_SEGMENT:
      info->segmented = TRUE;
      break;
    case TENSOR_NAME:
      g_free (info->own_name);
      info->own_name = qst_protobuf_copy_text (message);
      break;
    case TENSOR_RAW_DATA:
      info->has_raw = is_bytes;
      info->raw_begin = message->begin;
      info->raw_bytes = message->length;
      break;
    case TENSOR_FLOAT_DATA:
    case TENSOR_INT32_DATA:
    case TENSOR_INT64_DATA:
    case TENSOR_DOUBLE_DATA:
    case TENSOR_UINT64_DATA:
      take_typed (info, message);
      break;
    case TENSOR_EXTERNAL_DATA:
      if (is_bytes)
        take_external (info, message);
      break;
    case TENSOR_DATA_LOCATION:
      info->external = is_number && message->number == LOCATION_EXTERNAL;
      break;
    default:
      break;
    }
}

static void
describe (QstOnnx *self, const QstOnnxPlace *place, Info *info)
{
  const QstOnnxType *type = qst_onnx_get_type (info->type);

  if (place->name != NULL)
    {
      g_free (info->own_name);
      info->own_name = g_strdup (place->name);
    }
  info->name = qst_onnx_make_name (self, place->scope, info->own_name);
  info->about = (QstMissing){ .name = info->name,
                              .dtype = type != NULL ? type->name : NULL,
                              .n_dims = MIN (info->n_dims, QST_LIMIT_DIMS),
                              .shape = info->shape };
}

/* FALSE where the message is damaged, which is told. */
static gboolean
read_info (QstOnnx *self, const QstOnnxPlace *place, Info *info)
{
  QstProtobuf message = { 0 };

  for (gsize i = 0; i < place->n_parts && !message.reader.failed; i++)
    {
      qst_protobuf_init (&message, self->data, place->parts[i].begin, place->parts[i].end);
      while (qst_protobuf_next (&message))
        take_field (info, &message);
    }
  describe (self, place, info);
  if (message.reader.failed)
    qst_archive_tell_missing (self->archive, &info->about, QST_ERROR_DAMAGED,
                              _ ("the field at byte %" PRIu64 " does not fit into its message, which ends at byte %" PRIu64),
                              message.at, message.reader.size);
  return !message.reader.failed;
}

static gboolean
check_shape (QstOnnx *self, const Info *info, QstTensorLayout *layout)
{
  for (gsize d = 0; d < MIN (info->n_dims, QST_LIMIT_DIMS); d++)
    if ((gint64)info->shape[d] < 0)
      {
        qst_archive_tell_missing (self->archive, &info->about, QST_ERROR_DAMAGED, _ ("its dimension %zu has the length %" PRId64),
                                  d, (gint64)info->shape[d]);
        return FALSE;
      }
  if (info->n_dims > QST_LIMIT_DIMS)
    qst_archive_tell_missing (self->archive, &info->about, QST_ERROR_LIMIT, _ ("it has %" PRIu64 " dimensions; the limit is %d"),
                              (guint64)info->n_dims, QST_LIMIT_DIMS);
  else
    return qst_listing_check_shape (self->archive, &info->about, layout->dtype, &layout->count, &layout->stored_bytes);
  return FALSE;
}

static gboolean
check_type (QstOnnx *self, const Info *info, QstTensorLayout *layout)
{
  const QstOnnxType *type = qst_onnx_get_type (info->type);

  if (!qst_listing_check_type (self->archive, &info->about, info->type, type != NULL ? type->dtype : QST_N_DTYPES))
    return FALSE;
  if (!info->segmented)
    {
      layout->dtype = type->dtype;
      return TRUE;
    }
  qst_archive_tell_missing (self->archive, &info->about, QST_ERROR_UNSUPPORTED, _ ("tensors in segments are not supported"));
  return FALSE;
}

/* The file beside the model, opened once; NULL where it cannot be. */
static QstStorage *
open_beside (QstOnnx *self, const char *location, GError **error)
{
  QstStorage *storage = g_hash_table_lookup (self->files, location);
  g_autoptr (QstMap) map = NULL;

  if (storage != NULL)
    return storage;
  if (!qst_folder_is_safe_name (location))
    g_set_error_literal (error, QST_ERROR, QST_ERROR_DAMAGED,
                         _ ("only relative names without “..” are followed, inside the folder of the model"));
  else if (g_hash_table_size (self->files) >= QST_LIMIT_SHARDS)
    g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("the model names more than %u files, which is the limit"),
                 QST_LIMIT_SHARDS);
  else
    map = qst_folder_open_file (&self->folder, location, error);
  if (map == NULL)
    return NULL;
  storage = qst_storage_new_map (map);
  g_hash_table_insert (self->files, g_strdup (location), storage);
  return storage;
}

static gboolean
read_decimal (const char *text, guint64 *number)
{
  return g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, number, NULL);
}

static QstStorage *
find_external (QstOnnx *self, const Info *info, QstTensorLayout *layout)
{
  g_autofree char *quoted = info->location != NULL ? qst_quote (info->location, -1) : NULL;
  guint64 offset = 0, length = layout->stored_bytes;
  g_autoptr (GError) error = NULL;
  QstStorage *beside = NULL;

  if (info->location == NULL)
    qst_archive_tell_missing (self->archive, &info->about, QST_ERROR_DAMAGED,
                              _ ("its values are said to be in another file, which is not named"));
  else if ((info->offset != NULL && !read_decimal (info->offset, &offset))
           || (info->length != NULL && !read_decimal (info->length, &length)))
    qst_archive_tell_missing (self->archive, &info->about, QST_ERROR_DAMAGED,
                              _ ("the place of its values in another file is not told in whole numbers"));
  else if (length != layout->stored_bytes)
    qst_archive_tell_missing (self->archive, &info->about, QST_ERROR_DAMAGED,
                              _ ("it has %" PRIu64 " bytes where its shape and type make %" PRIu64), length,
                              layout->stored_bytes);
  else if ((beside = open_beside (self, info->location, &error)) == NULL)
    qst_archive_tell_missing (self->archive, &info->about, (QstError)error->code,
                              _ ("its values are in “%s”, which cannot be had: %s"), quoted, error->message);
  else if (offset > qst_storage_get_size (beside) || length > qst_storage_get_size (beside) - offset)
    qst_archive_tell_missing (self->archive, &info->about, QST_ERROR_DAMAGED,
                              _ ("its %" PRIu64 " bytes from byte %" PRIu64 " of “%s” on lie beyond the end of that file"),
                              length, offset, quoted);
  else
    {
      layout->offset = offset;
      return qst_storage_ref (beside);
    }
  return NULL;
}

static QstStorage *
find_raw (QstOnnx *self, const Info *info, QstTensorLayout *layout)
{
  if (info->raw_bytes != layout->stored_bytes)
    {
      qst_archive_tell_missing (self->archive, &info->about, QST_ERROR_DAMAGED,
                                _ ("it has %" PRIu64 " bytes where its shape and type make %" PRIu64), info->raw_bytes,
                                layout->stored_bytes);
      return NULL;
    }
  layout->offset = info->raw_begin;
  return qst_storage_ref (self->storage);
}

/* Numbers of a fixed size that are packed in one piece are as good as raw data. */
static QstStorage *
find_typed (QstOnnx *self, const QstOnnxPlace *place, const Info *info, QstTensorLayout *layout)
{
  const QstOnnxType *type = qst_onnx_get_type (info->type);
  const Typed *typed = &info->typed[type->field];
  const guint64 n = qst_dtype_get_block_length (type->dtype) > 1 ? layout->stored_bytes : layout->count;

  if (type->wire != QST_WIRE_VARINT && typed->runs == 1 && typed->bytes == layout->stored_bytes)
    {
      layout->offset = typed->begin;
      return qst_storage_ref (self->storage);
    }
  if (n > typed->room)
    qst_archive_tell_missing (self->archive, &info->about, QST_ERROR_DAMAGED,
                              _ ("its shape makes %" PRIu64 " values, which the %" PRIu64 " bytes of its data cannot hold"),
                              layout->count, typed->room);
  else if (layout->stored_bytes > qst_limit_get_decoded_bytes ())
    qst_archive_tell_missing (self->archive, &info->about, QST_ERROR_LIMIT,
                              _ ("it takes %" PRIu64 " bytes; the limit is %" PRIu64), layout->stored_bytes,
                              qst_limit_get_decoded_bytes ());
  else
    return qst_onnx_new_typed (self, place, type, n, layout->stored_bytes);
  return NULL;
}

static QstTensor *
make_tensor (QstOnnx *self, const QstOnnxPlace *place, const Info *info)
{
  QstTensorLayout layout = {
    .name = info->name, .format = qst_format_onnx.info.nick, .n_dims = info->n_dims, .shape = info->shape
  };
  g_autoptr (QstStorage) storage = NULL;

  if (!check_type (self, info, &layout) || !check_shape (self, info, &layout))
    return NULL;
  storage = layout.count == 0 ? qst_storage_ref (self->storage)
            : info->external  ? find_external (self, info, &layout)
            : info->has_raw   ? find_raw (self, info, &layout)
                              : find_typed (self, place, info, &layout);
  return storage != NULL ? qst_tensor_new (&layout, storage) : NULL;
}

QstTensor *
qst_onnx_read_tensor (QstOnnx *self, const QstOnnxPlace *place, char **name)
{
  Info info = { 0 };
  QstTensor *tensor = read_info (self, place, &info) ? make_tensor (self, place, &info) : NULL;

  *name = g_steal_pointer (&info.own_name);
  g_free (info.name);
  g_free (info.location);
  g_free (info.offset);
  g_free (info.length);
  return tensor;
}

void
qst_onnx_add_tensor (QstOnnx *self, const QstOnnxPlace *place)
{
  g_autofree char *name = NULL;
  QstTensor *tensor = qst_onnx_read_tensor (self, place, &name);

  if (tensor != NULL)
    qst_onnx_take_tensor (self, place->scope, name, tensor);
}
