/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What check-kernels uses of GLib, in nothing but C: for processors that this machine has a compiler but no libraries for.
 * See check-other-cpus.sh. */

#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef int gboolean;
typedef const void *gconstpointer;
typedef int64_t gint64;
typedef uint8_t guint8;
typedef uint16_t guint16;
typedef uint32_t guint32;
typedef uint64_t guint64;
typedef void (*GTestDataFunc) (gconstpointer data);

#define TRUE 1
#define FALSE 0
#define MIN(a, b) ((a) < (b) ? (a) : (b))
#define MAX(a, b) ((a) > (b) ? (a) : (b))
#define G_N_ELEMENTS(array) (sizeof (array) / sizeof ((array)[0]))
#define G_GSIZE_FORMAT "zu"
#define G_GUINT64_CONSTANT(value) UINT64_C (value)
#define G_MAXINT64 INT64_MAX

#define g_print printf
#define g_malloc malloc
#define g_free free
#define g_new(type, n) ((type *)malloc (sizeof (type) * (n)))
#define g_str_equal(a, b) (strcmp ((a), (b)) == 0)
#define g_autofree __attribute__ ((cleanup (shim_free)))

#define g_error(...) (printf ("Bail out! " __VA_ARGS__), printf ("\n"), fflush (stdout), abort ())
#define g_assert_true(condition)                                                                                                 \
  do                                                                                                                             \
    if (!(condition))                                                                                                            \
      g_error ("%s:%d: not so: %s", __FILE__, __LINE__, #condition);                                                             \
  while (0)
#define g_assert_false(condition) g_assert_true (!(condition))
#define g_assert_cmpint(a, op, b) g_assert_true ((a)op (b))
#define g_assert_cmpuint g_assert_cmpint
#define g_assert_cmphex g_assert_cmpint
#define g_assert_cmpfloat(a, op, b)                                                                                              \
  do                                                                                                                             \
    if (!((a)op (b)))                                                                                                            \
      g_error ("%s:%d: not so: %s (%.9g) " #op " %s (%.9g)", __FILE__, __LINE__, #a, (double)(a), #b, (double)(b));              \
  while (0)
#define g_assert_cmpmem(a, n_a, b, n_b) g_assert_true ((n_a) == (n_b) && memcmp ((a), (b), (n_b)) == 0)

static inline void
shim_free (void *pointer)
{
  void *memory;

  memcpy (&memory, pointer, sizeof memory);
  free (memory);
}

static inline gint64
g_get_monotonic_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gint64)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* One stream for all files, SplitMix64. */
__attribute__ ((weak)) uint64_t shim_state = 1;

static inline uint64_t
shim_draw (void)
{
  uint64_t h = shim_state += UINT64_C (0x9e3779b97f4a7c15);

  h = (h ^ (h >> 30)) * UINT64_C (0xbf58476d1ce4e5b9);
  h = (h ^ (h >> 27)) * UINT64_C (0x94d049bb133111eb);
  return h ^ (h >> 31);
}

static inline int32_t
g_test_rand_int (void)
{
  return (int32_t)(uint32_t)shim_draw ();
}

static inline int32_t
g_test_rand_int_range (int32_t begin, int32_t end)
{
  return (int32_t)(begin + (int64_t)(shim_draw () % (uint64_t)((int64_t)end - begin)));
}

static inline double
g_test_rand_double_range (double begin, double end)
{
  return begin + (double)(shim_draw () >> 11) * 0x1p-53 * (end - begin);
}

static inline gboolean
g_test_rand_bit (void)
{
  return (int)(shim_draw () & 1);
}

static inline char *
g_strdup_printf (const char *format, const char *a, const char *b)
{
  char text[256];

  snprintf (text, sizeof text, format, a, b);
  return strdup (text);
}

/* Tests run as they are added, in that order. */
__attribute__ ((weak)) int shim_n_tests;

#define g_test_init(argc, argv, end)                                                                                             \
  do                                                                                                                             \
    if (*(argc) > 1)                                                                                                             \
      shim_state = strtoull ((*(argv))[1], NULL, 0);                                                                             \
  while (0)

static inline void
g_test_add_data_func (const char *path, gconstpointer data, GTestDataFunc check)
{
  check (data);
  printf ("ok %d %s\n", ++shim_n_tests, path);
  fflush (stdout);
}

static inline int
g_test_run (void)
{
  printf ("1..%d\n", shim_n_tests);
  return 0;
}
