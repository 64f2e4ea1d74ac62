/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the graph of a pickle to a list of tensors, with a stack of its own: the graph may be deep, shared and cyclic. */
#include "tensor/qst-torch-private.h"

#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* A container on the way from the root. */
typedef struct
{
  const QstPickleNode *node;
  guint next;         /* its child that comes next */
  gsize name_length;  /* of the way up to it */
  gboolean is_object; /* its keys are attributes */
  guint64 n_found;    /* when it was entered */
} Frame;

typedef struct
{
  QstTorch *torch;
  GArray *frames; /* Frame */
  GString *name;
  GHashTable *told;   /* symbols that were told to be left out */
  guint64 visits;     /* and the pieces of names that were put together */
  guint64 name_bytes; /* of all tensors */
  guint64 n_found;    /* tensors, and places that were too deep to look into */
  GHashTable *barren; /* containers without any: shared ones are entered once */
} Walk;

/* A shared part is shown under each of its names, so a small file can ask for many long ones. */
#define NAME_PIECE 64

static gboolean
is_container (const QstPickleNode *node)
{
  return node->kind == QST_PICKLE_TUPLE || node->kind == QST_PICKLE_LIST || node->kind == QST_PICKLE_DICT
         || node->kind == QST_PICKLE_CALL || node->kind == QST_PICKLE_OBJECT;
}

/* Child i, or NULL behind the last. */
static const QstPickleNode *
get_child (const QstPickleNode *node, guint i, const QstPickleNode **key)
{
  *key = NULL;
  switch (node->kind)
    {
    case QST_PICKLE_DICT:
      *key = qst_pickle_item (node, 2 * i);
      return qst_pickle_item (node, 2 * i + 1);
    case QST_PICKLE_CALL:
    case QST_PICKLE_OBJECT:
      if (i == 0 && node->state != NULL)
        return node->state;
      return i == (node->state != NULL ? 1 : 0) ? node->entries : NULL;
    default:
      return qst_pickle_item (node, i);
    }
}

/* As Python would write it; tuples within tuples only as such. */
static void
append_key (GString *text, const QstPickleNode *key, gboolean in_tuple)
{
  g_autofree char *valid = NULL;

  switch (key->kind)
    {
    case QST_PICKLE_INT:
      g_string_append_printf (text, "%" PRId64, key->integer);
      break;
    case QST_PICKLE_BOOL:
      g_string_append (text, key->integer != 0 ? "True" : "False");
      break;
    case QST_PICKLE_TEXT:
    case QST_PICKLE_BYTES:
      valid = g_utf8_make_valid (key->text, (gssize)MIN (key->length, QST_LIMIT_NAME_BYTES));
      g_string_append_printf (text, in_tuple ? "'%s'" : "%s", valid);
      break;
    case QST_PICKLE_TUPLE:
      g_string_append_c (text, '(');
      for (guint i = 0; i < MIN (qst_pickle_n_items (key), 8) && !in_tuple; i++)
        {
          g_string_append (text, i > 0 ? ", " : "");
          append_key (text, qst_pickle_item (key, i), TRUE);
        }
      g_string_append (text, qst_pickle_n_items (key) == 1 ? ",)" : ")");
      break;
    default:
      g_string_append (text, "…");
    }
}

