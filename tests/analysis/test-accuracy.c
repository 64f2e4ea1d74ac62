/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <jansson.h>
#include <unistd.h>

#include "analysis-test.h"
#include "analysis/qsa-accuracy-curve.h"
#include "analysis/qsa-samples.h"

/* Where two outputs come closer than this, another order of the sums may turn one or two answers. */
#define SAFE_MARGIN 1e-4

typedef struct
{
  const char *suffix; /* of the oracle's names: w8_sym_tensor */
  gboolean symmetric, per_channel, activations;
} Case;

static const Case cases[] = {
  { "sym_tensor", TRUE, FALSE, FALSE },     { "sym_channel", TRUE, TRUE, FALSE }, { "affine_tensor", FALSE, FALSE, FALSE },
  { "affine_channel", FALSE, TRUE, FALSE }, { "sym_tensor", TRUE, FALSE, TRUE },  { "sym_channel", TRUE, TRUE, TRUE },
};

static const char *const models[] = { "mlp-64-32-10", "mlp-64-64-10", "mlp-64-48-24-10" };

static QsaReference *
open_reference (const char *name)
{
  g_autoptr (GError) error = NULL;
  QsaReference *reference;
  guint i;

  g_assert_true (qsa_samples_find (name, &i));
  reference = qsa_samples_open (i, NULL, &error);
  g_assert_no_error (error);
  return reference;
}

/* The oracle's: narrow and symmetric, or unsigned over the whole range. */
static QsaScheme
get_scheme (int bits, gboolean symmetric)
{
  return analysis_test_scheme (bits, symmetric, symmetric, symmetric, QSA_CALIBRATION_MIN_MAX);
}

static json_t *
read_oracle (void)
{
  g_autofree char *text = analysis_test_read ("data/analysis/oracle_accuracy.json");
  json_error_t where;
  json_t *root = json_loads (text, 0, &where);

  g_assert_nonnull (root);
  return root;
}

static void
assert_right (json_t *expected, QsaAccuracy *accuracy, const char *what)
{
  const gint64 want = json_integer_value (json_object_get (expected, "correct"));
  const gint64 got = (gint64)qsa_accuracy_get_n_right (accuracy);
  const double margin = json_real_value (json_object_get (expected, "min_top2_margin"));

  g_test_message ("%s: %d, expected %d", what, (int)got, (int)want);
  g_assert_cmpint (want, >, 0);
  g_assert_cmpint (ABS (got - want), <=, margin < SAFE_MARGIN ? 1 : 0);
}

static void
check_model (json_t *oracle, const char *model)
{
  g_autoptr (QsaReference) reference = open_reference (model);
  json_t *expected = json_object_get (json_object_get (oracle, "models"), model);
  json_t *table = json_object_get (expected, "test_accuracy");

  for (int bits = 2; bits <= 8; bits++)
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
      {
        const QsaAccuracyRequest request = {
          .reference = reference,
          .scheme = get_scheme (bits, cases[i].symmetric),
          .scale_factor = 1.0,
          .weights = TRUE,
          .per_channel = cases[i].per_channel,
          .activations = cases[i].activations,
        };
        g_autofree char *width = cases[i].activations ? g_strdup_printf ("w%da%d", bits, bits) : g_strdup_printf ("w%d", bits);
        g_autofree char *name = g_strdup_printf ("%s_%s", width, cases[i].suffix);
        g_autoptr (GError) error = NULL;
        g_autoptr (QsaAccuracy) accuracy = qsa_accuracy_new (&request, NULL, &error);

        g_assert_no_error (error);
        g_assert_nonnull (json_object_get (table, name));
        assert_right (json_object_get (table, name), accuracy, name);
        g_assert_cmpint ((gint64)qsa_accuracy_get_n_right_float (accuracy), ==,
                         json_integer_value (
                             json_object_get (json_object_get (json_object_get (expected, "float"), "test"), "correct")));
      }
}

