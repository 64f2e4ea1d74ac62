/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-patch.h"

#include <math.h>

/* Cells read at a time. */
#define SEGMENT 65536

struct _QsaPatch
{
  gatomicrefcount ref_count;
  QsaMatrix matrix;
  QsaWindow window;
  guint n_rows, n_columns;
  float *low, *high, *error;
  gint32 *code, *zero_point; /* of the farthest code of each sample; NULL: not known */
};

/* No distance between codes. */
#define NO_CODE G_MININT32

static guint64
divide_up (guint64 a, guint64 b)
{
  return a / b + (a % b > 0);
}

void
qsa_window_init_overview (QsaWindow *self, const QsaMatrix *matrix, guint max_rows, guint max_columns)
{
  *self = (QsaWindow){ 0, 0, qsa_matrix_get_n_rows (matrix), qsa_matrix_get_n_columns (matrix), 1, 1 };
  self->row_step = MAX (divide_up (self->n_rows, MAX (max_rows, 1)), 1);
  self->column_step = MAX (divide_up (self->n_columns, MAX (max_columns, 1)), 1);
}

static QsaPatch *
patch_alloc (const QsaMatrix *matrix, const QsaWindow *window, gboolean with_errors, gboolean with_codes)
{
  QsaPatch *self = g_new0 (QsaPatch, 1);
  gsize n;

  g_atomic_ref_count_init (&self->ref_count);
  self->matrix = *matrix;
  self->window = *window;
  self->n_rows = (guint)divide_up (window->n_rows, window->row_step);
  self->n_columns = (guint)divide_up (window->n_columns, window->column_step);
  n = MAX ((gsize)self->n_rows * self->n_columns, 1);
  self->low = g_new (float, n);
  self->high = window->row_step * window->column_step > 1 ? g_new (float, n) : self->low;
  self->error = with_errors ? g_new (float, n) : NULL;
  for (gsize i = 0; i < n; i++)
    self->low[i] = self->high[i] = NAN;
  for (gsize i = 0; self->error != NULL && i < n; i++)
    self->error[i] = NAN;
  self->code = with_codes ? g_new (gint32, n) : NULL;
  self->zero_point = with_codes ? g_new0 (gint32, n) : NULL;
  for (gsize i = 0; self->code != NULL && i < n; i++)
    self->code[i] = NO_CODE;
  return self;
}

/* NaN never compares: what is NaN so far becomes the first number. */
static void
fold (const float *x, gsize n, float *low, float *high)
{
  float least = *low, greatest = *high;
  gsize i = 0;

  while (i < n && isnan (least))
    least = greatest = x[i++];
  for (; i < n; i++)
    {
      least = x[i] < least ? x[i] : least;
      greatest = x[i] > greatest ? x[i] : greatest;
    }
  *low = least;
  *high = greatest;
}

static void
fold_errors (const QsaPatch *self, QsaUnitParams *params, guint64 row, guint64 column, const float *x, gsize n, gsize place)
{
  float *error = &self->error[place];

  for (gsize i = 0; i < n; i++)
    {
      const guint64 index = isfinite (x[i]) ? qsa_matrix_get_index (&self->matrix, row, column + i) : G_MAXUINT64;
      const QscParams *own = index != G_MAXUINT64 ? qsa_unit_params_get_at (params, index) : NULL;
      QscTrace trace;

      if (own == NULL)
        continue;
      qsc_params_trace (own, x[i], index, &trace);
      if (!(fabsf (trace.error) <= *error))
        *error = fabsf (trace.error);
      if (self->code != NULL
          && (self->code[place] == NO_CODE
              || ABS (trace.code - own->zero_point) > ABS (self->code[place] - self->zero_point[place])))
        {
          self->code[place] = trace.code;
          self->zero_point[place] = own->zero_point;
        }
    }
}

/* n cells of a row, the first at the window's column begin. */
static void
add_segment (QsaPatch *self, QsaUnitParams *params, guint64 row, guint64 begin, const float *x, gsize n)
{
  const QsaWindow *window = &self->window;
  const gsize first = (gsize)(row / window->row_step) * self->n_columns;

  for (gsize done = 0; done < n;)
    {
      const guint64 column = begin + done;
      const gsize place = first + (gsize)(column / window->column_step);
      const gsize part = (gsize)MIN (n - done, window->column_step - column % window->column_step);

      fold (x + done, part, &self->low[place], &self->high[place]);
      if (params != NULL)
        fold_errors (self, params, window->row + row, window->column + column, x + done, part, place);
      done += part;
    }
}

