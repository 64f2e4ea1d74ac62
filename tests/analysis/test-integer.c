/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "analysis-test.h"
#include "analysis/qsa-integer.h"
#include "analysis/qsa-race.h"
#include "analysis/qsa-samples.h"

static QsaReference *
open_reference (void)
{
  g_autoptr (GError) error = NULL;
  QsaReference *reference = qsa_samples_open (0, NULL, &error);

  g_assert_no_error (error);
  return reference;
}

static QsaIntegerRequest
get_request (QsaReference *reference, int bits, gboolean is_signed, gboolean symmetric, gsize layer)
{
  return (QsaIntegerRequest){
    .network = { .reference = reference,
                 .scheme = analysis_test_scheme (bits, is_signed, symmetric, FALSE, QSA_CALIBRATION_MIN_MAX),
                 .scale_factor = 1.0,
                 .weights = TRUE,
                 .activations = TRUE },
    .layer = layer,
    .row = 3,
    .example = 17,
  };
}

/* A plain loop over distances from the zero-points, and the closed form of the four terms; the kernel that programs use where the codes
 * fit it. */
static void
check_sums (QsaInteger *integer)
{
  gsize n, n_outputs;
  const gint32 *x = qsa_integer_get_inputs (integer, &n), *w = qsa_integer_get_weights (integer, &n);
  const QsaIntegerOutput *o = &qsa_integer_get_outputs (integer, &n_outputs)[qsa_integer_get_request (integer)->row];
  gint64 sum = o->bias_code;

  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpint (x[i], >=, o->input.qmin);
      g_assert_cmpint (x[i], <=, o->input.qmax);
      g_assert_cmpint (w[i], >=, o->weight.qmin);
      g_assert_cmpint (w[i], <=, o->weight.qmax);
      sum += (gint64)(x[i] - o->input.zero_point) * (w[i] - o->weight.zero_point);
    }
  g_assert_cmpint (o->sum, ==, sum);
  g_assert_cmpint (o->products + o->weight_correction + o->input_correction + o->both_zeros + o->bias_code, ==, sum);
  if (o->weight.qmin >= -128 && o->weight.qmax <= 127)
    {
      g_autofree guint8 *a = g_new (guint8, n);
      g_autofree gint8 *b = g_new (gint8, n);
      QscDot dot;

      for (gsize i = 0; i < n; i++)
        {
          a[i] = (guint8)x[i];
          b[i] = (gint8)w[i];
        }
      qsc_dot_u8_i8 (a, o->input.zero_point, b, o->weight.zero_point, n, &dot);
      g_assert_cmpint (dot.result + o->bias_code, ==, sum);
      g_assert_cmpint (dot.sum_ab, ==, o->products);
    }
}

/* The multiplier is the factor to 31 bits, so the code is the rounded product, but for a tie's breadth; the real is what the codes stand
 * for, and lies as near to float32 as half a step of each input and weight allow. */
static void
check_outputs (QsaInteger *integer)
{
  gsize n, n_outputs;
  const gint32 *x = qsa_integer_get_inputs (integer, &n);
  const QsaIntegerOutput *outputs = qsa_integer_get_outputs (integer, &n_outputs);

  g_assert_nonnull (x);
  for (gsize i = 0; i < n_outputs; i++)
    {
      const QsaIntegerOutput *o = &outputs[i];
      const double exact = o->sum * o->factor;
      const double clamped = CLAMP (exact + o->output.zero_point, o->output.qmin, o->output.qmax);

      g_assert_cmpfloat (fabs (o->scaled - exact), <=, 0.5 + 1e-6 + fabs (exact) * 0x1p-30);
      g_assert_cmpfloat (fabs (o->code - clamped), <=, 0.5 + 1e-6 + fabs (exact) * 0x1p-30);
      g_assert_cmpfloat_with_epsilon (o->real, (double)o->output.scale * (o->code - o->output.zero_point), 1e-12);
      g_assert_cmpfloat_with_epsilon (o->factor, (double)o->input.scale * (double)o->weight.scale / (double)o->output.scale,
                                      1e-12);
    }
}

static void
test_sums (void)
{
  g_autoptr (QsaReference) reference = open_reference ();

  for (int bits = 2; bits <= 8; bits++)
    for (int kind = 0; kind < 4; kind++)
      for (gsize layer = 0; layer < 2; layer++)
        for (int per_channel = 0; per_channel < 2; per_channel++)
          {
            QsaIntegerRequest request = get_request (reference, bits, (kind & 1) != 0, (kind & 2) != 0, layer);
            g_autoptr (GError) error = NULL;
            g_autoptr (QsaInteger) integer = NULL;

            request.network.per_channel = per_channel;
            integer = qsa_integer_new (&request, NULL, &error);
            g_assert_no_error (error);
            check_sums (integer);
            check_outputs (integer);
          }
}

