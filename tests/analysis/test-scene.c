/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis-test.h"

#include "analysis/qsa-scene.h"

static void
apply (QsaScene *setup, const char *text)
{
  g_autoptr (GError) error = NULL;

  qsa_scene_apply (setup, text, &error);
  g_assert_no_error (error);
}

static void
test_default (void)
{
  QsaScene setup;
  g_autofree char *text = NULL;

  qsa_scene_init (&setup);
  text = qsa_scene_to_text (&setup);
  g_assert_cmpstr (text, ==, "bits=8 signed=1 sym=1 narrow=0 cal=min-max round=half-even");
}

/* The example of the manual. */
static void
test_line (void)
{
  QsaScene setup;

  qsa_scene_init (&setup);
  apply (&setup, "bits=4 signed=1 sym=0 s=0.0259 z=-1 round=half-even data=gaussian count=65536 sigma=1 seed=1 pick=0.73");
  g_assert_cmpint (setup.scheme.format.bits, ==, 4);
  g_assert_true (setup.scheme.format.is_signed);
  g_assert_false (setup.scheme.format.symmetric);
  g_assert_cmpint (setup.scheme.calibration, ==, QSA_CALIBRATION_MANUAL);
  g_assert_true (setup.scheme.scale == 0.0259f);
  g_assert_cmpint (setup.scheme.zero_point, ==, -1);
  g_assert_true (setup.is_drawn);
  g_assert_cmpint (setup.distribution.kind, ==, QST_DISTRIBUTION_GAUSSIAN);
  g_assert_cmpuint (setup.distribution.count, ==, 65536);
  g_assert_true (setup.has_pick);
  g_assert_true (setup.pick == 0.73f);
}

