/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that are no plain array in the file: strided, packed, quantized, in blocks, decoded at the first reading. */
#include "tensor-test.h"

#include "tensor/qst-limits.h"
#include "tensor/qst-tensor-private.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

static QstTensor *
make (QstTensorLayout *layout, gconstpointer bytes, gsize size)
{
  g_autoptr (QstStorage) storage = qst_storage_new_take (g_memdup2 (bytes, size), size);

  layout->name = "t";
  layout->format = "test";
  layout->count = 1;
  for (gsize d = 0; d < layout->n_dims; d++)
    layout->count *= layout->shape[d];
  return qst_tensor_new (layout, storage);
}

/* Every window of the tensor against all of it at once. */
static void
check_windows (QstTensor *tensor, const float *should)
{
  const guint64 count = qst_tensor_get_count (tensor);
  g_autofree float *scratch = g_new (float, count + 1);
  g_autofree double *doubles = g_new (double, count + 1);

  for (guint64 begin = 0; begin < count; begin += 1 + count / 40)
    for (guint64 end = begin; end <= count; end += 1 + count / 40)
      {
        const float *span = qst_tensor_get_span (tensor, begin, end, scratch);

        g_assert_cmpmem (span, (end - begin) * sizeof (float), should + begin, (end - begin) * sizeof (float));
        qst_tensor_read_f64 (tensor, begin, end, doubles);
        for (guint64 i = begin; i < end; i++)
          g_assert_cmpfloat (doubles[i - begin], ==, should[i]);
      }
}

static const struct
{
  const char *name;
  gsize n_dims;
  guint64 shape[4], strides[4];
  guint64 offset;
} views[] = {
  { "transposed", 2, { 5, 4 }, { 1, 5 }, 0 },         { "stepped", 1, { 9 }, { 2 }, 1 },
  { "expanded", 2, { 6, 5 }, { 0, 1 }, 3 },           { "one-value", 2, { 3, 3 }, { 0, 0 }, 7 },
  { "row-major", 2, { 4, 5 }, { 5, 1 }, 0 },          { "odd-step-of-1", 3, { 1, 4, 5 }, { 77, 5, 1 }, 0 },
  { "column-major", 3, { 2, 3, 3 }, { 1, 2, 6 }, 1 }, { "shuffled", 4, { 2, 2, 2, 2 }, { 1, 8, 2, 4 }, 2 },
};

static void
test_strides (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  float values[20], should[64];
  guint64 n = 1;
  g_autoptr (QstTensor) tensor = NULL;
  QstTensorLayout layout = { .dtype = QST_DTYPE_F32,
                             .n_dims = views[i].n_dims,
                             .shape = views[i].shape,
                             .strides = views[i].strides,
                             .offset = views[i].offset * sizeof (float),
                             .big_endian = G_BYTE_ORDER == G_BIG_ENDIAN };

  for (int k = 0; k < 20; k++)
    values[k] = (float)k;
  for (gsize d = 0; d < views[i].n_dims; d++)
    n *= views[i].shape[d];
  for (guint64 k = 0; k < n; k++)
    {
      guint64 at = views[i].offset, rest = k;

      for (gsize d = views[i].n_dims; d-- > 0; rest /= views[i].shape[d])
        at += rest % views[i].shape[d] * views[i].strides[d];
      should[k] = (float)at;
    }
  tensor = make (&layout, values, sizeof values);
  check_windows (tensor, should);
  /* What is in order is not copied, whatever its strides of length 1 say. */
  g_assert_cmpint (qst_tensor_get_span (tensor, 0, 2, should) != should, ==, i == 4 || i == 5);
}

static void
test_halves (void)
{
  static const guint8 bytes[] = { 0x10, 0x87, 0xf9, 0x0a };
  static const float as_signed[] = { 0, 1, 7, -8, -7, -1, -6 }, as_unsigned[] = { 0, 1, 7, 8, 9, 15, 10 };
  const guint64 shape[] = { 7 };
  QstTensorLayout i4 = { .dtype = QST_DTYPE_I4, .n_dims = 1, .shape = shape };
  QstTensorLayout u4 = { .dtype = QST_DTYPE_U4, .n_dims = 1, .shape = shape };
  g_autoptr (QstTensor) a = make (&i4, bytes, sizeof bytes);
  g_autoptr (QstTensor) b = make (&u4, bytes, sizeof bytes);

  check_windows (a, as_signed);
  check_windows (b, as_unsigned);
  g_assert_cmpuint (qst_tensor_get_stored_bytes (a), ==, 4);
}

