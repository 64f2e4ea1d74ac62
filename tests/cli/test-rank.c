/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-test.h"

#include <string.h>

#define NETWORK "rank @TESTS@/../data/samples/mlp-64-48-24-10.safetensors "

/* Each tensor has the numbers that measure gives it by itself, and the worst comes first. */
static void
test_json (Cli *self, gconstpointer data)
{
  json_t *root, *tensors;
  double last = 0;

  cli_run (self, NETWORK "--bits 3,6 --calibration mse --asymmetric --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  tensors = cli_get (root, "tensors");
  g_assert_cmpuint (json_array_size (tensors), ==, 6);
  for (gsize i = 0; i < json_array_size (tensors); i++)
    {
      json_t *one = json_array_get (tensors, i), *widths = json_object_get (one, "widths"), *measured;
      const double sqnr = json_number_value (json_object_get (json_array_get (widths, 0), "sqnr_db"));
      g_autofree char *line = g_strdup_printf ("measure @TESTS@/../data/samples/mlp-64-48-24-10.safetensors --tensor %s --bits 3 "
                                               "--calibration mse --asymmetric --json",
                                               json_string_value (json_object_get (one, "name")));

      g_assert_cmpuint (json_array_size (widths), ==, 2);
      g_assert_cmpfloat (sqnr, >=, last);
      last = sqnr;
      cli_run (self, line);
      cli_assert_ok (self);
      measured = cli_parse (self);
      g_assert_cmpfloat (json_number_value (cli_get (measured, "error.sqnr_db")), ==, sqnr);
      json_decref (measured);
    }
  json_decref (root);
}

static void
test_csv (Cli *self, gconstpointer data)
{
  g_auto (GStrv) lines = NULL;

  cli_run (self, NETWORK "--tensor *.bias --bits 4 --csv");
  cli_assert_ok (self);
  lines = g_strsplit (self->out, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_nonnull (strstr (lines[0], ",sqnr_db_int4,"));
  g_assert_null (strstr (lines[0], "int8"));
  for (int i = 1; i < 4; i++)
    g_assert_nonnull (strstr (lines[i], ".bias,"));
}

/* What is no weight is told with the reason. */
static void
test_integers (Cli *self, gconstpointer data)
{
  cli_run (self, "rank @TESTS@/../data/samples/digits-test.safetensors");
  cli_assert_ok (self);
  g_assert_nonnull (strstr (self->out, "images: Type uint8 is not shown as weights"));
}

/* A tensor without the axis of the channels is told with the reason, and the others are ranked all the same. */
static void
test_axis (Cli *self, gconstpointer data)
{
  json_t *root, *tensors;

  cli_run (self, NETWORK "--granularity channel --axis 1 --json");
  cli_assert_ok (self);
  root = cli_parse (self);
  tensors = cli_get (root, "tensors");
  g_assert_cmpuint (json_array_size (tensors), ==, 6);
  for (gsize i = 0; i < 6; i++)
    {
      json_t *one = json_array_get (tensors, i), *reason = json_object_get (one, "reason");
      const gboolean fits = json_array_size (json_object_get (one, "shape")) == 2;

      g_assert_true (fits == json_is_null (reason));
      g_assert_true (fits == (json_array_size (json_object_get (one, "widths")) == 2));
      g_assert_true (fits == (i < 3));
      if (!fits)
        g_assert_nonnull (strstr (json_string_value (reason), "from 0 to 0, not 1"));
    }
  json_decref (root);
}

static void
test_refusals (Cli *self, gconstpointer data)
{
  cli_run (self, "rank");
  cli_assert_error (self, 2, "FILE");
  cli_run (self, NETWORK "--bits 4,17");
  cli_assert_error (self, 2, "--bits");
  cli_run (self, NETWORK "--bits 4,4");
  cli_assert_error (self, 2, "twice");
  cli_run (self, NETWORK "--bits 4,");
  cli_assert_error (self, 2, "--bits");
  cli_run (self, NETWORK "--scale 0.1");
  cli_assert_error (self, 2, "--scale");
  cli_run (self, NETWORK "--csv --json");
  cli_assert_error (self, 2, "--json");
  cli_run (self, "rank --distribution gaussian");
  cli_assert_error (self, 2, "FILE");
  cli_run (self, NETWORK "--tensor nothing");
  cli_assert_error (self, 1, "nothing");
}

int
main (int argc, char **argv)
{
  cli_test_init (&argc, &argv);
  g_test_add ("/cli/rank/json", Cli, NULL, cli_set_up, test_json, cli_tear_down);
  g_test_add ("/cli/rank/csv", Cli, NULL, cli_set_up, test_csv, cli_tear_down);
  g_test_add ("/cli/rank/integers", Cli, NULL, cli_set_up, test_integers, cli_tear_down);
  g_test_add ("/cli/rank/axis", Cli, NULL, cli_set_up, test_axis, cli_tear_down);
  g_test_add ("/cli/rank/refusals", Cli, NULL, cli_set_up, test_refusals, cli_tear_down);
  return g_test_run ();
}
