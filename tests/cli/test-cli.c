/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inspect, measure, and what belongs to all commands. */
#define _GNU_SOURCE
#include "cli-test.h"

#include <math.h>
#include <string.h>

#include "tensor/qst-archive.h"

static void
test_help (Cli *self, gconstpointer data)
{
  static const char *const commands[] = { "inspect", "convert", "measure",  "plot", "quantize",
                                          "report",  "code",    "accuracy", "rank" };

  cli_run (self, "--help");
  cli_assert_ok (self);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *line = g_strdup_printf ("%s --help", commands[i]);
      g_autofree char *usage = g_strdup_printf ("quantoscope-cli %s ", commands[i]);

      g_assert_nonnull (strstr (self->out, commands[i]));
      cli_run (self, line);
      cli_assert_ok (self);
      g_assert_nonnull (strstr (self->out, usage));
      cli_run (self, "--help");
    }
}

/* Every option of the contract is in the help of its command. */
static void
test_help_options (Cli *self, gconstpointer data)
{
  static const char *const options[] = {
    "--tensor",     "--distribution", "--count",         "--seed",          "--mean",        "--sigma",
    "--degrees",    "--separation",   "--outlier-share", "--outlier-scale", "--channels",    "--channel-ratio",
    "--bits",       "--signed",       "--unsigned",      "--symmetric",     "--asymmetric",  "--narrow-range",
    "--rule",       "--rounding",     "--calibration",   "--percentile",    "--sigmas",      "--scale",
    "--zero-point", "--json",         "--granularity",   "--axis",          "--power-of-two"
  };

  cli_run (self, "measure --help");
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (strstr (self->out, options[i]) == NULL)
      g_error ("the help of measure is silent on %s", options[i]);
}

static void
test_version (Cli *self, gconstpointer data)
{
  cli_run (self, "--version");
  cli_assert_ok (self);
  g_assert_true (g_str_has_prefix (self->out, "quantoscope-cli "));
}

static void
test_instructions (Cli *self, gconstpointer data)
{
  g_setenv ("QSC_CPU", "scalar", TRUE);
  cli_run (self, "--version");
  g_unsetenv ("QSC_CPU");
  cli_assert_ok (self);
  g_assert_nonnull (strstr (self->out, "Instructions: scalar; for products: scalar\nQSC_CPU: scalar\n"));
}

/* On each paper; the same input gives the same bytes, in another process and at another time. */
static void
test_report (Cli *self, gconstpointer data)
{
  g_autoptr (GBytes) first = NULL, second = NULL, letter = NULL;

  cli_run (self, "report @SAMPLE@ --tensor fc1.weight --bits 4 --paper a4 -o a.pdf");
  cli_assert_ok (self);
  first = cli_read (self, "a.pdf");
  g_usleep (1100 * 1000);
  cli_run (self, "report @SAMPLE@ --tensor fc1.weight --bits 4 --paper a4 -o b.PDF");
  cli_assert_ok (self);
  second = cli_read (self, "b.PDF");
  g_assert_true (g_bytes_equal (first, second));
  cli_run (self, "report @SAMPLE@ --tensor fc1.weight --bits 4 --paper letter --theme dark -o letter.pdf");
  cli_assert_ok (self);
  letter = cli_read (self, "letter.pdf");
  g_assert_nonnull (memmem (g_bytes_get_data (letter, NULL), g_bytes_get_size (letter), "0 0 612 792", 11));
  g_assert_nonnull (memmem (g_bytes_get_data (first, NULL), g_bytes_get_size (first), "0 0 595.27", 10));
  cli_run (self, "report @SAMPLE@ --tensor fc1.weight -o a.png");
  cli_assert_error (self, 2, "ends in .pdf");
  cli_run (self, "report @SAMPLE@ --tensor fc1.weight --paper a5 -o c.pdf");
  cli_assert_error (self, 2, "expected a4 or letter");
}

/* The parameters found by calibration stand in the code; what the code does is tested with analysis. */
static void
test_code (Cli *self, gconstpointer data)
{
  cli_run (self, "code @SAMPLE@ --tensor fc1.weight --bits 4 --setup");
  cli_assert_ok (self);
  g_assert_true (g_str_has_prefix (self->out, "bits=4 signed=1 sym=1 s="));
  cli_run (self, "code --language c --bits 4 --scale 0.0259 --zero-point -1");
  cli_assert_ok (self);
  g_assert_nonnull (strstr (self->out, "#define SCALE 0.0259000007f\n"));
  cli_run (self, "code --language pytorch --distribution gaussian --bits 16 --unsigned");
  cli_assert_ok (self);
  g_assert_nonnull (strstr (self->out, "import torch\n"));
  cli_run (self, "code --language c --bits 4");
  cli_assert_error (self, 2, "A FILE or --distribution NAME is needed");
  cli_run (self, "code --scale 1");
  cli_assert_error (self, 2, "--language is needed");
  cli_run (self, "quantize @SAMPLE@ --tensor fc1.weight --bits 8 --packed -o a.npy");
  cli_assert_error (self, 2, "only with --bits 4 or --bits 2");
  cli_run (self, "code --scale 1 --language basic");
  cli_assert_error (self, 2, "“basic”; expected numpy, pytorch, onnx or c");
}