/* Float32's own layer, by hand, and the integers near it at 8 bits. */
static void
test_expected (void)
{
  g_autoptr (QsaReference) reference = open_reference ();
  const QsaIntegerRequest request = get_request (reference, 8, TRUE, TRUE, 0);
  QsaNetwork *network = qsa_reference_get_network (reference);
  const float *x = qsa_examples_get_input (qsa_reference_get_examples (reference), 17);
  g_autoptr (QsaInteger) integer = qsa_integer_new (&request, NULL, NULL);
  gsize n_outputs;
  const QsaIntegerOutput *outputs = qsa_integer_get_outputs (integer, &n_outputs);

  g_assert_cmpuint (n_outputs, ==, 32);
  for (gsize row = 0; row < n_outputs; row++)
    {
      double sum = (double)qsa_network_get_bias (network, 0)[row];

      for (gsize j = 0; j < 64; j++)
        sum += (double)x[j] * (double)qsa_network_get_values (network, 0)[row * 64 + j];
      g_assert_cmpfloat_with_epsilon (outputs[row].expected, MAX (sum, 0.0), 1e-5);
      g_assert_cmpfloat_with_epsilon (outputs[row].real, outputs[row].expected, 0.15);
    }
}

/* All digits by integers alone: 529 of 540 are right in numpy with the same codes (oracle_accuracy.json, w8a8_sym_tensor); where sums are
 * rounded to codes again, two answers may turn. */
static void
test_network (void)
{
  g_autoptr (QsaReference) reference = open_reference ();
  QsaExamples *examples = qsa_reference_get_examples (reference);
  QsaIntegerRequest request = get_request (reference, 8, TRUE, TRUE, 1);
  guint n_right = 0;

  request.network.scheme.format.narrow_range = true;
  for (request.example = 0; request.example < 540; request.example++)
    {
      g_autoptr (QsaInteger) integer = qsa_integer_new (&request, NULL, NULL);

      n_right += qsa_integer_get_answer (integer) == qsa_examples_get_label (examples, request.example);
      g_assert_cmpuint (qsa_integer_get_answer_float (integer), ==, qsa_reference_get_answer (reference, request.example));
    }
  g_assert_cmpuint (n_right, >=, 527);
  g_assert_cmpuint (n_right, <=, 531);
}

static void
test_refusals (void)
{
  g_autoptr (QsaReference) reference = open_reference ();
  QsaIntegerRequest request = get_request (reference, 9, TRUE, TRUE, 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (QsaInteger) integer = NULL;
  QsaRace race;

  g_assert_null (qsa_integer_new (&request, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  request.network.scheme.format.bits = 8;
  request.example = request.layer = request.row = G_MAXSIZE; /* the last of each */
  integer = qsa_integer_new (&request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (qsa_integer_get_request (integer)->row, ==, 9);
  g_assert_false (qsa_race_run (1, 3, NULL, NULL, NULL, &race, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

static void
count_cb (gpointer data, guint round, guint n_rounds)
{
  guint *count = data;

  *count += 1;
  g_assert_cmpuint (round, ==, *count);
  g_assert_cmpuint (n_rounds, ==, 3);
}

/* What is moved, and that a race comes to an end; how fast is the machine's affair. */
static void
test_race (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  guint count = 0;
  QsaRace race;

  g_assert_true (qsa_race_run (64, 3, count_cb, &count, NULL, &race, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, 3);
  g_assert_cmpuint (race.int8.bytes, ==, 64 * 64 * (1 + 1 + 4));
  g_assert_cmpuint (race.float32.bytes, ==, 64 * 64 * (4 + 4 + 4));
  g_assert_cmpfloat_with_epsilon (race.ratio, race.float32.seconds / race.int8.seconds, 1e-9);
  g_assert_cmpfloat_with_epsilon (race.int8.macs_per_second * race.int8.seconds, 64.0 * 64.0 * 64.0, 1);
  g_cancellable_cancel (cancellable);
  g_assert_false (qsa_race_run (64, 3, NULL, NULL, cancellable, &race, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/integer/sums", test_sums);
  g_test_add_func ("/integer/expected", test_expected);
  g_test_add_func ("/integer/network", test_network);
  g_test_add_func ("/integer/refusals", test_refusals);
  g_test_add_func ("/integer/race", test_race);
  return g_test_run ();
}
