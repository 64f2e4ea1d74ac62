/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ONNX models written field by field, as onnx.proto numbers them. */
#include "tensor-test.h"

#include "tensor/qst-archive-private.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

typedef GByteArray Message;

static void
put_raw (Message *to, guint64 number)
{
  for (; number >= 0x80; number >>= 7)
    g_byte_array_append (to, &(guint8){ (guint8)(number | 0x80) }, 1);
  g_byte_array_append (to, &(guint8){ (guint8)number }, 1);
}

static void
put_number (Message *to, guint field, guint64 number)
{
  put_raw (to, (guint64)field << 3);
  put_raw (to, number);
}

static void
put_bytes (Message *to, guint field, const void *bytes, gsize n)
{
  put_raw (to, (guint64)field << 3 | 2);
  put_raw (to, n);
  g_byte_array_append (to, bytes, (guint)n);
}

static void
put_text (Message *to, guint field, const char *text)
{
  put_bytes (to, field, text, strlen (text));
}

/* Takes part. */
static void
put_message (Message *to, guint field, Message *part)
{
  put_bytes (to, field, part->data, part->len);
  g_byte_array_unref (part);
}

/* A TensorProto without values; length < 0: a scalar. */
static Message *
new_tensor (const char *name, guint type, gint64 length)
{
  Message *tensor = g_byte_array_new ();

  if (length >= 0)
    put_number (tensor, 1, (guint64)length);
  put_number (tensor, 2, type);
  put_text (tensor, 8, name);
  return tensor;
}

static Message *
new_raw (const char *name, guint type, gint64 length, const void *bytes, gsize n)
{
  Message *tensor = new_tensor (name, type, length);

  put_bytes (tensor, 9, bytes, n);
  return tensor;
}

static Message *
new_float (const char *name, gint64 length, const float *values)
{
  return new_raw (name, 1, length, values, (gsize)(length < 0 ? 1 : length) * sizeof *values);
}

static void
put_pair (Message *tensor, const char *key, const char *value)
{
  Message *pair = g_byte_array_new ();

  put_text (pair, 1, key);
  put_text (pair, 2, value);
  put_message (tensor, 13, pair);
}

static Message *
new_external (const char *name, gint64 length, const char *location, const char *offset, const char *bytes)
{
  Message *tensor = new_tensor (name, 1, length);

  put_number (tensor, 14, 1);
  put_pair (tensor, "location", location);
  if (offset != NULL)
    put_pair (tensor, "offset", offset);
  if (bytes != NULL)
    put_pair (tensor, "length", bytes);
  return tensor;
}

/* A NodeProto; inputs separated by blanks. */
static Message *
new_node (const char *op, const char *inputs, const char *output)
{
  Message *node = g_byte_array_new ();
  g_auto (GStrv) names = g_strsplit (inputs, " ", -1);

  for (gsize i = 0; *inputs != '\0' && names[i] != NULL; i++)
    put_text (node, 1, names[i]);
  put_text (node, 2, output);
  put_text (node, 4, op);
  return node;
}

static Message *
new_attribute (const char *name)
{
  Message *attribute = g_byte_array_new ();

  put_text (attribute, 1, name);
  return attribute;
}

static void
put_integer (Message *node, const char *name, gint64 value)
{
  Message *attribute = new_attribute (name);

  put_number (attribute, 3, (guint64)value);
  put_message (node, 5, attribute);
}

/* Takes graph. */
static Message *
new_model (Message *graph)
{
  Message *model = g_byte_array_new ();

  put_number (model, 1, 8);
  put_text (model, 2, "test");
  put_message (model, 7, graph);
  return model;
}

/* Takes graph. */
static QstArchive *
open_graph (Message *graph, GError **error)
{
  g_autoptr (GByteArray) model = new_model (graph);
  g_autoptr (GBytes) bytes = g_bytes_new (model->data, model->len);

  return qst_archive_open_bytes ("test.onnx", bytes, NULL, error);
}

/* Takes graph, of which all can be had. */
static QstArchive *
open_whole (Message *graph)
{
  GError *error = NULL;
  QstArchive *archive = open_graph (graph, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (qst_archive_get_errors (archive)[0], ==, NULL);
  return archive;
}

/* Takes graph, of which one thing cannot be had, for a reason with that word. */
static QstArchive *
open_partial (Message *graph, const char *word)
{
  static const float one = 1;
  QstArchive *archive;

  put_message (graph, 5, new_float ("sound", -1, &one));
  archive = open_graph (graph, NULL);
  g_assert_nonnull (archive);
  g_assert_nonnull (qst_archive_get_errors (archive)[0]);
  g_test_message ("%s", qst_archive_get_errors (archive)[0]);
  g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], word));
  g_assert_nonnull (qst_archive_find_tensor (archive, "sound"));
  return archive;
}