static void
test_inspect (Cli *self, gconstpointer data)
{
  cli_run (self, "inspect @SAMPLE@");
  cli_assert_ok (self);
  g_assert_nonnull (strstr (self->out, "safetensors"));
  g_assert_nonnull (strstr (self->out, "fc2.bias"));
  g_assert_nonnull (strstr (self->out, "32 × 64"));
}

static void
test_inspect_json (Cli *self, gconstpointer data)
{
  json_t *root;

  cli_run (self, "inspect --json @SAMPLE@");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpstr (json_string_value (cli_get (root, "format")), ==, "safetensors");
  g_assert_cmpuint (json_array_size (cli_get (root, "tensors")), ==, 4);
  g_assert_cmpstr (json_string_value (cli_get (root, "tensors.2.name")), ==, "fc2.weight");
  g_assert_cmpstr (json_string_value (cli_get (root, "tensors.2.dtype")), ==, "F32");
  g_assert_cmpint (json_integer_value (cli_get (root, "tensors.2.shape.0")), ==, 10);
  g_assert_cmpint (json_integer_value (cli_get (root, "tensors.2.count")), ==, 320);
  g_assert_cmpstr (json_string_value (cli_get (root, "metadata.layout")), ==, "weight is [out,in]");
  g_assert_null (json_object_get (cli_get (root, "tensors.0"), "sha256"));
  json_decref (root);
}

static void
test_inspect_statistics (Cli *self, gconstpointer data)
{
  json_t *root;

  cli_run (self, "inspect @TESTS@/data/analysis/g2p_enc_emb_f32.npy --json --statistics");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpint (json_integer_value (cli_get (root, "tensors.0.finite")), ==, 7424);
  g_assert_cmpint (json_integer_value (cli_get (root, "tensors.0.nan")), ==, 0);
  g_assert_cmpint (json_integer_value (cli_get (root, "tensors.0.positive_infinity")), ==, 0);
  g_assert_cmpint (json_integer_value (cli_get (root, "tensors.0.negative_infinity")), ==, 0);
  g_assert_cmpfloat (json_real_value (cli_get (root, "tensors.0.min")), ==, -4.379818439483643);
  g_assert_cmpfloat (json_real_value (cli_get (root, "tensors.0.max")), ==, 4.4577317237854);
  g_assert_cmpfloat_with_epsilon (json_real_value (cli_get (root, "tensors.0.mean")), 0.021040095398146167, 1e-14);
  g_assert_cmpfloat_with_epsilon (json_real_value (cli_get (root, "tensors.0.std")), 0.9623914844798873, 1e-12);
  g_assert_cmpstr (json_string_value (cli_get (root, "tensors.0.sha256")), ==,
                   "b615bc58955605f66a911f78678788b0208a6191dfb59aa9b8b5fac64728668f");
  json_decref (root);
  cli_run (self, "inspect @TESTS@/data/analysis/g2p_enc_emb_f32.npy --statistics");
  cli_assert_ok (self);
  g_assert_nonnull (strstr (self->out, "b615bc58955605f66a911f78678788b0208a6191dfb59aa9b8b5fac64728668f"));
}

/* Names with control characters are harmless on a terminal and whole in JSON. */
static void
test_inspect_escapes (Cli *self, gconstpointer data)
{
  json_t *root;

  cli_run (self, "inspect @TESTS@/data/tensor/unusual/safetensors/escapes.safetensors");
  cli_assert_ok (self);
  for (const char *p = self->out; *p != '\0'; p++)
    g_assert_true ((guchar)*p >= 0x20 || *p == '\n');
  cli_run (self, "inspect --json @TESTS@/data/tensor/unusual/safetensors/escapes.safetensors");
  root = cli_parse (self);
  g_assert_cmpuint (json_array_size (cli_get (root, "tensors")), >, 0);
  json_decref (root);
}

/* The same numbers in every locale. */
static void
test_locale (Cli *self, gconstpointer data)
{
  g_autofree char *expected = NULL;
  static const char *const locales[] = { "C", "POSIX", "C.UTF-8", "pt_BR.UTF-8", "de_DE.UTF-8" };

  cli_run (self, "measure @SAMPLE@ --tensor fc1.weight --bits 5 --json");
  expected = g_strdup (self->out);
  for (gsize i = 0; i < G_N_ELEMENTS (locales); i++)
    {
      cli_run_in_locale (self, locales[i], "measure @SAMPLE@ --tensor fc1.weight --bits 5 --json");
      cli_assert_ok (self);
      g_assert_cmpstr (self->out, ==, expected);
    }
}

