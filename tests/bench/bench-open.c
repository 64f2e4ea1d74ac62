/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long it takes to list a large file, and to get the first figure of one tensor: a sparse file of 10 GB, 5000 tensors. */
#include "analysis/qsa-result.h"
#include "tensor/qst-archive.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define TENSORS 5000
#define VALUES (1u << 19)
#define ROW 1024
#define ROUNDS 7

static void
put (GByteArray *bytes, guint64 value, guint size)
{
  for (guint i = 0; i < size; i++)
    g_byte_array_append (bytes, &(guint8){ (guint8)(i < 8 ? value >> (8 * i) : 0) }, 1);
}

static char *
get_name (guint i)
{
  return g_strdup_printf ("model.layers.%u.self_attn.q_proj.weight", i);
}

static GByteArray *
make_safetensors (guint64 *size)
{
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GString) header = g_string_new ("{");

  for (guint i = 0; i < TENSORS; i++)
    {
      g_autofree char *name = get_name (i);
      const guint64 begin = (guint64)i * VALUES * sizeof (float);

      g_string_append_printf (header,
                              "%s\"%s\":{\"dtype\":\"F32\",\"shape\":[%u,%u],\"data_offsets\":[%" G_GUINT64_FORMAT
                              ",%" G_GUINT64_FORMAT "]}",
                              i > 0 ? "," : "", name, VALUES / ROW, ROW, begin, begin + VALUES * sizeof (float));
    }
  g_string_append_c (header, '}');
  while (header->len % 8 != 0)
    g_string_append_c (header, ' ');
  put (file, header->len, 8);
  g_byte_array_append (file, (const guint8 *)header->str, (guint)header->len);
  *size = file->len + (guint64)TENSORS * VALUES * sizeof (float);
  return file;
}

static GByteArray *
make_gguf (guint64 *size)
{
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, (const guint8 *)"GGUF", 4);
  put (file, 3, 4);
  put (file, TENSORS, 8);
  put (file, 0, 8);
  for (guint i = 0; i < TENSORS; i++)
    {
      g_autofree char *name = get_name (i);

      put (file, strlen (name), 8);
      g_byte_array_append (file, (const guint8 *)name, (guint)strlen (name));
      put (file, 2, 4);
      put (file, ROW, 8);
      put (file, VALUES / ROW, 8);
      put (file, 0, 4); /* F32 */
      put (file, (guint64)i * VALUES * sizeof (float), 8);
    }
  put (file, 0, (32 - file->len % 32) % 32);
  *size = file->len + (guint64)TENSORS * VALUES * sizeof (float);
  return file;
}

static double
get_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Both by the clock and of the processor, which other programs do not disturb. */
static void
print_list (const char *path)
{
  double least = G_MAXDOUBLE, least_cpu = G_MAXDOUBLE;

  for (int i = 0; i < ROUNDS; i++)
    {
      const gint64 begin = g_get_monotonic_time ();
      const double begin_cpu = get_cpu_ms ();
      g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);

      if (archive == NULL || qst_archive_get_n_tensors (archive) != TENSORS)
        g_error ("%s was not read", path);
      least_cpu = MIN (least_cpu, get_cpu_ms () - begin_cpu);
      least = MIN (least, (double)(g_get_monotonic_time () - begin) / 1000);
    }
  printf ("listed in %.1f ms (%.1f ms of CPU)", least, least_cpu);
}

/* From the list to what a figure is drawn from. */
static double
measure_first (const char *path)
{
  g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);
  double least = G_MAXDOUBLE;

  for (gsize i = 0; i < ROUNDS; i++)
    {
      const gint64 begin = g_get_monotonic_time ();
      g_autoptr (QsaSource) source = qsa_source_new (qst_archive_get_tensor (archive, i * 700), NULL, NULL);
      QsaRequest request = { .source = source, .auto_range = TRUE, .n_bins = 512, .n_error_bins = 128 };
      g_autoptr (QsaResult) result = NULL;

      qsa_scheme_init (&request.scheme);
      result = qsa_result_new (&request, NULL, NULL, NULL);
      if (result == NULL)
        g_error ("%s was not measured", path);
      least = MIN (least, (double)(g_get_monotonic_time () - begin) / 1000);
    }
  return least;
}

static void
measure (const char *folder, const char *name, GByteArray *(*make) (guint64 *size))
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct rusage usage;
  guint64 size;
  g_autoptr (GByteArray) front = make (&size);

  if (!g_file_set_contents (path, (const char *)front->data, front->len, NULL) || truncate (path, (off_t)size) != 0)
    {
      printf ("%s: a sparse file of %" G_GUINT64_FORMAT " bytes cannot be made here\n", name, size);
      return;
    }
  printf ("%-14s %.1f GB, %u tensors: ", name, (double)size / 1e9, TENSORS);
  print_list (path);
  printf (", first figure of one in %.1f ms", measure_first (path));
  getrusage (RUSAGE_SELF, &usage);
  printf (", %ld MiB resident at most\n", usage.ru_maxrss / 1024);
  g_unlink (path);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("quantoscope-bench-XXXXXX", &error);

  if (folder == NULL)
    g_error ("%s", error->message);
  measure (folder, "x.safetensors", make_safetensors);
  measure (folder, "x.gguf", make_gguf);
  g_rmdir (folder);
  return 0;
}
