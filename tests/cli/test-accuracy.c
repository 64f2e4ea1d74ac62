/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-test.h"

#include <string.h>

#define NETWORK "accuracy @TESTS@/../data/samples/mlp-64-32-10.safetensors "
#define EXAMPLES "--examples @TESTS@/../data/samples/digits-test.safetensors "
#define TRAINING "--training @TESTS@/../data/samples/digits-train.safetensors "

/* Right answers of 540 at 4 bits, and by bits, as numpy counted them: tests/data/analysis/oracle_accuracy.json. */
static void
test_json (Cli *self, gconstpointer data)
{
  static const int by_bits[] = { 87, 459, 507, 526, 530, 528, 529 };
  json_t *root;

  cli_run (self, NETWORK EXAMPLES TRAINING "--bits 4 --narrow-range --activations --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpint (json_integer_value (cli_get (root, "right")), ==, 507);
  g_assert_cmpint (json_integer_value (cli_get (root, "right_float")), ==, 529);
  g_assert_cmpint (json_integer_value (cli_get (root, "examples")), ==, 540);
  g_assert_cmpuint (json_array_size (cli_get (root, "by_bits")), ==, G_N_ELEMENTS (by_bits));
  for (gsize i = 0; i < G_N_ELEMENTS (by_bits); i++)
    {
      json_t *at = json_array_get (cli_get (root, "by_bits"), i);

      g_assert_cmpint (json_integer_value (json_object_get (at, "bits")), ==, (int)i + 2);
      g_assert_cmpint (json_integer_value (json_object_get (at, "right")), ==, by_bits[i]);
    }
  json_decref (root);
}

static void
test_words (Cli *self, gconstpointer data)
{
  cli_run (self, NETWORK EXAMPLES "--bits 3 --narrow-range --per-channel");
  cli_assert_ok (self);
  g_assert_nonnull (strstr (self->out, "503 of 540 (93.15 %)"));
  g_assert_nonnull (strstr (self->out, "529 of 540 (97.96 %)"));
}

/* What would choose or draw one tensor is refused, not passed over. */
static void
test_no_source (Cli *self, gconstpointer data)
{
  static const char *const options[] = { "--raw-dtype f32", "--raw-shape 3", "--tensor fc1.weight", "--distribution gaussian" };

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autofree char *command = g_strconcat (NETWORK EXAMPLES, options[i], NULL);
      g_auto (GStrv) words = g_strsplit (options[i], " ", 2);

      cli_run (self, command);
      cli_assert_error (self, 2, words[0]);
    }
  cli_run (self, NETWORK EXAMPLES "--rounding stochastic --seed 7");
  cli_assert_ok (self);
}

/* The figures of the networks that come with the program say the same, without any file. */
static void
test_plot (Cli *self, gconstpointer data)
{
  g_autoptr (GBytes) curve = NULL;
  g_autoptr (GBytes) confusion = NULL;

  cli_run (self, "plot --view accuracy --bits 4 --narrow-range --activations -o a.csv");
  cli_assert_ok (self);
  curve = cli_read (self, "a.csv");
  g_assert_true (g_str_has_prefix (g_bytes_get_data (curve, NULL),
                                   "bits,right,examples,right_float\n2,87,540,529\n3,459,540,529\n4,507,540,529\n"));
  cli_run (self, "plot --view confusion --network mlp-64-64-10 --bits 8 --asymmetric --unsigned -o c.csv");
  cli_assert_ok (self);
  confusion = cli_read (self, "c.csv");
  g_assert_true (g_str_has_prefix (g_bytes_get_data (confusion, NULL), "label,0,1,2,3,4,5,6,7,8,9\n0,54,0,0,0,0,0,0,0,0,0\n"));
  cli_run (self, "plot --view accuracy,confusion -o both.svg");
  cli_assert_ok (self);
  cli_run (self, "plot @SAMPLE@ --view accuracy -o a.svg");
  cli_assert_error (self, 2, "--network");
  cli_run (self, "plot --view accuracy --network mlp -o a.svg");
  cli_assert_error (self, 2, "mlp-64-48-24-10");
  cli_run (self, "plot --view accuracy --scale 0.1 -o a.svg");
  cli_assert_error (self, 2, "--scale");
}

