/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <jansson.h>
#include <math.h>

#include "analysis-test.h"
#include "analysis/qsa-report.h"

/* A field by its path, which must be there. */
static json_t *
get (json_t *root, const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, ".", -1);
  json_t *at = root;

  for (char **part = parts; *part != NULL; part++)
    {
      at =
          g_ascii_isdigit (**part) ? json_array_get (at, (gsize)g_ascii_strtoull (*part, NULL, 10)) : json_object_get (at, *part);
      if (at == NULL)
        g_error ("no %s in %s", *part, path);
    }
  return at;
}

static json_t *
parse (const char *text)
{
  json_error_t where;
  json_t *root = json_loads (text, JSON_REJECT_DUPLICATES, &where);

  if (root == NULL)
    g_error ("%s: %s", where.text, text);
  g_assert_true (g_str_has_suffix (text, "}\n"));
  return root;
}

static json_t *
report (QsaResult *result)
{
  g_autofree char *text = qsa_report_measure (result);

  return parse (text);
}

/* letter: s string, i integer, r real, b boolean, a array */
static const struct
{
  const char *path;
  char type;
} fields[] = {
  { "source.name", 's' },
  { "source.format", 's' },
  { "source.dtype", 's' },
  { "source.shape", 'a' },
  { "source.count", 'i' },
  { "source.finite", 'i' },
  { "source.nan", 'i' },
  { "source.positive_infinity", 'i' },
  { "source.negative_infinity", 'i' },
  { "source.min", 'r' },
  { "source.max", 'r' },
  { "source.mean", 'r' },
  { "source.std", 'r' },
  { "scheme.bits", 'i' },
  { "scheme.signed", 'b' },
  { "scheme.narrow_range", 'b' },
  { "scheme.symmetric", 'b' },
  { "scheme.rule", 's' },
  { "scheme.arithmetic", 's' },
  { "scheme.rounding", 's' },
  { "scheme.calibration", 's' },
  { "scheme.granularity", 's' },
  { "qmin", 'i' },
  { "qmax", 'i' },
  { "units.0.scale", 'r' },
  { "units.0.zero_point", 'i' },
  { "error.mse", 'r' },
  { "error.rmse", 'r' },
  { "error.mae", 'r' },
  { "error.max", 'r' },
  { "error.bias", 'r' },
  { "error.sqnr_db", 'r' },
  { "error.cosine", 'r' },
  { "codes.used", 'i' },
  { "codes.entropy_bits", 'r' },
  { "codes.clipped_low", 'i' },
  { "codes.clipped_high", 'i' },
  { "storage.bits_per_value", 'r' },
  { "storage.bytes", 'i' },
};

static gboolean
has_type (const json_t *value, char type)
{
  switch (type)
    {
    case 's':
      return json_is_string (value);
    case 'i':
      return json_is_integer (value);
    case 'r':
      return json_is_real (value);
    case 'b':
      return json_is_boolean (value);
    case 'a':
    default:
      return json_is_array (value);
    }
}

static void
test_fields (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_GAUSSIAN, 5000);
  const QsaScheme scheme = analysis_test_scheme (4, TRUE, FALSE, FALSE, QSA_CALIBRATION_MSE);
  g_autoptr (QsaResult) result = analysis_test_compute (source, &scheme, 0);
  json_t *root = report (result);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (!has_type (get (root, fields[i].path), fields[i].type))
      g_error ("%s is of another type", fields[i].path);
  g_assert_cmpstr (json_string_value (get (root, "scheme.calibration")), ==, "mse");
  g_assert_cmpstr (json_string_value (get (root, "scheme.granularity")), ==, "tensor");
  g_assert_cmpint (json_integer_value (get (root, "qmin")), ==, -8);
  g_assert_cmpint (json_integer_value (get (root, "qmax")), ==, 7);
  json_decref (root);
}

