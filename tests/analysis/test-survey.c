/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Profiles of tensors against sums in plain loops and against numpy's, their order, and the thread that makes them. */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "analysis-test.h"

#include "analysis/qsa-ranking.h"
#include "analysis/qsa-survey.h"

static QstArchive *
open_file (const char *path)
{
  g_autofree char *full = g_test_build_filename (G_TEST_DIST, path, NULL);
  g_autoptr (GError) error = NULL;
  QstArchive *archive = qst_archive_open (full, NULL, &error);

  g_assert_no_error (error);
  return archive;
}

static QsaProfilePlan
make_plan (int first, int second, QsaCalibration calibration)
{
  const QsaScheme scheme = analysis_test_scheme (8, TRUE, TRUE, FALSE, calibration);
  const int widths[] = { first, second };
  QsaProfilePlan plan;

  qsa_profile_plan_init (&plan, &scheme, G_N_ELEMENTS (widths), widths);
  return plan;
}

/* Symmetric min-max in float64, value by value; both levels and s as the textbook has them. */
static double
get_sqnr (const float *x, gsize n, int bits)
{
  const double q_max = (double)((1 << (bits - 1)) - 1);
  double largest = 0, signal = 0, noise = 0;
  float s;

  for (gsize i = 0; i < n; i++)
    largest = fmax (largest, fabs ((double)x[i]));
  s = (float)(largest / q_max);
  for (gsize i = 0; i < n; i++)
    {
      const double e = (double)s * nearbyint ((double)(x[i] / s)) - (double)x[i];

      signal += (double)x[i] * (double)x[i];
      noise += e * e;
    }
  return 10 * log10 (signal / noise);
}

static void
assert_profile (QstTensor *tensor, const QsaProfile *profile)
{
  const gsize n = (gsize)qst_tensor_get_count (tensor);
  g_autofree float *x = g_new (float, n);
  double mean = 0, squares = 0, fourths = 0;
  guint64 counted = 0;

  memmove (x, qst_tensor_get_span (tensor, 0, n, x), n * sizeof *x);
  for (gsize i = 0; i < n; i++)
    mean += (double)x[i] / (double)n;
  for (gsize i = 0; i < n; i++)
    {
      squares += pow ((double)x[i] - mean, 2) / (double)n;
      fourths += pow ((double)x[i] - mean, 4) / (double)n;
    }
  g_assert_cmpfloat_with_epsilon (profile->mean, mean, 1e-9);
  analysis_test_assert_near (profile->std, sqrt (squares), 1e-9);
  analysis_test_assert_near (profile->kurtosis, fourths / (squares * squares), 1e-9);
  analysis_test_assert_near (qsa_profile_get_point (profile, 4)->sqnr_db, get_sqnr (x, n, 4), 1e-6);
  analysis_test_assert_near (qsa_profile_get_point (profile, 8)->sqnr_db, get_sqnr (x, n, 8), 1e-6);
  g_assert_null (qsa_profile_get_point (profile, 5));
  g_assert_cmpuint (qsa_profile_get_point (profile, 4)->clipped, ==, 0);
  for (gsize i = 0; i < QSA_PROFILE_BINS; i++)
    counted += profile->bins[i];
  g_assert_cmpuint (counted, ==, n);
  g_assert_cmpuint (profile->n_finite, ==, n);
}

static void
test_profiles (void)
{
  g_autoptr (QstArchive) archive = open_file ("../data/samples/mlp-64-48-24-10.safetensors");
  const QsaProfilePlan plan = make_plan (4, 8, QSA_CALIBRATION_MIN_MAX);

  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 6);
  for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
    {
      QstTensor *tensor = qst_archive_get_tensor (archive, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (QsaProfile) profile = qsa_profile_new (tensor, &plan, NULL, &error);

      g_assert_no_error (error);
      assert_profile (tensor, profile);
    }
}

static double
get_number (json_t *object, const char *key)
{
  return json_number_value (json_object_get (object, key));
}