static void
assert_values (QstArchive *archive, const char *name, gsize n, const float *values)
{
  QstTensor *tensor = qst_archive_find_tensor (archive, name);
  g_autofree float *scratch = g_new (float, n);
  const float *is;

  g_assert_nonnull (tensor);
  g_assert_cmpuint (qst_tensor_get_count (tensor), ==, n);
  is = qst_tensor_get_span (tensor, 0, n, scratch);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (is[i], ==, values[i]);
  g_assert_true (qst_tensor_check (tensor, NULL));
}

/* The check of the only tensor fails for a reason with that word. */
static void
assert_unsound (Message *graph, const char *word)
{
  g_autoptr (QstArchive) archive = open_whole (graph);
  QstTensor *tensor = qst_archive_get_tensor (archive, 0);
  g_autofree char *sha = tt_sha256 (tensor);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (sha);
  g_assert_false (qst_tensor_check (tensor, &error));
  g_assert_error (error, QST_ERROR, QST_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, word));
}

/* Half bytes in int32_data: a number for each two, the low half first. */
static void
test_int4_typed (void)
{
  Message *graph = g_byte_array_new (), *tensor = new_tensor ("q", 22, 3);
  g_autoptr (QstArchive) archive = NULL;

  put_number (tensor, 5, 0x8f);
  put_number (tensor, 5, 0x07);
  put_message (graph, 5, tensor);
  archive = open_whole (graph);
  assert_values (archive, "q", 3, (const float[]){ -1, -8, 7 });
}

static void
test_typed_lies (void)
{
  Message *graph = g_byte_array_new (), *tensor = new_tensor ("q", 3, 2);

  put_number (tensor, 5, (guint64)-128);
  put_number (tensor, 5, 256);
  put_message (graph, 5, tensor);
  assert_unsound (graph, "256");

  graph = g_byte_array_new ();
  tensor = new_tensor ("q", 3, 2);
  put_bytes (tensor, 5, (const guint8[]){ 1, 2, 3 }, 3);
  put_message (graph, 5, tensor);
  assert_unsound (graph, "3 numbers where its shape and type make 2");

  graph = g_byte_array_new ();
  tensor = new_tensor ("q", 3, 4);
  put_bytes (tensor, 5, (const guint8[]){ 1, 2, 3 }, 3);
  put_message (graph, 5, tensor);
  qst_archive_unref (open_partial (graph, "4 values, which the 3 bytes of its data cannot hold"));
}

static Message *
new_sparse (Message *indices, guint64 n_dims, const guint64 *shape)
{
  Message *sparse = g_byte_array_new ();

  put_message (sparse, 1, new_float ("s", 2, (const float[]){ 5, 7 }));
  put_message (sparse, 2, indices);
  for (guint64 d = 0; d < n_dims; d++)
    put_number (sparse, 3, shape[d]);
  return sparse;
}

static Message *
new_indices (gsize n, const gint64 *index)
{
  Message *indices = g_byte_array_new ();

  put_number (indices, 1, 2);
  if (n > 2)
    put_number (indices, 1, n / 2);
  put_number (indices, 2, 7);
  put_bytes (indices, 9, index, n * sizeof *index);
  return indices;
}

static void
test_sparse (void)
{
  static const float whole[6] = { 0, 5, 0, 0, 0, 7 };
  static const guint64 shape[2] = { 2, 3 };
  g_autoptr (QstArchive) linear = NULL, rows = NULL;
  Message *graph = g_byte_array_new ();

  put_message (graph, 15, new_sparse (new_indices (2, (const gint64[]){ 1, 5 }), 2, shape));
  linear = open_whole (graph);
  assert_values (linear, "s", 6, whole);
  graph = g_byte_array_new ();
  put_message (graph, 15, new_sparse (new_indices (4, (const gint64[]){ 0, 1, 1, 2 }), 2, shape));
  rows = open_whole (graph);
  assert_values (rows, "s", 6, whole);
  graph = g_byte_array_new ();
  put_message (graph, 15, new_sparse (new_indices (2, (const gint64[]){ 1, 6 }), 2, shape));
  assert_unsound (graph, "outside its shape");
  graph = g_byte_array_new ();
  put_message (graph, 15, new_sparse (new_indices (4, (const gint64[]){ 0, 1, -1, 2 }), 2, shape));
  assert_unsound (graph, "outside its shape");
  graph = g_byte_array_new ();
  put_message (graph, 15, new_sparse (new_indices (2, (const gint64[]){ 0, 1 }), 1, &(const guint64){ 1ull << 40 }));
  qst_archive_unref (open_partial (graph, "limit"));
}