/* The oracle's scale of symmetric weights: float32 max |w| / (2^(b-1) - 1); the figures once more from the definition. */
static void
test_measure_sample (Cli *self, gconstpointer data)
{
  const int bits = GPOINTER_TO_INT (data);
  const int q_max = (1 << (bits - 1)) - 1;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "samples", "mlp-64-32-10.safetensors", NULL);
  g_autofree char *line = g_strdup_printf ("measure @SAMPLE@ --tensor fc1.weight --bits %d --symmetric --json", bits);
  g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);
  QstTensor *tensor = qst_archive_find_tensor (archive, "fc1.weight");
  double mse = 0, largest = 0, signal = 0;
  float absmax = 0, scale;
  json_t *root;

  for (guint64 i = 0; i < 2048; i++)
    absmax = fmaxf (absmax, fabsf (qst_tensor_get_value (tensor, i)));
  scale = absmax / (float)q_max;
  for (guint64 i = 0; i < 2048; i++)
    {
      const float r = qst_tensor_get_value (tensor, i);
      const double e = (double)(rintf (r / scale) * scale) - (double)r;

      mse += e * e / 2048;
      signal += (double)r * (double)r / 2048;
      largest = fmax (largest, fabs (e));
    }

  cli_run (self, line);
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_true ((float)json_real_value (cli_get (root, "units.0.scale")) == scale);
  g_assert_cmpint (json_integer_value (cli_get (root, "units.0.zero_point")), ==, 0);
  g_assert_cmpint (json_integer_value (cli_get (root, "qmin")), ==, -q_max - 1);
  g_assert_cmpint (json_integer_value (cli_get (root, "qmax")), ==, q_max);
  g_assert_cmpfloat_with_epsilon (json_real_value (cli_get (root, "error.mse")), mse, mse * 1e-6);
  g_assert_cmpfloat_with_epsilon (json_real_value (cli_get (root, "error.rmse")), sqrt (mse), sqrt (mse) * 1e-6);
  g_assert_cmpfloat_with_epsilon (json_real_value (cli_get (root, "error.max")), largest, largest * 1e-6);
  g_assert_cmpfloat_with_epsilon (json_real_value (cli_get (root, "error.sqnr_db")), 10 * log10 (signal / mse), 1e-5);
  g_assert_cmpint (json_integer_value (cli_get (root, "codes.clipped_low")), ==, 0);
  g_assert_cmpint (json_integer_value (cli_get (root, "storage.bytes")), ==, 2048 * bits / 8 + 4);
  g_assert_cmpstr (json_string_value (cli_get (root, "source.name")), ==, "fc1.weight");
  g_assert_cmpstr (json_string_value (cli_get (root, "source.format")), ==, "safetensors");
  g_assert_cmpint (json_integer_value (cli_get (root, "source.shape.1")), ==, 64);
  json_decref (root);
}

/* What the options say is what the JSON says. */
static const struct
{
  const char *options;
  int bits;
  gboolean is_signed, narrow, symmetric;
  const char *rounding, *calibration;
  int qmin, qmax;
} schemes[] = {
  { "", 8, TRUE, FALSE, TRUE, "half-even", "min-max", -128, 127 },
  { "--bits=4 --unsigned", 4, FALSE, FALSE, TRUE, "half-even", "min-max", 0, 15 },
  { "-b 3 --signed --asymmetric --narrow-range", 3, TRUE, TRUE, FALSE, "half-even", "min-max", -3, 3 },
  { "--bits 16 --rounding half-away", 16, TRUE, FALSE, TRUE, "half-away", "min-max", -32768, 32767 },
  { "--rounding half-up", 8, TRUE, FALSE, TRUE, "half-up", "min-max", -128, 127 },
  { "--rounding down", 8, TRUE, FALSE, TRUE, "down", "min-max", -128, 127 },
  { "--rounding up", 8, TRUE, FALSE, TRUE, "up", "min-max", -128, 127 },
  { "--rounding toward-zero", 8, TRUE, FALSE, TRUE, "toward-zero", "min-max", -128, 127 },
  { "--rounding stochastic --seed 7", 8, TRUE, FALSE, TRUE, "stochastic", "min-max", -128, 127 },
  { "--rule textbook", 8, TRUE, FALSE, TRUE, "half-even", "min-max", -128, 127 },
  { "--rule onnx", 8, TRUE, FALSE, TRUE, "half-even", "min-max", -127, 127 },
  { "--rule onnx --unsigned", 8, FALSE, FALSE, TRUE, "half-even", "min-max", 0, 254 },
  { "--rule onnx-dynamic --asymmetric", 8, TRUE, FALSE, FALSE, "half-even", "min-max", -128, 127 },
  { "--rule pytorch --bits 4", 4, TRUE, FALSE, TRUE, "half-even", "min-max", -8, 7 },
  { "--rule fbgemm", 8, TRUE, FALSE, TRUE, "half-even", "min-max", -128, 127 },
  { "--rule tflite", 8, TRUE, FALSE, TRUE, "half-away", "min-max", -127, 127 },
  { "--rule tflite-dynamic --rounding down", 8, TRUE, FALSE, TRUE, "down", "min-max", -127, 127 },
  { "--rule aimet", 8, TRUE, FALSE, TRUE, "half-even", "min-max", -128, 127 },
  { "--rule aimet-v1 --percentile 99", 8, TRUE, FALSE, TRUE, "half-away", "percentile", -128, 127 },
  { "--calibration min-max", 8, TRUE, FALSE, TRUE, "half-even", "min-max", -128, 127 },
  { "--calibration percentile --percentile 99.5", 8, TRUE, FALSE, TRUE, "half-even", "percentile", -128, 127 },
  { "--percentile 99", 8, TRUE, FALSE, TRUE, "half-even", "percentile", -128, 127 },
  { "--calibration sigma --sigmas 2.5", 8, TRUE, FALSE, TRUE, "half-even", "sigma", -128, 127 },
  { "--sigmas 4", 8, TRUE, FALSE, TRUE, "half-even", "sigma", -128, 127 },
  { "--calibration entropy", 8, TRUE, FALSE, TRUE, "half-even", "entropy", -128, 127 },
  { "--calibration aciq-gauss", 8, TRUE, FALSE, TRUE, "half-even", "aciq-gauss", -128, 127 },
  { "--calibration aciq-laplace", 8, TRUE, FALSE, TRUE, "half-even", "aciq-laplace", -128, 127 },
  { "--calibration torch", 8, TRUE, FALSE, TRUE, "half-even", "torch", -128, 127 },
  { "--calibration mse --bits 4", 4, TRUE, FALSE, TRUE, "half-even", "mse", -8, 7 },
  { "--scale 0.25", 8, TRUE, FALSE, TRUE, "half-even", "manual", -128, 127 },
  { "--calibration manual --scale 1/32", 8, TRUE, FALSE, TRUE, "half-even", "manual", -128, 127 },
  { "--scale 0.25 --zero-point -3", 8, TRUE, FALSE, FALSE, "half-even", "manual", -128, 127 },
};

