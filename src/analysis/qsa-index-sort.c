/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By counting digits: as many bits at a time as fit the first cache, and only those in which the keys differ. */
#include "analysis/qsa-index-private.h"

#include <string.h>

#define DIGIT_BITS_MAX 11
#define N_DIGITS_MAX 3

static guint
count_bits (guint32 value)
{
  return value > 0 ? g_bit_storage (value) : 0;
}

/* One pass over a digit of (key - low), from which every key goes to its place in to. */
static void
sort_digit (const guint32 *from, guint32 *to, guint32 n, guint32 low, guint shift, guint bits, guint32 *places)
{
  const guint32 mask = (1u << bits) - 1;

  for (guint32 digit = 0, at = 0; digit <= mask; digit++)
    {
      const guint32 count = places[digit];

      places[digit] = at;
      at += count;
    }
  for (guint32 i = 0; i < n; i++)
    to[places[((from[i] - low) >> shift) & mask]++] = from[i];
}

/* Digit by digit from the lowest one, into a or b, whichever is returned. */
static guint32 *
sort_digits (guint32 *a, guint32 *b, guint32 n, guint32 low, guint bits)
{
  guint32 places[N_DIGITS_MAX][1 << DIGIT_BITS_MAX];
  guint n_digits;

  n_digits = (bits + DIGIT_BITS_MAX - 1) / DIGIT_BITS_MAX;
  bits = n_digits > 0 ? (bits + n_digits - 1) / n_digits : 0;
  for (guint digit = 0; digit < n_digits; digit++)
    memset (places[digit], 0, sizeof places[digit][0] << bits);
  for (guint32 i = 0; i < n; i++)
    for (guint digit = 0; digit < n_digits; digit++)
      places[digit][((a[i] - low) >> digit * bits) & ((1u << bits) - 1)]++;
  for (guint digit = 0; digit < n_digits; digit++)
    {
      guint32 *other = b;

      sort_digit (a, b, n, low, digit * bits, bits, places[digit]);
      b = a;
      a = other;
    }
  return a;
}

guint32 *
qsa_index_sort_keys (guint32 *a, guint32 *b, guint32 n)
{
  guint32 low = G_MAXUINT32, high = 0;
  guint bits;

  for (guint32 i = 0; i < n; i++)
    {
      low = MIN (low, a[i]);
      high = MAX (high, a[i]);
    }
  bits = n > 0 ? count_bits (high - low) : 0;
  return sort_digits (a, b, n, low, bits);
}