static void
test_raw (void)
{
  QsaScene setup, again;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  qsa_scene_init (&setup);
  qsa_scene_init (&again);
  apply (&setup, "raw=bf16:3x5:16:big bits=5");
  g_assert_true (setup.has_raw);
  g_assert_cmpint (setup.raw.dtype, ==, QST_DTYPE_BF16);
  g_assert_cmpuint (setup.raw.shape[1], ==, 5);
  text = qsa_scene_to_text (&setup);
  g_assert_nonnull (g_strrstr (text, "raw=BF16:3x5:16:big"));
  apply (&again, text);
  g_assert_true (qsa_scene_equal (&setup, &again));
  g_assert_false (qsa_scene_apply (&setup, "raw=F32:0:0:little", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
}

/* What is not named stays; a distribution starts anew wherever it stands in the line. */
static void
test_partial (void)
{
  QsaScene setup;

  qsa_scene_init (&setup);
  apply (&setup, "data=outliers outlier-share=0.25 bits=5");
  apply (&setup, "  cal=mse\tround=down ");
  g_assert_cmpint (setup.scheme.format.bits, ==, 5);
  g_assert_cmpint (setup.scheme.calibration, ==, QSA_CALIBRATION_MSE);
  g_assert_cmpfloat (setup.distribution.outlier_share, ==, 0.25);
  apply (&setup, "outlier-scale=3 data=outliers");
  g_assert_cmpfloat (setup.distribution.outlier_share, ==, 0.005);
  g_assert_cmpfloat (setup.distribution.outlier_scale, ==, 3.0);
  apply (&setup, "s=1/32");
  g_assert_true (setup.scheme.scale == 0.03125f);
  g_assert_cmpint (setup.scheme.calibration, ==, QSA_CALIBRATION_MANUAL);
  apply (&setup, "");
  /* Of a scale by hand and a granularity the last that was said holds. */
  apply (&setup, "gran=group:64");
  g_assert_cmpint (setup.scheme.calibration, ==, QSA_CALIBRATION_MIN_MAX);
  apply (&setup, "s=0.5");
  g_assert_cmpint (setup.scheme.granularity.kind, ==, QSA_PER_TENSOR);
  apply (&setup, "gran=tensor");
  g_assert_cmpint (setup.scheme.calibration, ==, QSA_CALIBRATION_MANUAL);
}

static void
test_round_trip (void)
{
  static const char *const lines[] = {
    "bits=4 signed=1 sym=1 narrow=0 cal=sigma sigmas=2.5 round=half-even",
    "bits=8 signed=1 sym=0 narrow=0 cal=min-max rule=tflite-dynamic round=half-away",
    "bits=16 signed=0 sym=1 narrow=1 cal=percentile percentile=99.99 round=stochastic rounding-seed=7",
    "bits=2 signed=1 sym=0 narrow=0 cal=manual s=1e-45 z=-2 round=toward-zero pick=-3.4028235e+38",
    "bits=4 signed=1 sym=1 narrow=0 cal=mse round=half-up data=student-t count=16 seed=9223372036854775807 mean=-0.1 sigma=0.1 "
    "degrees=2.5",
    "bits=4 signed=1 sym=1 narrow=0 cal=min-max round=up data=channels count=4096 seed=1 mean=0 sigma=1 channels=64 "
    "channel-ratio=20",
    "bits=4 signed=1 sym=1 narrow=0 cal=mse round=half-even gran=channel axis=1",
    "bits=4 signed=1 sym=1 narrow=0 cal=min-max round=half-even gran=group:48 pow2=1",
    "bits=4 signed=1 sym=1 narrow=0 cal=min-max round=half-even data=bimodal count=4096 seed=1 mean=0 sigma=1 separation=0.3",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      QsaScene setup, again;
      g_autofree char *text = NULL;
      g_autofree char *second = NULL;

      qsa_scene_init (&setup);
      qsa_scene_init (&again);
      apply (&setup, lines[i]);
      text = qsa_scene_to_text (&setup);
      g_assert_cmpstr (text, ==, lines[i]);
      apply (&again, text);
      second = qsa_scene_to_text (&again);
      g_assert_cmpstr (second, ==, text);
      g_assert_true (qsa_scene_equal (&setup, &again));
    }
}

/* A line that is wrong somewhere changes nothing, and the message names the word. */
static void
test_refused (void)
{
  static const struct
  {
    const char *line, *named;
  } bad[] = {
    { "bits=4 bits=5", "bits" },
    { "bits=1", "bits=1" },
    { "bits=17", "2 to 16" },
    { "bits", "KEY=VALUE" },
    { "depth=4", "depth" },
    { "s=0", "s=0" },
    { "s=nan", "s=nan" },
    { "s=1e39", "s=1e39" },
    { "s=1/0", "s=1/0" },
    { "s=1,5", "s=1,5" },
    { "bits=4 s=1 z=8 sym=0", "z=8" },
    { "signed=2", "signed=2" },
    { "cal=best", "cal=best" },
    { "round=even", "round=even" },
    { "data=weights", "data=weights" },
    { "count=100", "data=NAME" },
    { "cal=percentile percentile=101", "percentile=101" },
    { "cal=sigma sigmas=0", "sigmas=0" },
    { "gran=row", "gran=row" },
    { "gran=group:1", "gran=group:1" },
    { "gran=channel axis=-1", "axis=-1" },
    { "gran=channel s=0.1", "gran=channel" },
    { "pow2=2", "pow2=2" },
    { "pick=inf", "pick=inf" },
    { "bits=\033[31m", "bits=" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      QsaScene setup;
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;

      qsa_scene_init (&setup);
      before = qsa_scene_to_text (&setup);
      g_assert_false (qsa_scene_apply (&setup, bad[i].line, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      if (strstr (error->message, bad[i].named) == NULL)
        g_error ("%s: %s", bad[i].line, error->message);
      g_assert_null (strchr (error->message, '\033'));
      after = qsa_scene_to_text (&setup);
      g_assert_cmpstr (before, ==, after);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/default", test_default);
  g_test_add_func ("/scene/line", test_line);
  g_test_add_func ("/scene/partial", test_partial);
  g_test_add_func ("/scene/raw", test_raw);
  g_test_add_func ("/scene/round-trip", test_round_trip);
  g_test_add_func ("/scene/refused", test_refused);
  return g_test_run ();
}
