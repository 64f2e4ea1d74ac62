/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TensorFlow Lite: the constants of a model, which are the tensors with a buffer that is not empty. The fields are those of
 * tensorflow/lite/schema/schema.fbs. */
#include "tensor/qst-archive-private.h"

#include "tensor/qst-flatbuffer.h"
#include "tensor/qst-limits.h"
#include "tensor/qst-tensor-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define MAGIC "TFL3"

enum
{
  MODEL_VERSION = 0,
  MODEL_SUBGRAPHS = 2,
  MODEL_DESCRIPTION = 3,
  MODEL_BUFFERS = 4,
  SUBGRAPH_TENSORS = 0,
  TENSOR_SHAPE = 0,
  TENSOR_TYPE = 1,
  TENSOR_BUFFER = 2,
  TENSOR_NAME = 3,
  TENSOR_QUANTIZATION = 4,
  TENSOR_SPARSITY = 6,
  QUANTIZATION_SCALE = 2,
  QUANTIZATION_ZERO_POINT = 3,
  QUANTIZATION_DETAILS_TYPE = 4,
  QUANTIZATION_AXIS = 6,
  BUFFER_DATA = 0,
  BUFFER_OFFSET = 1,
  BUFFER_SIZE = 2,
};

typedef struct
{
  QstArchive *archive;
  QstStorage *storage;
  QstFlatbuffer flat;
  QstFlatVector buffers;
  guint64 n_tensors;
  guint64 described_bytes; /* names, shapes and grids so far: tables may be shared, and the list be longer than its file */
} Loader;

/* What the model says of one tensor. */
typedef struct
{
  char *name;
  guint type;
  gsize n_dims;
  guint64 shape[QST_LIMIT_DIMS];
  guint64 offset; /* of its buffer, in bytes of the file */
  guint64 bytes;
  QstFlatTable quantization;
  QstMissing about; /* should it have to be told that it cannot be had */
} Info;

/* By their number in the file. Those with a name and no dtype are known but not read. */
static const struct
{
  const char *name;
  QstDtype dtype;
} types[] = {
  [0] = { "FLOAT32", QST_DTYPE_F32 },    [1] = { "FLOAT16", QST_DTYPE_F16 },  [2] = { "INT32", QST_DTYPE_I32 },
  [3] = { "UINT8", QST_DTYPE_U8 },       [4] = { "INT64", QST_DTYPE_I64 },    [5] = { "STRING", QST_N_DTYPES },
  [6] = { "BOOL", QST_DTYPE_BOOL },      [7] = { "INT16", QST_DTYPE_I16 },    [8] = { "COMPLEX64", QST_N_DTYPES },
  [9] = { "INT8", QST_DTYPE_I8 },        [10] = { "FLOAT64", QST_DTYPE_F64 }, [11] = { "COMPLEX128", QST_N_DTYPES },
  [12] = { "UINT64", QST_DTYPE_U64 },    [13] = { "RESOURCE", QST_N_DTYPES }, [14] = { "VARIANT", QST_N_DTYPES },
  [15] = { "UINT32", QST_DTYPE_U32 },    [16] = { "UINT16", QST_DTYPE_U16 },  [17] = { "INT4", QST_DTYPE_I4 },
  [18] = { "BFLOAT16", QST_DTYPE_BF16 },
};

static gboolean
probe (const guint8 *data, guint64 size)
{
  return size >= 8 && memcmp (data + 4, MAGIC, 4) == 0;
}

static gboolean
check_structure (Loader *loader, GError **error)
{
  if (!loader->flat.failed)
    return TRUE;
  g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
               _ ("The structure of the model is damaged: what byte %" PRIu64 " refers to does not fit into the %" PRIu64
                  " bytes of the file"),
               loader->flat.failed_at, loader->flat.size);
  return FALSE;
}

static char *
copy_text (Loader *loader, const QstFlatVector *text)
{
  if (text->count == 0)
    return g_strdup ("");
  return g_utf8_make_valid ((const char *)loader->flat.data + text->at, (gssize)MIN (text->count, QST_LIMIT_NAME_BYTES));
}