/* Codes 0, 1, 2 and 4 as 2 × 2 under a scale and a zero-point for each of two units. */
static Message *
new_quantized (Message *node)
{
  Message *graph = g_byte_array_new (), *codes = g_byte_array_new ();

  put_number (codes, 1, 2);
  put_number (codes, 1, 2);
  put_number (codes, 2, 2);
  put_text (codes, 8, "q");
  put_bytes (codes, 9, (const guint8[]){ 0, 1, 2, 4 }, 4);
  put_message (graph, 5, codes);
  put_message (graph, 5, new_float ("s", 2, (const float[]){ 0.5f, 4 }));
  put_message (graph, 5, new_raw ("z", 2, 2, (const guint8[]){ 1, 2 }, 2));
  put_message (graph, 1, node);
  return graph;
}

static void
test_axis (void)
{
  static const float columns[4] = { -0.5f, -4, 0.5f, 8 }, rows[4] = { -0.5f, 0, 0, 8 };
  Message *node = new_node ("DequantizeLinear", "q s z", "r");
  g_autoptr (QstArchive) archive = open_whole (new_quantized (node)), first = NULL, last = NULL, conv = NULL, product = NULL;

  /* The axis is 1 where the node does not say. */
  assert_values (archive, "q", 4, columns);
  node = new_node ("DequantizeLinear", "q s z", "r");
  put_integer (node, "axis", 0);
  first = open_whole (new_quantized (node));
  assert_values (first, "q", 4, rows);
  node = new_node ("DequantizeLinear", "q s z", "r");
  put_integer (node, "axis", -2);
  last = open_whole (new_quantized (node));
  assert_values (last, "q", 4, rows);
  conv = open_whole (new_quantized (new_node ("QLinearConv", "x xs xz q s z ys yz", "y")));
  assert_values (conv, "q", 4, rows);
  product = open_whole (new_quantized (new_node ("QLinearMatMul", "x xs xz q s z ys yz", "y")));
  assert_values (product, "q", 4, columns);
}

static void
test_axis_lies (void)
{
  Message *node = new_node ("DequantizeLinear", "q s z", "r");
  g_autoptr (QstArchive) beyond = NULL, blocked = NULL, computed = NULL;

  put_integer (node, "axis", 2);
  beyond = open_partial (new_quantized (node), "2 scales do not fit the axis 2");
  assert_values (beyond, "q", 4, (const float[]){ 0, 1, 2, 4 });
  node = new_node ("DequantizeLinear", "q s z", "r");
  put_integer (node, "block_size", 2);
  blocked = open_partial (new_quantized (node), "blocks of 2");
  /* A scale that is computed when the model runs is none of the file's. */
  computed = open_whole (new_quantized (new_node ("DequantizeLinear", "q t z", "r")));
  g_assert_null (qst_tensor_get_quantization (qst_archive_find_tensor (computed, "q")));
}

/* Real values that the model itself puts on a grid stay what they are. */
static void
test_quantizer (void)
{
  static const float values[2] = { 0.25f, 3 };
  Message *graph = g_byte_array_new ();
  g_autoptr (QstArchive) archive = NULL;
  const QstQuantization *grid;

  put_message (graph, 5, new_float ("w", 2, values));
  put_message (graph, 5, new_float ("s", -1, (const float[]){ 0.5f }));
  put_message (graph, 5, new_raw ("z", 3, -1, (const gint8[]){ -3 }, 1));
  put_message (graph, 1, new_node ("QuantizeLinear", "w s z", "q"));
  archive = open_whole (graph);
  assert_values (archive, "w", 2, values);
  g_assert_false (qst_tensor_is_quantized (qst_archive_find_tensor (archive, "w")));
  grid = qst_tensor_get_quantizer (qst_archive_find_tensor (archive, "w"));
  g_assert_nonnull (grid);
  g_assert_cmpint (grid->axis, ==, -1);
  g_assert_cmpfloat (grid->scales[0], ==, 0.5f);
  g_assert_cmpint (grid->zero_points[0], ==, -3);
  g_assert_cmpint (grid->dtype, ==, QST_DTYPE_I8);
}