static void
test_per_tensor (void)
{
  static const gint8 codes[] = { -128, -1, 0, 3, 127 };
  const guint64 shape[] = { 5 };
  const float scale = 0.1f;
  const gint64 zero_point = 3;
  const QstQuantization grid = { -1, 1, &scale, &zero_point };
  QstTensorLayout layout = { .dtype = QST_DTYPE_I8, .n_dims = 1, .shape = shape, .quantization = &grid };
  g_autoptr (QstTensor) tensor = make (&layout, codes, sizeof codes);
  g_autoptr (QstTensor) as_codes = qst_tensor_new_codes (tensor);
  float real[5], raw[5];
  QstStoredCode code;

  for (int i = 0; i < 5; i++)
    {
      real[i] = (float)(codes[i] - 3) * scale;
      raw[i] = codes[i];
    }
  check_windows (tensor, real);
  check_windows (as_codes, raw);
  g_assert_true (qst_tensor_is_quantized (tensor) && !qst_tensor_is_quantized (as_codes));
  g_assert_cmpfloat (qst_tensor_get_quantization (tensor)->scales[0], ==, scale);
  qst_tensor_get_code (tensor, 4, &code);
  g_assert_true (code.code == 127 && code.scale == scale && code.zero_point == 3 && code.offset == 0);
}

static void
test_per_axis (void)
{
  const guint64 shape[] = { 2, 3, 4 };
  const float scales[] = { 1, 0.5f, 2, 4 };
  const gint64 zero_points[] = { 0, 1, -2, 100 };
  guint8 codes[24];
  float real[24];

  for (guint i = 0; i < 24; i++)
    codes[i] = (guint8)(i * 7);
  for (int axis = 0; axis < 3; axis++)
    {
      const QstQuantization grid = { axis, shape[axis], scales, zero_points };
      QstTensorLayout layout = { .dtype = QST_DTYPE_U8, .n_dims = 3, .shape = shape, .quantization = &grid };
      g_autoptr (QstTensor) tensor = make (&layout, codes, sizeof codes);

      for (int i = 0; i < 24; i++)
        {
          const int index[] = { i / 12, i / 4 % 3, i % 4 };
          const int unit = index[axis];
          QstStoredCode code;

          real[i] = (float)(codes[i] - zero_points[unit]) * scales[unit];
          qst_tensor_get_code (tensor, (guint64)i, &code);
          g_assert_true (code.code == codes[i] && code.scale == scales[unit] && code.zero_point == zero_points[unit]);
        }
      check_windows (tensor, real);
    }
}

/* Blocks of ggml against its own decoder. */

static GByteArray *
from_hex (const char *text)
{
  GByteArray *bytes = g_byte_array_new ();

  for (; text[0] != '\0'; text += 2)
    {
      guint8 byte = (guint8)(g_ascii_xdigit_value (text[0]) << 4 | g_ascii_xdigit_value (text[1]));

      g_byte_array_append (bytes, &byte, 1);
    }
  return bytes;
}

/* A value is scale · code + offset in float32, in two roundings. */
static void
check_codes (QstTensor *tensor, const float *values)
{
  g_autoptr (QstTensor) codes = qst_tensor_new_codes (tensor);

  g_assert_cmpint (qst_tensor_get_dtype (codes), ==, QST_DTYPE_I8);
  for (guint64 i = 0; i < qst_tensor_get_count (tensor); i++)
    {
      QstStoredCode code;
      volatile float product;

      qst_tensor_get_code (tensor, i, &code);
      product = code.scale * (float)code.code;
      g_assert_cmpfloat (product + code.offset, ==, values[i]);
      g_assert_cmpfloat (qst_tensor_get_value (codes, i), ==, (float)code.code);
    }
}

