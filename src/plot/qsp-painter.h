/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-figure.h"

G_BEGIN_DECLS

typedef struct
{
  double x, y;
} QspPoint;

typedef enum
{
  QSP_DASH_NONE,
  QSP_DASH_CURVE, /* 5-3 */
  QSP_DASH_IDEAL, /* 4-3 */
  QSP_DASH_DOTTED /* 2-3 */
} QspDash;

typedef struct
{
  QspColor color;
  double width;
  QspDash dash;
} QspStroke;

typedef struct
{
  double size; /* px */
  gboolean bold;
  double align; /* 0 left, 0.5 centre, 1 right of x */
  QspColor color;
  QspColor halo; /* alpha 0: none */
} QspTextStyle;

/* What a figure is drawn with: some dozen operations, so that screen, paper, SVG and the tests' display list all come from the
 * same drawing code. Coordinates are logical px. */
typedef struct _QspPainter QspPainter;

typedef struct
{
  void (*begin_group) (QspPainter *self, const char *name);
  void (*end_group) (QspPainter *self);
  /* What follows is drawn that far to the right and down. */
  void (*push_offset) (QspPainter *self, double x, double y);
  void (*pop_offset) (QspPainter *self);
  void (*push_clip) (QspPainter *self, const QspRect *rect);
  void (*pop_clip) (QspPainter *self);
  void (*fill_rects) (QspPainter *self, const QspRect *rects, gsize n, const QspColor *color);
  /* points[2 i] to points[2 i + 1] */
  void (*stroke_segments) (QspPainter *self, const QspPoint *points, gsize n, const QspStroke *stroke);
  /* broken where a coordinate is NaN */
  void (*stroke_path) (QspPainter *self, const QspPoint *points, gsize n, const QspStroke *stroke);
  void (*fill_path) (QspPainter *self, const QspPoint *points, gsize n, const QspColor *color);
  /* edge is drawn outside of radius and under the fill */
  void (*circles) (QspPainter *self, const QspPoint *centers, gsize n, double radius, const QspColor *fill,
                   const QspStroke *edge);
  void (*box) (QspPainter *self, const QspRect *rect, double radius, const QspColor *fill, const QspStroke *edge,
               gboolean shadow);
  /* y is the middle of the line */
  void (*text) (QspPainter *self, double x, double y, const char *text, const QspTextStyle *style);
  double (*measure) (QspPainter *self, const char *text, double size, gboolean bold);
} QspPainterClass;

struct _QspPainter
{
  const QspPainterClass *klass;
  double scale;     /* device px per logical px, to snap to; 0: no pixels */
  const char *font; /* family list */
};

void qsp_painter_free (QspPainter *self);

/* The three back ends. */
QspPainter *qsp_painter_new_cairo (cairo_t *cr, const char *font);
QspPainter *qsp_painter_new_record (void);
QspPainter *qsp_painter_new_svg (double width, double height, const char *font, const char *title, const char *description);

/* What has been drawn, as text; ends the drawing. (transfer full) */
char *qsp_painter_record_finish (QspPainter *self);
char *qsp_painter_svg_finish (QspPainter *self);

/* A width in px by Pango, the same on every surface. */
double qsp_text_measure (const char *font, const char *text, double size, gboolean bold);

/* The lines of a 45° hatch over rect, pitch apart along x, at one phase everywhere. Free points with g_free. */
QspPoint *qsp_hatch (const QspRect *rect, double pitch, gsize *n_segments);

G_END_DECLS
