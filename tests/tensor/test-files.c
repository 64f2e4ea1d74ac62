/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Valid and unusual files against numbers computed by other programs: tests/data/tensor/README.md. */
#include "tensor-test.h"

#include "tensor/qst-hdf5-private.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

/* A number of the manifest, which writes the non-finite ones as texts. */
static double
number (const json_t *value)
{
  const char *text = json_string_value (value);

  if (text == NULL)
    return json_number_value (value);
  return strcmp (text, "NaN") == 0 ? NAN : strcmp (text, "Infinity") == 0 ? INFINITY : -INFINITY;
}

static void
assert_same (double is, const json_t *should)
{
  double x = number (should);

  if (isnan (x))
    g_assert_true (isnan (is));
  else
    {
      g_assert_cmpfloat (is, ==, x);
      g_assert_cmpint (signbit (is) != 0, ==, signbit (x) != 0);
    }
}

static void
assert_close (double is, const json_t *should)
{
  double x = number (should);

  g_assert_cmpfloat (fabs (is - x), <=, 1e-12 * fabs (x));
}

static void
check_shape (QstTensor *tensor, const json_t *shape)
{
  g_assert_cmpuint (qst_tensor_get_n_dims (tensor), ==, json_array_size (shape));
  for (gsize d = 0; d < json_array_size (shape); d++)
    g_assert_cmpuint (qst_tensor_get_shape (tensor)[d], ==, (guint64)json_integer_value (json_array_get (shape, d)));
}

/* Neumaier's compensated sum: the manifest's is exactly rounded. */
static double
sum_exactly (const double *values, guint64 n)
{
  double sum = 0, rest = 0;

  for (guint64 i = 0; i < n; i++)
    if (isfinite (values[i]))
      {
        double t = sum + values[i];

        rest += fabs (sum) >= fabs (values[i]) ? (sum - t) + values[i] : (values[i] - t) + sum;
        sum = t;
      }
  return sum + rest;
}

static void
check_statistics (const double *values, guint64 n, const json_t *facts)
{
  guint64 nans = 0, infinities = 0, finite;
  double min = INFINITY, max = -INFINITY, sum = sum_exactly (values, n), squares = 0;

  for (guint64 i = 0; i < n; i++)
    {
      nans += isnan (values[i]) != 0;
      infinities += isinf (values[i]) != 0;
      if (isfinite (values[i]))
        {
          min = MIN (min, values[i]);
          max = MAX (max, values[i]);
        }
    }
  finite = n - nans - infinities;
  g_assert_cmpuint (nans, ==, (guint64)json_integer_value (json_object_get (facts, "nan")));
  g_assert_cmpuint (infinities, ==, (guint64)json_integer_value (json_object_get (facts, "inf")));
  assert_close (sum, json_object_get (facts, "sum"));
  if (finite == 0)
    return;
  for (guint64 i = 0; i < n; i++)
    if (isfinite (values[i]))
      squares += (values[i] - sum / (double)finite) * (values[i] - sum / (double)finite);
  g_assert_cmpfloat (min, ==, number (json_object_get (facts, "min")));
  g_assert_cmpfloat (max, ==, number (json_object_get (facts, "max")));
  assert_close (sum / (double)finite, json_object_get (facts, "mean"));
  assert_close (sqrt (squares / (double)finite), json_object_get (facts, "std"));
}

/* The values, by the facts of one kind: what a manifest says of a tensor or of what its codes stand for. */
static void
check_values (QstTensor *tensor, const json_t *facts)
{
  const json_t *first = json_object_get (facts, "first4"), *last = json_object_get (facts, "last4");
  const guint64 count = qst_tensor_get_count (tensor);
  g_autofree double *values = g_new (double, count + 1);
  g_autofree char *sha = NULL;

  qst_tensor_read_f64 (tensor, 0, count, values);
  for (gsize i = 0; i < json_array_size (first); i++)
    assert_same (values[i], json_array_get (first, i));
  for (gsize i = 0; i < json_array_size (last); i++)
    assert_same (values[count - json_array_size (last) + i], json_array_get (last, i));
  check_statistics (values, count, facts);
  sha = tt_sha256 (tensor);
  g_assert_cmpstr (sha, ==, json_string_value (json_object_get (facts, "sha256_f32le")));
  g_assert_true (qst_tensor_check (tensor, NULL));
}

static void
check_grid (const QstQuantization *grid, const json_t *facts)
{
  const json_t *scales = json_object_get (facts, "scale"), *zero_points = json_object_get (facts, "zero_point");
  const json_t *axis = json_object_get (facts, "axis_used");

  g_assert_nonnull (grid);
  g_assert_cmpuint (grid->n_units, ==, json_array_size (scales));
  if (axis == NULL)
    axis = json_object_get (facts, "axis");
  g_assert_cmpint (grid->axis, ==, grid->n_units == 1 ? -1 : (int)json_integer_value (axis));
  for (gsize i = 0; i < grid->n_units; i++)
    {
      g_assert_cmpfloat (grid->scales[i], ==, (float)json_number_value (json_array_get (scales, i)));
      g_assert_cmpint (grid->zero_points[i], ==, json_integer_value (json_array_get (zero_points, i)));
    }
}

