/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-archive.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define QS_TYPE_TENSOR_ITEM (qs_tensor_item_get_type ())

/* A row of the tensor picker: a tensor, one that cannot be read, or a group of those whose names begin alike. */
G_DECLARE_FINAL_TYPE (QsTensorItem, qs_tensor_item, QS, TENSOR_ITEM, GObject)

struct _QsTensorItem
{
  GObject parent_instance;
  QstTensor *tensor;         /* or: */
  const QstMissing *missing; /* of archive, or: */
  GListStore *children;      /* of a group */
  QstArchive *archive;
  guint index;         /* place in the file */
  QsTensorItem *group; /* it is in, not owned */
  char *label;         /* what its name has beyond the group; NULL: all of it */
  char separator;      /* that ends the name of a group */
  guint64 n_tensors, n_bytes;
};

/* The items of all tensors, then of those that cannot be read. (transfer full) */
GListStore *qs_tensor_item_new_list (QstArchive *archive);

/* The same items in groups by the parts of their names, "layer.0.attn.q"; NULL where that would not shorten the list. */
GListStore *qs_tensor_item_new_tree (GListStore *list);

/* Its name, as it is in the file. */
const char *qs_tensor_item_get_name (QsTensorItem *self);

G_END_DECLS
