/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-archive-private.h"
#include "tensor/qst-pickle.h"
#include "tensor/qst-tensor-private.h"

G_BEGIN_DECLS

/* A storage of PyTorch as a persistent id of the pickle names it: ('storage', type, key, device, count). */
typedef struct
{
  char *key;
  const char *type; /* "torch.FloatStorage" */
  QstDtype dtype;   /* QST_N_DTYPES: bytes without a type, or a type that is not read */
  gsize value_size; /* 0: not known */
  guint64 count;

  /* Filled in by the container that holds it; storage NULL: it cannot be had, for the reason of error. */
  QstStorage *storage;
  guint64 offset;
  GError *error;
} QstTorchStorage;

/* One pickle and what surrounds it. */
typedef struct _QstTorch QstTorch;
struct _QstTorch
{
  QstArchive *archive;
  gboolean big_endian;
  GHashTable *storages; /* key → QstTorchStorage */

  /* Fills in a storage when a tensor first needs it; NULL where that is done already. */
  void (*find) (QstTorch *self, QstTorchStorage *storage);
  gpointer container;

  guint64 n_units; /* scales read so far */
};

void qst_torch_init (QstTorch *self, QstArchive *archive);
void qst_torch_clear (QstTorch *self);

/* The storage that a REFERENCE means, the same for the same key; *shift: values of it in front of the view that is meant.
 * NULL with error. (qst-torch-storage.c) */
QstTorchStorage *qst_torch_get_storage (QstTorch *self, const QstPickleNode *reference, guint64 *shift, GError **error);

/* By the name of a storage class or of a dtype: QST_N_DTYPES where there is none such. */
QstDtype qst_torch_dtype_from_symbol (const QstPickleNode *symbol);

/* What a node of the graph is to the list of tensors. */
typedef enum
{
  QST_TORCH_OTHER,
  QST_TORCH_TENSOR, /* *tensor, or NULL with error if it cannot be read */
  QST_TORCH_QUIET,  /* a call that is known to hold no tensor */
} QstTorchMeaning;

/* (qst-torch-tensor.c) */
QstTorchMeaning qst_torch_interpret (QstTorch *self, const QstPickleNode *node, const char *name, QstTensor **tensor,
                                     GError **error);

/* Adds all tensors below root to the archive, named by the way to them: "model.layers.0.weight". (qst-torch-walk.c) */
gboolean qst_torch_add_tensors (QstTorch *self, const QstPickleNode *root, const char *prefix, GCancellable *cancellable,
                                GError **error);

G_END_DECLS
