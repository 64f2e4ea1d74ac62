/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The range that PyTorch's HistogramObserver finds, as in version 1.13 (torch/ao/quantization/observer.py): from 2048 bins the one
 * or the other end moves inward, quantile step by quantile step, until the error estimated for 2^b equal bins of the codes grows
 * for the first time. Float32 where PyTorch has tensors, double where it has Python's numbers; only the sum over the bins is in
 * double, whose order in PyTorch hangs on the processor.
 *
 * That version counts between the ends of the range *truncated to integers* (unless they are equal then, as below 1), and leaves
 * out what is outside, but looks at the counts as if they spanned the whole range. This does the same. */
#include "analysis/qsa-calibrate-private.h"

#include "analysis/qsa-job.h"

#include <math.h>

#define N_BINS 2048
#define QUANTILE_STEP 1e-5

typedef struct
{
  float min, max;
  float left, right; /* what is counted */
  guint64 counts[N_BINS];
  float histogram[N_BINS], cumulative[N_BINS];
  int n_codes;
} Observer;

/* How many bins have been taken away. */
typedef struct
{
  double alpha, beta;
  int start, end; /* the first and last bin of the range */
} Ends;

static void
map_counts (gpointer data, guint64 begin, const float *x, gsize n, gpointer chunk, gpointer worker)
{
  const Observer *self = data;
  guint64 *counts = worker;
  const float width = self->right - self->left;

  for (gsize i = 0; i < n; i++)
    if (x[i] >= self->left && x[i] <= self->right)
      counts[(int)fminf ((x[i] - self->left) * N_BINS / width, N_BINS - 1)]++;
}

static void
gather_counts (gpointer data, gconstpointer worker)
{
  Observer *self = data;
  const guint64 *counts = worker;

  for (int i = 0; i < N_BINS; i++)
    self->counts[i] += counts[i];
}

static gboolean
observe (Observer *self, QsaSource *source, GCancellable *cancellable, GError **error)
{
  const QsaJob job = { .data = self, .worker_size = sizeof self->counts, .map = map_counts, .gather = gather_counts };
  double sum = 0;

  self->left = truncf (self->min);
  self->right = truncf (self->max);
  if (self->left == self->right)
    {
      self->left = self->min;
      self->right = self->max;
    }
  if (self->left == self->right)
    {
      self->left -= 1.0f;
      self->right += 1.0f;
    }
  if (!qsa_job_run (&job, qsa_source_get_tensor (source), cancellable, error))
    return FALSE;
  for (int i = 0; i < N_BINS; i++)
    {
      sum += (double)self->counts[i];
      self->histogram[i] = (float)self->counts[i];
      self->cumulative[i] = (float)sum;
    }
  return TRUE;
}

/* torch.div with rounding_mode="floor", for a divisor above 0. */
static float
divide_floor (float a, float b)
{
  const float rest = fmodf (a, b);
  float quotient = (a - rest) / b;
  float whole;

  if (rest < 0)
    quotient -= 1.0f;
  whole = floorf (quotient);
  return quotient - whole > 0.5f ? whole + 1.0f : whole;
}

/* density * integral of x^2 over begin … end. */
static float
get_norm (float begin, float end, float density)
{
  return density * ((end * end * end - begin * begin * begin) / 3.0f);
}

/* What the values of a bin lose, spread evenly over it, when those of bins start … end share the codes. */
static double
get_bin_error (const Observer *self, int bin, int start, double bin_width, double code_width)
{
  const float width = (float)code_width, half = (float)(code_width / 2), last = (float)(self->n_codes - 1);
  const float begin = (float)(bin - start) * (float)bin_width, end = begin + (float)bin_width;
  const float code_of_begin = CLAMP (divide_floor (begin, width), 0.0f, last);
  const float code_of_end = CLAMP (divide_floor (end, width), 0.0f, last);
  const float density = self->histogram[bin] / (float)bin_width;
  float norm = get_norm (begin - (code_of_begin + 0.5f) * width, half, density);

  norm += (code_of_end - code_of_begin - 1.0f) * get_norm (-half, half, density);
  norm += get_norm (-half, end - (code_of_end * width + half), density);
  return (double)norm;
}

static double
get_error (const Observer *self, int start, int end)
{
  const double bin_width = ((double)self->max - (double)self->min) / N_BINS;
  const double code_width = bin_width * (end - start + 1) / self->n_codes;
  double sum = 0;

  if (code_width == 0)
    return 0;
  for (int bin = 0; bin < N_BINS; bin++)
    sum += get_bin_error (self, bin, start, bin_width, code_width);
  return sum;
}

/* Moves the end from which one step of quantiles takes away more bins. */
static Ends
move_end (const Observer *self, Ends ends, float total)
{
  const float low = (float)((ends.alpha + QUANTILE_STEP) * (double)total);
  const float high = (float)((ends.beta - QUANTILE_STEP) * (double)total);
  int left = ends.start, right = ends.end;

  while (left < ends.end && self->cumulative[left] < low)
    left++;
  while (right > ends.start && self->cumulative[right] > high)
    right--;
  if (left - ends.start > ends.end - right)
    {
      ends.start = left;
      ends.alpha += QUANTILE_STEP;
    }
  else
    {
      ends.end = right;
      ends.beta -= QUANTILE_STEP;
    }
  return ends;
}

static gboolean
search (const Observer *self, Ends *ends, GCancellable *cancellable, GError **error)
{
  Ends next = *ends;
  double least = (double)INFINITY;

  while (next.alpha < next.beta)
    {
      double now;

      next = move_end (self, next, self->cumulative[N_BINS - 1]);
      if (next.start == ends->start && next.end == ends->end)
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      now = get_error (self, next.start, next.end);
      if (now > least)
        break;
      least = now;
      *ends = next;
    }
  return TRUE;
}

gboolean
qsa_calibrate_torch (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaRange *range, GError **error)
{
  g_autofree Observer *self = g_new0 (Observer, 1);
  const QscMoments *moments = qsa_source_get_moments (source);
  Ends ends = { 0.0, 1.0, 0, N_BINS - 1 };
  float bin_width;

  *self = (Observer){ .min = moments->min, .max = moments->max, .n_codes = 1 << scheme->format.bits };
  *range = qsa_range_of_source (source);
  bin_width = (self->max - self->min) / N_BINS;
  /* PyTorch fails there. */
  if (!isfinite (bin_width))
    return TRUE;
  if (!observe (self, source, cancellable, error) || !search (self, &ends, cancellable, error))
    return FALSE;
  range->low = (double)(self->min + bin_width * (float)ends.start);
  range->high = (double)(self->min + bin_width * (float)(ends.end + 1));
  return TRUE;
}
