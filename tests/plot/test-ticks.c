/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-ticks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  const char *name;
  double span, pixels, m;
  gboolean integer;
  double previous, step;
} StepCase;

/* Steps by hand: pitch = step * pixels / span must be at least m. */
static const StepCase steps[] = {
  { "value-axis", 0.686, 632, 64, FALSE, 0, 0.1 },     /* 0.05 is 46 px, 0.1 is 92 px */
  { "quarter", 0.686, 194, 64, FALSE, 0, 0.25 },       /* 0.2 is 57 px, 0.25 is 71 px */
  { "counts", 5600, 282, 60, TRUE, 0, 2000 },          /* 1000 is 50 px */
  { "counts-quarter", 11900, 288, 60, TRUE, 0, 2500 }, /* 2000 is 48 px, 2500 is 60.5 px */
  { "integer-drops-2.5", 5, 120, 50, TRUE, 0, 5 },     /* 2 is 48 px; 2.5 is no whole number */
  { "integer-no-halves", 2, 400, 38, TRUE, 0, 1 },
  { "exactly-m", 10, 640, 64, FALSE, 0, 1 },
  { "tiny", 1e-30, 640, 64, FALSE, 0, 1e-31 },
  { "huge", 1e30, 640, 64, FALSE, 0, 1e29 },
  { "keeps-at-m", 10, 640, 64, FALSE, 1, 1 },
  { "keeps-to-2.5-m", 4, 640, 64, FALSE, 1, 1 }, /* 160 px = 2.5 m: kept though 0.5 would fit */
  { "leaves-beyond-2.5-m", 3.9, 640, 64, FALSE, 1, 0.5 },
  { "leaves-below-m", 10.1, 640, 64, FALSE, 1, 2 },
};

static void
test_step (gconstpointer data)
{
  const StepCase *c = data;
  double step = qsp_ticks_choose_step (c->span, c->pixels, c->m, c->integer, c->previous);

  g_assert_cmpfloat_with_epsilon (step, c->step, 1e-12 * c->step);
}

static char *
join (const QspTicks *ticks)
{
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < ticks->n; i++)
    if (ticks->ticks[i].label[0] != '\0')
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", ticks->ticks[i].label);
  return g_string_free (out, FALSE);
}

typedef struct
{
  const char *name;
  QspAxisKind kind;
  double low, high, pixels, m;
  gint64 codes[3];
  const char *labels;
} LabelCase;

static const LabelCase labels[] = {
  { "values", QSP_AXIS_VALUE, -0.303, 0.385, 632, 64, { 0 }, "−0.3 −0.2 −0.1 0 0.1 0.2 0.3" },
  { "error", QSP_AXIS_VALUE, -0.1088, 0.1088, 292, 30, { 0 }, "−0.100 −0.075 −0.050 −0.025 0 0.025 0.050 0.075 0.100" },
  { "counts", QSP_AXIS_COUNT, 0, 5614, 282, 60, { 0 }, "0 2k 4k" },
  { "counts-half", QSP_AXIS_COUNT, 0, 11900, 288, 60, { 0 }, "0 2.5k 5k 7.5k 10k" },
  { "counts-few", QSP_AXIS_COUNT, 0, 3, 400, 38, { 0 }, "0 1 2 3" },
  { "counts-millions", QSP_AXIS_COUNT, 0, 2.2e6, 200, 60, { 0 }, "0 1M 2M" },
  { "scientific", QSP_AXIS_VALUE, 0, 3.1e-7, 400, 100, { 0 }, "0 1×10⁻⁷ 2×10⁻⁷ 3×10⁻⁷" },
  { "scientific-large", QSP_AXIS_VALUE, 0, 3.1e6, 400, 100, { 0 }, "0 1×10⁶ 2×10⁶ 3×10⁶" },
  { "log-decades", QSP_AXIS_LOG, 0.7, 48700, 292, 0, { 0 }, "10⁰ 10¹ 10² 10³ 10⁴" },
  { "log-short", QSP_AXIS_LOG, 0.7, 12, 292, 0, { 0 }, "1 2 5 10" },
  { "log-small-values", QSP_AXIS_LOG, 0.008, 0.11, 190, 0, { 0 }, "0.01 0.02 0.05 0.1" },
  { "log-every-second", QSP_AXIS_LOG, 1, 1e8, 200, 0, { 0 }, "10⁰ 10² 10⁴ 10⁶ 10⁸" },
  { "codes-16", QSP_AXIS_CODE, -8.6, 7.6, 632, 0, { -8, -1, 7 }, "−8 −7 −6 −5 −4 −3 −2 −1 0 1 2 3 4 5 6 7" },
  /* 13.5 px a code: steps of 4; 0 is nearer than 34 px to z = -1 */
  { "codes-16-small", QSP_AXIS_CODE, -8.6, 7.6, 218, 0, { -8, -1, 7 }, "−8 −4 −1 4 7" },
  /* 2.9 px a code: 48 px need 17, so 32 */
  { "codes-256", QSP_AXIS_CODE, -128.6, 127.6, 758, 0, { -128, 0, 127 }, "−128 −96 −64 −32 0 32 64 96 127" },
  { "codes-65536",
    QSP_AXIS_CODE,
    -0.6,
    65535.6,
    758,
    0,
    { 0, 32768, 65535 },
    "0 8192 16384 24576 32768 40960 49152 57344 65535" },
};

