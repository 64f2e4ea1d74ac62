/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-dtype.h"
#include "tensor/qst-quantization.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* An immutable array of numbers: a window on a mapped file, memory of its own, or values decoded when they are read.
 * Thread-safe, reference counted.
 *
 * What the file stores quantized (blocks of ggml, codes with scale and zero-point) is read as the real values that it stands
 * for; qst_tensor_new_codes gives the codes. */
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

/* As it is stored. */
QstDtype qst_tensor_get_dtype (QstTensor *self);
gsize qst_tensor_get_n_dims (QstTensor *self);
const guint64 *qst_tensor_get_shape (QstTensor *self);
guint64 qst_tensor_get_count (QstTensor *self);

/* Bytes that the values take in the file, before its compression. */
guint64 qst_tensor_get_stored_bytes (QstTensor *self);

/* The byte of the file at which the values begin, those of a compressed part at its begin; G_MAXUINT64 if no file holds them. */
guint64 qst_tensor_get_offset (QstTensor *self);

/* Scale and zero-point that the file keeps for the codes; NULL where it has none, and for blocks of ggml, whose scales are
 * among their values. (transfer none) */
const QstQuantization *qst_tensor_get_quantization (QstTensor *self);

/* Scale and zero-point with which the model itself quantizes real values before it uses them; NULL where it does not.
 * (transfer none) */
const QstQuantization *qst_tensor_get_quantizer (QstTensor *self);

/* Which pair of such a scale and zero-point is that of a value. */
guint64 qst_tensor_get_unit (QstTensor *self, const QstQuantization *grid, guint64 index);

/* Whether the values are stored as codes: either of the two. */
gboolean qst_tensor_is_quantized (QstTensor *self);

/* The codes in place of the real values, as a tensor: the integers of a scale and zero-point, or the whole numbers that the
 * scales of ggml's blocks multiply. For a tensor that is not quantized, itself. (transfer full) */
QstTensor *qst_tensor_new_codes (QstTensor *self);

/* How one value of a quantized tensor is stored. */
void qst_tensor_get_code (QstTensor *self, guint64 index, QstStoredCode *code);

/* "192 × 576", "scalar" for no dimensions. (transfer full) */
char *qst_tensor_describe_shape (QstTensor *self);

/* Values begin … end in row-major order as float32. Points into the mapped file where that holds aligned native float32 in
 * row-major order, otherwise converts into scratch (room for end - begin) and returns it. Never fails: bytes that a
 * shrunken file has lost, or that cannot be decoded, read as 0 and qst_tensor_check tells. */
const float *qst_tensor_get_span (QstTensor *self, guint64 begin, guint64 end, float *scratch);

/* The same as float64, exact for every dtype but 64-bit integers (rounded once). */
void qst_tensor_read_f64 (QstTensor *self, guint64 begin, guint64 end, double *values);

/* One value, as float32. */
float qst_tensor_get_value (QstTensor *self, guint64 index);

/* FALSE with QST_ERROR if what was read so far is not what the file holds: it shrank since it was opened
 * (QST_ERROR_CHANGED), or a compressed part of it is damaged. Reads all bytes once where the file keeps a checksum of them. */
gboolean qst_tensor_check (QstTensor *self, GError **error);

G_END_DECLS
