/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-accuracy-page.h"
#include "app/qs-fit-box.h"
#include "app/qs-formula-strip.h"
#include "app/qs-integer-page.h"
#include "app/qs-learn-pane.h"
#include "app/qs-matrix-page.h"
#include "app/qs-measures-panel.h"
#include "app/qs-model-detail.h"
#include "app/qs-model-page.h"
#include "app/qs-plot-stack.h"
#include "app/qs-quick-panel.h"
#include "app/qs-scheme-panel.h"
#include "app/qs-start-page.h"
#include "app/qs-values-panel.h"
#include "app/qs-window.h"

G_BEGIN_DECLS

struct _QsWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  AdwViewSwitcherTitle *title;
  AdwViewSwitcherBar *switcher_bar;
  AdwSplitButton *open_button;
  GtkWidget *undo_button, *redo_button;
  QsFitBox *start_box, *end_box;
  GtkInfoBar *info_bar;
  GtkLabel *info_label;
  GtkWidget *info_button, *drop_hint;
  GtkStack *pages;
  GtkWidget *start_page;
  GtkScrolledWindow *sidebar;
  AdwFlap *left_flap, *right_flap;
  QsValuesPanel *values_panel;
  QsSchemePanel *scheme_panel;
  QsMeasuresPanel *measures_panel;
  QsLearnPane *learn_pane;
  GtkStack *side_stack;   /* measures, learn */
  GtkStack *detail_stack; /* measures of the tensor, what is known of one among many */
  QsModelDetail *model_detail;
  GtkWidget *side;
  QsFormulaStrip *strip;
  AdwViewStack *views;
  QsPlotStack *plots;
  QsQuickPanel *quick;
  QsMatrixPage *matrix;
  QsAccuracyPage *accuracy;
  QsIntegerPage *integer;
  QsModelPage *model;

  QsSession *session;
  QsNetworkModel *network;
  QsIntegerModel *integers;
  GSettings *settings;
  QsLearn *learn;
  double inner_width, inner_height;
  guint switchers_id, fit_id;
  char **work_views; /* put aside while a lesson is played */
  GCancellable *opening;
  GFileMonitor *monitor; /* of the opened file */
  guint watch_id;
  GtkWidget *export_dialog; /* weak */
  GtkWidget *glossary;      /* weak */
};

/* Adds the actions and keeps their states those of the session. (qs-window-actions.c) */
void qs_window_add_actions (QsWindow *self);
void qs_window_update_actions (QsWindow *self);

void qs_window_set_action_state (QsWindow *self, const char *name, GVariant *state);

/* Those of the values and of the histogram. (qs-window-values.c) */
void qs_window_add_value_actions (QsWindow *self);
void qs_window_update_value_actions (QsWindow *self);

/* The parameters to the clipboard and back. (qs-window-copy.c) */
void qs_window_add_copy_actions (QsWindow *self);

/* The pages and the actions of the matrix. (qs-window-matrix.c) */
void qs_window_add_pages (QsWindow *self);
gboolean qs_window_shows_matrix (QsWindow *self);

/* The pages of networks and their actions. (qs-window-network.c) */
void qs_window_add_network (QsWindow *self);
gboolean qs_window_shows_accuracy (QsWindow *self);
gboolean qs_window_shows_integer (QsWindow *self);

/* The page of all tensors. (qs-window-model.c) */
void qs_window_add_model (QsWindow *self);
gboolean qs_window_shows_model (QsWindow *self);
void qs_window_make_room_for_model (QsWindow *self);
void qs_window_save_model_table (QsWindow *self, const char *path);

/* The menu beside Open, files dropped on the window. (qs-window-open.c) */
void qs_window_add_open (QsWindow *self);

/* Lessons. (qs-window-learn.c) */
void qs_window_add_learn (QsWindow *self);
void qs_window_add_glossary (QsWindow *self);

/* Sessions, *.quantoscope. (qs-window-session.c) */
void qs_window_add_session_actions (QsWindow *self);
void qs_window_open_session (QsWindow *self, const char *path);

/* What the header has no room for goes into the menu. (qs-window-narrow.c) */
void qs_window_add_narrow (QsWindow *self);
/* Shows the formula where there is room and use for it. */
void qs_window_update_strip (QsWindow *self);

/* Saves the figure of what the matrix shows, or of a view. (qs-window-export.c) */
void qs_window_export_matrix (QsWindow *self);
void qs_window_export (QsWindow *self, QsfView view);
void qs_window_export_figure (QsWindow *self, const char *nick);    /* of a page of its own */
char *qs_window_make_file_name (QsWindow *self, QsaResult *result); /* without extension (transfer full) */

/* Asks for a file and writes the codes there, on a worker. (qs-window-codes.c) */
void qs_window_export_codes (QsWindow *self);
void qs_window_save_codes (QsWindow *self, const char *path);

/* A bar under the header. button (nullable) and action: what its button does. */
void qs_window_show_info (QsWindow *self, const char *text, const char *button, const char *action);

/* Tells when the opened file changes; opens it anew. (qs-window-watch.c) */
void qs_window_watch (QsWindow *self, const char *path);
void qs_window_unwatch (QsWindow *self);
void qs_window_reload (QsWindow *self);

/* A sentence at the bottom for some seconds. */
void qs_window_toast (QsWindow *self, const char *text);
/* With a button that opens the folder of path. */
void qs_window_toast_saved (QsWindow *self, const char *text, const char *path);

/* A file without a header. (qs-window-open.c) */
void qs_window_open_raw (QsWindow *self, const char *path, const QstRaw *raw);

G_END_DECLS