QsaPatch *
qsa_patch_new (QstTensor *tensor, const QsaMatrix *matrix, const QsaWindow *window, QsaUnitParams *params,
               GCancellable *cancellable, GError **error)
{
  g_autoptr (QsaPatch) self = patch_alloc (matrix, window, params != NULL, params != NULL && qsa_unit_params_get_n (params) > 1);
  g_autofree float *scratch = g_new (float, QSA_MATRIX_SCRATCH);
  g_autofree float *values = g_new (float, (gsize)MIN (MAX (window->n_columns, 1), SEGMENT));

  for (guint64 row = 0; row < window->n_rows; row++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      for (guint64 column = 0; column < window->n_columns; column += SEGMENT)
        {
          const gsize n = (gsize)MIN (window->n_columns - column, SEGMENT);

          qsa_matrix_read (matrix, tensor, window->row + row, window->column + column, n, values, scratch);
          add_segment (self, params, row, column, values, n);
        }
    }
  if (!qst_tensor_check (tensor, error))
    return NULL;
  return g_steal_pointer (&self);
}

QsaPatch *
qsa_patch_ref (QsaPatch *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
qsa_patch_unref (QsaPatch *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->high != self->low)
    g_free (self->high);
  g_free (self->low);
  g_free (self->error);
  g_free (self->code);
  g_free (self->zero_point);
  g_free (self);
}

const QsaMatrix *
qsa_patch_get_matrix (QsaPatch *self)
{
  return &self->matrix;
}

const QsaWindow *
qsa_patch_get_window (QsaPatch *self)
{
  return &self->window;
}

guint
qsa_patch_get_n_rows (QsaPatch *self)
{
  return self->n_rows;
}

guint
qsa_patch_get_n_columns (QsaPatch *self)
{
  return self->n_columns;
}

const float *
qsa_patch_get_low (QsaPatch *self)
{
  return self->low;
}

const float *
qsa_patch_get_high (QsaPatch *self)
{
  return self->high;
}

const float *
qsa_patch_get_error (QsaPatch *self)
{
  return self->error;
}

static guint64
get_index (QsaPatch *self, guint row, guint column)
{
  return qsa_matrix_get_index (&self->matrix, self->window.row + row * self->window.row_step,
                               self->window.column + column * self->window.column_step);
}

const QscParams *
qsa_patch_get_params (QsaPatch *self, QsaUnitParams *params, guint row, guint column)
{
  const guint64 index = get_index (self, row, column);

  return index != G_MAXUINT64 ? qsa_unit_params_get_at (params, index) : qsa_unit_params_get_all (params);
}

gboolean
qsa_patch_trace (QsaPatch *self, QsaUnitParams *params, guint row, guint column, QscTrace *trace)
{
  const guint64 index = get_index (self, row, column);

  g_return_val_if_fail (self->high == self->low && row < self->n_rows && column < self->n_columns, FALSE);

  if (index == G_MAXUINT64)
    return FALSE;
  qsc_params_trace (qsa_unit_params_get_at (params, index), self->low[(gsize)row * self->n_columns + column], index, trace);
  return TRUE;
}

static gint32
get_code (const QscParams *params, float value, QscRounding stochastic)
{
  QscParams own = *params;
  QscTrace trace;

  if (own.rounding == QSC_ROUND_STOCHASTIC)
    own.rounding = stochastic;
  qsc_params_trace (&own, value, 0, &trace);
  return trace.code;
}

gboolean
qsa_patch_get_farthest_code (QsaPatch *self, QsaUnitParams *params, guint row, guint column, gint32 *code, gint32 *zero_point)
{
  const gsize i = (gsize)row * self->n_columns + column;
  const QscParams *own = qsa_patch_get_params (self, params, row, column);
  gint32 low, high;

  *zero_point = own->zero_point;
  if (self->high == self->low)
    {
      QscTrace trace;

      if (!qsa_patch_trace (self, params, row, column, &trace))
        return FALSE;
      *code = trace.code;
      return TRUE;
    }
  if (isnan (self->low[i]))
    return FALSE;
  if (qsa_unit_params_get_n (params) > 1)
    {
      if (self->code == NULL || self->code[i] == NO_CODE)
        return FALSE;
      *code = self->code[i];
      *zero_point = self->zero_point[i];
      return TRUE;
    }
  low = get_code (own, self->low[i], QSC_ROUND_DOWN);
  high = get_code (own, self->high[i], QSC_ROUND_UP);
  *code = ABS (low - own->zero_point) > ABS (high - own->zero_point) ? low : high;
  return TRUE;
}