/* A node in a branch uses codes of its own and the scale of the graph around it, which a Constant holds. */
static void
test_scopes (void)
{
  Message *graph = g_byte_array_new (), *branch = g_byte_array_new (), *attribute = new_attribute ("then_branch");
  Message *node = new_node ("If", "c", "y"), *constant = new_node ("Constant", "", "s"), *value = new_attribute ("value_float");
  g_autoptr (QstArchive) archive = NULL;

  put_raw (value, 2 << 3 | 5);
  g_byte_array_append (value, (const guint8[]){ 0, 0, 0, 0x40 }, 4); /* 2 */
  put_message (constant, 5, value);
  put_message (graph, 1, constant);
  put_message (branch, 5, new_raw ("q", 3, 2, (const gint8[]){ -3, 4 }, 2));
  put_message (branch, 1, new_node ("DequantizeLinear", "q s", "r"));
  put_message (attribute, 6, branch);
  put_text (node, 3, "if0");
  put_message (node, 5, attribute);
  put_message (graph, 1, node);
  archive = open_whole (graph);
  assert_values (archive, "if0.then_branch/q", 2, (const float[]){ -6, 8 });
  assert_values (archive, "s", 1, (const float[]){ 2 });
}

/* Lists of numbers, tensors of nodes other than Constant, functions; a message in two parts; a group, which is passed over. */
static void
test_nodes (void)
{
  Message *graph = g_byte_array_new (), *node = new_node ("Constant", "", "k"), *value = new_attribute ("value_ints");
  Message *split = new_attribute ("value"), *function = g_byte_array_new ();
  g_autoptr (GByteArray) model = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (QstArchive) archive = NULL;

  put_number (value, 8, 3);
  put_number (value, 8, (guint64)-4);
  put_message (node, 5, value);
  put_message (graph, 1, node);
  node = new_node ("ConstantOfShape", "n", "filled");
  put_message (split, 5, new_tensor ("", 1, 1));
  value = g_byte_array_new ();
  put_raw (value, 99 << 3 | 3);
  put_number (value, 1, 7);
  put_raw (value, 99 << 3 | 4);
  put_bytes (value, 9, (const float[]){ 9 }, 4);
  put_message (split, 5, value);
  put_message (node, 5, split);
  put_message (graph, 1, node);
  put_text (function, 1, "Gelu");
  node = new_node ("Constant", "", "half");
  value = new_attribute ("value");
  put_message (value, 5, new_float ("", -1, (const float[]){ 0.5f }));
  put_message (node, 5, value);
  put_message (function, 7, node);
  model = new_model (graph);
  put_message (model, 25, function);
  bytes = g_bytes_new (model->data, model->len);
  archive = qst_archive_open_bytes ("test.onnx", bytes, NULL, NULL);
  g_assert_nonnull (archive);
  g_assert_cmpstr (qst_archive_get_errors (archive)[0], ==, NULL);
  assert_values (archive, "k", 2, (const float[]){ 3, -4 });
  assert_values (archive, "filled.value", 1, (const float[]){ 9 });
  assert_values (archive, "Gelu/half", 1, (const float[]){ 0.5f });
}

static void
test_no_name (void)
{
  static const float one = 1;
  Message *graph = g_byte_array_new ();
  g_autoptr (QstArchive) archive = NULL, twice = NULL;

  put_message (graph, 5, new_float ("", -1, &one));
  archive = open_whole (graph);
  g_assert_nonnull (qst_archive_find_tensor (archive, "#0"));
  graph = g_byte_array_new ();
  put_message (graph, 5, new_float ("w", -1, &one));
  put_message (graph, 5, new_float ("w", -1, &one));
  twice = open_partial (graph, "twice");
}

