/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In the place of quantoscope-hdf5: misbehaves in the way that the name says under which it is called. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static void
put (const void *bytes, size_t n)
{
  if (write (STDOUT_FILENO, bytes, n) < 0)
    _exit (3);
}

static void
spin (void)
{
  setrlimit (RLIMIT_CPU, &(const struct rlimit){ 1, 1 });
  for (volatile unsigned long i = 0;; i++)
    ;
}

int
main (int argc, char *argv[])
{
  static const unsigned char dataset[] = { 1, 0, 0, 0, 26, 0, 0, 0, 1, 0, 0, 1,   0,   0, 0, 0, 9, 0, 0, 0, 0,
                                           0, 0, 0, 0, 0,  0, 0, 0, 0, 0, 0, '/', 'w', 7, 0, 0, 0, 0, 0, 0, 0 };
  const char *name = strrchr (argv[0], '/');

  name = name != NULL ? name + 1 : argv[0];
  if (strcmp (name, "crash") == 0)
    raise (SIGSEGV);
  else if (strcmp (name, "crash-late") == 0)
    {
      put (dataset, 34);
      abort ();
    }
  else if (strcmp (name, "hang") == 0)
    pause ();
  else if (strcmp (name, "spin") == 0)
    spin ();
  else if (strcmp (name, "nonsense") == 0)
    put ("<html><body>Not what was asked for</body></html>", 48);
  else if (strcmp (name, "short") == 0)
    put (dataset, 20);
  else if (strcmp (name, "more") == 0)
    {
      put (dataset, sizeof dataset);
      put (dataset, 34);
    }
  else if (strcmp (name, "empty-end") == 0)
    put (dataset + 34, 8);
  else if (strcmp (name, "endless") == 0)
    for (;;)
      put (dataset, 34);
  else if (strcmp (name, "status") == 0)
    return 42;
  return 0;
}
