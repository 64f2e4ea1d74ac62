/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-ticks.h"

#include "plot/qsp-number.h"

#include <math.h>

/* Between two labels of a log axis. */
#define LOG_LABEL_AIR 8.0

#define MAX_STEPS 400

/* More than any double has. */
#define EXPONENT_MAX 400.0

/* Of the power of ten at or below a number, also of one that is 0 or infinite. */
static int
floor_exponent (double number)
{
  return (int)floor (CLAMP (log10 (number), -EXPONENT_MAX, EXPONENT_MAX));
}

double
qsp_ticks_choose_step (double span, double pixels, double m, gboolean integer, double previous_step)
{
  static const double factors[] = { 1.0, 2.0, 2.5, 5.0 };
  double per_unit = pixels / span, wanted = m / per_unit;
  int exponent;

  if (!(span > 0.0) || !(pixels > 0.0) || !(wanted > 0.0) || !isfinite (wanted))
    return 0.0;
  if (previous_step > 0.0 && previous_step * per_unit >= m && previous_step * per_unit <= 2.5 * m)
    return previous_step;

  exponent = floor_exponent (wanted) - 1;
  if (integer)
    exponent = MAX (exponent, 0);
  for (int e = exponent; e <= exponent + 320; e++)
    for (guint i = 0; i < G_N_ELEMENTS (factors); i++)
      {
        double step = factors[i] * pow (10.0, e);

        if (integer && e == 0 && factors[i] == 2.5)
          continue;
        /* A hair of tolerance: 0.1 is not a tenth. */
        if (step * per_unit >= m * (1.0 - 1e-9))
          return step;
      }
  return span;
}

static void
add (QspTicks *self, double value, gboolean minor, const char *label)
{
  QspTick *tick;

  if (self->n >= QSP_TICKS_MAX)
    return;
  tick = &self->ticks[self->n++];
  tick->value = value;
  tick->minor = minor;
  g_strlcpy (tick->label, label != NULL ? label : "", sizeof tick->label);
}

static char *
format_count_tick (double value, gboolean localized)
{
  static const struct
  {
    double unit;
    const char *suffix;
  } units[] = { { 1e12, "T" }, { 1e9, "G" }, { 1e6, "M" }, { 1e3, "k" }, { 1.0, "" } };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (fabs (value) >= units[i].unit * (1.0 - 1e-12))
      {
        double scaled = value / units[i].unit;
        int decimals = 0;

        while (decimals < 3 && fabs (scaled * pow (10, decimals) - rint (scaled * pow (10, decimals))) > 1e-6)
          decimals++;
        g_autofree char *number = qsp_format_decimals (scaled, decimals, localized);
        return g_strconcat (number, units[i].suffix, NULL);
      }
  return g_strdup ("0");
}

static char *
format_whole_tick (double value)
{
  if (fabs (value) >= 0x1p63) /* more than an integer holds */
    return qsp_format_number (value, 4, TRUE);
  return value < 0 ? qsp_format_integer ((gint64)value) : qsp_format_count ((guint64)value);
}

static int
get_decimals (double step)
{
  for (int d = 0; d < 12; d++)
    if (fabs (step * pow (10, d) - rint (step * pow (10, d))) < 1e-6 * step * pow (10, d))
      return d;
  return 12;
}

/* All labels of an axis alike: the same number of decimals, or the same power of ten. */
static char *
format_value_tick (double value, double step, double largest, gboolean localized)
{
  if (fabs (value) < step * 1e-9)
    return g_strdup ("0");
  if (largest >= 1e6 || largest < 1e-3)
    {
      int e = floor_exponent (largest * (1.0 + 1e-12));
      double unit = pow (10, e);
      g_autofree char *mantissa = qsp_format_decimals (value / unit, get_decimals (step / unit), localized);
      g_autofree char *power = qsp_format_power (e);

      return g_strconcat (mantissa, "×", power, NULL);
    }
  return qsp_format_decimals (value, get_decimals (step), localized);
}

