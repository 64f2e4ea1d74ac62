/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scale is a float32 and a code a small integer, so that levels and the borders half-way between them are exact in double. */
#include "analysis/qsa-index-private.h"

#include <math.h>

typedef struct
{
  const QsaIndex *index;
  double scale;
  int32_t qmin, qmax;
  int32_t first_zero_point, last_zero_point;
  int32_t first; /* cell, of the lowest level that any zero-point has */
  guint n_cells;
  QsaIndexBorder none, all;
  QsaIndexBorder *borders; /* n_cells + 1: where cells begin */
  double *errors;          /* n_cells + 1: inside the cells before */
} Grid;

static void
find_cells (Grid *self)
{
  for (guint i = 0; i <= self->n_cells; i++)
    {
      const guint32 at = qsa_index_find (self->index, self->scale * (self->first + (int32_t)i - 0.5));

      if (i > 0 && self->borders[i - 1].at == at)
        self->borders[i] = self->borders[i - 1];
      else
        qsa_index_get_border (self->index, at, &self->borders[i]);
    }
  self->errors[0] = 0;
  for (guint i = 0; i < self->n_cells; i++)
    self->errors[i + 1] =
        self->errors[i]
        + qsa_index_get_error (&self->borders[i], &self->borders[i + 1], self->scale * (self->first + (int32_t)i));
}

static double
get_error_at (const Grid *self, int32_t zero_point)
{
  const int32_t low = self->qmin - zero_point, high = self->qmax - zero_point;
  /* What rounds to the outermost levels by itself belongs to their cells, which the clamped values beyond share. */
  const QsaIndexBorder *from = &self->borders[low - self->first], *to = &self->borders[high + 1 - self->first];

  return self->errors[high + 1 - self->first] - self->errors[low - self->first]
         + qsa_index_get_error (&self->none, from, self->scale * low) + qsa_index_get_error (to, &self->all, self->scale * high);
}

/* With the outermost cells as wide as all values beyond them: no zero-point gives a value a larger code. */
static double
get_codes_squared (const Grid *self)
{
  const double low = self->first, high = self->first + (double)self->n_cells - 1;
  double sum = self->borders[0].at * low * low + (self->all.at - self->borders[self->n_cells].at) * high * high;

  for (guint i = 0; i < self->n_cells; i++)
    sum += (self->borders[i + 1].at - self->borders[i].at) * (low + i) * (low + i);
  return sum;
}

static void
init_window (Grid *self, const QscScheme *format)
{
  qsc_scheme_get_code_range (format, &self->qmin, &self->qmax);
  self->first_zero_point = format->symmetric ? qsc_scheme_get_symmetric_zero_point (format) : self->qmin;
  self->last_zero_point = format->symmetric ? self->first_zero_point : self->qmax;
  self->first = self->qmin - self->last_zero_point;
  self->n_cells = (guint)(self->qmax - self->first_zero_point - self->first) + 1;
}

void
qsa_index_measure_scale (const QsaIndex *index, const QscScheme *format, double scale, QsaIndexScale *result)
{
  Grid self = { .index = index, .scale = scale };

  init_window (&self, format);
  qsa_index_get_border (index, 0, &self.none);
  qsa_index_get_border (index, index->n, &self.all);
  self.borders = g_new (QsaIndexBorder, self.n_cells + 1);
  self.errors = g_new (double, self.n_cells + 1);
  find_cells (&self);
  *result = (QsaIndexScale){ .error = (double)INFINITY, .codes_squared = get_codes_squared (&self) };
  for (int32_t zero_point = self.first_zero_point; zero_point <= self.last_zero_point; zero_point++)
    {
      const double error = get_error_at (&self, zero_point);

      if (error < result->error)
        {
          result->error = error;
          result->zero_point = zero_point;
        }
    }
  g_free (self.borders);
  g_free (self.errors);
}
