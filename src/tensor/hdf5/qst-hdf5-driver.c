/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file driver over the descriptor that the program was started with. It knows no names of files, so links to other files
 * and external storage cannot be followed even by mistake. */
#include "tensor/hdf5/qst-hdf5-program.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct
{
  H5FD_t public; /* the library's own */
  haddr_t eoa;
} File;

/* Of the one file; the library hands no argument through to open. */
static uint64_t begin_of_file, size_of_file;
static int was_opened;

static H5FD_t *
open_file (const char *name, unsigned flags, hid_t access, haddr_t max)
{
  File *file;

  if (was_opened || (flags & H5F_ACC_RDWR) != 0)
    return NULL;
  was_opened = 1;
  file = calloc (1, sizeof (File));
  return &file->public;
}

static herr_t
close_file (H5FD_t *file)
{
  free (file);
  return 0;
}

static haddr_t
get_eoa (const H5FD_t *file, H5FD_mem_t type)
{
  return ((const File *)file)->eoa;
}

static herr_t
set_eoa (H5FD_t *file, H5FD_mem_t type, haddr_t eoa)
{
  ((File *)file)->eoa = eoa;
  return 0;
}

static haddr_t
get_eof (const H5FD_t *file, H5FD_mem_t type)
{
  return size_of_file;
}

static herr_t
read_file (H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t size, void *buffer)
{
  char *to = buffer;

  if (address > size_of_file || size > size_of_file - address)
    return -1;
  while (size > 0)
    {
      ssize_t n = pread (QST_HDF5_DESCRIPTOR, to, size, (off_t)(begin_of_file + address));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return -1;
      to += n;
      address += (haddr_t)n;
      size -= (size_t)n;
    }
  return 0;
}

static herr_t
write_file (H5FD_t *file, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t size, const void *buffer)
{
  return -1;
}

static const H5FD_class_t driver = {
#if H5_VERSION_GE(1, 13, 0)
  .version = H5FD_CLASS_VERSION,
  .value = 600, /* of those for own use */
#endif
  .name = "descriptor",
  .maxaddr = (haddr_t)INT64_MAX,
  .fc_degree = H5F_CLOSE_WEAK,
  .open = open_file,
  .close = close_file,
  .get_eoa = get_eoa,
  .set_eoa = set_eoa,
  .get_eof = get_eof,
  .read = read_file,
  .write = write_file,
  .fl_map = H5FD_FLMAP_SINGLE,
};

hid_t
open_descriptor (const Limits *limits)
{
  const hid_t id = H5FDregister (&driver), access = H5Pcreate (H5P_FILE_ACCESS);

  begin_of_file = limits->begin;
  size_of_file = limits->size;
  if (id < 0 || access < 0 || H5Pset_driver (access, id, NULL) < 0)
    return -1;
  return H5Fopen ("descriptor", H5F_ACC_RDONLY, access);
}
