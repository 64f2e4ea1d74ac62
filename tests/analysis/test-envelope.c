/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis-test.h"

#include "analysis/qsa-envelope.h"
#include "analysis/qsa-job.h"

#include <math.h>

static QscParams
make_params (int bits, QscRounding rounding, float scale, int zero_point)
{
  const QscScheme format = { .bits = bits, .is_signed = TRUE, .rounding = rounding, .seed = 5 };
  QscParams params;

  g_assert_cmpint (qsc_params_init (&params, &format, scale, zero_point), ==, QSC_OK);
  return params;
}

static QsaEnvelope *
make_envelope (QsaSource *source, const QscParams *params, guint64 first, guint64 last, guint n_columns)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QsaUnitParams) units = qsa_unit_params_new_single (params);
  QsaEnvelope *envelope = qsa_envelope_new (source, units, first, last, n_columns, NULL, &error);

  g_assert_no_error (error);
  return envelope;
}

/* One value at a time through the formula. */
static void
check_column (const QsaEnvelopeColumn *column, const QscParams *params, const float *values)
{
  float min = INFINITY, max = -INFINITY, largest = -1;
  guint64 count = 0, index = 0;

  for (guint64 i = column->first; i < column->last; i++)
    {
      QscTrace trace;

      if (!isfinite (values[i]))
        continue;
      qsc_params_trace (params, values[i], i, &trace);
      count++;
      min = MIN (min, trace.error);
      max = MAX (max, trace.error);
      if (fabsf (trace.error) > largest)
        {
          largest = fabsf (trace.error);
          index = i;
        }
    }
  g_assert_cmpuint (column->count, ==, count);
  if (count == 0)
    return;
  g_assert_cmpfloat (column->min, ==, min);
  g_assert_cmpfloat (column->max, ==, max);
  g_assert_cmpfloat (fabsf (column->max_error), ==, largest);
  g_assert_cmpuint (column->max_index, ==, index);
  g_assert_cmpfloat (column->value, ==, values[index]);
}

/* Columns tile the range, and each is what all of its values say. */
static void
check (QsaSource *source, const QscParams *params, const float *values, guint64 first, guint64 last, guint n_columns)
{
  g_autoptr (QsaEnvelope) envelope = make_envelope (source, params, first, last, n_columns);
  const QsaEnvelopeColumn *columns;
  guint64 shortest = G_MAXUINT64, longest = 0;
  gsize n;

  columns = qsa_envelope_get_columns (envelope, &n);
  g_assert_cmpuint (n, ==, MIN (last - first, n_columns));
  g_assert_cmpuint (columns[0].first, ==, first);
  g_assert_cmpuint (columns[n - 1].last, ==, last);
  for (gsize i = 0; i < n; i++)
    {
      g_assert_true (i == 0 || columns[i].first == columns[i - 1].last);
      shortest = MIN (shortest, columns[i].last - columns[i].first);
      longest = MAX (longest, columns[i].last - columns[i].first);
      check_column (&columns[i], params, values);
    }
  g_assert_cmpuint (shortest, >, 0);
  g_assert_cmpuint (longest - shortest, <=, 1);
}

static void
test_exact (gconstpointer data)
{
  const QscParams params = make_params (4, (QscRounding)GPOINTER_TO_INT (data), 0.21f, -2);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, 200000);
  gsize n;
  g_autofree float *values = analysis_test_get_values (source, &n);

  check (source, &params, values, 0, n, 800);
  check (source, &params, values, 0, n, 7);
  check (source, &params, values, 65530, 65540, 800);    /* single values, over the border of chunks */
  check (source, &params, values, 131000, 133000, 1999); /* all but one alone */
  check (source, &params, values, n - 1, n, 1);
}

static void
test_not_finite (void)
{
  const float values[] = { NAN, 0.3f, INFINITY, -INFINITY, NAN, NAN, -0.3f, 9.0f };
  const QscParams params = make_params (4, QSC_ROUND_HALF_EVEN, 1.0f, 0);
  g_autoptr (QsaSource) source = analysis_test_source (values, G_N_ELEMENTS (values));

  check (source, &params, values, 0, 8, 1);
  check (source, &params, values, 0, 8, 4);
  check (source, &params, values, 0, 8, 100);
}

/* Any number of threads finds the same, the first of equals, too. */
static void
test_threads (void)
{
  const QscParams params = make_params (2, QSC_ROUND_HALF_EVEN, 0.5f, 0);
  const gsize n_values = 400000;
  g_autofree float *values = g_new (float, n_values);
  g_autoptr (QsaSource) source = NULL;

  for (gsize i = 0; i < n_values; i++)
    values[i] = (float)((i * 7919) % 9) / 8;
  source = analysis_test_source (values, n_values);
  for (guint threads = 1; threads <= 4; threads++)
    {
      qsa_job_set_n_threads (threads);
      check (source, &params, values, 10, n_values - 10, 5);
    }
  qsa_job_set_n_threads (0);
}

static void
test_is_of (void)
{
  const QscParams params = make_params (4, QSC_ROUND_HALF_EVEN, 0.21f, 0), other = make_params (4, QSC_ROUND_HALF_EVEN, 0.22f, 0);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, 5000);
  g_autoptr (QsaUnitParams) units = qsa_unit_params_new_single (&params);
  g_autoptr (QsaUnitParams) other_units = qsa_unit_params_new_single (&other);
  g_autoptr (QsaEnvelope) envelope = make_envelope (source, &params, 100, 900, 50);

  g_assert_true (qsa_envelope_is_of (envelope, source, units, 100, 900, 50));
  g_assert_false (qsa_envelope_is_of (envelope, source, other_units, 100, 900, 50));
  g_assert_false (qsa_envelope_is_of (envelope, source, units, 101, 900, 50));
  g_assert_false (qsa_envelope_is_of (envelope, source, units, 100, 901, 50));
  g_assert_false (qsa_envelope_is_of (envelope, source, units, 100, 900, 51));
}

static void
test_cancel_and_empty (void)
{
  const QscParams params = make_params (4, QSC_ROUND_HALF_EVEN, 0.21f, 0);
  g_autoptr (QsaSource) source = analysis_test_draw (QST_DISTRIBUTION_LAPLACE, 5000);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (QsaUnitParams) units = qsa_unit_params_new_single (&params);
  g_autoptr (QsaEnvelope) empty = make_envelope (source, &params, 6000, 7000, 10);
  g_autoptr (GError) error = NULL;
  gsize n;

  qsa_envelope_get_columns (empty, &n);
  g_assert_cmpuint (n, ==, 0);
  g_cancellable_cancel (cancellable);
  g_assert_null (qsa_envelope_new (source, units, 0, 5000, 10, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (int rounding = 0; rounding < QSC_N_ROUNDINGS; rounding++)
    {
      g_autofree char *path = g_strconcat ("/analysis/envelope/exact/", qsa_rounding_get_nick (rounding), NULL);

      g_test_add_data_func (path, GINT_TO_POINTER (rounding), test_exact);
    }
  g_test_add_func ("/analysis/envelope/not-finite", test_not_finite);
  g_test_add_func ("/analysis/envelope/threads", test_threads);
  g_test_add_func ("/analysis/envelope/is-of", test_is_of);
  g_test_add_func ("/analysis/envelope/cancel-and-empty", test_cancel_and_empty);
  return g_test_run ();
}
