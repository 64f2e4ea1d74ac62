/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks through the groups without recursion, depth-first. Hard links only, each object once. The file sorts names; objects lie
 * in the order in which they were made, which is that of the layers, so that one is told. */
#include "tensor/hdf5/qst-hdf5-program.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a record tells of a name and of a text; longer ones are refused, or left out. */
#define NAME_BYTES (64u * 1024u)
#define TEXT_BYTES (4u * 1024u)
#define MAX_DIMS 32

typedef struct
{
  char *name;
  H5L_type_t type;
  haddr_t address;
} Link;

/* A group whose links are being gone through. */
typedef struct
{
  size_t path_length;
  Link *links;
  size_t n_links, next;
} Level;

typedef struct
{
  hid_t file;
  const Limits *limits;
  char path[NAME_BYTES + 1];
  Level *levels;
  size_t n_levels;

  /* Addresses of groups and data sets that were met: an open table. */
  haddr_t *seen;
  size_t n_seen, room;

  uint64_t n_datasets, n_chunked, n_texts;
  char filters[512];
} Walk;

static int
grow_table (Walk *walk)
{
  const size_t room = walk->room > 0 ? 2 * walk->room : 1024;
  haddr_t *seen = calloc (room, sizeof *seen);

  if (seen == NULL)
    return -1;
  for (size_t i = 0; i < walk->room; i++)
    if (walk->seen[i] != 0)
      {
        size_t at = (size_t)(walk->seen[i] * 0x9e3779b97f4a7c15u) & (room - 1);

        while (seen[at] != 0)
          at = (at + 1) & (room - 1);
        seen[at] = walk->seen[i];
      }
  free (walk->seen);
  walk->seen = seen;
  walk->room = room;
  return 0;
}

/* 1 the first time. An object never lies at 0, where the file begins. */
static int
is_new (Walk *walk, haddr_t address)
{
  size_t at;

  if (address == 0 || (2 * walk->n_seen >= walk->room && grow_table (walk) < 0))
    return 0;
  at = (size_t)(address * 0x9e3779b97f4a7c15u) & (walk->room - 1);
  while (walk->seen[at] != 0)
    {
      if (walk->seen[at] == address)
        return 0;
      at = (at + 1) & (walk->room - 1);
    }
  walk->seen[at] = address;
  walk->n_seen++;
  return 1;
}

static void
put_missing (Walk *walk, int why, int type, const char *detail, int n_dims, const hsize_t *shape)
{
  const char *name = *walk->path != '\0' ? walk->path : "/";

  begin_record (QST_HDF5_MISSING, 12 + 8 * (uint64_t)n_dims + strlen (detail) + strlen (name));
  put_u16 ((uint16_t)why);
  put_u16 ((uint16_t)type);
  put_u32 ((uint32_t)strlen (detail));
  put_u32 ((uint32_t)n_dims);
  for (int d = 0; d < n_dims; d++)
    put_u64 (shape[d]);
  put_text (detail);
  put_text (name);
}

static void
put_dataset (Walk *walk, const ValueType *value, haddr_t address, int in_place, uint64_t offset, int n_dims, const hsize_t *shape)
{
  begin_record (QST_HDF5_DATASET, 24 + 8 * (uint64_t)n_dims + strlen (walk->path));
  put_u16 (value->dtype);
  put_u8 (in_place && value->big_endian);
  put_u8 ((uint8_t)in_place);
  put_u32 ((uint32_t)n_dims);
  put_u64 (address);
  put_u64 (offset);
  for (int d = 0; d < n_dims; d++)
    put_u64 (shape[d]);
  put_text (walk->path);
}

/* Shape and type are open. */
static void
describe_values (Walk *walk, hid_t dataset, haddr_t address, hid_t space, hid_t type)
{
  hsize_t shape[H5S_MAX_RANK];
  const int n_dims = H5Sget_simple_extent_ndims (space);
  ValueType value;
  char detail[256];
  uint64_t offset = 0;
  int refused, why, in_place;

  if (n_dims > MAX_DIMS)
    {
      put_missing (walk, QST_HDF5_WHY_DIMS, 0, "", 0, NULL);
      return;
    }
  if (n_dims < 0 || H5Sget_simple_extent_dims (space, shape, NULL) != n_dims)
    {
      put_missing (walk, QST_HDF5_WHY_LIBRARY, 0, get_library_words (), 0, NULL);
      return;
    }
  if (find_value_type (type, &value, &refused) < 0)
    {
      put_missing (walk, QST_HDF5_WHY_TYPE, refused, "", n_dims, shape);
      return;
    }
  why = find_obstacle (dataset, detail, sizeof detail);
  if (why >= 0)
    {
      put_missing (walk, why, 0, detail, n_dims, shape);
      return;
    }
  if (is_chunked (dataset))
    {
      walk->n_chunked++;
      note_filters (dataset, walk->filters, sizeof walk->filters);
    }
  in_place = find_place (dataset, &value, &offset);
  put_dataset (walk, &value, address, in_place, offset, n_dims, shape);
}