static void
test_oracle (void)
{
  json_t *oracle = read_oracle ();

  g_assert_cmpuint (qsa_samples_get_n (), ==, G_N_ELEMENTS (models));
  for (gsize i = 0; i < G_N_ELEMENTS (models); i++)
    check_model (oracle, models[i]);
  json_decref (oracle);
}

/* The parts of an outcome agree with each other. */
static void
test_parts (void)
{
  g_autoptr (QsaReference) reference = open_reference (models[0]);
  const QsaAccuracyRequest request = {
    .reference = reference, .scheme = get_scheme (3, TRUE), .scale_factor = 1.0, .weights = TRUE
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (QsaAccuracy) accuracy = qsa_accuracy_new (&request, NULL, &error);
  gsize n_classes, n_flipped, sum = 0, diagonal = 0, different = 0;
  const guint *confusion = qsa_accuracy_get_confusion (accuracy, &n_classes);
  const gsize *flipped = qsa_accuracy_get_flipped (accuracy, &n_flipped);

  g_assert_no_error (error);
  g_assert_cmpuint (n_classes, ==, 10);
  for (gsize i = 0; i < n_classes * n_classes; i++)
    {
      sum += confusion[i];
      diagonal += i % (n_classes + 1) == 0 ? confusion[i] : 0;
    }
  g_assert_cmpuint (sum, ==, 540);
  g_assert_cmpuint (diagonal, ==, qsa_accuracy_get_n_right (accuracy));
  for (gsize i = 0; i < 540; i++)
    if (qsa_accuracy_get_answer (accuracy, i) != qsa_accuracy_get_answer_float (accuracy, i))
      g_assert_cmpuint (flipped[different++], ==, i);
  g_assert_cmpuint (different, ==, n_flipped);
  g_assert_cmpuint (n_flipped, >, 30);

  for (guint label = 0; label < n_classes; label++)
    for (guint answer = 0; answer < n_classes; answer++)
      {
        gsize found[540];
        const guint n = qsa_accuracy_find_cell (accuracy, label, answer, found);

        g_assert_cmpuint (n, ==, confusion[label * n_classes + answer]);
        for (guint i = 0; i < n; i++)
          g_assert_cmpuint (qsa_accuracy_get_answer (accuracy, found[i]), ==, answer);
      }
}

/* Each width of the curve is what it is by itself; the oracle's at those that it knows. */
static void
test_curve (void)
{
  static const gsize expected[] = { 67, 477, 514, 526, 529, 528, 529 }; /* w2_sym_tensor … w8_sym_tensor */
  g_autoptr (QsaReference) reference = open_reference (models[0]);
  QsaAccuracyRequest request = { .reference = reference, .scheme = get_scheme (3, TRUE), .scale_factor = 1.0, .weights = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (QsaAccuracyCurve) first = qsa_accuracy_curve_new (&request, NULL, 4, NULL, &error);
  g_autoptr (QsaAccuracyCurve) curve = qsa_accuracy_curve_new (&request, first, QSA_ACCURACY_CURVE_N, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (qsa_accuracy_curve_get_n_widths (first), ==, 4);
  g_assert_cmpuint (qsa_accuracy_curve_get_n_widths (curve), ==, QSA_ACCURACY_CURVE_N);
  g_assert_cmpuint (qsa_accuracy_curve_get_n (curve), ==, 540);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (qsa_accuracy_curve_get_n_right (curve, 2 + (int)i), ==, expected[i]);
  g_assert_cmpuint (qsa_accuracy_curve_get_n_right (curve, 16), ==, qsa_accuracy_curve_get_n_right_float (curve));
  request.scheme.format.bits = 7;
  g_assert_true (qsa_accuracy_curve_is_of (curve, &request));
  request.per_channel = TRUE;
  g_assert_false (qsa_accuracy_curve_is_of (curve, &request));
}

/* Nothing quantized is the network itself; a scale far too small or too large leaves it guessing. */
static void
test_extremes (void)
{
  g_autoptr (QsaReference) reference = open_reference (models[0]);
  QsaAccuracyRequest request = { .reference = reference, .scheme = get_scheme (2, TRUE), .scale_factor = 1.0 };
  static const double factors[] = { 1e-3, 1e3 };
  g_autoptr (QsaAccuracy) none = qsa_accuracy_new (&request, NULL, NULL);
  gsize n;

  g_assert_cmpuint (qsa_accuracy_get_n_right (none), ==, 529);
  qsa_accuracy_get_flipped (none, &n);
  g_assert_cmpuint (n, ==, 0);
  request.weights = TRUE;
  request.scheme.format.bits = 8;
  for (gsize i = 0; i < G_N_ELEMENTS (factors); i++)
    {
      g_autoptr (QsaAccuracy) accuracy = NULL;

      request.scale_factor = factors[i];
      accuracy = qsa_accuracy_new (&request, NULL, NULL);
      g_assert_cmpuint (qsa_accuracy_get_n_right (accuracy), <, 300);
    }
}

static QstArchive *
archive_of (const char *json, gsize bytes)
{
  g_autoptr (GByteArray) array = g_byte_array_new ();
  const guint64 length = GUINT64_TO_LE (strlen (json));
  g_autofree guint8 *data = g_malloc0 (bytes);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "quantoscope-network-XXXXXX", NULL);
  const int fd = g_mkstemp (path);
  g_autoptr (GError) error = NULL;
  QstArchive *archive;

  close (fd);
  g_byte_array_append (array, (const guint8 *)&length, sizeof length);
  g_byte_array_append (array, (const guint8 *)json, (guint)strlen (json));
  g_byte_array_append (array, data, (guint)bytes);
  g_assert_true (g_file_set_contents (path, (const char *)array->data, array->len, NULL));
  archive = qst_archive_open (path, NULL, &error);
  g_assert_no_error (error);
  g_unlink (path);
  return archive;
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *json;
    gsize bytes;
    const char *expected;
  } bad[] = {
    { "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8, "holds no network" },
    { "{\"fc1.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]}}", 16, "fc1.bias" },
    { "{\"fc1.weight\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 16, "fc1.weight" },
    { "{\"fc1.weight\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
      "\"fc1.bias\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[16,28]}}",
      28, "fc1.bias" },
    { "{\"fc1.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
      "\"fc1.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
      "\"fc2.weight\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[12,20]},"
      "\"fc2.bias\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[20,24]}}",
      24, "fc2.weight" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (QstArchive) archive = archive_of (bad[i].json, bad[i].bytes);
      g_autoptr (GError) error = NULL;

      g_assert_null (qsa_network_new (archive, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_nonnull (strstr (error->message, bad[i].expected));
      g_clear_error (&error);
      g_assert_null (qsa_examples_new (archive, 1.0, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

/* Examples of another width than the network's. */
static void
test_misfit (void)
{
  g_autoptr (QsaReference) reference = open_reference (models[0]);
  g_autoptr (QstArchive) archive = archive_of ("{\"images\":{\"dtype\":\"F32\",\"shape\":[1,3],\"data_offsets\":[0,12]},"
                                               "\"labels\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[12,13]}}",
                                               13);
  g_autoptr (GError) error = NULL;
  g_autoptr (QsaExamples) examples = qsa_examples_new (archive, 1.0, NULL, &error);

  g_assert_no_error (error);
  g_assert_null (qsa_reference_new (qsa_reference_get_network (reference), examples, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

static void
test_cancelled (void)
{
  g_autoptr (QsaReference) reference = open_reference (models[0]);
  const QsaAccuracyRequest request = {
    .reference = reference, .scheme = get_scheme (3, TRUE), .scale_factor = 1.0, .weights = TRUE
  };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (qsa_accuracy_new (&request, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/accuracy/oracle", test_oracle);
  g_test_add_func ("/accuracy/parts", test_parts);
  g_test_add_func ("/accuracy/curve", test_curve);
  g_test_add_func ("/accuracy/misfit", test_misfit);
  g_test_add_func ("/accuracy/extremes", test_extremes);
  g_test_add_func ("/accuracy/refusals", test_refusals);
  g_test_add_func ("/accuracy/cancelled", test_cancelled);
  return g_test_run ();
}