/* numpy's scale of the largest magnitude over that of the 99.9th percentile, and its squared error. */
static void
assert_numpy (json_t *entry)
{
  g_autoptr (QstArchive) archive = open_file (json_string_value (json_object_get (entry, "file")));
  const char *name = json_string_value (json_object_get (entry, "tensor"));
  QstTensor *tensor = name != NULL ? qst_archive_find_tensor (archive, name) : qst_archive_get_tensor (archive, 0);
  const QsaProfilePlan plan = make_plan (4, 8, QSA_CALIBRATION_MIN_MAX);
  json_t *all = json_object_get (entry, "bits"), *four = json_object_get (all, "4");
  g_autoptr (GError) error = NULL;
  g_autoptr (QsaProfile) profile = NULL;

  g_assert_nonnull (tensor);
  profile = qsa_profile_new (tensor, &plan, NULL, &error);
  g_assert_no_error (error);
  analysis_test_assert_near (profile->points[0].mse, get_number (four, "maxabs_mse"), 1e-5);
  analysis_test_assert_near (profile->points[1].mse, get_number (json_object_get (all, "8"), "maxabs_mse"), 1e-5);
  analysis_test_assert_near (profile->tail, get_number (four, "maxabs_scale") / get_number (four, "percentile_999_scale"), 1e-6);
}

static void
test_numpy (void)
{
  g_autofree char *text = analysis_test_read ("data/analysis/bit_sweep.json");
  json_t *root = json_loads (text, 0, NULL), *tensors = json_object_get (root, "tensors");

  g_assert_cmpuint (json_array_size (tensors), >, 2);
  for (gsize i = 0; i < json_array_size (tensors); i++)
    assert_numpy (json_array_get (tensors, i));
  json_decref (root);
}

static QstTensor *
new_tensor (const char *name, const float *values, gsize n)
{
  const guint64 shape[] = { n };

  return qst_tensor_new_take (name, "npy", 1, shape, g_memdup2 (values, n * sizeof *values));
}

static QsaProfile *
profile_of (const float *values, gsize n)
{
  const QsaProfilePlan plan = make_plan (4, 8, QSA_CALIBRATION_MIN_MAX);
  g_autoptr (QstTensor) tensor = new_tensor ("values", values, n);
  g_autoptr (GError) error = NULL;
  QsaProfile *profile = qsa_profile_new (tensor, &plan, NULL, &error);

  g_assert_no_error (error);
  return profile;
}

/* Nothing, nothing finite, all alike, zeros. */
static void
test_degenerate (void)
{
  const float strange[] = { NAN, INFINITY, -INFINITY }, alike[] = { 2, 2, 2, 2 }, zeros[] = { 0, 0 };
  g_autoptr (QsaProfile) none = profile_of (strange, 0);
  g_autoptr (QsaProfile) infinite = profile_of (strange, G_N_ELEMENTS (strange));
  g_autoptr (QsaProfile) same = profile_of (alike, G_N_ELEMENTS (alike));
  g_autoptr (QsaProfile) silent = profile_of (zeros, G_N_ELEMENTS (zeros));

  g_assert_cmpuint (none->n_finite, ==, 0);
  g_assert_true (isnan (none->min) && isnan (none->kurtosis) && isnan (none->tail) && isnan (none->points[0].sqnr_db));
  g_assert_cmpuint (infinite->n_finite, ==, 0);
  g_assert_true (isnan (infinite->points[0].sqnr_db));
  g_assert_true (isnan (same->kurtosis));
  g_assert_cmpfloat (same->tail, ==, 1);
  g_assert_cmpuint (same->bins[QSA_PROFILE_BINS / 2], ==, 4);
  g_assert_true (isinf (same->points[0].sqnr_db)); /* 2 is 7 s */
  g_assert_true (isnan (silent->points[0].sqnr_db) && isnan (silent->tail));
}

/* Worst first; then what has no error, no signal, no profile. */
static void
test_compare (void)
{
  const float rough[] = { -7, -3.5f, 0.4f, 7 }, fine[] = { -7, -3.1f, 1, 7 }, exact[] = { 1, 2 }, zeros[] = { 0 };
  g_autoptr (QsaProfile) worst = profile_of (rough, G_N_ELEMENTS (rough));
  g_autoptr (QsaProfile) better = profile_of (fine, G_N_ELEMENTS (fine));
  g_autoptr (QsaProfile) best = profile_of (exact + 1, 1);
  g_autoptr (QsaProfile) silent = profile_of (zeros, 1);
  const QsaProfile *order[] = { worst, better, best, silent, NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (order); j++)
      {
        const int sign = qsa_ranking_compare (order[i], order[j], 0);

        g_assert_cmpint ((sign > 0) - (sign < 0), ==, i == j ? 0 : i < j ? -1 : 1);
      }
}

