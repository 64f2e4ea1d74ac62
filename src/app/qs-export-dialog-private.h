/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-export-dialog.h"
#include "app/qs-export-settings.h"

G_BEGIN_DECLS

struct _QsExportDialog
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkAspectFrame *preview_frame;
  GtkPicture *preview;
  GtkLabel *facts;
  AdwComboRow *scope_row, *format_row, *resolution_row, *paper_row, *preset_row, *unit_row, *theme_row;
  GtkWidget *caption_row, *transparent_row;
  GtkScrolledWindow *options;
  GtkWidget *halves, *preview_box, *halves_separator;
  GtkWidget *size_group, *look_group, *save_button;
  GtkAdjustment *width_adjustment, *height_adjustment;
  GtkSpinButton *width_spin, *height_spin;
  GtkSwitch *caption_switch, *legend_switch, *pick_switch, *transparent_switch;

  QsSession *session;
  QsPlotStack *plots;
  QsMatrixView *matrix; /* (nullable) in place of a single plot */
  QspFigure *figure;    /* (nullable) likewise */
  char *figure_nick, *figure_caption;
  QsfView view;
  char *name;
  GSettings *settings;
  GCancellable *cancellable;
  double width, height; /* inches */
  guint preview_id;
  guint serial; /* of the newest preview */
  gboolean updating;
};

/* What is chosen now. */
void qs_export_dialog_get_choice (QsExportDialog *self, QsExportChoice *choice);
QsUnit qs_export_dialog_get_unit (QsExportDialog *self);
/* Tells the size, and about how many bytes it will be. */
void qs_export_dialog_show_facts (QsExportDialog *self, const QsExportChoice *choice, guint64 n_bytes);

/* A GSourceFunc: draws the preview of the choice anew. */
gboolean qs_export_dialog_update_preview (gpointer user_data);
/* The actions "export.save" and "export.copy". */
void qs_export_dialog_save_action (GtkWidget *widget, const char *action, GVariant *parameter);
void qs_export_dialog_copy_action (GtkWidget *widget, const char *action, GVariant *parameter);

G_END_DECLS
