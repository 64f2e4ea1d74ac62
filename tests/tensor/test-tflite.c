/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One small TensorFlow Lite model, whose tensor "a/b:c" of 8 × 4 int8 has four scales along axis 1, changed byte by byte. */
#include "tensor-test.h"

#include "tensor/qst-archive-private.h"

#include <string.h>

/* Where the model keeps its parts. */
#define AT_TYPE 0xc4
#define AT_ROWS 0xcc
#define AT_BUFFER 0xb8
#define AT_NAME 0xd8
#define AT_AXIS 0xfc
#define AT_SCALES 0x100
#define AT_ZERO_POINTS 0x114

static GByteArray *
load (void)
{
  g_autofree char *path = tt_data_path ("unusual/tflite/per_channel_axis1.tflite");
  GByteArray *bytes = g_byte_array_new ();
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  g_byte_array_append (bytes, (const guint8 *)contents, (guint)length);
  g_byte_array_append (bytes, (const guint8[32]){ 0 }, 32); /* room for lies */
  return bytes;
}

static void
patch (GByteArray *bytes, gsize at, guint32 value)
{
  value = GUINT32_TO_LE (value);
  memcpy (bytes->data + at, &value, sizeof value);
}

static QstArchive *
open_model (const GByteArray *model, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (model->data, model->len);

  return qst_archive_open_bytes ("test.tflite", bytes, NULL, error);
}

/* Takes the model. */
static void
assert_missing (GByteArray *model, QstError code, const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QstArchive) archive = open_model (model, &error);

  g_assert_null (archive);
  g_assert_error (error, QST_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, "a/b:c"));
  g_assert_nonnull (strstr (error->message, word));
  g_byte_array_unref (model);
}

/* Code 17 is that of index (4, 1): the row counts for nothing, the column for its scale. */
static void
test_axis (void)
{
  g_autoptr (GByteArray) model = load ();
  g_autoptr (QstArchive) archive = open_model (model, NULL);
  QstTensor *tensor = qst_archive_find_tensor (archive, "a/b:c");
  QstStoredCode code;

  qst_tensor_get_code (tensor, 17, &code);
  g_assert_cmpfloat (code.scale, ==, 0.02f);
  g_assert_cmpfloat (qst_tensor_get_value (tensor, 17), ==, 0.02f * (float)code.code);
  g_assert_cmpuint (qst_tensor_get_offset (tensor), ==, 0x60);
}

/* As the biases of models in the wild, which have the axis of their weights. */
static void
test_axis_beyond (void)
{
  g_autoptr (GByteArray) model = load ();
  g_autoptr (QstArchive) archive = NULL;

  patch (model, AT_AXIS, 3);
  archive = open_model (model, NULL);
  g_assert_cmpint (qst_tensor_get_quantization (qst_archive_get_tensor (archive, 0))->axis, ==, 1);
}

static void
test_one_zero_point (void)
{
  g_autoptr (GByteArray) model = load ();
  g_autoptr (QstArchive) archive = NULL;
  const QstQuantization *grid;

  patch (model, AT_ZERO_POINTS, 1);
  patch (model, AT_ZERO_POINTS + 4, 5);
  archive = open_model (model, NULL);
  grid = qst_tensor_get_quantization (qst_archive_get_tensor (archive, 0));
  for (gsize i = 0; i < 4; i++)
    g_assert_cmpint (grid->zero_points[i], ==, 5);
}

/* A name may be missing. */
static void
test_no_name (void)
{
  g_autoptr (GByteArray) model = load ();
  g_autoptr (QstArchive) archive = NULL;

  patch (model, AT_NAME - 4, 0);
  archive = open_model (model, NULL);
  g_assert_nonnull (qst_archive_find_tensor (archive, "#0.0"));
}

/* Without a buffer it is no constant. */
static void
test_activation (void)
{
  g_autoptr (GByteArray) model = load ();
  g_autoptr (QstArchive) archive = NULL;

  patch (model, AT_BUFFER, 0);
  archive = open_model (model, NULL);
  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 0);
  g_assert_null (qst_archive_get_errors (archive)[0]);
}

static const struct
{
  const char *name;
  gsize at;
  guint32 value;
  QstError code;
  const char *word;
} lies[] = {
  { "scale-infinite", AT_SCALES + 8, 0x7f800000, QST_ERROR_DAMAGED, "finite" },
  { "scales-too-few", AT_SCALES, 3, QST_ERROR_DAMAGED, "its 3 scales fit none of its dimensions" },
  { "zero-points-too-few", AT_ZERO_POINTS, 3, QST_ERROR_DAMAGED, "4 scales and 3 zero-points" },
  { "scales-beyond", AT_SCALES, 0x40000000, QST_ERROR_DAMAGED, "byte 256 refers to" },
  { "rows-more", AT_ROWS, 9, QST_ERROR_DAMAGED, "32 bytes where its shape and type make 36" },
  { "rows-negative", AT_ROWS, 0xffffffff, QST_ERROR_DAMAGED, "the length -1" },
  { "dimensions", AT_ROWS - 4, 33, QST_ERROR_LIMIT, "33 dimensions; the limit is 32" },
  { "buffer-beyond", AT_BUFFER, 2, QST_ERROR_DAMAGED, "its buffer is 2" },
  { "type-text", AT_TYPE, 5, QST_ERROR_UNSUPPORTED, "STRING" },
  { "type-unknown", AT_TYPE, 99, QST_ERROR_UNSUPPORTED, "99" },
};

static void
test_lie (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  GByteArray *model = load ();

  patch (model, lies[i].at, lies[i].value);
  assert_missing (model, lies[i].code, lies[i].word);
}

/* Any file cut short, and any with one byte lost, is either read or refused. */
static void
test_sweep (void)
{
  g_autoptr (GByteArray) model = load ();
  const guint length = model->len;

  for (guint i = 0; i < 2 * length; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (QstArchive) archive = NULL;
      guint8 old = model->data[i % length];

      model->data[i % length] = i < length ? old : old ^ 0xff;
      model->len = i < length ? i : length;
      archive = open_model (model, &error);
      model->data[i % length] = old;
      model->len = length;
      g_assert_true ((archive == NULL) == (error != NULL));
      for (gsize t = 0; archive != NULL && t < qst_archive_get_n_tensors (archive); t++)
        g_free (tt_sha256 (qst_archive_get_tensor (archive, t)));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tensor/tflite/axis", test_axis);
  g_test_add_func ("/tensor/tflite/axis-beyond", test_axis_beyond);
  g_test_add_func ("/tensor/tflite/one-zero-point", test_one_zero_point);
  g_test_add_func ("/tensor/tflite/no-name", test_no_name);
  g_test_add_func ("/tensor/tflite/activation", test_activation);
  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/tflite/lie/", lies[i].name, NULL);

      g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_lie);
    }
  g_test_add_func ("/tensor/tflite/sweep", test_sweep);
  return g_test_run ();
}
