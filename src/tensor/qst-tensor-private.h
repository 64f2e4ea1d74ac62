/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-map.h"
#include "tensor/qst-tensor.h"

G_BEGIN_DECLS

/* How the values of a tensor lie in memory; the maker has checked that they are all there. */
typedef struct
{
  const char *name;
  const char *format; /* static */
  QstDtype dtype;
  gsize n_dims;
  const guint64 *shape;
  guint64 count;
  const guint8 *data;
  gboolean big_endian;
  gboolean column_major;
  guint64 stored_bytes;
} QstTensorLayout;

/* A window on a map, of which it holds a reference. */
QstTensor *qst_tensor_new_mapped (const QstTensorLayout *layout, QstMap *map);

/* Memory of its own: layout->data is taken (g_malloc'd, native order). */
QstTensor *qst_tensor_new_owned (const QstTensorLayout *layout);

struct _QstTensor
{
  gatomicrefcount refs;
  char *name;
  const char *format;
  QstDtype dtype;
  gsize n_dims;
  guint64 *shape;
  guint64 count;
  guint64 stored_bytes;
  const guint8 *data;
  gboolean swapped;      /* the other byte order than this machine's */
  gboolean column_major; /* only where that differs from row-major */
  QstMap *map;
  gpointer owned;
};

/* Copies the raw values begin … begin + n in row-major order and native byte order. (qst-fetch.c) */
void qst_tensor_fetch (const QstTensor *self, guint64 begin, gsize n, void *raw);

/* The raw values in place where they are aligned, native and in row-major order, otherwise NULL. */
const void *qst_tensor_peek (const QstTensor *self, guint64 begin);

/* n raw native values of a dtype, as float32 or float64. */
void qst_values_to_f32 (QstDtype dtype, const void *raw, gsize n, float *values);
void qst_values_to_f64 (QstDtype dtype, const void *raw, gsize n, double *values);

G_END_DECLS