static int
compare_ticks (gconstpointer a, gconstpointer b)
{
  double x = ((const QspTick *)a)->value, y = ((const QspTick *)b)->value;

  return x < y ? -1 : x > y;
}

static void
test_labels (gconstpointer data)
{
  const LabelCase *c = data;
  QspTickRequest request = { .kind = c->kind, .pixels = c->pixels, .min_pitch = c->m };
  g_autofree QspTicks *ticks = g_new (QspTicks, 1);
  g_autofree char *text = NULL;

  memcpy (request.codes, c->codes, sizeof request.codes);
  qsp_scale_init (&request.scale, c->kind == QSP_AXIS_LOG, c->low, c->high);
  qsp_ticks_compute (ticks, &request);
  qsort (ticks->ticks, ticks->n, sizeof (QspTick), compare_ticks);
  text = join (ticks);
  g_assert_cmpstr (text, ==, c->labels);
}

static double
measure_wide (gpointer data, const char *label)
{
  return 60.0;
}

/* m is the widest label + 16 where that is more: 76 px here, and 0.1 is 70 px wide. */
static void
test_wide_labels (void)
{
  QspTickRequest request = { .kind = QSP_AXIS_VALUE, .pixels = 700, .min_pitch = 64, .measure = measure_wide };
  g_autofree QspTicks *ticks = g_new (QspTicks, 1);

  qsp_scale_init (&request.scale, FALSE, 0, 1);
  qsp_ticks_compute (ticks, &request);
  g_assert_cmpfloat_with_epsilon (ticks->step, 0.2, 1e-12);
}

/* 0.1 is 54 px, less than m, but 0.2 would leave the 0 alone. */
static void
test_few_labels (void)
{
  QspTickRequest request = { .kind = QSP_AXIS_VALUE, .pixels = 194, .min_pitch = 64 };
  g_autofree QspTicks *ticks = g_new (QspTicks, 1);

  qsp_scale_init (&request.scale, FALSE, -0.182, 0.164);
  qsp_ticks_compute (ticks, &request);
  g_assert_cmpfloat_with_epsilon (ticks->step, 0.1, 1e-12);
  g_assert_cmpuint (ticks->n, ==, 3);
}

static void
test_minor_ticks (void)
{
  QspTickRequest request = { .kind = QSP_AXIS_LOG, .pixels = 300 };
  g_autofree QspTicks *ticks = g_new (QspTicks, 1);
  gsize minor = 0;

  qsp_scale_init (&request.scale, TRUE, 1, 1e4);
  qsp_ticks_compute (ticks, &request);
  for (gsize i = 0; i < ticks->n; i++)
    minor += ticks->ticks[i].minor;
  g_assert_cmpuint (minor, ==, 4 * 8);
  g_assert_cmpuint (ticks->n, ==, 4 * 8 + 5);
}

