/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-plot-card.h"

G_BEGIN_DECLS

typedef enum
{
  QS_LAYOUT_ONE,
  QS_LAYOUT_ONE_THREE,
  QS_LAYOUT_TWO,
  QS_LAYOUT_FOUR,
  QS_N_LAYOUTS
} QsLayout;

/* "one", "one-three", "two", "four". */
const char *qs_layout_get_nick (QsLayout layout);
gboolean qs_layout_from_nick (const char *nick, QsLayout *layout);

#define QS_TYPE_PLOT_STACK (qs_plot_stack_get_type ())

/* A card per view; as many of them are shown as the layout has places, the first of which is the large one. Where the room does
 * not do for the chosen layout only that is shown. */
G_DECLARE_FINAL_TYPE (QsPlotStack, qs_plot_stack, QS, PLOT_STACK, GtkWidget)

void qs_plot_stack_set_session (QsPlotStack *self, QsSession *session);
void qs_plot_stack_set_layout (QsPlotStack *self, QsLayout layout);
/* Makes view the large one; it changes places with the one that was. */
void qs_plot_stack_set_large_view (QsPlotStack *self, QsfView view);
QsfView qs_plot_stack_get_large_view (QsPlotStack *self);

/* How many places the largest layouts have. */
#define QS_PLOT_STACK_PLACES 4

/* Shows view where now shown is; when view is in another place they change places. */
void qs_plot_stack_place_view (QsPlotStack *self, QsfView shown, QsfView view);
/* The views by place, first the large one. Unknown names and repetitions are left out, the others follow. */
void qs_plot_stack_set_places (QsPlotStack *self, const char *const *view_nicks);
char **qs_plot_stack_get_places (QsPlotStack *self); /* (transfer full) */
/* The views that are seen now, by place, into shown[QS_PLOT_STACK_PLACES]; how many. */
gsize qs_plot_stack_get_shown (QsPlotStack *self, QsfView *shown, gboolean *first_is_large);
QsPlotView *qs_plot_stack_get_plot_view (QsPlotStack *self, QsfView view);

G_END_DECLS
