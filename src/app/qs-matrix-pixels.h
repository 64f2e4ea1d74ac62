/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/qsf-matrix.h"

G_BEGIN_DECLS

/* How cells are to look; what a worker needs to know to paint them. Who keeps one holds a reference on its units. */
typedef struct
{
  QsaUnitParams *units;
  QscParams params; /* the widest of them */
  QsfMatrixMode mode;
  QspTheme theme;
} QsMatrixLook;

/* Makes self the same as other, which may be NULL: nothing. */
void qs_matrix_look_set (QsMatrixLook *self, const QsMatrixLook *other);
/* Whether a coarse patch for this look must be made with its units. */
gboolean qs_matrix_look_needs_units (const QsMatrixLook *self);
gboolean qs_matrix_look_equal (const QsMatrixLook *a, const QsMatrixLook *b);

/* The colours of a map, cut into so many that none can be told from its neighbour. */
#define QS_MATRIX_N_COLORS 513
typedef struct
{
  QspColorMap map;
  guint8 ground[QS_MATRIX_N_COLORS][4], hatch[QS_MATRIX_N_COLORS][4]; /* red, green, blue, 255 */
} QsMatrixPalette;

void qs_matrix_palette_init (QsMatrixPalette *self, const QsMatrixLook *look);
guint qs_matrix_palette_get_level (const QsMatrixPalette *self, double t);

/* Pixels (red, green, blue, alpha, a byte each, width × height without padding) of the patch stretched to that size; sample edges are
 * sharp. gap: that many px between cells, which then are hatched where they are at an end of the codes. Any thread. (transfer full) */
GBytes *qs_matrix_pixels_render (QsaPatch *patch, const QsMatrixLook *look, guint width, guint height, guint gap);

G_END_DECLS