/* Every sum of the report by itself, and in words. */
static void
test_integer (Cli *self, gconstpointer data)
{
  json_t *root, *output;
  json_int_t sum = 0;

  cli_run (self, "integer --bits 4 --asymmetric --unsigned --layer 1 --row 2 --example 5 --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  output = json_array_get (cli_get (root, "outputs"), 2);
  g_assert_cmpuint (json_array_size (cli_get (root, "outputs")), ==, 10);
  g_assert_cmpuint (json_array_size (cli_get (root, "input_codes")), ==, 32);
  for (gsize i = 0; i < 32; i++)
    sum += (json_integer_value (json_array_get (cli_get (root, "input_codes"), i))
            - json_integer_value (json_object_get (cli_get (root, "input"), "zero_point")))
           * (json_integer_value (json_array_get (cli_get (root, "weight_codes"), i))
              - json_integer_value (json_object_get (json_object_get (output, "weight"), "zero_point")));
  g_assert_cmpint (json_integer_value (json_object_get (output, "sum")), ==,
                   sum + json_integer_value (json_object_get (output, "bias")));
  json_decref (root);
  cli_run (self, "integer --bits 8");
  cli_assert_ok (self);
  g_assert_nonnull (strstr (self->out, "sum in int32"));
  cli_run (self, "integer --bits 9");
  cli_assert_error (self, 1, "at most 8 bits");
  cli_run (self, "integer --raw-dtype f32");
  cli_assert_error (self, 2, "--raw-dtype");
  cli_run (self, "integer x.npy");
  cli_assert_error (self, 2, "--network");
}

/* That it comes to an end and says what was moved; not how fast. */
static void
test_race (Cli *self, gconstpointer data)
{
  json_t *root;

  cli_run (self, "race --size 32 --rounds 2 --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  g_assert_cmpint (json_integer_value (json_object_get (cli_get (root, "int8"), "bytes")), ==, 32 * 32 * 6);
  g_assert_cmpint (json_integer_value (json_object_get (cli_get (root, "float32"), "bytes")), ==, 32 * 32 * 12);
  json_decref (root);
  cli_run (self, "race --size 32 --rounds 1");
  cli_assert_ok (self);
  g_assert_nonnull (strstr (self->out, "GMAC/s"));
  cli_run (self, "race --size 3");
  cli_assert_error (self, 2, "--size");
}

/* mlp-64-32-10 has 64·32 + 32 + 32·10 + 10 values in four tensors; INT4's error is that of measure. */
static void
test_sizes (Cli *self, gconstpointer data)
{
  static const int bytes[] = { 2410 * 4, 2410 * 2 + 16, 2410 + 16, 1205 + 16 };
  g_autoptr (GBytes) csv = NULL;
  json_t *root, *rows;
  double sqnr;

  cli_run (self, "measure @SAMPLE@ -t fc1.weight -b 4 --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  sqnr = json_real_value (cli_get (root, "error.sqnr_db"));
  json_decref (root);
  g_assert_cmpfloat (sqnr, >, 1);
  cli_run (self, "sizes @SAMPLE@ -t fc1.weight --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  rows = cli_get (root, "rows");
  g_assert_cmpint (json_integer_value (cli_get (root, "tensors")), ==, 4);
  for (gsize i = 0; i < G_N_ELEMENTS (bytes); i++)
    g_assert_cmpint (json_integer_value (json_object_get (json_array_get (rows, i), "bytes")), ==, bytes[i]);
  g_assert_cmpfloat_with_epsilon (json_real_value (json_object_get (json_array_get (rows, 3), "sqnr_db")), sqnr, 1e-9);
  json_decref (root);
  cli_run (self, "sizes @SAMPLE@ -t fc1.weight");
  cli_assert_ok (self);
  g_assert_nonnull (strstr (self->out, "int4"));
  cli_run (self, "plot @SAMPLE@ -t fc1.weight --view model-size -o s.csv");
  cli_assert_ok (self);
  csv = cli_read (self, "s.csv");
  g_assert_true (
      g_str_has_prefix (g_bytes_get_data (csv, NULL), "type,bits,bytes,sqnr_db,codes_used\nfloat32,32,9640,,\nint16,16,4836,"));
  cli_run (self, "sizes @SAMPLE@ -t fc1.weight --scale 1");
  cli_assert_error (self, 2, "--scale");
}

static void
test_refusals (Cli *self, gconstpointer data)
{
  cli_run (self, NETWORK);
  cli_assert_error (self, 2, "--examples");
  cli_run (self, "accuracy " EXAMPLES);
  cli_assert_error (self, 2, "One FILE");
  cli_run (self, NETWORK EXAMPLES "--scale 0.1");
  cli_assert_error (self, 2, "--scale-factor");
  cli_run (self, NETWORK "--examples @TESTS@/../data/samples/mlp-64-64-10.safetensors");
  cli_assert_error (self, 1, "holds no examples");
  cli_run (self, "accuracy @TESTS@/../data/samples/digits-test.safetensors " EXAMPLES);
  cli_assert_error (self, 1, "holds no network");
}

int
main (int argc, char **argv)
{
  cli_test_init (&argc, &argv);
  g_test_add ("/cli/accuracy/json", Cli, NULL, cli_set_up, test_json, cli_tear_down);
  g_test_add ("/cli/accuracy/words", Cli, NULL, cli_set_up, test_words, cli_tear_down);
  g_test_add ("/cli/accuracy/no-source", Cli, NULL, cli_set_up, test_no_source, cli_tear_down);
  g_test_add ("/cli/accuracy/plot", Cli, NULL, cli_set_up, test_plot, cli_tear_down);
  g_test_add ("/cli/accuracy/integer", Cli, NULL, cli_set_up, test_integer, cli_tear_down);
  g_test_add ("/cli/accuracy/race", Cli, NULL, cli_set_up, test_race, cli_tear_down);
  g_test_add ("/cli/accuracy/sizes", Cli, NULL, cli_set_up, test_sizes, cli_tear_down);
  g_test_add ("/cli/accuracy/refusals", Cli, NULL, cli_set_up, test_refusals, cli_tear_down);
  return g_test_run ();
}