/* Data in files beside the model: what may be followed and what not. */
static const struct
{
  const char *name;
  const char *location;
  const char *offset, *bytes;
  const char *word; /* NULL: can be had */
} places[] = {
  { "beside", "data.bin", "4", "8", NULL },
  { "to-the-end", "data.bin", "8", NULL, NULL },
  { "below", "sub/./data.bin", NULL, "8", NULL },
  { "absent", "none.bin", NULL, NULL, "none.bin" },
  { "up", "sub/../data.bin", NULL, NULL, "without “..”" },
  { "absolute", "/etc/passwd", NULL, NULL, "without “..”" },
  { "link", "link.bin", NULL, NULL, "symbolic link" },
  { "link-on-the-way", "linked/data.bin", NULL, NULL, "folder cannot be opened" },
  { "folder", "sub", NULL, NULL, "folder, not a file" },
  { "beyond", "data.bin", "12", NULL, "beyond the end of that file" },
  { "wraps", "data.bin", "18446744073709551612", "8", "beyond the end of that file" },
  { "short", "data.bin", "0", "4", "4 bytes where its shape and type make 8" },
  { "negative", "data.bin", "-4", "8", "whole numbers" },
  { "no-number", "data.bin", "4 ", "8", "whole numbers" },
};

static void
test_external (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  static const float values[4] = { 1, 2, 3, 4 }, one = 1;
  char *folder = tt_folder_new ();
  g_autofree char *path = NULL, *below = g_build_filename (folder, "sub", NULL), *outside = NULL, *link = NULL, *linked = NULL;
  Message *graph = g_byte_array_new ();
  g_autoptr (GByteArray) model = NULL;
  g_autoptr (QstArchive) archive = NULL;
  GError *error = NULL;

  outside = tt_write (folder, "data.bin", values, sizeof values);
  g_assert_cmpint (g_mkdir (below, 0700), ==, 0);
  g_free (tt_write (below, "data.bin", values + 2, 8));
  link = g_build_filename (folder, "link.bin", NULL);
  linked = g_build_filename (folder, "linked", NULL);
  g_assert_cmpint (symlink (outside, link) + symlink (below, linked), ==, 0);
  put_message (graph, 5, new_external ("w", 2, places[i].location, places[i].offset, places[i].bytes));
  put_message (graph, 5, new_float ("sound", -1, &one));
  model = new_model (graph);
  path = tt_write (folder, "model.onnx", model->data, model->len);
  archive = qst_archive_open (path, NULL, &error);
  g_assert_no_error (error);
  if (places[i].word == NULL)
    {
      g_assert_null (qst_archive_get_errors (archive)[0]);
      assert_values (archive, "w", 2, i == 0 ? values + 1 : values + 2);
    }
  else
    {
      g_test_message ("%s", qst_archive_get_errors (archive)[0]);
      g_assert_null (qst_archive_find_tensor (archive, "w"));
      g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], "“w”"));
      g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], places[i].word));
    }
  tt_folder_remove (folder);
}

static void
test_kinds (void)
{
  static const struct
  {
    guint type;
    const char *word;
  } kinds[] = { { 8, "STRING" }, { 14, "COMPLEX64" }, { 23, "FLOAT4E2M1" }, { 99, "the type 99 is unknown" } };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      Message *graph = g_byte_array_new ();
      g_autoptr (QstArchive) archive = NULL;

      put_message (graph, 5, new_tensor ("w", kinds[i].type, 4));
      archive = open_partial (graph, kinds[i].word);
      g_assert_cmpuint (qst_archive_get_n_missing (archive), ==, 1);
      g_assert_cmpstr (qst_archive_get_missing (archive, 0)->name, ==, "w");
    }
}

static const char *
find_metadata (QstArchive *archive, const char *key)
{
  for (gsize i = 0; i < qst_archive_get_n_metadata (archive); i++)
    {
      const char *is, *value;

      qst_archive_get_metadata (archive, i, &is, &value);
      if (strcmp (is, key) == 0)
        return value;
    }
  return NULL;
}

static void
test_metadata (void)
{
  g_autoptr (GByteArray) model = new_model (g_byte_array_new ());
  Message *pair = g_byte_array_new (), *opset = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (QstArchive) archive = NULL;

  put_text (pair, 1, "author");
  put_text (pair, 2, "nobody");
  put_message (model, 14, pair);
  put_text (opset, 1, "com.microsoft");
  put_number (opset, 2, 1);
  put_message (model, 8, opset);
  bytes = g_bytes_new (model->data, model->len);
  archive = qst_archive_open_bytes ("test.onnx", bytes, NULL, NULL);
  g_assert_cmpstr (find_metadata (archive, "IR version"), ==, "8");
  g_assert_cmpstr (find_metadata (archive, "producer"), ==, "test");
  g_assert_cmpstr (find_metadata (archive, "author"), ==, "nobody");
  g_assert_cmpstr (find_metadata (archive, "opset com.microsoft"), ==, "1");
}

