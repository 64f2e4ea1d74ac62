/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-matrix-pixels.h"

#include <math.h>
#include <string.h>

#define HATCH_PITCH 5
#define HATCH_OPACITY 0.35

void
qs_matrix_look_set (QsMatrixLook *self, const QsMatrixLook *other)
{
  QsaUnitParams *old = self->units;

  if (other != NULL && other->units != NULL)
    qsa_unit_params_ref (other->units);
  *self = other != NULL ? *other : (QsMatrixLook){ 0 };
  if (old != NULL)
    qsa_unit_params_unref (old);
}

gboolean
qs_matrix_look_needs_units (const QsMatrixLook *self)
{
  return self->mode == QSF_MATRIX_ERRORS || qsa_unit_params_get_n (self->units) > 1;
}

static gboolean
units_equal (QsaUnitParams *a, QsaUnitParams *b)
{
  return a == b || (a != NULL && b != NULL && qsa_unit_params_equal (a, b));
}

gboolean
qs_matrix_look_equal (const QsMatrixLook *a, const QsMatrixLook *b)
{
  return a->mode == b->mode && units_equal (a->units, b->units) && a->theme.kind == b->theme.kind
         && a->theme.high_contrast == b->theme.high_contrast;
}

static void
set_bytes (guint8 *bytes, const QspColor *color, const QspColor *over, double opacity)
{
  bytes[0] = (guint8)lrint ((color->red + (over->red - color->red) * opacity) * 255);
  bytes[1] = (guint8)lrint ((color->green + (over->green - color->green) * opacity) * 255);
  bytes[2] = (guint8)lrint ((color->blue + (over->blue - color->blue) * opacity) * 255);
  bytes[3] = 255;
}

void
qs_matrix_palette_init (QsMatrixPalette *self, const QsMatrixLook *look)
{
  self->map = qsf_matrix_mode_get_map (look->mode);
  for (guint i = 0; i < QS_MATRIX_N_COLORS; i++)
    {
      const double t = (double)i / (QS_MATRIX_N_COLORS - 1), position = self->map == QSP_MAP_DIVERGING ? 2 * t - 1 : t;
      const QspColor ground = qsp_color_map_get (self->map, &look->theme, position);
      const QspColor ink = qsp_color_map_get_ink (self->map, &look->theme, position);

      set_bytes (self->ground[i], &ground, &ink, 0);
      set_bytes (self->hatch[i], &ground, &ink, HATCH_OPACITY);
    }
}

guint
qs_matrix_palette_get_level (const QsMatrixPalette *self, double t)
{
  if (self->map == QSP_MAP_DIVERGING)
    t = (t + 1) / 2;
  return (guint)(CLAMP (t, 0, 1) * (QS_MATRIX_N_COLORS - 1) + 0.5);
}

/* The levels of one row of samples; G_MAXUINT16 where there is none, the top bit where it is hatched. */
#define HATCHED 0x8000
static void
get_levels (QsaPatch *patch, const QsMatrixLook *look, const QsMatrixPalette *palette, guint row, gboolean hatch, guint16 *levels)
{
  for (guint column = 0; column < qsa_patch_get_n_columns (patch); column++)
    {
      const double t = qsf_matrix_get_sample_position (look->mode, look->units, &look->params, patch, row, column);
      QscTrace trace;

      levels[column] = isnan (t) ? G_MAXUINT16 : (guint16)qs_matrix_palette_get_level (palette, t);
      if (hatch && !isnan (t) && qsa_patch_trace (patch, look->units, row, column, &trace)
          && (qsf_matrix_get_flags (qsa_patch_get_params (patch, look->units, row, column), &trace) & QSP_CELL_HATCHED) != 0)
        levels[column] |= HATCHED;
    }
}

static void
fill_line (const QsMatrixPalette *palette, const guint16 *levels, guint n, guint y, guint width, guint gap, guint8 *line)
{
  for (guint column = 0; column < n; column++)
    {
      const guint x0 = (guint)((guint64)column * width / n), x1 = (guint)((guint64)(column + 1) * width / n);
      const guint level = levels[column] & ~HATCHED;

      if (levels[column] == G_MAXUINT16)
        continue;
      for (guint x = x0; x + gap < x1 || (x < x1 && gap == 0); x++)
        memcpy (line + 4 * (gsize)x,
                (levels[column] & HATCHED) != 0 && (x - x0 + y) % HATCH_PITCH == 0 ? palette->hatch[level]
                                                                                   : palette->ground[level],
                4);
    }
}

GBytes *
qs_matrix_pixels_render (QsaPatch *patch, const QsMatrixLook *look, guint width, guint height, guint gap)
{
  const guint n_rows = qsa_patch_get_n_rows (patch), n_columns = qsa_patch_get_n_columns (patch);
  guint8 *pixels = g_malloc0 (4 * (gsize)width * height);
  g_autofree guint16 *levels = g_new (guint16, MAX (n_columns, 1));
  g_autofree QsMatrixPalette *palette = g_new (QsMatrixPalette, 1);
  const gsize stride = 4 * (gsize)width;

  qs_matrix_palette_init (palette, look);
  for (guint row = 0; row < n_rows; row++)
    {
      const guint y0 = (guint)((guint64)row * height / n_rows), y1 = (guint)((guint64)(row + 1) * height / n_rows);

      if (y0 == y1)
        continue;
      get_levels (patch, look, palette, row, gap > 0, levels);
      for (guint y = y0; y + gap < y1; y++)
        /* Without hatches all lines of a row are alike. */
        if (gap == 0 && y > y0)
          memcpy (pixels + y * stride, pixels + y0 * stride, stride);
        else
          fill_line (palette, levels, n_columns, y - y0, width, gap, pixels + y * stride);
    }
  return g_bytes_new_take (pixels, 4 * (gsize)width * height);
}