static void
check_blocks (QstDtype dtype, const json_t *facts)
{
  g_autoptr (GByteArray) bytes = from_hex (json_string_value (json_object_get (facts, "bytes")));
  const json_t *first = json_object_get (facts, "dequantized_first8");
  const guint64 shape[] = { 256 };
  QstTensorLayout layout = { .dtype = dtype, .n_dims = 1, .shape = shape };
  g_autoptr (QstTensor) tensor = make (&layout, bytes->data, bytes->len);
  g_autofree char *sha = tt_sha256 (tensor);
  float values[256];

  g_assert_cmpuint (qst_tensor_get_stored_bytes (tensor), ==, bytes->len);
  qst_tensor_get_span (tensor, 0, 256, values);
  for (gsize i = 0; i < json_array_size (first); i++)
    g_assert_cmpfloat (values[i], ==, g_ascii_strtod (json_string_value (json_array_get (first, i)), NULL));
  g_assert_cmpstr (sha, ==, json_string_value (json_object_get (facts, "dequantized_sha256_f32le")));
  check_windows (tensor, values);
  check_codes (tensor, values);
}

static void
test_blocks (gconstpointer data)
{
  json_t *types = json_object_get ((json_t *)data, "types"), *facts;
  const char *name;

  json_object_foreach (types, name, facts)
  {
    QstDtype dtype;

    g_assert_true (qst_dtype_from_name (name, &dtype) && qst_dtype_is_ggml (dtype));
    check_blocks (dtype, facts);
  }
}

/* Storages that are made when they are read. */

typedef struct
{
  int made, freed;
  gboolean broken;
} Source;

static gboolean
load (gpointer data, guint8 *bytes, gsize size, GError **error)
{
  Source *source = data;

  source->made++;
  if (source->broken)
    {
      g_set_error_literal (error, QST_ERROR, QST_ERROR_DAMAGED, "member x: the checksum is wrong");
      return FALSE;
    }
  memset (bytes, 1, size);
  return TRUE;
}

static void
count_free (gpointer data)
{
  ((Source *)data)->freed++;
}

static QstTensor *
make_lazy (Source *source, guint64 n)
{
  const guint64 shape[] = { n };
  g_autoptr (QstStorage) storage = qst_storage_new_lazy (NULL, 99, n, load, source, count_free);
  const QstTensorLayout layout = {
    .name = "t", .format = "test", .dtype = QST_DTYPE_U8, .n_dims = 1, .shape = shape, .count = n
  };

  return qst_tensor_new (&layout, storage);
}

static void
test_lazy (void)
{
  Source source = { 0 };
  QstTensor *tensor = make_lazy (&source, 5000);

  g_assert_cmpint (source.made, ==, 0);
  g_assert_cmpuint (qst_tensor_get_offset (tensor), ==, 99);
  g_assert_cmpfloat (qst_tensor_get_value (tensor, 4999), ==, 1);
  g_assert_cmpfloat (qst_tensor_get_value (tensor, 0), ==, 1);
  g_assert_cmpint (source.made, ==, 1);
  g_assert_true (qst_tensor_check (tensor, NULL));
  qst_tensor_unref (tensor);
  g_assert_cmpint (source.freed, ==, 1);
}

static void
test_lazy_broken (void)
{
  Source source = { .broken = TRUE };
  g_autoptr (QstTensor) tensor = make_lazy (&source, 10);
  g_autoptr (GError) error = NULL;

  g_assert_true (qst_tensor_check (tensor, NULL));
  g_assert_cmpfloat (qst_tensor_get_value (tensor, 3), ==, 0);
  g_assert_cmpfloat (qst_tensor_get_value (tensor, 4), ==, 0);
  g_assert_cmpint (source.made, ==, 1);
  g_assert_false (qst_tensor_check (tensor, &error));
  g_assert_error (error, QST_ERROR, QST_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "member x"));
}

/* What is decoded is given back when it becomes too much, and made again. */
static void
test_lazy_cache (void)
{
  const guint64 size = QST_LIMIT_CACHED_BYTES / 2 - 1;
  Source sources[3] = { 0 };
  QstTensor *tensors[3];

  for (int i = 0; i < 3; i++)
    {
      tensors[i] = make_lazy (&sources[i], size);
      g_assert_cmpfloat (qst_tensor_get_value (tensors[i], size - 1), ==, 1);
    }
  g_assert_cmpfloat (qst_tensor_get_value (tensors[2], 0), ==, 1);
  g_assert_cmpfloat (qst_tensor_get_value (tensors[1], 0), ==, 1);
  g_assert_true (sources[1].made == 1 && sources[2].made == 1);
  g_assert_cmpfloat (qst_tensor_get_value (tensors[0], 0), ==, 1);
  g_assert_cmpint (sources[0].made, ==, 2);
  g_assert_cmpfloat (qst_tensor_get_value (tensors[1], 0), ==, 1);
  g_assert_cmpint (sources[1].made, ==, 1);
  for (int i = 0; i < 3; i++)
    qst_tensor_unref (tensors[i]);
}

