/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-dtype.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* An immutable array of numbers, either a window on a mapped file or memory of its own. Thread-safe, reference counted. */
typedef struct _QstTensor QstTensor;

QstTensor *qst_tensor_ref (QstTensor *self);
void qst_tensor_unref (QstTensor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QstTensor, qst_tensor_unref)

/* Float32 values of its own memory: takes values (g_malloc'd). shape has n_dims entries whose product is the count. */
QstTensor *qst_tensor_new_take (const char *name, const char *format, gsize n_dims, const guint64 *shape, float *values);

/* The name in the file, UTF-8, untrusted: may hold anything but NUL. "" for the one array of a text file. */
const char *qst_tensor_get_name (QstTensor *self);

/* The nick of the format it came from: "npy", "safetensors", "csv", "distribution". */
const char *qst_tensor_get_format (QstTensor *self);

QstDtype qst_tensor_get_dtype (QstTensor *self);
gsize qst_tensor_get_n_dims (QstTensor *self);
const guint64 *qst_tensor_get_shape (QstTensor *self);
guint64 qst_tensor_get_count (QstTensor *self);

/* Bytes that the values take in the file. */
guint64 qst_tensor_get_stored_bytes (QstTensor *self);

/* "192 × 576", "scalar" for no dimensions. (transfer full) */
char *qst_tensor_describe_shape (QstTensor *self);

/* Values begin … end in row-major order as float32. Points into the mapped file where that holds aligned native float32 in
 * row-major order, otherwise converts into scratch (room for end - begin) and returns it. Never fails: bytes that a
 * shrunken file has lost read as 0 and qst_tensor_check tells. */
const float *qst_tensor_get_span (QstTensor *self, guint64 begin, guint64 end, float *scratch);

/* The same as float64, exact for every dtype but 64-bit integers (rounded once). */
void qst_tensor_read_f64 (QstTensor *self, guint64 begin, guint64 end, double *values);

/* One value, as float32. */
float qst_tensor_get_value (QstTensor *self, guint64 index);

/* FALSE with QST_ERROR_CHANGED if the file below shrank since it was opened. */
gboolean qst_tensor_check (QstTensor *self, GError **error);

G_END_DECLS