static void
compute_linear (QspTicks *self, const QspTickRequest *r, double m)
{
  double span = r->scale.high - r->scale.low;
  double step =
      qsp_ticks_choose_step (span, r->pixels, m, r->kind == QSP_AXIS_COUNT || r->kind == QSP_AXIS_WHOLE, r->previous_step);
  double largest, first, last, slack = 1e-9;

  self->n = 0;
  self->step = step;
  if (!(step > 0.0))
    return;
  first = ceil (r->scale.low / step - slack);
  last = floor (r->scale.high / step + slack);
  largest = MAX (fabs (first), fabs (last)) * step;
  if (!(last - first < MAX_STEPS))
    return;
  for (double k = first; k <= last; k++)
    {
      double value = k * step;
      g_autofree char *label = r->kind == QSP_AXIS_WHOLE   ? format_whole_tick (value)
                               : r->kind == QSP_AXIS_COUNT ? format_count_tick (value, r->localized)
                                                           : format_value_tick (value, step, largest, r->localized);

      add (self, value == 0.0 ? 0.0 : value, FALSE, label);
    }
}

static double
measure_widest (const QspTicks *self, const QspTickRequest *r)
{
  double widest = 0.0;

  if (r->measure != NULL)
    for (gsize i = 0; i < self->n; i++)
      widest = MAX (widest, r->measure (r->measure_data, self->ticks[i].label));
  return widest;
}

/* m depends on the labels and the labels on the step: settles in a round or two. */
static void
compute_linear_from (QspTicks *self, const QspTickRequest *r, double m, double air)
{
  for (int i = 0; i < 4; i++)
    {
      double needed;

      compute_linear (self, r, m);
      needed = r->measure != NULL ? measure_widest (self, r) + air : 0.0;
      if (needed <= m || self->step * r->pixels / (r->scale.high - r->scale.low) >= needed)
        return;
      m = needed;
    }
}

static void
compute_linear_fitting (QspTicks *self, const QspTickRequest *r)
{
  compute_linear_from (self, r, r->min_pitch, 16.0);
  /* One label says nothing of the scale: closer ones are better then, as long as they stand apart. */
  for (double m = r->min_pitch * 0.75; self->n < 2 && m > r->min_pitch * 0.4; m *= 0.75)
    compute_linear_from (self, r, m, 6.0);
}

static void
compute_code (QspTicks *self, const QspTickRequest *r)
{
  double span = r->scale.high - r->scale.low, pitch = r->pixels / span;
  double m = r->min_pitch > 0.0 ? r->min_pitch : span > 33.5 ? 48.0 : 34.0;
  const gint64 fixed[3] = { r->codes[0], r->codes[2], r->codes[1] };
  gint64 step = 1, low = (gint64)ceil (CLAMP (r->scale.low, -1e9, 1e9)), high = (gint64)floor (CLAMP (r->scale.high, -1e9, 1e9));

  low = MAX (low, r->codes[0]);
  high = MIN (high, r->codes[2]);
  while (step < G_MAXINT32 && (double)step * pitch < m * (1.0 - 1e-9))
    step *= 2;
  self->n = 0;
  self->step = (double)step;

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *label = qsp_format_integer (fixed[i]);
      gboolean clash = fixed[i] < low || fixed[i] > high;

      for (gsize k = 0; k < self->n && !clash; k++)
        clash = fabs (self->ticks[k].value - (double)fixed[i]) * pitch < 24.0;
      if (!clash)
        add (self, (double)fixed[i], FALSE, label);
    }
  gsize n_fixed = self->n;
  for (gint64 k = low >= 0 ? (low + step - 1) / step : -(-low / step); k * step <= high; k++)
    {
      g_autofree char *label = qsp_format_integer (k * step);
      gboolean clash = FALSE;

      for (gsize i = 0; i < n_fixed && !clash; i++)
        clash = fabs (self->ticks[i].value - (double)(k * step)) * pitch < m * (1.0 - 1e-9);
      if (!clash)
        add (self, (double)(k * step), FALSE, label);
    }
}

/* Every k-th number, k being 1, 2 or 5 times a power of ten. */
static void
compute_index (QspTicks *self, const QspTickRequest *r, double m)
{
  const gboolean down = r->scale.low < 0.0;
  const double first = down ? -r->scale.high : r->scale.low, last = (down ? -r->scale.low : r->scale.high) - 1.0;
  const double span = r->scale.high - r->scale.low;
  const double step = MAX (qsp_ticks_choose_step (span, r->pixels, m, TRUE, r->previous_step), 1.0);

  self->n = 0;
  self->step = step;
  for (double i = ceil (first / step - 1e-9) * step; i <= last + 0.5 && self->n < QSP_TICKS_MAX; i += step)
    {
      g_autofree char *label = qsp_format_count ((guint64)MAX (i, 0.0));

      add (self, down ? -i - 0.5 : i + 0.5, FALSE, label);
    }
}