static gpointer
read_often (gpointer data)
{
  for (int i = 0; i < 2000; i++)
    g_assert_cmpfloat (qst_tensor_get_value (data, (guint64)i), ==, 1);
  return NULL;
}

static void
test_lazy_threads (void)
{
  Source source = { 0 };
  g_autoptr (QstTensor) tensor = make_lazy (&source, 1 << 20);
  GThread *threads[4];

  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new ("reader", read_often, tensor);
  for (int i = 0; i < 4; i++)
    g_thread_join (threads[i]);
  g_assert_cmpint (source.made, ==, 1);
}

static gboolean
verify (gpointer data, const guint8 *bytes, gsize size, GError **error)
{
  (*(int *)data)++;
  g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, "%u bytes from %u", (guint)size, bytes[0]);
  return FALSE;
}

static void
test_verify (void)
{
  static const guint8 bytes[] = { 1, 2, 3, 4 };
  g_autoptr (GBytes) file = g_bytes_new_static (bytes, sizeof bytes);
  g_autoptr (QstMap) map = qst_map_new_bytes (file);
  int asked = 0;
  g_autoptr (QstStorage) storage = qst_storage_new_window (map, 2, 2, verify, &asked, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (qst_storage_get_data (storage)[1], ==, 4);
  g_assert_cmpint (asked, ==, 0);
  g_assert_false (qst_storage_check (storage, NULL));
  g_assert_false (qst_storage_check (storage, &error));
  g_assert_cmpstr (error->message, ==, "2 bytes from 3");
  g_assert_cmpint (asked, ==, 1);
}

static void
test_decoded_limit (void)
{
  g_assert_cmpuint (qst_limit_get_decoded_bytes (), ==, QST_LIMIT_DECODED_BYTES);
  g_setenv ("QUANTOSCOPE_MAX_DECODED", "1000", TRUE);
  g_assert_cmpuint (qst_limit_get_decoded_bytes (), ==, 1000);
  g_setenv ("QUANTOSCOPE_MAX_DECODED", "much", TRUE);
  g_assert_cmpuint (qst_limit_get_decoded_bytes (), ==, QST_LIMIT_DECODED_BYTES);
  g_unsetenv ("QUANTOSCOPE_MAX_DECODED");
}

static void
add_oracle_tests (json_t *root)
{
  json_t *row;
  gsize i;

  json_array_foreach (json_object_get (root, "cases"), i, row)
  {
    g_autofree char *name = g_strconcat ("/tensor/storage/blocks/", json_string_value (json_object_get (row, "id")), NULL);

    g_strdelimit (name, " ", '-');
    g_test_add_data_func (name, row, test_blocks);
  }
}

int
main (int argc, char *argv[])
{
  g_autofree char *oracle = NULL;
  json_t *root;
  int status;

  g_test_init (&argc, &argv, NULL);
  oracle = g_test_build_filename (G_TEST_DIST, "data", "oracles", "ggml_blocks.json", NULL);
  root = json_load_file (oracle, 0, NULL);
  g_assert_nonnull (root);
  add_oracle_tests (root);
  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/storage/strides/", views[i].name, NULL);

      g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_strides);
    }
  g_test_add_func ("/tensor/storage/halves", test_halves);
  g_test_add_func ("/tensor/storage/quantized/per-tensor", test_per_tensor);
  g_test_add_func ("/tensor/storage/quantized/per-axis", test_per_axis);
  g_test_add_func ("/tensor/storage/lazy/once", test_lazy);
  g_test_add_func ("/tensor/storage/lazy/broken", test_lazy_broken);
  g_test_add_func ("/tensor/storage/lazy/cache", test_lazy_cache);
  g_test_add_func ("/tensor/storage/lazy/threads", test_lazy_threads);
  g_test_add_func ("/tensor/storage/verify", test_verify);
  g_test_add_func ("/tensor/storage/decoded-limit", test_decoded_limit);
  status = g_test_run ();
  json_decref (root);
  return status;
}