/* No limits, however odd, lead to no ticks at all, too many, or a hang. */
static void
test_survives (void)
{
  static const double limits[] = { -INFINITY, -1e308, -1.0, -1e-300, 0.0, 1e-320, 1e-300, 1.0, 1.0 + 1e-15, 1e17, 1e308, NAN };
  g_autofree QspTicks *ticks = g_new (QspTicks, 1);

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    for (guint j = 0; j < G_N_ELEMENTS (limits); j++)
      for (int kind = QSP_AXIS_VALUE; kind <= QSP_AXIS_LOG; kind++)
        {
          QspTickRequest request = { .kind = kind, .pixels = 700, .min_pitch = 64, .codes = { -8, 0, 7 } };

          qsp_scale_init (&request.scale, kind == QSP_AXIS_LOG, limits[i], limits[j]);
          g_assert_cmpfloat (request.scale.low, <, request.scale.high);
          qsp_ticks_compute (ticks, &request);
          g_assert_cmpuint (ticks->n, <=, QSP_TICKS_MAX);
        }
}

static void
test_scale (void)
{
  QspScale linear, log;

  qsp_scale_init (&linear, FALSE, -2, 6);
  qsp_scale_init (&log, TRUE, 0.1, 1000);
  g_assert_cmpfloat (qsp_scale_normalize (&linear, 0), ==, 0.25);
  g_assert_cmpfloat (qsp_scale_invert (&linear, 0.25), ==, 0);
  g_assert_cmpfloat_with_epsilon (qsp_scale_normalize (&log, 1), 0.25, 1e-12);
  g_assert_cmpfloat_with_epsilon (qsp_scale_invert (&log, 0.75), 100, 1e-9);
  g_assert_true (isnan (qsp_scale_normalize (&linear, NAN)));
  g_assert_cmpfloat (qsp_scale_normalize (&log, 0), <, -100);
  g_assert_cmpfloat (qsp_scale_normalize (&linear, 1e300), <=, 1e4);
}

/* On a short log axis what would touch goes, decades last. */
static double
measure_36 (gpointer data, const char *label)
{
  return 36;
}

static void
test_short_log (void)
{
  QspTickRequest request = { .kind = QSP_AXIS_LOG, .pixels = 110, .measure = measure_36 };
  g_autofree char *two = NULL, *one = NULL, *all = NULL;
  QspTicks ticks;

  qsp_scale_init (&request.scale, TRUE, 0.0009, 0.0111);
  qsp_ticks_compute (&ticks, &request);
  one = join (&ticks);
  g_assert_cmpstr (one, ==, "0.001 0.01");
  request.pixels = 200;
  qsp_ticks_compute (&ticks, &request);
  all = join (&ticks);
  g_assert_cmpstr (all, ==, "0.001 0.002 0.005 0.01");
  qsp_scale_init (&request.scale, TRUE, 0.0009, 0.0055);
  request.pixels = 100;
  qsp_ticks_compute (&ticks, &request);
  two = join (&ticks);
  g_assert_cmpstr (two, ==, "0.001 0.005");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *path = g_strconcat ("/plot/ticks/step/", steps[i].name, NULL);

      g_test_add_data_func (path, &steps[i], test_step);
    }
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_autofree char *path = g_strconcat ("/plot/ticks/labels/", labels[i].name, NULL);

      g_test_add_data_func (path, &labels[i], test_labels);
    }
  g_test_add_func ("/plot/ticks/short-log", test_short_log);
  g_test_add_func ("/plot/ticks/wide-labels", test_wide_labels);
  g_test_add_func ("/plot/ticks/few-labels", test_few_labels);
  g_test_add_func ("/plot/ticks/minor", test_minor_ticks);
  g_test_add_func ("/plot/ticks/survives", test_survives);
  g_test_add_func ("/plot/scale", test_scale);
  return g_test_run ();
}