/* Names need not differ between sub-graphs, nor be there at all. What has the same one is told apart by its place. */
static char *
read_name (Loader *loader, const QstFlatTable *tensor, guint64 subgraph, guint64 i)
{
  const QstFlatVector text = qst_flatbuffer_get_vector (&loader->flat, tensor, TENSOR_NAME, 1);
  g_autofree char *name = copy_text (loader, &text);

  loader->described_bytes += MIN (text.count, QST_LIMIT_NAME_BYTES);
  if (name[0] != '\0' && qst_archive_find_tensor (loader->archive, name) == NULL)
    return g_steal_pointer (&name);
  return g_strdup_printf ("%s#%" PRIu64 ".%" PRIu64, name, subgraph, i);
}

static gboolean
read_shape (Loader *loader, const QstFlatTable *tensor, Info *info)
{
  const QstFlatVector shape = qst_flatbuffer_get_vector (&loader->flat, tensor, TENSOR_SHAPE, 4);

  if (shape.count > QST_LIMIT_DIMS)
    {
      qst_archive_tell_missing (loader->archive, &info->about, QST_ERROR_LIMIT,
                                _ ("it has %" PRIu64 " dimensions; the limit is %d"), shape.count, QST_LIMIT_DIMS);
      return FALSE;
    }
  for (gsize d = 0; d < shape.count; d++)
    {
      gint32 length = (gint32)qst_flatbuffer_read (&loader->flat, shape.at + 4 * d, 4);

      if (length < 0)
        {
          qst_archive_tell_missing (loader->archive, &info->about, QST_ERROR_DAMAGED, _ ("its dimension %zu has the length %d"),
                                    d, length);
          return FALSE;
        }
      info->shape[d] = (guint64)length;
    }
  info->n_dims = info->about.n_dims = shape.count;
  loader->described_bytes += shape.count * sizeof *info->shape;
  return TRUE;
}