static void
test_round_trip (void)
{
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, 5000);

  for (int bits = 2; bits <= 16; bits++)
    {
      const QsaScheme scheme = analysis_test_scheme (bits, TRUE, FALSE, FALSE, QSA_CALIBRATION_MIN_MAX);
      g_autoptr (QsaResult) result = analysis_test_compute (source, &scheme, 0);
      const QsaMeasures *m = qsa_result_get_measures (result);
      json_t *root = report (result);

      g_assert_true ((float)json_real_value (get (root, "units.0.scale")) == qsa_result_get_params (result)->scale);
      g_assert_true (json_real_value (get (root, "error.mse")) == m->mse);
      g_assert_true (json_real_value (get (root, "error.sqnr_db")) == m->sqnr_db);
      g_assert_true (json_real_value (get (root, "source.std")) == qsa_source_get_std (source));
      json_decref (root);
    }
}

static void
test_nulls (void)
{
  static const char *const paths[] = { "source.min",
                                       "source.max",
                                       "source.mean",
                                       "source.std",
                                       "error.mse",
                                       "error.rmse",
                                       "error.mae",
                                       "error.max",
                                       "error.bias",
                                       "error.sqnr_db",
                                       "error.cosine",
                                       "codes.entropy_bits",
                                       "storage.bits_per_value" };
  g_autoptr (QsaSource) source = analysis_test_source (NULL, 0);
  const QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, QSA_CALIBRATION_MIN_MAX);
  g_autoptr (QsaResult) result = analysis_test_compute (source, &scheme, 0);
  json_t *root = report (result);

  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++)
    g_assert_true (json_is_null (get (root, paths[i])));
  g_assert_cmpfloat (json_real_value (get (root, "units.0.scale")), ==, 1.0);
  json_decref (root);
}

static void
test_infinite_sqnr (void)
{
  const float values[] = { 1, -2, 3 };
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));
  const QsaScheme scheme = analysis_test_scheme (4, TRUE, TRUE, FALSE, QSA_CALIBRATION_MANUAL); /* scale 1 */
  g_autoptr (QsaResult) result = analysis_test_compute (source, &scheme, 0);
  json_t *root = report (result);

  g_assert_true (isinf (qsa_result_get_measures (result)->sqnr_db));
  g_assert_true (json_is_null (get (root, "error.sqnr_db")));
  g_assert_true (json_real_value (get (root, "error.mse")) == 0.0);
  json_decref (root);
}

static void
check_number (json_t *tensor, const char *key, double value)
{
  json_t *expected = json_object_get (tensor, key);

  if (json_is_null (expected))
    g_assert_true (isnan (value));
  else if (json_is_number (expected))
    analysis_test_assert_near (value, json_number_value (expected), 1e-12);
}

static void
check_statistics (QstTensor *tensor, json_t *expected)
{
  QsaStatistics statistics;
  g_autoptr (GError) error = NULL;

  g_assert_true (qsa_statistics_compute (tensor, NULL, &statistics, &error));
  g_assert_no_error (error);
  check_number (expected, "min", statistics.min);
  check_number (expected, "max", statistics.max);
  check_number (expected, "mean", statistics.mean);
  check_number (expected, "std", statistics.std);
  g_assert_cmpuint (statistics.nan, ==, (guint64)json_integer_value (json_object_get (expected, "nan")));
  g_assert_cmpuint (statistics.positive_infinity + statistics.negative_infinity, ==,
                    (guint64)json_integer_value (json_object_get (expected, "inf")));
  g_assert_cmpuint (statistics.finite + statistics.nan + statistics.positive_infinity + statistics.negative_infinity, ==,
                    qst_tensor_get_count (tensor));
  g_assert_cmpstr (statistics.sha256, ==, json_string_value (json_object_get (expected, "sha256_f32le")));
}

