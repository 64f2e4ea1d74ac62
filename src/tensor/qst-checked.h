/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sizes from files: every sum and product either fits or is refused. */
static inline gboolean
qst_checked_add (guint64 a, guint64 b, guint64 *sum)
{
  return !__builtin_add_overflow (a, b, sum);
}

static inline gboolean
qst_checked_mul (guint64 a, guint64 b, guint64 *product)
{
  return !__builtin_mul_overflow (a, b, product);
}

/* The number of values of a shape; a 0 anywhere makes it 0 and excuses large neighbours only if they fit on their own, so
 * that later products of any subset of dimensions are safe too. */
static inline gboolean
qst_checked_count (const guint64 *shape, gsize n_dims, guint64 *count)
{
  guint64 all = 1, nonzero = 1;

  for (gsize i = 0; i < n_dims; i++)
    {
      if (shape[i] != 0 && !qst_checked_mul (nonzero, shape[i], &nonzero))
        return FALSE;
      all = shape[i] == 0 ? 0 : all * shape[i];
    }
  *count = all;
  return TRUE;
}

G_END_DECLS