/* A module keeps its tensors in three dictionaries whose names no state dict shows. */
static gboolean
is_hidden (const Frame *frame, const QstPickleNode *key)
{
  static const char *const names[] = { "_parameters", "_buffers", "_modules" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (frame->is_object && qst_pickle_is (key, QST_PICKLE_TEXT, names[i]))
      return TRUE;
  return FALSE;
}

/* Goes on from the frame's name to that of its child. */
static void
set_name (Walk *walk, const Frame *frame, guint i, const QstPickleNode *key)
{
  g_string_truncate (walk->name, frame->name_length);
  if (frame->node->kind == QST_PICKLE_CALL || frame->node->kind == QST_PICKLE_OBJECT || is_hidden (frame, key))
    return;
  if (walk->name->len > 0)
    g_string_append_c (walk->name, '.');
  if (key != NULL)
    append_key (walk->name, key, FALSE);
  else
    g_string_append_printf (walk->name, "%u", i);
  walk->visits += (walk->name->len - frame->name_length) / NAME_PIECE;
}

static void
tell_once (Walk *walk, const QstPickleNode *symbol)
{
  g_autofree char *quoted = NULL;

  /* Classes of TorchScript's own archives are all of this kind. */
  if (symbol == NULL || g_str_has_prefix (symbol->text, "__torch__.") || !g_hash_table_add (walk->told, (gpointer)symbol->text))
    return;
  quoted = qst_quote (symbol->text, symbol->length);
  qst_archive_take_error (walk->torch->archive,
                          g_error_new (QST_ERROR, QST_ERROR_UNSUPPORTED,
                                       _ ("The pickle names %s at byte %" PRIu64
                                          ", which is neither run nor read; only the tensors below it are shown"),
                                       quoted, symbol->at));
}

static void
add_tensor (Walk *walk, QstTensor *tensor, GError *error)
{
  const QstMissing missing = { .name = walk->name->str };

  walk->n_found++;
  walk->name_bytes += walk->name->len;
  if (tensor != NULL && qst_archive_find_tensor (walk->torch->archive, walk->name->str) != NULL)
    {
      g_set_error_literal (&error, QST_ERROR, QST_ERROR_DAMAGED, _ ("its name stands twice in the list"));
      g_clear_pointer (&tensor, qst_tensor_unref);
    }
  if (tensor != NULL)
    qst_archive_take_tensor (walk->torch->archive, tensor);
  else
    qst_archive_take_missing (walk->torch->archive, &missing, error);
}

static void
enter (Walk *walk, const QstPickleNode *node)
{
  const Frame *parent = walk->frames->len > 0 ? &g_array_index (walk->frames, Frame, walk->frames->len - 1) : NULL;
  const gboolean is_state = parent != NULL && (parent->node->kind == QST_PICKLE_OBJECT || parent->node->kind == QST_PICKLE_CALL);
  const Frame frame = { node, 0, walk->name->len, is_state, walk->n_found };

  if (walk->frames->len < QST_LIMIT_NESTING)
    {
      g_array_append_val (walk->frames, frame);
      return;
    }
  walk->n_found++;
  qst_archive_take_error (walk->torch->archive,
                          g_error_new (QST_ERROR, QST_ERROR_LIMIT,
                                       _ ("The pickle is nested deeper than %d at byte %" PRIu64 "; what lies below is left out"),
                                       QST_LIMIT_NESTING, node->at));
}

static void
visit (Walk *walk, const QstPickleNode *node)
{
  QstTensor *tensor = NULL;
  GError *error = NULL;
  QstTorchMeaning meaning = qst_torch_interpret (walk->torch, node, walk->name->str, &tensor, &error);

  if (meaning == QST_TORCH_TENSOR)
    add_tensor (walk, tensor, error);
  else if (is_container (node))
    {
      if (meaning == QST_TORCH_OTHER && (node->kind == QST_PICKLE_CALL || node->kind == QST_PICKLE_OBJECT))
        tell_once (walk, qst_pickle_item (node, 0));
      if (!g_hash_table_contains (walk->barren, node))
        enter (walk, node);
    }
}

/* The next child anywhere. FALSE when there is none left. */
static gboolean
advance (Walk *walk)
{
  Frame *frame = &g_array_index (walk->frames, Frame, walk->frames->len - 1);
  const QstPickleNode *key, *child;
  const guint i = frame->next++;

  child = get_child (frame->node, i, &key);
  if (child == NULL)
    {
      if (frame->n_found == walk->n_found)
        g_hash_table_add (walk->barren, (gpointer)frame->node);
      g_array_set_size (walk->frames, walk->frames->len - 1);
    }
  else
    {
      set_name (walk, frame, i, key);
      visit (walk, child);
    }
  return walk->frames->len > 0;
}

gboolean
qst_torch_add_tensors (QstTorch *self, const QstPickleNode *root, const char *prefix, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (Frame));
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) name = g_string_new (prefix);
  g_autoptr (GHashTable) barren = g_hash_table_new (NULL, NULL);
  Walk walk = { self, frames, name, told, .barren = barren };

  visit (&walk, root);
  for (guint64 i = 0; frames->len > 0 && advance (&walk); i++)
    {
      walk.visits++;
      if (walk.visits > QST_LIMIT_PICKLE_NODES || walk.name_bytes > QST_LIMIT_HEADER_BYTES
          || qst_archive_get_n_tensors (self->archive) + qst_archive_get_n_missing (self->archive) >= QST_LIMIT_TENSORS)
        {
          qst_archive_take_error (self->archive,
                                  g_error_new (QST_ERROR, QST_ERROR_LIMIT,
                                               _ ("The pickle holds more than %u objects or %u tensors, counted by their names; "
                                                  "the rest is left out"),
                                               QST_LIMIT_PICKLE_NODES, QST_LIMIT_TENSORS));
          return TRUE;
        }
      if (i % 4096 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return TRUE;
}
