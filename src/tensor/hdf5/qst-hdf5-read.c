/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/hdf5/qst-hdf5-program.h"

#include <stdlib.h>

/* Values that are read at a time, in bytes, unless a row of chunks is larger. */
#define SLAB (16u * 1024u * 1024u)

typedef struct
{
  hid_t dataset;
  hid_t space; /* of the file */
  hid_t memory;
  size_t size; /* of a value */
  int n_dims;
  hsize_t shape[H5S_MAX_RANK];
  uint64_t row; /* bytes of what one index of the first dimension holds */
} Reading;

static uint64_t
get_rows_at_a_time (const Reading *reading)
{
  const hid_t creation = H5Dget_create_plist (reading->dataset);
  hsize_t chunk[H5S_MAX_RANK] = { 1 };
  uint64_t rows = reading->row < SLAB ? SLAB / reading->row : 1;

  /* Whole chunks, so that none is inflated twice. */
  if (creation >= 0 && H5Pget_layout (creation) == H5D_CHUNKED
      && H5Pget_chunk (creation, reading->n_dims, chunk) == reading->n_dims && chunk[0] > 0)
    rows = rows < chunk[0] ? chunk[0] : rows - rows % chunk[0];
  if (creation >= 0)
    H5Pclose (creation);
  return rows < reading->shape[0] ? rows : reading->shape[0];
}

static void
put_values (const char *bytes, uint64_t n)
{
  for (uint64_t at = 0, length; at < n; at += length)
    {
      length = n - at < QST_HDF5_RECORD_BYTES ? n - at : QST_HDF5_RECORD_BYTES;
      begin_record (QST_HDF5_VALUES, length);
      put_bytes (bytes + at, length);
    }
}

static int
read_rows (const Reading *reading, hsize_t begin, hsize_t n, char *buffer)
{
  hsize_t start[H5S_MAX_RANK] = { begin }, count[H5S_MAX_RANK];
  hid_t space;
  int status;

  for (int d = 0; d < reading->n_dims; d++)
    count[d] = d == 0 ? n : reading->shape[d];
  space = H5Screate_simple (reading->n_dims, count, NULL);
  status = space >= 0 && H5Sselect_hyperslab (reading->space, H5S_SELECT_SET, start, NULL, count, NULL) >= 0
                   && H5Dread (reading->dataset, reading->memory, space, reading->space, H5P_DEFAULT, buffer) >= 0
               ? 0
               : -1;
  /* Before a call that works makes the library forget. */
  if (status < 0)
    put_library_failure ();
  if (space >= 0)
    H5Sclose (space);
  return status;
}

static int
read_slabs (const Reading *reading)
{
  const uint64_t rows = get_rows_at_a_time (reading);
  char *buffer = rows <= SIZE_MAX / reading->row ? malloc (rows * reading->row) : NULL;

  if (buffer == NULL)
    {
      put_failure (QST_HDF5_WHY_MEMORY, "");
      return -1;
    }
  for (hsize_t begin = 0, n; begin < reading->shape[0]; begin += n)
    {
      n = reading->shape[0] - begin < rows ? reading->shape[0] - begin : rows;
      if (read_rows (reading, begin, n, buffer) < 0)
        {
          free (buffer);
          return -1;
        }
      put_values (buffer, n * reading->row);
    }
  free (buffer);
  return 0;
}

static int
read_scalar (const Reading *reading)
{
  char value[16];

  if (H5Dread (reading->dataset, reading->memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, value) < 0)
    {
      put_library_failure ();
      return -1;
    }
  put_values (value, reading->size);
  return 0;
}

/* Whether the data set is the one that was listed: so many bytes, and some. */
static int
measure (Reading *reading, uint64_t bytes)
{
  uint64_t all;

  if (H5Sget_simple_extent_type (reading->space) == H5S_NULL)
    return -1;
  reading->n_dims = H5Sget_simple_extent_dims (reading->space, reading->shape, NULL);
  if (reading->n_dims < 0)
    return -1;
  reading->row = reading->size;
  for (int d = 1; d < reading->n_dims; d++)
    if (__builtin_mul_overflow (reading->row, reading->shape[d], &reading->row))
      return -1;
  all = reading->row;
  if (reading->n_dims > 0 && __builtin_mul_overflow (all, reading->shape[0], &all))
    return -1;
  return all == bytes && all > 0 ? 0 : -1;
}

int
read_values (hid_t file, uint64_t address, uint64_t dtype, uint64_t bytes)
{
  char detail[256];
  Reading reading = { .dataset = H5Oopen_by_addr (file, address) };
  ValueType value;
  hid_t type;
  int refused, why;

  if (reading.dataset < 0 || H5Iget_type (reading.dataset) != H5I_DATASET)
    {
      put_library_failure ();
      return -1;
    }
  why = find_obstacle (reading.dataset, detail, sizeof detail);
  if (why >= 0)
    {
      put_failure (why, detail);
      return -1;
    }
  type = H5Dget_type (reading.dataset);
  reading.space = H5Dget_space (reading.dataset);
  if (type < 0 || reading.space < 0 || find_value_type (type, &value, &refused) < 0 || value.dtype != dtype)
    {
      put_failure (QST_HDF5_WHY_CHANGED, "");
      return -1;
    }
  reading.size = value.size;
  reading.memory = new_memory_type (type, &value);
  if (reading.memory < 0 || H5Tget_size (reading.memory) != value.size || measure (&reading, bytes) < 0)
    {
      put_failure (QST_HDF5_WHY_CHANGED, "");
      return -1;
    }
  return reading.n_dims == 0 ? read_scalar (&reading) : read_slabs (&reading);
}