static void
test_scheme (Cli *self, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *line = g_strdup_printf ("measure --distribution laplace --count 1000 --json %s", schemes[i].options);
  json_t *root;

  cli_run (self, line);
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpint (json_integer_value (cli_get (root, "scheme.bits")), ==, schemes[i].bits);
  g_assert_cmpint (json_boolean_value (cli_get (root, "scheme.signed")), ==, schemes[i].is_signed);
  g_assert_cmpint (json_boolean_value (cli_get (root, "scheme.narrow_range")), ==, schemes[i].narrow);
  g_assert_cmpint (json_boolean_value (cli_get (root, "scheme.symmetric")), ==, schemes[i].symmetric);
  g_assert_cmpstr (json_string_value (cli_get (root, "scheme.rounding")), ==, schemes[i].rounding);
  g_assert_cmpstr (json_string_value (cli_get (root, "scheme.calibration")), ==, schemes[i].calibration);
  g_assert_cmpstr (json_string_value (cli_get (root, "scheme.granularity")), ==, "tensor");
  g_assert_cmpint (json_integer_value (cli_get (root, "qmin")), ==, schemes[i].qmin);
  g_assert_cmpint (json_integer_value (cli_get (root, "qmax")), ==, schemes[i].qmax);
  json_decref (root);
}

