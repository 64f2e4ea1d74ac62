/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-codes-file.h"
#include "tensor/qst-writer.h"

G_BEGIN_DECLS

/* Private to analysis: what the writers of codes share. */

typedef enum
{
  QSA_ELEMENT_I8,
  QSA_ELEMENT_U8,
  QSA_ELEMENT_I16,
  QSA_ELEMENT_U16,
  QSA_ELEMENT_F32,
  QSA_N_ELEMENTS
} QsaElement;

gsize qsa_element_get_size (QsaElement element);

typedef struct
{
  QstWriter *writer;
  QstTensor *tensor;
  const char *name; /* of the tensor, never empty */
  const QsaScheme *scheme;
  QsaUnitParams *units;
  const QscParams *params; /* of the first of them */
  QsaElement codes;        /* of a code by itself */
  QsaElement element;      /* as written: bytes when packed */
  int packed_bits;         /* 0: not packed */
} QsaCodesFile;

/* The shape of the arrays of scales and zero-points: its length; none for a single one. */
gsize qsa_codes_get_parameter_shape (const QsaCodesFile *self, guint64 *shape);

/* How many elements the array in the file has. */
guint64 qsa_codes_get_count (const QsaCodesFile *self);

/* The three parts of a file: what stands before the values, n values, what stands after them. NULL: nothing. */
typedef struct
{
  gboolean (*begin) (QsaCodesFile *self, GError **error);
  gboolean (*write) (QsaCodesFile *self, gconstpointer values, gsize n, GError **error);
  gboolean (*end) (QsaCodesFile *self, GError **error);
} QsaCodesWriter;

extern const QsaCodesWriter qsa_codes_npy;
extern const QsaCodesWriter qsa_codes_safetensors;
extern const QsaCodesWriter qsa_codes_c_header;

/* The values' bytes as they are. */
gboolean qsa_codes_write_raw (QsaCodesFile *self, gconstpointer values, gsize n, GError **error);

G_END_DECLS
