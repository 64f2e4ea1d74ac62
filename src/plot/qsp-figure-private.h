/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-figure-build.h"
#include "plot/qsp-number.h"

G_BEGIN_DECLS

typedef struct
{
  QspAxisKind kind;
  QspScale scale;
  char *title;
  double min_pitch;
  gint64 codes[3];
  double previous_step, last_step;
} QspAxis;

typedef struct
{
  QspLegendEntry entry;
  char *label;
  QspSwatch swatch;
  QspRole role;
} QspLegendItem;

typedef struct
{
  QspHandle handle;
  double pitch;
} QspHandleItem;

struct _QspFigure
{
  gatomicrefcount ref_count;
  guint tag;
  gboolean large, bare;
  char *title, *top_title, *description, *readout, *message;
  double readout_x;
  QspAxis axes[2];
  GPtrArray *marks;
  GArray *handles, *legend;
  QspTableFunc table;
  gpointer table_data;
  QspColorMap bar_map;
  char *bar_title, **bar_labels; /* NULL: no key of a colour map */
  double *bar_positions;
  GDestroyNotify table_destroy;
};

/* Where everything stands at a size. k: fonts and margins relative to 12 px. */
typedef struct
{
  QspRect area;
  double k, width, height;
  QspTicks x, y;
} QspLayout;

typedef struct
{
  gboolean legend;
  const char *caption;
} QspDecoration;

void qsp_layout_compute (QspLayout *self, QspFigure *figure, QspPainter *painter, const QspTheme *theme, double width,
                         double height, const QspDecoration *decoration);

/* Everything that is drawn, on any painter. */
void qsp_figure_paint (QspFigure *self, QspPainter *painter, const QspTheme *theme, double width, double height,
                       const QspDecoration *decoration);

/* What the drawing functions share. */
typedef struct
{
  QspFigure *figure;
  QspPainter *painter;
  const QspTheme *theme;
  const QspLayout *layout;
} QspDraw;

typedef enum
{
  QSP_INK_TEXT,
  QSP_INK_AXIS,
  QSP_INK_GRID,
  QSP_INK_ZERO
} QspInk;

QspColor qsp_draw_role (const QspDraw *self, QspRole role, double opacity);
QspColor qsp_draw_ink (const QspDraw *self, QspInk ink);
QspStroke qsp_draw_stroke (const QspDraw *self, QspColor color, double width, QspDash dash);
double qsp_draw_x (const QspDraw *self, double x);
double qsp_draw_y (const QspDraw *self, double y);
/* To whole device px. */
double qsp_draw_snap (const QspDraw *self, double v);
/* So that a line of that width covers whole device px. */
double qsp_draw_snap_line (const QspDraw *self, double v, double width);
void qsp_draw_text (const QspDraw *self, double x, double y, const char *text, double align, gboolean bold, QspColor color,
                    gboolean halo);

void qsp_draw_mark (const QspDraw *self, const QspMark *mark);
void qsp_draw_cells (const QspDraw *self, const QspMark *mark);
/* What the key of a colour map takes at the right; 0 without one. */
double qsp_draw_get_bar_width (QspFigure *figure, QspPainter *painter, double k);
void qsp_draw_bar (const QspDraw *self);
void qsp_draw_notes (const QspDraw *self, const QspMark *mark);
void qsp_draw_readout (const QspDraw *self);
void qsp_draw_legend (const QspDraw *self);
void qsp_draw_legend_swatch (const QspDraw *self, const QspLegendItem *item, double x, double y, double size);

G_END_DECLS