/* Where the bytes of the tensor are: in a vector, or, in models of more than 2 GB, behind all tables. */
static gboolean
read_buffer (Loader *loader, const QstFlatTable *tensor, Info *info)
{
  QstFlatbuffer *flat = &loader->flat;
  const guint64 index = qst_flatbuffer_get_number (flat, tensor, TENSOR_BUFFER, 4, 0);
  QstFlatTable buffer;
  QstFlatVector data;

  if (index == 0 || flat->failed)
    return TRUE;
  if (index >= loader->buffers.count)
    {
      qst_archive_tell_missing (loader->archive, &info->about, QST_ERROR_DAMAGED,
                                _ ("its buffer is %" PRIu64 ", and the model has %" PRIu64), index, loader->buffers.count);
      return FALSE;
    }
  buffer = qst_flatbuffer_get_element (flat, &loader->buffers, index);
  data = qst_flatbuffer_get_vector (flat, &buffer, BUFFER_DATA, 1);
  info->offset = qst_flatbuffer_get_number (flat, &buffer, BUFFER_OFFSET, 8, 0);
  info->bytes = qst_flatbuffer_get_number (flat, &buffer, BUFFER_SIZE, 8, 0);
  if (info->offset <= 1)
    {
      info->offset = data.at;
      info->bytes = data.count;
    }
  else if (info->offset > flat->size || info->bytes > flat->size - info->offset)
    {
      qst_archive_tell_missing (loader->archive, &info->about, QST_ERROR_DAMAGED,
                                _ ("its %" PRIu64 " bytes from byte %" PRIu64 " of the file on lie beyond its end"), info->bytes,
                                info->offset);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_values (Loader *loader, const QstFlatTable *tensor, const Info *info, QstTensorLayout *layout)
{
  const QstDtype dtype =
      info->type < G_N_ELEMENTS (types) && types[info->type].name != NULL ? types[info->type].dtype : QST_N_DTYPES;
  guint64 bytes;

  if (!qst_listing_check_type (loader->archive, &info->about, info->type, dtype)
      || !qst_listing_check_shape (loader->archive, &info->about, dtype, &layout->count, &bytes))
    return FALSE;
  if (qst_flatbuffer_has (&loader->flat, tensor, TENSOR_SPARSITY))
    qst_archive_tell_missing (loader->archive, &info->about, QST_ERROR_UNSUPPORTED, _ ("sparse tensors are not supported"));
  else if (bytes != info->bytes)
    qst_archive_tell_missing (loader->archive, &info->about, QST_ERROR_DAMAGED,
                              _ ("its buffer has %" PRIu64 " bytes where its shape and type make %" PRIu64), info->bytes, bytes);
  else
    {
      layout->dtype = dtype;
      layout->offset = layout->count > 0 ? info->offset : 0;
      return TRUE;
    }
  return FALSE;
}

/* The dimension that has one scale for each index. Some converters give biases the axis of their weights, so one that does not
 * fit yields to the only dimension that does. */
static int
find_axis (const Info *info, guint64 axis, guint64 n_units)
{
  int found = -1;

  if (axis < info->n_dims && info->shape[axis] == n_units)
    return (int)axis;
  for (gsize d = 0; d < info->n_dims; d++)
    if (info->shape[d] == n_units)
      {
        if (found >= 0)
          return -1;
        found = (int)d;
      }
  return found;
}

/* Fills one scale and one zero-point for each unit; a single zero-point serves all, none is 0. */
static gboolean
read_units (QstFlatbuffer *flat, const QstFlatVector *scales, const QstFlatVector *zero_points, float *scale, gint64 *zero_point)
{
  gboolean finite = TRUE;

  for (gsize i = 0; i < scales->count; i++)
    {
      const guint64 z = zero_points->count == 1 ? 0 : i;
      guint32 bits = (guint32)qst_flatbuffer_read (flat, scales->at + 4 * i, 4);

      memcpy (&scale[i], &bits, sizeof bits);
      finite = finite && isfinite (scale[i]);
      zero_point[i] = zero_points->count > 0 ? (gint64)qst_flatbuffer_read (flat, zero_points->at + 8 * z, 8) : 0;
    }
  return finite;
}

/* Adds the tensor, with its grid where it has one. */
static void
add_quantized (Loader *loader, const Info *info, QstTensorLayout *layout)
{
  QstFlatbuffer *flat = &loader->flat;
  const QstFlatVector scales = qst_flatbuffer_get_vector (flat, &info->quantization, QUANTIZATION_SCALE, 4);
  const QstFlatVector zero_points = qst_flatbuffer_get_vector (flat, &info->quantization, QUANTIZATION_ZERO_POINT, 8);
  const guint64 axis = qst_flatbuffer_get_number (flat, &info->quantization, QUANTIZATION_AXIS, 4, 0);
  const guint64 details = qst_flatbuffer_get_number (flat, &info->quantization, QUANTIZATION_DETAILS_TYPE, 1, 0);
  g_autofree float *scale = g_new (float, scales.count + 1);
  g_autofree gint64 *zero_point = g_new (gint64, scales.count + 1);
  const QstQuantization grid = { .axis = scales.count > 1 ? find_axis (info, axis, scales.count) : -1,
                                 .n_units = scales.count,
                                 .scales = scale,
                                 .zero_points = zero_point };

  loader->described_bytes += scales.count * (sizeof *scale + sizeof *zero_point);
  if (flat->failed)
    return;
  if (details != 0)
    qst_archive_tell_missing (loader->archive, &info->about, QST_ERROR_UNSUPPORTED,
                              _ ("it is quantized in a way of its own, by the details %" PRIu64), details);
  else if (scales.count > 1 && grid.axis < 0)
    qst_archive_tell_missing (loader->archive, &info->about, QST_ERROR_DAMAGED,
                              _ ("its %" PRIu64 " scales fit none of its dimensions"), scales.count);
  else if (scales.count > 0 && zero_points.count > 1 && zero_points.count != scales.count)
    qst_archive_tell_missing (loader->archive, &info->about, QST_ERROR_DAMAGED,
                              _ ("it has %" PRIu64 " scales and %" PRIu64 " zero-points"), scales.count, zero_points.count);
  else if (!read_units (flat, &scales, &zero_points, scale, zero_point))
    qst_archive_tell_missing (loader->archive, &info->about, QST_ERROR_DAMAGED, _ ("one of its scales is not a finite number"));
  else
    {
      layout->quantization = scales.count > 0 ? &grid : NULL;
      qst_archive_take_tensor (loader->archive, qst_tensor_new (layout, loader->storage));
    }
}

static void
add_constant (Loader *loader, const QstFlatTable *tensor, const Info *info)
{
  QstTensorLayout layout = {
    .name = info->name, .format = qst_format_tflite.info.nick, .n_dims = info->n_dims, .shape = info->shape
  };

  if (!check_values (loader, tensor, info, &layout))
    return;
  if (!qst_listing_check_name (loader->archive, &info->about))
    return;
  if (qst_dtype_is_integer (layout.dtype) && layout.dtype != QST_DTYPE_BOOL)
    add_quantized (loader, info, &layout);
  else
    qst_archive_take_tensor (loader->archive, qst_tensor_new (&layout, loader->storage));
}

/* One tensor. What is damaged in it alone does not hide the others. */
static void
add_tensor (Loader *loader, const QstFlatVector *tensors, guint64 subgraph, guint64 i)
{
  QstFlatbuffer *flat = &loader->flat;
  const QstFlatTable tensor = qst_flatbuffer_get_element (flat, tensors, i);
  Info info = { .name = read_name (loader, &tensor, subgraph, i) };

  info.type = (guint)qst_flatbuffer_get_number (flat, &tensor, TENSOR_TYPE, 1, 0);
  info.about = (QstMissing){ .name = info.name,
                             .dtype = info.type < G_N_ELEMENTS (types) ? types[info.type].name : NULL,
                             .shape = info.shape };
  info.quantization = qst_flatbuffer_get_table (flat, &tensor, TENSOR_QUANTIZATION);
  if (read_shape (loader, &tensor, &info) && read_buffer (loader, &tensor, &info) && !flat->failed && info.bytes > 0)
    add_constant (loader, &tensor, &info);
  if (flat->failed)
    qst_archive_tell_missing (loader->archive, &info.about, QST_ERROR_DAMAGED,
                              _ ("what byte %" PRIu64 " refers to does not fit into the %" PRIu64 " bytes of the file"),
                              flat->failed_at, flat->size);
  flat->failed = FALSE;
  g_free (info.name);
}

static gboolean
read_subgraph (Loader *loader, const QstFlatTable *subgraph, guint64 number, GCancellable *cancellable, GError **error)
{
  const QstFlatVector tensors = qst_flatbuffer_get_vector (&loader->flat, subgraph, SUBGRAPH_TENSORS, 4);

  if (!check_structure (loader, error))
    return FALSE;
  for (guint64 i = 0; i < tensors.count; i++)
    {
      if (++loader->n_tensors > QST_LIMIT_TENSORS || loader->described_bytes > QST_LIMIT_HEADER_BYTES)
        {
          g_set_error (error, QST_ERROR, QST_ERROR_LIMIT,
                       _ ("The model lists more than %u tensors or describes them in more than %u bytes, which are the limits"),
                       QST_LIMIT_TENSORS, QST_LIMIT_HEADER_BYTES);
          return FALSE;
        }
      if (i % 1024 == 1023 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      add_tensor (loader, &tensors, number, i);
    }
  return TRUE;
}

static void
read_about (Loader *loader, const QstFlatTable *model)
{
  const QstFlatVector description = qst_flatbuffer_get_vector (&loader->flat, model, MODEL_DESCRIPTION, 1);
  g_autofree char *version = g_strdup_printf ("%u", (guint)qst_flatbuffer_get_number (&loader->flat, model, MODEL_VERSION, 4, 0));
  g_autofree char *text = copy_text (loader, &description);

  qst_archive_add_metadata (loader->archive, N_ ("version"), version);
  if (text[0] != '\0')
    qst_archive_add_metadata (loader->archive, N_ ("description"), text);
}

static gboolean
open_tflite (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstStorage) storage = qst_storage_new_map (map);
  Loader loader = { .archive = archive, .storage = storage };
  QstFlatTable model;
  QstFlatVector subgraphs;

  qst_flatbuffer_init (&loader.flat, qst_map_get_data (map), qst_map_get_size (map));
  model = qst_flatbuffer_get_root (&loader.flat);
  subgraphs = qst_flatbuffer_get_vector (&loader.flat, &model, MODEL_SUBGRAPHS, 4);
  loader.buffers = qst_flatbuffer_get_vector (&loader.flat, &model, MODEL_BUFFERS, 4);
  read_about (&loader, &model);
  for (guint64 i = 0; check_structure (&loader, error) && i < subgraphs.count; i++)
    {
      const QstFlatTable subgraph = qst_flatbuffer_get_element (&loader.flat, &subgraphs, i);

      if (!read_subgraph (&loader, &subgraph, i, cancellable, error))
        return FALSE;
    }
  return !loader.flat.failed;
}

const QstFormat qst_format_tflite = {
  .info = { "tflite", N_ ("TensorFlow Lite"), "*.tflite" },
  .probe = probe,
  .open = open_tflite,
};