/* Every file that the tests of the readers have figures for. */
static void
test_statistics (void)
{
  g_autofree char *text = analysis_test_read ("data/tensor/valid.json");
  json_t *root = json_loads (text, 0, NULL);
  json_t *files = json_object_get (root, "files"), *file, *tensor;
  gsize i, j, n_checked = 0;

  json_array_foreach (files, i, file)
  {
    g_autofree char *path =
        g_test_build_filename (G_TEST_DIST, "data", "tensor", json_string_value (json_object_get (file, "file")), NULL);
    g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);

    if (archive == NULL)
      continue; /* the readers' tests say whether it should open */
    json_array_foreach (json_object_get (file, "tensors"), j, tensor)
    {
      QstTensor *found = qst_archive_find_tensor (archive, json_string_value (json_object_get (tensor, "name")));

      if (found == NULL || json_object_get (tensor, "sha256_f32le") == NULL)
        continue;
      /* Of what is stored quantized, these are the figures of the codes. */
      g_autoptr (QstTensor) stored =
          json_object_get (tensor, "quant") != NULL ? qst_tensor_new_codes (found) : qst_tensor_ref (found);

      check_statistics (stored, tensor);
      n_checked++;
    }
  }
  g_assert_cmpuint (n_checked, >, 50);
  json_decref (root);
}

static void
test_statistics_huge (void)
{
  /* The spread of values whose squares overflow. */
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  const int fd = g_file_open_tmp ("quantoscope-XXXXXX.csv", &path, &error);
  static const char text[] = "1e300\n-1e300\n1e300\n-1e300\n";
  g_autoptr (QstArchive) archive = NULL;
  QsaStatistics statistics;

  g_assert_no_error (error);
  g_assert_true (g_close (fd, NULL));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  archive = qst_archive_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (qsa_statistics_compute (qst_archive_get_tensor (archive, 0), NULL, &statistics, &error));
  analysis_test_assert_near (statistics.std, 1e300, 1e-12);
  g_assert_cmpuint (statistics.finite, ==, 4); /* as stored, though float32 cannot hold them */
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
test_inspect (gconstpointer data)
{
  const gboolean statistics = GPOINTER_TO_INT (data);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "../data/samples/mlp-64-32-10.safetensors", NULL);
  g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);
  g_autofree char *text = qsa_report_inspect (archive, NULL, statistics, NULL, NULL);
  json_t *root = parse (text);

  g_assert_cmpstr (json_string_value (get (root, "format")), ==, "safetensors");
  g_assert_true (json_is_object (get (root, "metadata")));
  g_assert_cmpuint (json_array_size (get (root, "tensors")), ==, 4);
  g_assert_cmpuint (json_array_size (get (root, "errors")), ==, 0);
  g_assert_cmpstr (json_string_value (get (root, "tensors.0.name")), ==, "fc1.weight");
  g_assert_cmpstr (json_string_value (get (root, "tensors.0.dtype")), ==, "F32");
  g_assert_cmpint (json_integer_value (get (root, "tensors.0.shape.0")), ==, 32);
  g_assert_cmpint (json_integer_value (get (root, "tensors.0.shape.1")), ==, 64);
  g_assert_cmpint (json_integer_value (get (root, "tensors.0.count")), ==, 2048);
  g_assert_true ((json_object_get (get (root, "tensors.0"), "sha256") != NULL) == statistics);
  json_decref (root);
}

static void
test_inspect_cancelled (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "../data/samples/mlp-64-32-10.safetensors", NULL);
  g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (qsa_report_inspect (archive, NULL, TRUE, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/fields", test_fields);
  g_test_add_func ("/report/round-trip", test_round_trip);
  g_test_add_func ("/report/nulls", test_nulls);
  g_test_add_func ("/report/infinite-sqnr", test_infinite_sqnr);
  g_test_add_func ("/report/statistics", test_statistics);
  g_test_add_func ("/report/statistics-huge", test_statistics_huge);
  g_test_add_data_func ("/report/inspect/plain", GINT_TO_POINTER (FALSE), test_inspect);
  g_test_add_data_func ("/report/inspect/statistics", GINT_TO_POINTER (TRUE), test_inspect);
  g_test_add_func ("/report/inspect-cancelled", test_inspect_cancelled);
  return g_test_run ();
}