static void
describe_dataset (Walk *walk, hid_t dataset, haddr_t address)
{
  const hid_t space = H5Dget_space (dataset), type = H5Dget_type (dataset);

  if (space < 0 || type < 0)
    put_missing (walk, QST_HDF5_WHY_LIBRARY, 0, get_library_words (), 0, NULL);
  else if (H5Tget_class (type) == H5T_STRING)
    walk->n_texts++; /* no numbers were ever in it */
  else if (H5Sget_simple_extent_type (space) != H5S_NULL)
    describe_values (walk, dataset, address, space, type);
  if (space >= 0)
    H5Sclose (space);
  if (type >= 0)
    H5Tclose (type);
}

/* A short text of an attribute, or NULL. (free) */
static char *
read_text (hid_t attribute, hid_t type)
{
  const size_t size = H5Tget_size (type);
  char *text = NULL, *copy;
  hid_t memory;

  if (H5Tis_variable_str (type) > 0)
    {
      memory = H5Tcopy (H5T_C_S1);
      H5Tset_size (memory, H5T_VARIABLE);
      H5Tset_cset (memory, H5Tget_cset (type));
      if (H5Aread (attribute, memory, &text) < 0 || text == NULL || strlen (text) > TEXT_BYTES)
        return NULL;
      copy = strdup (text);
      H5free_memory (text);
      return copy;
    }
  if (size > TEXT_BYTES)
    return NULL;
  copy = calloc (1, size + 1);
  if (copy != NULL && H5Aread (attribute, type, copy) >= 0)
    return copy;
  free (copy);
  return NULL;
}

static herr_t
put_attribute (hid_t group, const char *name, const H5A_info_t *info, void *data)
{
  const hid_t attribute = H5Aopen (group, name, H5P_DEFAULT);
  const hid_t type = attribute >= 0 ? H5Aget_type (attribute) : -1, space = attribute >= 0 ? H5Aget_space (attribute) : -1;
  char *text = NULL;

  if (type >= 0 && space >= 0 && H5Tget_class (type) == H5T_STRING && H5Sget_simple_extent_type (space) == H5S_SCALAR
      && strlen (name) <= TEXT_BYTES)
    text = read_text (attribute, type);
  if (text != NULL)
    {
      begin_record (QST_HDF5_METADATA, 4 + strlen (name) + strlen (text));
      put_u32 ((uint32_t)strlen (name));
      put_text (name);
      put_text (text);
    }
  free (text);
  if (space >= 0)
    H5Sclose (space);
  if (type >= 0)
    H5Tclose (type);
  if (attribute >= 0)
    H5Aclose (attribute);
  return 0;
}

static herr_t
keep_link (hid_t group, const char *name, const H5L_info_t *info, void *data)
{
  Level *level = data;
  Link *link;

  if (level->n_links % 64 == 0)
    {
      Link *links = realloc (level->links, (level->n_links + 64) * sizeof *links);

      if (links == NULL)
        return -1;
      level->links = links;
    }
  link = &level->links[level->n_links];
  link->name = strdup (name);
  link->type = info->type;
  link->address = info->type == H5L_TYPE_HARD ? info->u.address : 0;
  if (link->name == NULL)
    return -1;
  level->n_links++;
  return 0;
}

/* Links to no object of the file stand last. */
static int
compare_links (const void *a, const void *b)
{
  const Link *x = a, *y = b;

  if (x->address != y->address && x->address != 0 && y->address != 0)
    return x->address < y->address ? -1 : 1;
  if (x->address != y->address)
    return x->address != 0 ? -1 : 1;
  return strcmp (x->name, y->name);
}

static void
leave (Walk *walk)
{
  Level *level = &walk->levels[--walk->n_levels];

  while (level->next < level->n_links)
    free (level->links[level->next++].name);
  free (level->links);
}

/* The group at the end of the path. */
static void
enter (Walk *walk, hid_t group)
{
  Level *level = &walk->levels[walk->n_levels];

  if (walk->n_levels > walk->limits->depth)
    {
      put_missing (walk, QST_HDF5_WHY_DEPTH, 0, "", 0, NULL);
      return;
    }
  *level = (Level){ .path_length = strlen (walk->path) };
  walk->n_levels++;
  if (H5Literate (group, H5_INDEX_NAME, H5_ITER_INC, NULL, keep_link, level) < 0)
    put_missing (walk, QST_HDF5_WHY_LIBRARY, 0, get_library_words (), 0, NULL);
  if (level->n_links > 0)
    qsort (level->links, level->n_links, sizeof (Link), compare_links);
}