/* A scale that was given stays; the rule's arithmetic holds. */
static void
test_rule (Cli *self, gconstpointer data)
{
  json_t *root;

  cli_run (self, "measure --distribution uniform --rule pytorch --scale 0.25 --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpfloat (json_real_value (cli_get (root, "units.0.scale")), ==, 0.25);
  g_assert_cmpstr (json_string_value (cli_get (root, "scheme.rule")), ==, "pytorch");
  g_assert_cmpstr (json_string_value (cli_get (root, "scheme.arithmetic")), ==, "multiply");
  json_decref (root);
}

static void
test_manual (Cli *self, gconstpointer data)
{
  json_t *root;

  cli_run (self, "measure --distribution gaussian --unsigned --scale 2^-5 --zero-point 100 --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpfloat (json_real_value (cli_get (root, "units.0.scale")), ==, 0.03125);
  g_assert_cmpint (json_integer_value (cli_get (root, "units.0.zero_point")), ==, 100);
  json_decref (root);
}

/* A scale that was printed and is typed again is the same scale. */
static void
test_scale_round_trip (Cli *self, gconstpointer data)
{
  g_autofree char *line = NULL;
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  json_t *root, *again;

  cli_run (self, "measure @SAMPLE@ -t fc2.weight -b 7 --json");
  root = cli_parse (self);
  line = g_strdup_printf ("measure @SAMPLE@ -t fc2.weight -b 7 --json --scale %s",
                          g_ascii_dtostr (digits, sizeof digits, json_real_value (cli_get (root, "units.0.scale"))));
  cli_run (self, line);
  again = cli_parse (self);
  g_assert_true (json_equal (cli_get (root, "units"), cli_get (again, "units")));
  g_assert_true (json_equal (cli_get (root, "error"), cli_get (again, "error")));
  json_decref (root);
  json_decref (again);
}

static void
test_distribution (Cli *self, gconstpointer data)
{
  g_autofree char *line = g_strdup_printf ("measure --json --distribution %s --count 20000 --seed 5", (const char *)data);
  g_autofree char *first = NULL;
  json_t *root;

  cli_run (self, line);
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpstr (json_string_value (cli_get (root, "source.format")), ==, "distribution");
  g_assert_cmpint (json_integer_value (cli_get (root, "source.count")), >=, 19968); /* whole rows */
  g_assert_cmpint (json_integer_value (cli_get (root, "source.count")), <=, 20000);
  json_decref (root);
  first = g_strdup (self->out);
  cli_run (self, line);
  g_assert_cmpstr (self->out, ==, first);
  *strrchr (line, '5') = '6';
  cli_run (self, line);
  g_assert_cmpstr (self->out, !=, first);
}

static double
get_std (Cli *self, const char *line)
{
  json_t *root;
  double value;

  cli_run (self, line);
  cli_assert_ok (self);
  root = cli_parse (self);
  value = json_real_value (cli_get (root, "source.std"));
  json_decref (root);
  return value;
}

/* Parameters reach the distribution. */
static void
test_distribution_parameters (Cli *self, gconstpointer data)
{
  json_t *root;

  g_assert_cmpfloat_with_epsilon (get_std (self, "measure --json --distribution gaussian --sigma 3"), 3, 0.05);
  g_assert_cmpfloat_with_epsilon (get_std (self, "measure --json --distribution bimodal --separation 20"), sqrt (101), 0.2);
  g_assert_cmpfloat_with_epsilon (get_std (self, "measure --json --distribution student-t --degrees 20"), sqrt (20.0 / 18), 0.03);
  g_assert_cmpfloat_with_epsilon (get_std (self, "measure --json --distribution outliers --outlier-share 0.5 --outlier-scale 3"),
                                  sqrt (5), 0.1);
  cli_run (self, "measure --json --distribution channels --count 1000 --channels 10 --channel-ratio 5");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpint (json_integer_value (cli_get (root, "source.shape.0")), ==, 10);
  g_assert_cmpint (json_integer_value (cli_get (root, "source.shape.1")), ==, 100);
  json_decref (root);
  cli_run (self, "measure --json --distribution uniform --mean -7.5");
  root = cli_parse (self);
  g_assert_cmpfloat_with_epsilon (json_real_value (cli_get (root, "source.mean")), -7.5, 0.02);
  json_decref (root);
}

/* Nothing finite, nothing at all: null, not a failure. */
static void
test_measure_empty (Cli *self, gconstpointer data)
{
  json_t *root;

  cli_run (self, "measure @TESTS@/data/tensor/unusual/npy/zero_size.npy --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_true (json_is_null (cli_get (root, "error.mse")));
  g_assert_true (json_is_null (cli_get (root, "error.sqnr_db")));
  g_assert_true (json_is_null (cli_get (root, "source.min")));
  json_decref (root);
  cli_run (self, "measure @TESTS@/data/tensor/unusual/npy/zero_size.npy");
  cli_assert_ok (self);
  g_assert_null (strstr (self->out, "nan"));
}

static void
test_measure_text (Cli *self, gconstpointer data)
{
  cli_run (self, "measure @SAMPLE@ --tensor fc1.weight --bits 4");
  cli_assert_ok (self);
  g_assert_nonnull (strstr (self->out, "INT4"));
  g_assert_nonnull (strstr (self->out, "0.193804"));
  g_assert_nonnull (strstr (self->out, "15.49 dB"));
}

static const struct
{
  const char *name, *line;
  int status;
  const char *words;
} failures[] = {
  { "no-command", "", 2, "inspect" },
  { "unknown-command", "explode", 2, "explode" },
  { "unknown-option", "measure @SAMPLE@ --bitz 4", 2, "bitz" },
  { "option-without-value", "measure @SAMPLE@ --bits", 2, "bits" },
  { "no-source", "measure --bits 4", 2, "--distribution" },
  { "two-sources", "measure @SAMPLE@ --distribution gaussian", 2, "both" },
  { "two-files", "measure @SAMPLE@ @SAMPLE@", 2, "one FILE" },
  { "inspect-nothing", "inspect", 2, "FILE" },
  { "inspect-two", "inspect @SAMPLE@ @SAMPLE@", 2, "FILE" },
  { "inspect-scheme", "inspect @SAMPLE@ --bits 4", 2, "bits" },
  { "several-tensors", "measure @SAMPLE@", 2, "fc1.weight, fc1.bias, fc2.weight, fc2.bias" },
  { "many-tensors", "measure @TESTS@/data/tensor/unusual/safetensors/three_thousand.safetensors", 2, "…" },
  { "tensor-of-distribution", "measure --distribution gaussian --tensor x", 2, "--tensor" },
  { "no-such-tensor", "measure @SAMPLE@ --tensor fc9", 1, "fc9" },
  { "no-such-file", "measure /nowhere/at/all.npy", 1, "all.npy" },
  { "no-such-file-inspect", "inspect /nowhere/at/all.npy", 1, "all.npy" },
  { "folder", "inspect /", 1, "" },
  { "no-tensors", "measure @TESTS@/data/tensor/unusual/safetensors/empty.safetensors", 1, "no tensors" },
  { "unknown-format", "inspect @TESTS@/cli/test-cli.c", 1, "" },
  { "damaged", "inspect @TESTS@/data/tensor/malformed/npy/hlen_beyond.npy", 1, "" },
  { "bits-low", "measure --distribution gaussian --bits 1", 2, "from 2 to 16" },
  { "bits-high", "measure --distribution gaussian --bits 17", 2, "from 2 to 16" },
  { "bits-word", "measure --distribution gaussian --bits four", 2, "from 2 to 16" },
  { "bits-fraction", "measure --distribution gaussian --bits 4.5", 2, "from 2 to 16" },
  { "bits-empty", "measure --distribution gaussian --bits=", 2, "from 2 to 16" },
  { "signed-unsigned", "measure --distribution gaussian --signed --unsigned", 2, "--unsigned" },
  { "symmetric-asymmetric", "measure --distribution gaussian --symmetric --asymmetric", 2, "--asymmetric" },
  { "rule", "measure --distribution gaussian --rule tensorrt", 2, "pytorch" },
  { "rounding", "measure --distribution gaussian --rounding nearest", 2, "half-even" },
  { "calibration", "measure --distribution gaussian --calibration kl", 2, "entropy" },
  { "manual-without-scale", "measure --distribution gaussian --calibration manual", 2, "--scale" },
  { "sigmas-low", "measure --distribution gaussian --sigmas 0", 2, "from 0.1 to 100" },
  { "sigmas-of-entropy", "measure --distribution gaussian --calibration entropy --sigmas 2", 2, "--sigmas" },
  { "sigmas-and-percentile", "measure --distribution gaussian --percentile 99 --sigmas 2", 2, "--sigmas" },
  { "scale-and-sigmas", "measure --distribution gaussian --scale 1 --sigmas 2", 2, "--sigmas" },
  { "percentile-low", "measure --distribution gaussian --percentile 49", 2, "from 50 to 100" },
  { "percentile-high", "measure --distribution gaussian --percentile 100.5", 2, "from 50 to 100" },
  { "percentile-nan", "measure --distribution gaussian --percentile nan", 2, "from 50 to 100" },
  { "percentile-of-mse", "measure --distribution gaussian --calibration mse --percentile 99", 2, "--percentile" },
  { "granularity", "measure --distribution channels --granularity row", 2, "group:N" },
  { "granularity-size", "measure --distribution channels --granularity group:1", 2, "from 2 to 65536" },
  { "granularity-and-scale", "measure --distribution channels --granularity channel --scale 1", 2, "--scale" },
  { "axis-alone", "measure --distribution channels --axis 1", 2, "--granularity" },
  { "axis-of-groups", "measure --distribution channels --granularity group:8 --axis 1", 2, "--granularity" },
  { "axis-high", "measure --distribution channels --granularity channel --axis 2", 1, "from 0 to 1" },
  { "axis-negative", "measure --distribution channels --granularity channel --axis -1", 2, "--axis" },
  { "slow-units", "measure --distribution channels --granularity group:16 --calibration entropy", 1, "1024" },
  { "accuracy-groups", "accuracy @SAMPLE@ --examples @SAMPLE@ --granularity group:8", 2, "--per-channel" },
  { "scale-zero", "measure --distribution gaussian --scale 0", 2, "--scale" },
  { "scale-negative", "measure --distribution gaussian --scale -1", 2, "--scale" },
  { "scale-huge", "measure --distribution gaussian --scale 1e39", 2, "--scale" },
  { "scale-tiny", "measure --distribution gaussian --scale 1e-60", 2, "--scale" },
  { "scale-infinite", "measure --distribution gaussian --scale inf", 2, "--scale" },
  { "scale-word", "measure --distribution gaussian --scale small", 2, "--scale" },
  { "scale-and-calibration", "measure --distribution gaussian --scale 1 --calibration mse", 2, "--calibration" },
  { "scale-and-percentile", "measure --distribution gaussian --scale 1 --percentile 99", 2, "--percentile" },
  { "zero-point-alone", "measure --distribution gaussian --zero-point 3", 2, "--scale" },
  { "zero-point-symmetric", "measure --distribution gaussian --scale 1 --zero-point 3 --symmetric", 2, "--symmetric" },
  { "zero-point-outside", "measure --distribution gaussian --scale 1 --zero-point 128", 2, "from -128 to 127" },
  { "zero-point-narrow", "measure --distribution gaussian --scale 1 --zero-point -128 --narrow-range", 2, "from -127" },
  { "distribution", "measure --distribution cauchy", 2, "gaussian" },
  { "count-low", "measure --distribution gaussian --count 15", 2, "16" },
  { "count-high", "measure --distribution gaussian --count 16777217", 2, "16777216" },
  { "count-word", "measure --distribution gaussian --count many", 2, "--count" },
  { "seed-negative", "measure --distribution gaussian --seed -1", 2, "--seed" },
  { "seed-useless", "measure @SAMPLE@ -t fc1.bias --seed 1", 2, "--seed" },
  { "count-of-file", "measure @SAMPLE@ -t fc1.bias --count 100", 2, "--count" },
  { "sigma-zero", "measure --distribution gaussian --sigma 0", 2, "" },
  { "sigma-word", "measure --distribution gaussian --sigma wide", 2, "--sigma" },
  { "degrees-of-gaussian", "measure --distribution gaussian --degrees 3", 2, "student-t" },
  { "share-high", "measure --distribution outliers --outlier-share 1.5", 2, "" },
  { "plot-without-view", "plot --distribution gaussian -o x.png", 2, "histogram" },
  { "plot-view", "plot --distribution gaussian --view pie -o x.png", 2, "histogram" },
  { "plot-without-out", "plot --distribution gaussian --view error", 2, "-o" },
  { "plot-extension", "plot --distribution gaussian --view error -o x.gif", 2, ".png" },
  { "plot-theme", "plot --distribution gaussian --view error -o x.png --theme sepia", 2, "light" },
  { "plot-size", "plot --distribution gaussian --view error -o x.png --size big", 2, "6.4x4in" },
  { "plot-size-unit", "plot --distribution gaussian --view error -o x.png --size 6x4", 2, "6.4x4in" },
  { "plot-size-zero", "plot --distribution gaussian --view error -o x.png --size 0x4in", 2, "6.4x4in" },
  { "plot-size-half", "plot --distribution gaussian --view error -o x.png --size 6xin", 2, "6.4x4in" },
  { "plot-size-huge", "plot --distribution gaussian --view error -o x.png --size 1000x1000in", 2, "--size" },
  { "plot-dpi", "plot --distribution gaussian --view error -o x.png --dpi 1", 2, "--dpi" },
  { "plot-pixels", "plot --distribution gaussian --view error -o x.png --size 99x99in --dpi 2400", 2, "--size" },
  { "plot-folder", "plot --distribution gaussian --view error -o no/such/folder/x.png", 1, "x.png" },
  { "inspect-no-such-pattern", "inspect @SAMPLE@ --tensor x*", 1, "x*" },
  { "measure-pattern-of-several", "measure @SAMPLE@ --tensor fc1.*", 2, "fc1.bias" },
  { "convert-nothing", "convert -o x.npz", 2, "FILE" },
  { "convert-without-out", "convert @SAMPLE@", 2, "-o" },
  { "convert-to-what", "convert @SAMPLE@ -o x.txt", 2, ".safetensors or .npz" },
  { "convert-folder", "convert @SAMPLE@ -o no/such/folder/x.npz", 1, "x.npz" },
  { "convert-damaged", "convert @TESTS@/data/tensor/malformed/npz/bad_crc.npz -o x.npz", 1, "checksum" },
  { "quantize-without-out", "quantize --distribution gaussian", 2, "-o" },
  { "quantize-folder", "quantize --distribution gaussian -o no/such/folder/x.npy", 1, "x.npy" },
};

static void
test_failure (Cli *self, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);

  cli_run (self, failures[i].line);
  cli_assert_error (self, failures[i].status, failures[i].words);
  g_assert_cmpuint (cli_count_files (self), ==, 0);
}

#define ADD(name, data, func) g_test_add ("/cli/" name, Cli, data, cli_set_up, func, cli_tear_down)

static void
add_table_tests (void)
{
  static const char *const distributions[] = { "gaussian", "laplace", "uniform",  "student-t", "log-normal",
                                               "relu",     "bimodal", "outliers", "channels" };

  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/failure/%s", failures[i].name);

      g_test_add (path, Cli, GSIZE_TO_POINTER (i), cli_set_up, test_failure, cli_tear_down);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/scheme/%s", *schemes[i].options != '\0' ? schemes[i].options : "default");

      g_test_add (path, Cli, GSIZE_TO_POINTER (i), cli_set_up, test_scheme, cli_tear_down);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (distributions); i++)
    {
      g_autofree char *path = g_strdup_printf ("/cli/distribution/%s", distributions[i]);

      g_test_add (path, Cli, distributions[i], cli_set_up, test_distribution, cli_tear_down);
    }
  for (int bits = 2; bits <= 16; bits += 2)
    {
      g_autofree char *path = g_strdup_printf ("/cli/measure/sample/%d", bits);

      g_test_add (path, Cli, GINT_TO_POINTER (bits), cli_set_up, test_measure_sample, cli_tear_down);
    }
}

/* Type, place and grid; only what the pattern fits. */
static void
test_inspect_stored (Cli *self, gconstpointer data)
{
  json_t *root;

  cli_run (self, "inspect @TESTS@/data/tensor/weights/g2p_all_types.gguf --tensor *.q4_k --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpuint (json_array_size (cli_get (root, "tensors")), ==, 1);
  g_assert_cmpstr (json_string_value (cli_get (root, "tensors.0.dtype")), ==, "Q4_K");
  g_assert_cmpstr (json_string_value (cli_get (root, "tensors.0.quantization.kind")), ==, "block");
  g_assert_cmpint (json_integer_value (cli_get (root, "tensors.0.quantization.block_values")), ==, 256);
  g_assert_cmpint (json_integer_value (cli_get (root, "tensors.0.bytes")), ==, 2048 / 256 * 144);
  json_decref (root);

  cli_run (self, "inspect @TESTS@/data/tensor/unusual/pytorch/quantized.pt --tensor pt --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpfloat ((float)json_real_value (cli_get (root, "tensors.0.quantization.scale.0")), ==, 0.01f);
  g_assert_cmpint (json_integer_value (cli_get (root, "tensors.0.quantization.zero_point.0")), ==, 3);
  g_assert_true (json_is_null (cli_get (root, "tensors.0.quantization.axis")));
  json_decref (root);

  cli_run (self, "inspect @TESTS@/data/tensor/unusual/pytorch/sparse.pt --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpstr (json_string_value (cli_get (root, "missing.0.name")), ==, "s");
  json_decref (root);
}

/* A model that quantizes its own real values; how much is of which type. */
static void
test_inspect_onnx (Cli *self, gconstpointer data)
{
  json_t *root;

  cli_run (self, "inspect @TESTS@/data/tensor/unusual/onnx/qdq_variants.onnx --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_true (json_is_null (cli_get (root, "tensors.0.quantization")));
  g_assert_cmpstr (json_string_value (cli_get (root, "tensors.0.quantizer.dtype")), ==, "U8");
  g_assert_cmpfloat ((float)json_real_value (cli_get (root, "tensors.0.quantizer.scale.0")), ==, 0.01f);
  g_assert_cmpint (json_integer_value (cli_get (root, "tensors.2.quantization.zero_point.0")), ==, 0);
  g_assert_cmpuint (json_array_size (cli_get (root, "dtypes")), ==, 2);
  g_assert_cmpstr (json_string_value (cli_get (root, "dtypes.0.dtype")), ==, "F32");
  g_assert_cmpint (json_integer_value (cli_get (root, "dtypes.0.tensors")), ==, 2);
  g_assert_cmpint (json_integer_value (cli_get (root, "dtypes.0.values")), ==, 16);
  g_assert_cmpint (json_integer_value (cli_get (root, "dtypes.1.bytes")), ==, 15);
  json_decref (root);
}

/* One tensor whose checksum is wrong; the other's statistics are there. */
static void
test_inspect_damaged_values (Cli *self, gconstpointer data)
{
  json_t *root;

  cli_run (self, "inspect @TESTS@/data/tensor/malformed/npz/bad_crc.npz --statistics --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_nonnull (strstr (json_string_value (cli_get (root, "errors.0")), "checksum"));
  g_assert_nonnull (strstr (json_string_value (cli_get (root, "tensors.0.error")), "w.npy"));
  g_assert_nonnull (json_string_value (cli_get (root, "tensors.1.sha256")));
  json_decref (root);
}

/* The same statistics as before; the format is that of the name. */
static void
test_convert (Cli *self, gconstpointer data)
{
  g_autofree char *line = g_strdup_printf ("convert @SAMPLE@ --tensor fc?.weight -o %s", (const char *)data);
  g_autofree char *again = g_strdup_printf ("inspect %s --statistics --json --tensor fc2.weight", (const char *)data);
  g_autofree char *sha = NULL;
  json_t *root;

  cli_run (self, line);
  cli_assert_ok (self);
  g_assert_cmpuint (cli_count_files (self), ==, 1);
  cli_run (self, "inspect @SAMPLE@ --statistics --json --tensor fc2.weight");
  root = cli_parse (self);
  sha = g_strdup (json_string_value (cli_get (root, "tensors.0.sha256")));
  json_decref (root);
  cli_run (self, again);
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpstr (json_string_value (cli_get (root, "tensors.0.sha256")), ==, sha);
  g_assert_nonnull (strstr (data, json_string_value (cli_get (root, "format"))));
  json_decref (root);
}

int
main (int argc, char **argv)
{
  cli_test_init (&argc, &argv);
  ADD ("help/commands", NULL, test_help);
  ADD ("inspect/stored", NULL, test_inspect_stored);
  ADD ("inspect/onnx", NULL, test_inspect_onnx);
  ADD ("inspect/damaged-values", NULL, test_inspect_damaged_values);
  ADD ("convert/safetensors", "x.safetensors", test_convert);
  ADD ("convert/npz", "x.npz", test_convert);
  ADD ("help/options", NULL, test_help_options);
  ADD ("version", NULL, test_version);
  ADD ("instructions", NULL, test_instructions);
  ADD ("code", NULL, test_code);
  ADD ("report", NULL, test_report);
  ADD ("inspect/text", NULL, test_inspect);
  ADD ("inspect/json", NULL, test_inspect_json);
  ADD ("inspect/statistics", NULL, test_inspect_statistics);
  ADD ("inspect/escapes", NULL, test_inspect_escapes);
  ADD ("locale", NULL, test_locale);
  ADD ("measure/manual", NULL, test_manual);
  ADD ("measure/rule", NULL, test_rule);
  ADD ("measure/scale-round-trip", NULL, test_scale_round_trip);
  ADD ("measure/empty", NULL, test_measure_empty);
  ADD ("measure/text", NULL, test_measure_text);
  ADD ("distribution-parameters", NULL, test_distribution_parameters);
  add_table_tests ();
  return g_test_run ();
}