/* A model cut short anywhere, and one with any byte changed, is either read or refused. */
static void
sweep (const char *name)
{
  g_autofree char *path = tt_data_path (name), *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  for (gsize i = 0; i < 2 * length; i++)
    {
      g_autofree char *copy = g_memdup2 (contents, length);
      g_autoptr (GBytes) bytes = g_bytes_new_static (copy, i < length ? i : length);
      g_autoptr (GError) error = NULL;
      g_autoptr (QstArchive) archive = NULL;

      if (i >= length)
        copy[i - length] ^= 0x55;
      archive = qst_archive_open_bytes ("test.onnx", bytes, &qst_format_onnx, &error);
      g_assert_true ((archive == NULL) == (error != NULL));
      for (gsize t = 0; archive != NULL && t < qst_archive_get_n_tensors (archive); t++)
        g_free (tt_sha256 (qst_archive_get_tensor (archive, t)));
    }
}

/* Each tensor in a graph takes the prefix of its names, each node reads its scales: little of a file makes much of either. */
static void
test_amplified_names (gconstpointer data)
{
  const gboolean in_attribute = data != NULL;
  g_autofree char *name = g_strnfill (60000, 'n');
  Message *graph = g_byte_array_new (), *inner = g_byte_array_new (), *node = g_byte_array_new ();
  Message *attribute = g_byte_array_new ();
  g_autoptr (QstArchive) archive = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 200000; i++)
    put_bytes (in_attribute ? attribute : inner, in_attribute ? 10 : 5, "", 0);
  put_text (attribute, 1, name);
  put_message (attribute, 6, inner);
  put_text (node, 3, name);
  put_text (node, 4, "If");
  put_message (node, 5, attribute);
  put_message (graph, 1, node);
  archive = open_graph (graph, &error);
  g_assert_error (error, QST_ERROR, QST_ERROR_LIMIT);
}

static void
test_amplified_scales (void)
{
  enum
  {
    N = 1000000,
    N_NODES = 20
  };
  Message *graph = g_byte_array_new ();
  g_autofree float *scales = g_new (float, N);
  g_autofree guint8 *codes = g_malloc0 (N);
  g_autoptr (QstArchive) archive = NULL;
  gsize last;

  for (gsize i = 0; i < N; i++)
    scales[i] = i + 1 < N ? 1 : NAN;
  put_message (graph, 5, new_raw ("w", 3, N, codes, N));
  put_message (graph, 5, new_float ("s", N, scales));
  for (guint i = 0; i < N_NODES; i++)
    {
      Message *node = new_node ("DequantizeLinear", "w s", "y");

      put_integer (node, "axis", 0);
      put_message (graph, 1, node);
    }
  archive = open_partial (graph, "finite");
  last = g_strv_length ((char **)qst_archive_get_errors (archive)) - 1;
  g_assert_nonnull (strstr (qst_archive_get_errors (archive)[last], "more than 16000000 scales"));
}

static void
test_sweep (void)
{
  sweep ("unusual/onnx/subgraph.onnx");
  sweep ("unusual/onnx/typed_fields.onnx");
  sweep ("unusual/onnx/qdq_variants.onnx");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tensor/onnx/int4-typed", test_int4_typed);
  g_test_add_func ("/tensor/onnx/typed-lies", test_typed_lies);
  g_test_add_func ("/tensor/onnx/sparse", test_sparse);
  g_test_add_func ("/tensor/onnx/axis", test_axis);
  g_test_add_func ("/tensor/onnx/axis-lies", test_axis_lies);
  g_test_add_func ("/tensor/onnx/quantizer", test_quantizer);
  g_test_add_func ("/tensor/onnx/scopes", test_scopes);
  g_test_add_func ("/tensor/onnx/nodes", test_nodes);
  g_test_add_func ("/tensor/onnx/no-name", test_no_name);
  g_test_add_func ("/tensor/onnx/kinds", test_kinds);
  g_test_add_func ("/tensor/onnx/metadata", test_metadata);
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/onnx/external/", places[i].name, NULL);

      g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_external);
    }
  g_test_add_data_func ("/tensor/onnx/amplified-names", NULL, test_amplified_names);
  g_test_add_data_func ("/tensor/onnx/amplified-names-attribute", "", test_amplified_names);
  g_test_add_func ("/tensor/onnx/amplified-scales", test_amplified_scales);
  g_test_add_func ("/tensor/onnx/sweep", test_sweep);
  return g_test_run ();
}
