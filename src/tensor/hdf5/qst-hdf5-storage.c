/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/hdf5/qst-hdf5-program.h"

#include <stdio.h>
#include <string.h>

/* The name of a filter that the library lacks. */
static int
find_missing_filter (hid_t creation, char *detail, size_t n)
{
  const int n_filters = H5Pget_nfilters (creation);

  for (int i = 0; i < n_filters; i++)
    {
      char name[64] = "";
      unsigned flags, configuration;
      size_t n_values = 0;
      const H5Z_filter_t filter =
          H5Pget_filter2 (creation, (unsigned)i, &flags, &n_values, NULL, sizeof name, name, &configuration);

      if (filter >= 0 && H5Zfilter_avail (filter) > 0)
        continue;
      name[sizeof name - 1] = '\0';
      snprintf (detail, n, "%s%s%d", name, *name != '\0' ? ", " : "", (int)filter);
      return 1;
    }
  return 0;
}

int
find_obstacle (hid_t dataset, char *detail, size_t n)
{
  const hid_t creation = H5Dget_create_plist (dataset);
  int why = -1;

  *detail = '\0';
  if (creation < 0)
    {
      snprintf (detail, n, "%s", get_library_words ());
      return QST_HDF5_WHY_LIBRARY;
    }
  if (H5Pget_layout (creation) == H5D_VIRTUAL)
    why = QST_HDF5_WHY_VIRTUAL;
  else if (H5Pget_external_count (creation) != 0)
    {
      H5Pget_external (creation, 0, n - 1, detail, NULL, NULL);
      detail[n - 1] = '\0';
      why = QST_HDF5_WHY_STORAGE;
    }
  else if (find_missing_filter (creation, detail, n))
    why = QST_HDF5_WHY_FILTER;
  H5Pclose (creation);
  return why;
}

static void
note_filter (const char *name, char *names, size_t n)
{
  const size_t length = strlen (names);

  if (strstr (names, name) == NULL && length + strlen (name) + 3 < n)
    snprintf (names + length, n - length, "%s%s", length > 0 ? ", " : "", name);
}

void
note_filters (hid_t dataset, char *names, size_t n)
{
  const hid_t creation = H5Dget_create_plist (dataset);
  const int n_filters = creation >= 0 ? H5Pget_nfilters (creation) : 0;

  for (int i = 0; i < n_filters; i++)
    {
      char name[64] = "";
      unsigned flags, configuration;
      size_t n_values = 0;

      if (H5Pget_filter2 (creation, (unsigned)i, &flags, &n_values, NULL, sizeof name, name, &configuration) >= 0)
        {
          name[sizeof name - 1] = '\0';
          note_filter (name, names, n);
        }
    }
  if (creation >= 0)
    H5Pclose (creation);
}

static H5D_layout_t
get_layout (hid_t dataset)
{
  const hid_t creation = H5Dget_create_plist (dataset);
  const H5D_layout_t layout = creation >= 0 ? H5Pget_layout (creation) : H5D_LAYOUT_ERROR;

  if (creation >= 0)
    H5Pclose (creation);
  return layout;
}

int
is_chunked (hid_t dataset)
{
  return get_layout (dataset) == H5D_CHUNKED;
}

int
find_place (hid_t dataset, const ValueType *value, uint64_t *offset)
{
  haddr_t address;

  if (!value->is_plain || get_layout (dataset) != H5D_CONTIGUOUS)
    return 0;
  address = H5Dget_offset (dataset);
  if (address == HADDR_UNDEF)
    return 0; /* never written: all values are the fill value */
  *offset = address;
  return 1;
}
