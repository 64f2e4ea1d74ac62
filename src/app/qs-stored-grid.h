/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"

G_BEGIN_DECLS

/* The grid that the file keeps the shown value on, or on which the model itself puts it. */
typedef struct
{
  gboolean is_quantizer; /* the values are real, and the model quantizes them */
  gboolean has_code;     /* code.code is that of the shown value */
  QstStoredCode code;
  int bits;
  gboolean is_signed;
  const char *obstacle; /* why the scheme cannot be of this grid, translated; NULL where it can */
} QsStoredGrid;

/* FALSE where the values of the session are on no grid. */
gboolean qs_stored_grid_get (QsSession *session, QsStoredGrid *grid);

/* Makes the scheme that of the grid, as one undo step; nothing where that cannot be. */
void qs_stored_grid_use (QsSession *session);

/* "int8: s = 0.0078, z = 0", "int8: 64 scales along axis 0", "Q4_K: blocks of 256 values with scales of their own". (transfer
 * full) */
char *qs_stored_grid_describe (QstTensor *tensor);

/* That of the shown value: "q = −37 · s = 0.0078 · z = 0". (transfer full) */
char *qs_stored_grid_describe_code (const QsStoredGrid *grid);

G_END_DECLS