static void
put_link_to_file (Walk *walk, const char *name)
{
  const size_t length = strrchr (walk->path, '/') != NULL ? (size_t)(strrchr (walk->path, '/') - walk->path) : 0;
  char group_path[NAME_BYTES + 1], value[512];
  const char *file = "", *object = "";
  H5L_info_t info;
  unsigned flags;
  hid_t group;

  snprintf (group_path, sizeof group_path, "%.*s/", (int)length, walk->path);
  group = H5Gopen2 (walk->file, group_path, H5P_DEFAULT);
  if (group >= 0 && H5Lget_info (group, name, &info, H5P_DEFAULT) >= 0 && info.u.val_size <= sizeof value
      && H5Lget_val (group, name, value, sizeof value, H5P_DEFAULT) >= 0
      && H5Lunpack_elink_val (value, info.u.val_size, &flags, &file, &object) < 0)
    file = "";
  if (group >= 0)
    H5Gclose (group);
  put_missing (walk, QST_HDF5_WHY_LINK, 0, file, 0, NULL);
}

static void
visit_object (Walk *walk, haddr_t address)
{
  const hid_t object = H5Oopen_by_addr (walk->file, address);

  if (object < 0)
    put_missing (walk, QST_HDF5_WHY_LIBRARY, 0, get_library_words (), 0, NULL);
  else if (H5Iget_type (object) == H5I_GROUP)
    enter (walk, object);
  else if (H5Iget_type (object) == H5I_DATASET && walk->n_datasets++ < walk->limits->count)
    describe_dataset (walk, object, address);
  if (object >= 0)
    H5Oclose (object);
}

static void
visit_link (Walk *walk, const Link *link)
{
  Level *level = &walk->levels[walk->n_levels - 1];
  const size_t length = level->path_length;

  if (length + 1 + strlen (link->name) > NAME_BYTES)
    {
      put_missing (walk, QST_HDF5_WHY_NAME, 0, "", 0, NULL);
      return;
    }
  walk->path[length] = '/';
  memcpy (walk->path + length + 1, link->name, strlen (link->name) + 1);
  if (link->type == H5L_TYPE_HARD && is_new (walk, link->address))
    visit_object (walk, link->address);
  else if (link->type == H5L_TYPE_EXTERNAL)
    put_link_to_file (walk, link->name);
  /* Soft links lead to what has its own name. */
}

/* Keras puts its version beside the groups of layers. */
static void
put_attributes (const Walk *walk, const char *path)
{
  const hid_t group =
      H5Lexists (walk->file, path, H5P_DEFAULT) > 0 || strcmp (path, "/") == 0 ? H5Gopen2 (walk->file, path, H5P_DEFAULT) : -1;

  if (group < 0)
    return;
  H5Aiterate2 (group, H5_INDEX_NAME, H5_ITER_INC, NULL, put_attribute, NULL);
  H5Gclose (group);
}

static void
put_summary (const Walk *walk)
{
  begin_record (QST_HDF5_SUMMARY, 16 + strlen (walk->filters));
  put_u64 (walk->n_chunked);
  put_u64 (walk->n_texts);
  put_text (walk->filters);
}

int
list_file (hid_t file, const Limits *limits)
{
  static Walk walk;
  H5O_info_t info;
  const hid_t root = H5Gopen2 (file, "/", H5P_DEFAULT);

  walk.file = file;
  walk.limits = limits;
  walk.levels = calloc (limits->depth + 2, sizeof *walk.levels);
  if (root < 0 || walk.levels == NULL || H5Oget_info (root, &info) < 0)
    {
      put_library_failure ();
      return -1;
    }
  put_attributes (&walk, "/");
  is_new (&walk, info.addr);
  enter (&walk, root);
  while (walk.n_levels > 0)
    {
      Level *level = &walk.levels[walk.n_levels - 1];
      Link link;

      if (level->next == level->n_links)
        {
          leave (&walk);
          continue;
        }
      link = level->links[level->next++];
      visit_link (&walk, &link);
      free (link.name);
    }
  if (walk.n_datasets > limits->count)
    {
      *walk.path = '\0';
      put_missing (&walk, QST_HDF5_WHY_COUNT, 0, "", 0, NULL);
    }
  put_summary (&walk);
  H5Gclose (root);
  return 0;
}