/* A set scale is one tensor's. */
static void
test_plan (void)
{
  QsaScheme scheme = analysis_test_scheme (6, TRUE, FALSE, FALSE, QSA_CALIBRATION_MANUAL);
  const int widths[] = { 4, 8 };
  QsaProfilePlan plan, other;

  qsa_profile_plan_init (&plan, &scheme, 2, widths);
  g_assert_cmpint (plan.scheme.calibration, ==, QSA_CALIBRATION_MIN_MAX);
  scheme.format.bits = 3;
  qsa_profile_plan_init (&other, &scheme, 2, widths);
  g_assert_true (qsa_profile_plan_equal (&plan, &other));
  qsa_profile_plan_init (&other, &scheme, 1, widths);
  g_assert_false (qsa_profile_plan_equal (&plan, &other));
  scheme.format.symmetric = TRUE;
  qsa_profile_plan_init (&other, &scheme, 2, widths);
  g_assert_false (qsa_profile_plan_equal (&plan, &other));
}

/* The table: a line for each tensor, the worst first, integers and what the file cannot give at the end with their reasons. */
static void
test_ranking (void)
{
  g_autoptr (QstArchive) archive = open_file ("../data/samples/mlp-64-48-24-10.safetensors");
  const QsaProfilePlan plan = make_plan (4, 8, QSA_CALIBRATION_MIN_MAX);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ranking = qsa_ranking_new (archive, NULL, &plan, NULL, &error);
  g_autofree char *csv = qsa_ranking_to_csv (ranking, &plan);
  g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

  g_assert_no_error (error);
  g_assert_cmpuint (ranking->len, ==, 6);
  g_assert_cmpuint (g_strv_length (lines), ==, 8); /* header, six, the end of the last */
  g_assert_true (g_str_has_prefix (lines[0], "index,name,shape,dtype,values,"));
  for (guint i = 0; i < ranking->len; i++)
    {
      const QsaRankingEntry *entry = &g_array_index (ranking, QsaRankingEntry, i);
      g_auto (GStrv) fields = g_strsplit (lines[i + 1], ",", -1);

      g_assert_cmpstr (fields[1], ==, qst_tensor_get_name (entry->tensor));
      g_assert_cmpfloat_with_epsilon (g_ascii_strtod (fields[11], NULL), entry->profile->points[0].sqnr_db, 1e-6);
      g_assert_cmpuint (qsa_ranking_find (ranking, entry->tensor), ==, i + 1);
      if (i > 0)
        g_assert_cmpint (qsa_ranking_compare (entry[-1].profile, entry->profile, 0), <=, 0);
    }
}

static void
test_ranking_integers (void)
{
  g_autoptr (QstArchive) archive = open_file ("../data/samples/digits-test.safetensors");
  const QsaProfilePlan plan = make_plan (4, 8, QSA_CALIBRATION_MIN_MAX);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ranking = qsa_ranking_new (archive, NULL, &plan, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < ranking->len; i++)
    {
      const QsaRankingEntry *entry = &g_array_index (ranking, QsaRankingEntry, i);

      g_assert_null (entry->profile);
      g_assert_nonnull (strstr (entry->reason, "int"));
      g_assert_cmpuint (qsa_ranking_find (ranking, entry->tensor), ==, 0);
    }
}

/* The thread */

#define N_TENSORS 24

typedef struct
{
  GPtrArray *tensors;
  QsaSurvey *survey;
  GMainLoop *loop;
  guint order[N_TENSORS];
  guint n, n_wanted;
} Fixture;

static void
measured_cb (guint index, QsaProfile *profile, const GError *error, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_no_error (error);
  g_assert_cmpuint (profile->n_finite, ==, index + 1);
  g_assert_cmpuint (fixture->n, <, N_TENSORS);
  fixture->order[fixture->n++] = index;
  if (fixture->n == fixture->n_wanted)
    g_main_loop_quit (fixture->loop);
}

