/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-tensor-item.h"

#include <string.h>

/* Fewer are seen at once, more would take too long to sort into groups while one waits. */
#define TREE_MIN 24
#define TREE_MAX 200000

/* Names may have any number of parts; what is deeper stays in one. */
#define MAX_DEPTH 12

#define SEPARATORS "./"

G_DEFINE_FINAL_TYPE (QsTensorItem, qs_tensor_item, G_TYPE_OBJECT)

static void
qs_tensor_item_finalize (GObject *object)
{
  QsTensorItem *self = QS_TENSOR_ITEM (object);

  g_clear_pointer (&self->tensor, qst_tensor_unref);
  g_clear_pointer (&self->archive, qst_archive_unref);
  g_clear_object (&self->children);
  g_free (self->label);
  G_OBJECT_CLASS (qs_tensor_item_parent_class)->finalize (object);
}

static void
qs_tensor_item_class_init (QsTensorItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = qs_tensor_item_finalize;
}

static void
qs_tensor_item_init (QsTensorItem *self)
{
}

static QsTensorItem *
new_tensor (QstTensor *tensor)
{
  QsTensorItem *self = g_object_new (QS_TYPE_TENSOR_ITEM, NULL);

  self->tensor = qst_tensor_ref (tensor);
  self->n_tensors = 1;
  self->n_bytes = qst_tensor_get_stored_bytes (tensor);
  return self;
}

static QsTensorItem *
new_missing (QstArchive *archive, const QstMissing *missing)
{
  QsTensorItem *self = g_object_new (QS_TYPE_TENSOR_ITEM, NULL);

  self->archive = qst_archive_ref (archive);
  self->missing = missing;
  self->n_tensors = 1;
  return self;
}

static QsTensorItem *
new_group (const char *label, const char *end)
{
  QsTensorItem *self = g_object_new (QS_TYPE_TENSOR_ITEM, NULL);

  self->label = g_strndup (label, (gsize)(end - label));
  self->separator = *end;
  self->children = g_list_store_new (QS_TYPE_TENSOR_ITEM);
  return self;
}

const char *
qs_tensor_item_get_name (QsTensorItem *self)
{
  return self->tensor != NULL ? qst_tensor_get_name (self->tensor) : self->missing != NULL ? self->missing->name : self->label;
}

GListStore *
qs_tensor_item_new_list (QstArchive *archive)
{
  GListStore *list = g_list_store_new (QS_TYPE_TENSOR_ITEM);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
    g_ptr_array_add (items, new_tensor (qst_archive_get_tensor (archive, i)));
  for (gsize i = 0; i < qst_archive_get_n_missing (archive); i++)
    g_ptr_array_add (items, new_missing (archive, qst_archive_get_missing (archive, i)));
  for (guint i = 0; i < items->len; i++)
    QS_TENSOR_ITEM (g_ptr_array_index (items, i))->index = i;
  g_list_store_splice (list, 0, 0, items->pdata, items->len);
  return list;
}

/* Takes the item into a group, and counts it in all groups around. */
static void
append (GListStore *root, QsTensorItem *group, QsTensorItem *item)
{
  g_list_store_append (group != NULL ? group->children : root, item);
  item->group = group;
  for (; group != NULL && item->children == NULL; group = group->group)
    {
      group->n_tensors += item->n_tensors;
      group->n_bytes += item->n_bytes;
    }
}

/* Sorts an item into the groups of its name, which are found by what it begins with. */
static void
sort_in (GListStore *root, GHashTable *groups, QsTensorItem *item)
{
  const char *name = qs_tensor_item_get_name (item), *begin = name;
  QsTensorItem *group = NULL;

  for (guint depth = 0; depth < MAX_DEPTH; depth++)
    {
      const char *end = begin + strcspn (begin, SEPARATORS);
      g_autofree char *prefix = g_strndup (name, (gsize)(end - name));
      QsTensorItem *inner;

      /* A separator at either end parts nothing. */
      if (*end == '\0' || end[1] == '\0' || end == begin)
        break;
      inner = g_hash_table_lookup (groups, prefix);
      if (inner == NULL)
        {
          inner = new_group (begin, end);
          append (root, group, inner);
          g_hash_table_insert (groups, g_steal_pointer (&prefix), inner);
          g_object_unref (inner);
        }
      group = inner;
      begin = end + 1;
    }
  g_free (item->label);
  item->label = g_strdup (begin);
  append (root, group, item);
}

/* A group with nothing but one item in it is that item, under both names. Depth is limited, so this may recurse. */
static void
join_single (GListStore *list, QsTensorItem *group)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (QsTensorItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
      g_autoptr (QsTensorItem) only = NULL;
      g_autofree char *label = NULL;

      if (item->children == NULL)
        continue;
      join_single (item->children, item);
      if (g_list_model_get_n_items (G_LIST_MODEL (item->children)) > 1)
        continue;
      only = g_list_model_get_item (G_LIST_MODEL (item->children), 0);
      label = g_strdup_printf ("%s%c%s", item->label, item->separator, only->label);
      g_free (only->label);
      only->label = g_steal_pointer (&label);
      only->group = group;
      g_list_store_splice (list, i, 1, (gpointer *)&only, 1);
    }
}

GListStore *
qs_tensor_item_new_tree (GListStore *list)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (list));
  g_autoptr (GHashTable) groups = NULL;
  g_autoptr (GListStore) root = NULL;

  if (n < TREE_MIN || n > TREE_MAX)
    return NULL;
  groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  root = g_list_store_new (QS_TYPE_TENSOR_ITEM);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (QsTensorItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      sort_in (root, groups, item);
    }
  join_single (root, NULL);
  return g_list_model_get_n_items (G_LIST_MODEL (root)) * 2 <= n ? g_steal_pointer (&root) : NULL;
}
