/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-result.h"
#include "plot/qsp-figure.h"

G_BEGIN_DECLS

/* The views, as numbered in the manual. */
typedef enum
{
  QSF_VIEW_HISTOGRAM,
  QSF_VIEW_CODES,
  QSF_VIEW_TRANSFER,
  QSF_VIEW_ERROR,
  QSF_VIEW_ERROR_INDEX,
  QSF_VIEW_ERROR_HISTOGRAM,
  QSF_VIEW_MSE,
  QSF_VIEW_LANDSCAPE,
  QSF_VIEW_BITS,
  QSF_VIEW_TIES,
  QSF_N_VIEWS
} QsfView;

/* "histogram", "codes", "transfer", "error", "error-index", "error-histogram", "mse", "landscape", "bits", "ties". */
const char *qsf_view_get_nick (QsfView view);
gboolean qsf_view_from_nick (const char *nick, QsfView *view);
/* All of them, separated by ", ". (transfer full) */
char *qsf_view_list_nicks (void);
/* Translated: "Values and grid", "Integer codes", "Transfer", "Error curve", … */
const char *qsf_view_get_title (QsfView view);
/* Whether the x axis is r, linked between views (histogram, transfer, error). */
gboolean qsf_view_has_value_axis (QsfView view);
/* Whether the axis is logarithmic: x of mse and landscape, y of mse. */
gboolean qsf_view_is_logarithmic_x (QsfView view);
gboolean qsf_view_is_logarithmic_y (QsfView view);
/* Whether what stands on the base line are counts, so that the base line stays when one zooms. */
gboolean qsf_view_has_counts (QsfView view);

/* What views draw beside the result; computed apart, see qsf-extras.h. */
typedef enum
{
  QSF_EXTRA_CURVE,     /* QsaCurve: mse */
  QSF_EXTRA_ENVELOPE,  /* QsaEnvelope: error-index */
  QSF_EXTRA_SOLUTIONS, /* QsaSolutions: mse */
  QSF_EXTRA_BITS,      /* QsaBits: bits */
  QSF_EXTRA_LANDSCAPE, /* QsaLandscape: landscape */
  QSF_EXTRA_DETAIL,    /* QsaLandscape: landscape, finer around the pointer */
  QSF_EXTRA_TIES,      /* QsaTies: ties */
  QSF_N_EXTRAS
} QsfExtra;

/* The landscape spans s / SPAN … s * SPAN around the scale in force when it is computed. */
#define QSF_LANDSCAPE_SPAN 3.2

/* Bit 1 << extra for each that the view draws. */
guint qsf_view_get_extras (QsfView view);

/* Handles of the figures. */
enum
{
  QSF_HANDLE_RANGE_LOW = 1,
  QSF_HANDLE_RANGE_HIGH,
  QSF_HANDLE_ZERO,
  QSF_HANDLE_SCALE,
  QSF_HANDLE_POINT, /* scale and zero-point */
  QSF_HANDLE_LEVEL  /* + code - qmin */
};

/* What to show beside the result itself; qsf_options_init gives the defaults. */
typedef struct
{
  gboolean large;       /* margins, marks and words of the large card; small views have no read-out and no code labels */
  gboolean interacting; /* a drag or zoom is under way: ticks and y limits keep their step, limits only grow */
  QspFigure *previous;  /* (nullable) the figure before, for that */
  double x_low, x_high; /* visible x; NaN: from the result (or all codes) */
  double y_low, y_high; /* visible y; NaN: by the view's own rule */
  gboolean log_count, density, cumulative, outline; /* histogram's options */
  guint hidden;                                     /* bit i: legend entry i is not drawn */
  gboolean has_pick;
  float pick;            /* the picked value r */
  guint64 pick_index;    /* and its index */
  gboolean has_interval; /* values that are selected: marked where an axis is r, q or e */
  QsaInterval interval;
  gboolean unlinked_axes; /* views over r have ranges of their own: the stairs' y axis need not be as long as that of r */
  double cursor_x;        /* what the pointer is over, data coordinate of this view's x; NaN: no read-out */
  double cursor_y;
  gpointer extras[QSF_N_EXTRAS]; /* (nullable) what the view draws; of something else than the result: as if there were none */
  const char *value_name;        /* x title of value axes; NULL: "Value r" */
} QsfOptions;

void qsf_options_init (QsfOptions *self);

/* Whether the view shows the one unit that a result looks at, not all of them. */
gboolean qsf_view_is_of_unit (QsfView view);

/* The figure of a view. Cheap enough for every frame: reads the result's tables, never the values. (transfer full) */
QspFigure *qsf_figure_new (QsfView view, QsaResult *result, const QsfOptions *options);

/* Bars only, no axes: for tiles and lists. The height is the count, or its cube root where tails shall be seen. (transfer full) */
QspFigure *qsf_figure_new_sparkline (const guint64 *counts, guint n_bins);
QspFigure *qsf_figure_new_tail_sparkline (const guint64 *counts, guint n_bins);

/* How many bins the histogram should have in a plot that wide: about one per 5 px. */
guint qsf_get_n_bins (double plot_width);

/* The values that a stretch of x stands for, in any order: as is in value views, all that the codes stand for in codes, the errors in
 * the error histogram, where beyond the bins all are meant. FALSE in views whose x is none of these. */
gboolean qsf_view_get_interval (QsfView view, QsaResult *result, double x0, double x1, QsaInterval *interval);

/* The real value nearest to x that means something in this view at that zoom: for picking by click, x as is in value views,
 * the level of the code in codes. */
float qsf_view_get_picked_value (QsfView view, QsaResult *result, double x);

/* The index that a click at x means in a view over indices: where many share a column, that of the largest error among them.
 * FALSE in other views, and where there is none. */
gboolean qsf_view_get_picked_index (QsfView view, const QsfOptions *options, double x, guint64 *index);

G_END_DECLS
