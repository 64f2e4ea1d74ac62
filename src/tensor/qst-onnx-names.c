/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tensors of an ONNX model are called: names are those of a graph, and a graph in a node sees those around it too. */
#include "tensor/qst-onnx-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

static char *
make_key (guint scope, const char *name)
{
  return g_strdup_printf ("%u:%s", scope, name);
}

char *
qst_onnx_make_name (QstOnnx *self, guint scope, const char *name)
{
  const char *prefix = g_array_index (self->scopes, QstOnnxScope, scope).prefix;
  char *full =
      name != NULL && *name != '\0' ? g_strconcat (prefix, name, NULL) : g_strdup_printf ("%s#%" PRIu64, prefix, self->n_tensors);

  self->n_tensors++;
  self->described_bytes += strlen (full);
  return full;
}

void
qst_onnx_take_tensor (QstOnnx *self, guint scope, const char *name, QstTensor *tensor)
{
  const QstMissing about = { .name = qst_tensor_get_name (tensor),
                             .dtype = qst_dtype_get_name (qst_tensor_get_dtype (tensor)),
                             .n_dims = qst_tensor_get_n_dims (tensor),
                             .shape = qst_tensor_get_shape (tensor) };

  if (g_hash_table_contains (self->names, about.name))
    {
      qst_archive_tell_missing (self->archive, &about, QST_ERROR_DAMAGED, _ ("its name stands twice in the list"));
      qst_tensor_unref (tensor);
      return;
    }
  g_hash_table_add (self->names, g_strdup (about.name));
  g_ptr_array_add (self->tensors, tensor);
  if (name != NULL)
    g_hash_table_insert (self->by_scope, make_key (scope, name), GUINT_TO_POINTER (self->tensors->len));
}

gint64
qst_onnx_find_tensor (QstOnnx *self, guint scope, const char *name)
{
  for (;;)
    {
      g_autofree char *key = make_key (scope, name);
      const guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_scope, key));
      const guint parent = g_array_index (self->scopes, QstOnnxScope, scope).parent;

      if (found > 0)
        return (gint64)found - 1;
      if (parent == scope)
        return -1;
      scope = parent;
    }
}
