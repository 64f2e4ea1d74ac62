/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replays files and folders of files through a fuzz target: one TAP case a file. For compilers without libFuzzer, and so that
 * what once broke is tried on every run. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SECONDS_PER_FILE 20

static int cases;

static void
replay_file (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  char *text;
  gsize size;
  uint8_t *exact;

  if (!g_file_get_contents (path, &text, &size, &error))
    g_error ("%s", error->message);
  /* Its own block of just this size, so that a sanitizer sees the first byte beyond. */
  exact = g_memdup2 (text, size);
  alarm (SECONDS_PER_FILE);
  LLVMFuzzerTestOneInput (exact, size);
  alarm (0);
  printf ("ok %d - %s\n", ++cases, base);
  fflush (stdout);
  g_free (exact);
  g_free (text);
}

static void
replay (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  if (dir == NULL)
    {
      replay_file (path);
      return;
    }
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_REGULAR))
        replay_file (child);
    }
}

int
main (int argc, char *argv[])
{
  for (int i = 1; i < argc; i++)
    replay (argv[i]);
  printf ("1..%d\n", cases);
  return cases > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
