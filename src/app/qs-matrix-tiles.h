/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-matrix-pixels.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Square parts of a matrix, read and painted by a worker, some of them kept. What is not there yet is asked for by looking at it:
 * begin a frame, get what is visible, end it; changed is called once there is more to see. So memory hangs on the size of the window,
 * not on that of the tensor, and the main thread never waits for a file. */
typedef struct _QsMatrixTiles QsMatrixTiles;

typedef struct
{
  QsaPatch *patch;
  GdkTexture *texture; /* (nullable) of tiles that are pictures */
} QsMatrixTile;

QsMatrixTiles *qs_matrix_tiles_new (GSourceFunc changed, gpointer user_data);
void qs_matrix_tiles_free (QsMatrixTiles *self);

/* What the tiles are of: step × step cells make a sample, side × side samples a tile; pixels > 0: tiles are pictures of so many device
 * px to a sample, with gap px between them. tensor NULL: nothing. */
typedef struct
{
  QstTensor *tensor;
  QsaMatrix matrix;
  guint64 step;
  guint side, pixels, gap;
} QsMatrixTiling;

/* Forgets all tiles unless they are the same. */
void qs_matrix_tiles_set_tiling (QsMatrixTiles *self, const QsMatrixTiling *tiling);
/* Tiles are painted anew, and shown as they were until then. */
void qs_matrix_tiles_set_look (QsMatrixTiles *self, const QsMatrixLook *look);

void qs_matrix_tiles_begin_frame (QsMatrixTiles *self);
/* NULL: not there yet. Wanted earlier is read earlier. (transfer none) */
const QsMatrixTile *qs_matrix_tiles_get (QsMatrixTiles *self, guint64 tile_row, guint64 tile_column);
/* Only if it is there: asks for nothing. */
const QsMatrixTile *qs_matrix_tiles_peek (QsMatrixTiles *self, guint64 tile_row, guint64 tile_column);
void qs_matrix_tiles_end_frame (QsMatrixTiles *self);

/* Whether something that was looked at is not there yet, or not in its newest look. */
gboolean qs_matrix_tiles_is_busy (QsMatrixTiles *self);

G_END_DECLS
