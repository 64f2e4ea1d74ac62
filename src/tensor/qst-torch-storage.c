/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-torch-private.h"

#include "tensor/qst-checked.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* Whole names; the storages of cuda were pickled under their own module once. */
static const struct
{
  const char *storage; /* behind "torch." or "torch.cuda." */
  const char *dtype;   /* behind "torch." */
  QstDtype means;
  guint8 size;
} types[] = {
  { "DoubleStorage", "float64", QST_DTYPE_F64, 8 },
  { "FloatStorage", "float32", QST_DTYPE_F32, 4 },
  { "HalfStorage", "float16", QST_DTYPE_F16, 2 },
  { "BFloat16Storage", "bfloat16", QST_DTYPE_BF16, 2 },
  { NULL, "float8_e4m3fn", QST_DTYPE_F8_E4M3, 1 },
  { NULL, "float8_e5m2", QST_DTYPE_F8_E5M2, 1 },
  { "LongStorage", "int64", QST_DTYPE_I64, 8 },
  { "IntStorage", "int32", QST_DTYPE_I32, 4 },
  { "ShortStorage", "int16", QST_DTYPE_I16, 2 },
  { "CharStorage", "int8", QST_DTYPE_I8, 1 },
  { "ByteStorage", "uint8", QST_DTYPE_U8, 1 },
  { NULL, "uint16", QST_DTYPE_U16, 2 },
  { NULL, "uint32", QST_DTYPE_U32, 4 },
  { NULL, "uint64", QST_DTYPE_U64, 8 },
  { "BoolStorage", "bool", QST_DTYPE_BOOL, 1 },
  { "QInt8Storage", "qint8", QST_DTYPE_I8, 1 },
  { "QUInt8Storage", "quint8", QST_DTYPE_U8, 1 },
  { "QInt32Storage", "qint32", QST_DTYPE_I32, 4 },
  { "UntypedStorage", NULL, QST_N_DTYPES, 1 },
  { "ComplexFloatStorage", "complex64", QST_N_DTYPES, 8 },
  { "ComplexDoubleStorage", "complex128", QST_N_DTYPES, 16 },
};

static void
free_storage (gpointer data)
{
  QstTorchStorage *self = data;

  g_clear_pointer (&self->storage, qst_storage_unref);
  g_clear_error (&self->error);
  g_free (self->key);
  g_free (self);
}

void
qst_torch_init (QstTorch *self, QstArchive *archive)
{
  *self = (QstTorch){ .archive = archive };
  self->storages = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, free_storage);
}

void
qst_torch_clear (QstTorch *self)
{
  g_hash_table_unref (self->storages);
}

QstDtype
qst_torch_dtype_from_symbol (const QstPickleNode *symbol)
{
  if (symbol == NULL || symbol->kind != QST_PICKLE_SYMBOL || !g_str_has_prefix (symbol->text, "torch."))
    return QST_N_DTYPES;
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_strcmp0 (types[i].dtype, symbol->text + strlen ("torch.")) == 0)
      return types[i].means;
  return QST_N_DTYPES;
}

static void
set_type (QstTorchStorage *self, const QstPickleNode *symbol)
{
  static const char *const modules[] = { "torch.cuda.", "torch.storage.", "torch." };
  const char *name = NULL;

  self->type = symbol->text;
  self->dtype = QST_N_DTYPES;
  for (gsize i = 0; i < G_N_ELEMENTS (modules) && name == NULL; i++)
    if (g_str_has_prefix (symbol->text, modules[i]))
      name = symbol->text + strlen (modules[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (types) && name != NULL; i++)
    if (g_strcmp0 (types[i].storage, name) == 0)
      {
        self->dtype = types[i].means;
        self->value_size = types[i].size;
      }
}

static gboolean
refuse (const QstPickleNode *reference, GError **error, const char *reason)
{
  g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("the storage that byte %" PRIu64 " of the pickle names is wrong: %s"),
               reference->at, reason);
  return FALSE;
}

/* The keys of the first pickles were numbers, later ones are texts. */
static char *
get_key (const QstPickleNode *node)
{
  if (node == NULL)
    return NULL;
  if (node->kind == QST_PICKLE_INT)
    return g_strdup_printf ("%" PRId64, node->integer);
  return node->kind == QST_PICKLE_TEXT ? g_utf8_make_valid (node->text, node->length) : NULL;
}

/* Old files tell views of a storage: (key of the view, offset, count). */
static gboolean
read_view (const QstPickleNode *view, const QstTorchStorage *storage, guint64 *shift)
{
  guint64 count, end;

  *shift = 0;
  if (view == NULL || view->kind == QST_PICKLE_NONE)
    return TRUE;
  return qst_pickle_n_items (view) == 3 && qst_pickle_get_size (qst_pickle_item (view, 1), shift)
         && qst_pickle_get_size (qst_pickle_item (view, 2), &count) && qst_checked_add (*shift, count, &end)
         && end <= storage->count;
}

QstTorchStorage *
qst_torch_get_storage (QstTorch *self, const QstPickleNode *reference, guint64 *shift, GError **error)
{
  const QstPickleNode *id = qst_pickle_item (reference, 0), *type = qst_pickle_item (id, 1);
  g_autofree char *key = get_key (qst_pickle_item (id, 2));
  QstTorchStorage *storage;
  guint64 count;

  if (!qst_pickle_is (qst_pickle_item (id, 0), QST_PICKLE_TEXT, "storage") || type == NULL || type->kind != QST_PICKLE_SYMBOL
      || key == NULL || !qst_pickle_get_size (qst_pickle_item (id, 4), &count))
    {
      refuse (reference, error, _ ("('storage', type, key, device, count) is expected"));
      return NULL;
    }
  storage = g_hash_table_lookup (self->storages, key);
  if (storage == NULL)
    {
      storage = g_new0 (QstTorchStorage, 1);
      storage->key = g_steal_pointer (&key);
      storage->count = count;
      set_type (storage, type);
      g_hash_table_insert (self->storages, storage->key, storage);
    }
  else if (storage->count != count || strcmp (storage->type, type->text) != 0)
    {
      refuse (reference, error, _ ("another place gives its key another type or count"));
      return NULL;
    }
  if (!read_view (qst_pickle_item (id, 5), storage, shift))
    {
      refuse (reference, error, _ ("the view of it lies outside of it"));
      return NULL;
    }
  return storage;
}