static void
compute_index_fitting (QspTicks *self, const QspTickRequest *r)
{
  compute_index (self, r, r->min_pitch);
  if (r->measure != NULL)
    compute_index (self, r, MAX (r->min_pitch, measure_widest (self, r) + 8.0));
}

static char *
format_log_tick (double value, int exponent, gboolean power, gboolean localized)
{
  if (power)
    return qsp_format_power (exponent);
  if (value >= 1.0 && value < 1e6)
    return format_count_tick (value, localized);
  return qsp_format_number (value, 1, localized);
}

/* First digit of a tick on a log axis. */
static int
get_digit (double value)
{
  return (int)rint (MIN (value / pow (10, floor_exponent (value * (1.0 + 1e-9))), 10.0));
}

/* Where labels would touch those of this digit go. */
static void
thin_log (QspTicks *self, const QspTickRequest *r, int digit)
{
  int last = -1;

  for (gsize i = 0; i < self->n && r->measure != NULL; i++)
    {
      double distance, room;
      int victim;

      if (self->ticks[i].label[0] == '\0')
        continue;
      if (last >= 0)
        {
          distance = r->pixels
                     * (qsp_scale_normalize (&r->scale, self->ticks[i].value)
                        - qsp_scale_normalize (&r->scale, self->ticks[last].value));
          room = (r->measure (r->measure_data, self->ticks[i].label) + r->measure (r->measure_data, self->ticks[last].label)) / 2;
          victim = get_digit (self->ticks[last].value) == digit ? last : get_digit (self->ticks[i].value) == digit ? (int)i : -1;
          if (distance < room + LOG_LABEL_AIR && victim >= 0)
            self->ticks[victim].label[0] = '\0';
        }
      if (self->ticks[i].label[0] != '\0')
        last = (int)i;
    }
}

static void
compute_log (QspTicks *self, const QspTickRequest *r)
{
  double decades = log10 (r->scale.high / r->scale.low), pitch = r->pixels / decades;
  int first = floor_exponent (r->scale.low), last = (int)ceil (CLAMP (log10 (r->scale.high), -EXPONENT_MAX, EXPONENT_MAX));
  gboolean few = decades < 2.5;
  int every = 1, n_labels = 0;

  self->n = 0;
  self->step = 0.0;
  while (every * pitch < 30.0 && every < 1000)
    every++;
  for (int e = first; e <= last; e++)
    for (int digit = 1; digit <= 9; digit++)
      {
        double value = digit * pow (10, e);
        gboolean labelled = digit == 1 || (few && (digit == 2 || digit == 5));

        if (value < r->scale.low * (1.0 - 1e-9) || value > r->scale.high * (1.0 + 1e-9))
          continue;
        if (digit > 1 && pitch < 12.0)
          continue;
        if (digit == 1 && !few && ((e % every) + every) % every != 0)
          labelled = FALSE;
        g_autofree char *label = labelled ? format_log_tick (value, e, !few, r->localized) : NULL;
        add (self, value, digit != 1, label);
        n_labels += labelled;
      }
  thin_log (self, r, 2);
  thin_log (self, r, 5);
  /* Deep inside a decade there is nothing to label: even steps say more. */
  if (n_labels < 2)
    {
      QspTickRequest linear = *r;

      linear.kind = QSP_AXIS_VALUE;
      linear.previous_step = 0.0;
      compute_linear_fitting (self, &linear);
    }
}

void
qsp_ticks_compute (QspTicks *self, const QspTickRequest *request)
{
  switch (request->kind)
    {
    case QSP_AXIS_CODE:
      compute_code (self, request);
      break;
    case QSP_AXIS_LOG:
      compute_log (self, request);
      break;
    case QSP_AXIS_INDEX:
      compute_index_fitting (self, request);
      break;
    case QSP_AXIS_VALUE:
    case QSP_AXIS_COUNT:
    case QSP_AXIS_WHOLE:
    default:
      compute_linear_fitting (self, request);
      break;
    }
}