static void
check_tensor (QstTensor *tensor, const json_t *facts)
{
  const json_t *grid = json_object_get (facts, "quant"), *real = json_object_get (facts, "dequantized");
  g_autoptr (QstTensor) codes = grid != NULL ? qst_tensor_new_codes (tensor) : qst_tensor_ref (tensor);

  g_assert_cmpstr (qst_tensor_get_name (tensor), ==, json_string_value (json_object_get (facts, "name")));
  g_assert_cmpstr (qst_dtype_get_name (qst_tensor_get_dtype (tensor)), ==, json_string_value (json_object_get (facts, "dtype")));
  g_assert_cmpuint (qst_tensor_get_count (tensor), ==, (guint64)json_integer_value (json_object_get (facts, "count")));
  check_shape (tensor, json_object_get (facts, "shape"));
  check_values (codes, facts);
  if (grid != NULL)
    check_grid (qst_tensor_get_quantization (tensor), grid);
  else
    g_assert_null (qst_tensor_get_quantization (tensor));
  if (real != NULL)
    check_values (tensor, real);
}

static void
check_all_values (QstArchive *archive, const char *sha)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
    {
      QstTensor *tensor = qst_archive_get_tensor (archive, i);
      guint64 count = qst_tensor_get_count (tensor);
      g_autofree float *scratch = g_new (float, count + 1);
      const float *values = qst_tensor_get_span (tensor, 0, count, scratch);

      for (guint64 k = 0; k < count; k++)
        {
          guint32 bits;

          memcpy (&bits, &values[k], 4);
          bits = GUINT32_TO_LE (bits);
          g_checksum_update (checksum, (const guchar *)&bits, 4);
        }
    }
  g_assert_cmpstr (g_checksum_get_string (checksum), ==, sha);
}

static void
test_file (gconstpointer data)
{
  const json_t *file = data, *facts = json_object_get (file, "tensors");
  const gboolean in_order = json_object_get (file, "order") == NULL;
  const gboolean is_whole = g_strcmp0 (json_string_value (json_object_get (file, "expect")), "partial") != 0;
  const char *name = json_string_value (json_object_get (file, "file"));
  g_autofree char *path = g_path_is_absolute (name) ? g_strdup (name) : tt_data_path (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (QstArchive) archive = NULL;
  gint64 begin = g_get_monotonic_time ();

  archive = qst_archive_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
  g_assert_cmpstr (qst_archive_get_format (archive), ==, json_string_value (json_object_get (file, "format")));
  g_assert_cmpstr (qst_archive_get_path (archive), ==, path);
  if (is_whole)
    {
      g_assert_null (qst_archive_get_errors (archive)[0]);
      g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==,
                        (guint64)json_integer_value (json_object_get (file, "n_tensors")));
    }
  for (gsize i = 0; i < json_array_size (facts); i++)
    {
      json_t *fact = json_array_get (facts, i);
      QstTensor *tensor = qst_archive_find_tensor (archive, json_string_value (json_object_get (fact, "name")));

      check_tensor (tensor, fact);
      g_assert_true (!is_whole || !in_order || qst_archive_get_tensor (archive, i) == tensor);
    }
  if (json_object_get (file, "sha256_of_all_f32le_in_order") != NULL)
    check_all_values (archive, json_string_value (json_object_get (file, "sha256_of_all_f32le_in_order")));
}

static void
test_metadata (void)
{
  g_autofree char *path = tt_data_path ("unusual/safetensors/metadata_unicode.safetensors");
  g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);

  g_assert_cmpuint (qst_archive_get_n_metadata (archive), >, 0);
  for (gsize i = 0; i < qst_archive_get_n_metadata (archive); i++)
    {
      const char *key, *value;

      qst_archive_get_metadata (archive, i, &key, &value);
      g_assert_true (g_utf8_validate (key, -1, NULL) && g_utf8_validate (value, -1, NULL));
    }
}

static gboolean
is_read (const char *format)
{
  gsize n;
  const QstFormatInfo *formats = qst_formats_get (&n);

  if (strcmp (format, "hdf5") == 0)
    return qst_hdf5_is_built ();
  for (gsize i = 0; i < n; i++)
    if (strcmp (formats[i].nick, format) == 0)
      return TRUE;
  return FALSE;
}

static json_t *
add_tests (const char *manifest)
{
  json_t *root = json_load_file (manifest, 0, NULL), *file;
  g_autofree char *folder = g_path_get_dirname (manifest);
  gsize i;

  g_assert_nonnull (root);
  json_array_foreach (json_object_get (root, "files"), i, file)
  {
    const char *name = json_string_value (json_object_get (file, "file"));
    const char *expect = json_string_value (json_object_get (file, "expect"));
    g_autofree char *path = g_build_filename (folder, name, NULL), *test = g_strconcat ("/tensor/files/", name, NULL);

    if (expect != NULL && !g_strv_contains ((const char *const[]){ "load", "partial", NULL }, expect))
      continue;
    if (!is_read (json_string_value (json_object_get (file, "format"))))
      continue;
    json_object_set_new (file, "file", json_string (path));
    if (json_object_get (file, "n_tensors") == NULL)
      json_object_set_new (file, "n_tensors", json_integer ((json_int_t)json_array_size (json_object_get (file, "tensors"))));
    g_test_add_data_func (test, file, test_file);
  }
  return root;
}

/* valid.json names the files that are kept with the tests. QUANTOSCOPE_TEST_MANIFEST may name more of its kind, of files too
 * large for that. */
int
main (int argc, char *argv[])
{
  g_autofree char *manifest = NULL;
  const char *more = g_getenv ("QUANTOSCOPE_TEST_MANIFEST");
  json_t *root, *other = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  manifest = tt_data_path ("valid.json");
  root = add_tests (manifest);
  if (more != NULL)
    other = add_tests (more);
  g_test_add_func ("/tensor/files/metadata", test_metadata);
  status = g_test_run ();
  json_decref (root);
  json_decref (other);
  return status;
}