/* Tensor i has i + 1 values; the last one is none. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  const QsaProfilePlan plan = make_plan (4, 8, QSA_CALIBRATION_MIN_MAX);
  float values[N_TENSORS];

  for (gsize i = 0; i < N_TENSORS; i++)
    values[i] = (float)i + 0.25f;
  fixture->tensors = g_ptr_array_new ();
  for (gsize i = 0; i + 1 < N_TENSORS; i++)
    g_ptr_array_add (fixture->tensors, new_tensor ("values", values, i + 1));
  g_ptr_array_add (fixture->tensors, NULL);
  fixture->loop = g_main_loop_new (NULL, FALSE);
  fixture->survey = qsa_survey_new (fixture->tensors, &plan, measured_cb, fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  qsa_survey_free (fixture->survey);
  for (guint i = 0; i < fixture->tensors->len; i++)
    if (fixture->tensors->pdata[i] != NULL)
      qst_tensor_unref (fixture->tensors->pdata[i]);
  g_ptr_array_unref (fixture->tensors);
  g_main_loop_unref (fixture->loop);
}

static gboolean
never_cb (gpointer data)
{
  g_error ("the survey does not come to an end");
  return G_SOURCE_REMOVE;
}

static void
run_until (Fixture *fixture, guint n)
{
  const guint id = g_timeout_add_seconds (60, never_cb, NULL);

  fixture->n_wanted = n;
  g_main_loop_run (fixture->loop);
  g_source_remove (id);
}

/* What is asked for comes first, what is known is left out, and nothing happens before it is told to run. */
static void
test_survey (Fixture *fixture, gconstpointer data)
{
  const guint wanted[] = { 20, 7, 13 };
  guint n;

  g_assert_false (qsa_survey_is_running (fixture->survey));
  g_assert_cmpuint (qsa_survey_get_n_done (fixture->survey, &n), ==, 0);
  g_assert_cmpuint (n, ==, N_TENSORS - 1);
  g_assert_true (isnan (qsa_survey_get_seconds_left (fixture->survey)));
  qsa_survey_prefer (fixture->survey, wanted, G_N_ELEMENTS (wanted));
  qsa_survey_skip (fixture->survey, 2);
  qsa_survey_skip (fixture->survey, 2);
  qsa_survey_set_running (fixture->survey, TRUE);
  run_until (fixture, N_TENSORS - 2);
  g_assert_cmpmem (fixture->order, sizeof wanted, wanted, sizeof wanted);
  for (guint i = 0; i < fixture->n; i++)
    g_assert_cmpuint (fixture->order[i], !=, 2);
  for (guint i = G_N_ELEMENTS (wanted) + 1; i < fixture->n; i++)
    g_assert_cmpuint (fixture->order[i - 1], <, fixture->order[i]);
  g_assert_cmpuint (qsa_survey_get_n_done (fixture->survey, &n), ==, n);
  g_assert_false (qsa_survey_is_running (fixture->survey));
  g_assert_cmpfloat (qsa_survey_get_seconds_left (fixture->survey), ==, 0);
}

/* A rest loses nothing. */
static void
test_survey_rest (Fixture *fixture, gconstpointer data)
{
  guint n;

  for (guint i = 0; i < 50; i++)
    {
      qsa_survey_set_running (fixture->survey, TRUE);
      qsa_survey_set_running (fixture->survey, FALSE);
    }
  g_assert_cmpuint (qsa_survey_get_n_done (fixture->survey, &n), <=, n);
  qsa_survey_set_running (fixture->survey, TRUE);
  run_until (fixture, N_TENSORS - 1);
  g_assert_cmpuint (qsa_survey_get_n_done (fixture->survey, &n), ==, n);
}

/* What nobody was told of yet does not count: who asks shows what he has. */
static void
test_survey_told (Fixture *fixture, gconstpointer data)
{
  guint n;

  qsa_survey_set_running (fixture->survey, TRUE);
  g_usleep (100 * 1000);
  g_assert_cmpuint (qsa_survey_get_n_done (fixture->survey, &n), ==, 0);
  g_assert_true (qsa_survey_is_running (fixture->survey));
  run_until (fixture, N_TENSORS - 1);
  g_assert_cmpuint (qsa_survey_get_n_done (fixture->survey, &n), ==, n);
}

/* Freed while it works. */
static void
test_survey_free (Fixture *fixture, gconstpointer data)
{
  qsa_survey_set_running (fixture->survey, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/profile/loops", test_profiles);
  g_test_add_func ("/profile/numpy", test_numpy);
  g_test_add_func ("/profile/degenerate", test_degenerate);
  g_test_add_func ("/profile/plan", test_plan);
  g_test_add_func ("/ranking/compare", test_compare);
  g_test_add_func ("/ranking/table", test_ranking);
  g_test_add_func ("/ranking/integers", test_ranking_integers);
  g_test_add ("/survey/order", Fixture, NULL, set_up, test_survey, tear_down);
  g_test_add ("/survey/rest", Fixture, NULL, set_up, test_survey_rest, tear_down);
  g_test_add ("/survey/told", Fixture, NULL, set_up, test_survey_told, tear_down);
  g_test_add ("/survey/free", Fixture, NULL, set_up, test_survey_free, tear_down);
  return g_test_run ();
}
