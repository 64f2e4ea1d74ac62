/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quantoscope-hdf5 list|read BEGIN SIZE MEMORY SECONDS (DEPTH COUNT | ADDRESS DTYPE BYTES): one answer about the HDF5 file that is
 * open as descriptor 3. libhdf5 has a long history of faults on damaged files; here it can harm nobody. */
#include "tensor/hdf5/qst-hdf5-program.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static uint64_t
get_number (char **arguments, int i)
{
  return strtoull (arguments[i], NULL, 10);
}

int
main (int argc, char *argv[])
{
  const int lists = argc == 8 && strcmp (argv[1], "list") == 0, reads = argc == 9 && strcmp (argv[1], "read") == 0;
  Limits limits;
  hid_t file;
  int status;

  if (!lists && !reads)
    return 2;
  limits = (Limits){ .begin = get_number (argv, 2),
                     .size = get_number (argv, 3),
                     .memory = get_number (argv, 4),
                     .seconds = get_number (argv, 5),
                     .depth = lists ? get_number (argv, 6) : 0,
                     .count = lists ? get_number (argv, 7) : 0 };
  H5dont_atexit ();
  H5open ();
  H5PLset_loading_state (0);
  H5Eset_auto2 (H5E_DEFAULT, NULL, NULL);
  enter_sandbox (&limits);

  file = open_descriptor (&limits);
  if (file < 0)
    {
      put_library_failure ();
      status = -1;
    }
  else
    status =
        lists ? list_file (file, &limits) : read_values (file, get_number (argv, 6), get_number (argv, 7), get_number (argv, 8));
  if (status == 0)
    begin_record (QST_HDF5_END, 0);
  flush_answer ();
  /* What libhdf5 would do at the end is for files that were written. */
  _exit (0);
}
