/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-race.h"

#include "analysis/qsa-report-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

/* A round lasts about so long: shorter ones drown in what else the machine does. */
#define ROUND_USEC 20000

typedef struct
{
  QscMatmulShape shape;
  guint8 *a;
  gint8 *b;
  gint32 *c;
  float *fa, *fb, *fc;
  gpointer packed, packed_float, workspace;
} Track;

static void
track_clear (Track *self)
{
  g_free (self->a);
  g_free (self->b);
  g_free (self->c);
  g_free (self->fa);
  g_free (self->fb);
  g_free (self->fc);
  g_free (self->packed);
  g_free (self->packed_float);
  g_free (self->workspace);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Track, track_clear)

/* Any numbers do: neither product looks at them. */
static void
track_init (Track *self, gsize size)
{
  const gsize n = size * size;
  guint32 state = 1;

  self->shape = (QscMatmulShape){ .rows = size, .columns = size, .depth = size, .a_stride = size, .c_stride = size };
  self->a = g_new (guint8, n);
  self->b = g_new (gint8, n);
  self->c = g_new (gint32, n);
  self->fa = g_new (float, n);
  self->fb = g_new (float, n);
  self->fc = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    {
      state = state * 1664525u + 1013904223u;
      self->a[i] = (guint8)(state >> 24);
      self->b[i] = (gint8)(self->a[i] ^ (guint8)(state >> 16));
      self->fa[i] = (float)self->a[i] / 255.0f;
      self->fb[i] = (float)self->b[i] / 127.0f;
    }
  self->packed = g_malloc (qsc_matmul_get_packed_size_i8 (size, size));
  self->packed_float = g_malloc (qsc_matmul_get_packed_size_f32 (size, size));
  self->workspace = g_malloc (qsc_matmul_get_workspace_size (&self->shape));
  qsc_matmul_pack_i8 (self->b, 1, size, size, size, self->packed);
  qsc_matmul_pack_f32 (self->fb, 1, size, size, size, self->packed_float);
}

static void
multiply_int8 (Track *self)
{
  qsc_matmul_u8_i8 (&self->shape, self->a, 128, self->packed, 0, NULL, self->workspace, self->c);
}

static void
multiply_float (Track *self)
{
  qsc_matmul_f32 (&self->shape, self->fa, self->packed_float, NULL, self->workspace, self->fc);
}

static double
measure (Track *self, void (*multiply) (Track *self), guint n)
{
  const gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < n; i++)
    multiply (self);
  return (double)(g_get_monotonic_time () - begin) * 1e-6 / n;
}

/* How many products fill a round. */
static guint
choose_repetitions (Track *self, void (*multiply) (Track *self))
{
  const double seconds = measure (self, multiply, 1);

  return (guint)CLAMP (ROUND_USEC * 1e-6 / MAX (seconds, 1e-7), 1.0, 1e5);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static QsaRaceTime
take_median (double *seconds, guint n, gsize size, gsize bytes_per_value)
{
  const guint64 n_values = (guint64)size * size;
  QsaRaceTime time = { .bytes = n_values * (2 * bytes_per_value + sizeof (gint32)) };

  qsort (seconds, n, sizeof *seconds, compare);
  time.seconds = n % 2 == 1 ? seconds[n / 2] : (seconds[n / 2 - 1] + seconds[n / 2]) / 2;
  time.seconds = MAX (time.seconds, 1e-9);
  time.macs_per_second = (double)n_values * (double)size / time.seconds;
  return time;
}

static gboolean
check (gsize size, guint rounds, GError **error)
{
  if (size >= QSA_RACE_SIZE_MIN && size <= QSA_RACE_SIZE_MAX && rounds >= 1 && rounds <= QSA_RACE_ROUNDS_MAX)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("Matrices are of %d to %d rows, in 1 to %d rounds"),
               QSA_RACE_SIZE_MIN, QSA_RACE_SIZE_MAX, QSA_RACE_ROUNDS_MAX);
  return FALSE;
}

/* By turns, so that what disturbs the machine meets both. */
gboolean
qsa_race_run (gsize size, guint rounds, QsaRaceProgress progress, gpointer data, GCancellable *cancellable, QsaRace *race,
              GError **error)
{
  double int8[QSA_RACE_ROUNDS_MAX], float32[QSA_RACE_ROUNDS_MAX];
  g_auto (Track) track = { 0 };
  guint n_int8, n_float;

  if (!check (size, rounds, error) || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  track_init (&track, size);
  n_int8 = choose_repetitions (&track, multiply_int8);
  n_float = choose_repetitions (&track, multiply_float);
  for (guint i = 0; i < rounds; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      int8[i] = measure (&track, multiply_int8, n_int8);
      float32[i] = measure (&track, multiply_float, n_float);
      if (progress != NULL)
        progress (data, i + 1, rounds);
    }
  *race = (QsaRace){ .size = size,
                     .rounds = rounds,
                     .int8 = take_median (int8, rounds, size, sizeof (gint8)),
                     .float32 = take_median (float32, rounds, size, sizeof (float)),
                     .int8_instructions = qsc_matmul_get_instructions (),
                     .float_instructions = qsc_isa_get_name (qsc_get_isa ()) };
  race->ratio = race->float32.seconds / race->int8.seconds;
  return TRUE;
}

static json_t *
new_time (const QsaRaceTime *time, const char *instructions)
{
  return json_pack ("{s:f, s:f, s:I, s:s}", "seconds", time->seconds, "gmac_per_second", time->macs_per_second * 1e-9, "bytes",
                    (json_int_t)time->bytes, "instructions", instructions);
}

char *
qsa_report_race (const QsaRace *race)
{
  json_t *root = json_object ();

  json_object_set_new (root, "size", json_integer ((json_int_t)race->size));
  json_object_set_new (root, "rounds", json_integer (race->rounds));
  json_object_set_new (root, "threads", json_integer (1));
  json_object_set_new (root, "int8", new_time (&race->int8, race->int8_instructions));
  json_object_set_new (root, "float32", new_time (&race->float32, race->float_instructions));
  json_object_set_new (root, "ratio", json_real (race->ratio));
  return qsa_report_dump (root);
}
