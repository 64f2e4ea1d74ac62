/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-legend.h"

#include "app/qs-fit-box.h"
#include "app/qs-paint.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* A swatch: what a series looks like, 12 × 12 px. */

#define QS_TYPE_SWATCH (qs_swatch_get_type ())
G_DECLARE_FINAL_TYPE (QsSwatch, qs_swatch, QS, SWATCH, GtkWidget)

struct _QsSwatch
{
  GtkWidget parent_instance;
  QspFigure *figure;
  gsize entry;
};

G_DEFINE_FINAL_TYPE (QsSwatch, qs_swatch, GTK_TYPE_WIDGET)

static void
qs_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  QsSwatch *self = QS_SWATCH (widget);
  QspTheme theme;

  qs_paint_get_theme (widget, &theme);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float)((gtk_widget_get_width (widget) - 12) / 2),
                                                          (float)((gtk_widget_get_height (widget) - 12) / 2)));
  qs_paint_swatch (snapshot, self->figure, self->entry, &theme);
}

static void
qs_swatch_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                   int *natural_baseline)
{
  *minimum = *natural = 12;
}

static void
qs_swatch_finalize (GObject *object)
{
  g_clear_pointer (&QS_SWATCH (object)->figure, qsp_figure_unref);
  G_OBJECT_CLASS (qs_swatch_parent_class)->finalize (object);
}

static void
qs_swatch_class_init (QsSwatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = qs_swatch_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = qs_swatch_snapshot;
  GTK_WIDGET_CLASS (klass)->measure = qs_swatch_measure;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
style_changed_cb (QsSwatch *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
qs_swatch_init (QsSwatch *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (style_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* The legend */

struct _QsLegend
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GPtrArray *buttons; /* of GtkToggleButton, owned by box */
  guint hidden;
  gboolean updating;
};

enum
{
  HIDDEN_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QsLegend, qs_legend, GTK_TYPE_WIDGET)

static void
set_hidden (QsLegend *self, guint hidden)
{
  self->updating = TRUE;
  self->hidden = hidden;
  for (guint i = 0; i < self->buttons->len; i++)
    gtk_toggle_button_set_active (g_ptr_array_index (self->buttons, i), (hidden & (1u << i)) == 0);
  self->updating = FALSE;
  g_signal_emit (self, signals[HIDDEN_CHANGED], 0);
}

static void
toggled_cb (GtkToggleButton *button, QsLegend *self)
{
  guint i;

  if (self->updating || !g_ptr_array_find (self->buttons, button, &i))
    return;
  set_hidden (self, self->hidden ^ (1u << i));
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, QsLegend *self)
{
  GtkWidget *button = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (click));
  guint i;

  if (n_press != 2 || !g_ptr_array_find (self->buttons, button, &i))
    return;
  set_hidden (self, ((1u << self->buttons->len) - 1) & ~(1u << i));
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
}

static GtkWidget *
make_button (QsLegend *self, QspFigure *figure, guint i)
{
  const QspLegendEntry *entry = qsp_figure_get_legend (figure, i);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  QsSwatch *swatch = g_object_new (QS_TYPE_SWATCH, NULL);
  GtkWidget *button = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "active", TRUE, "child", box, NULL);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkWidget *label = gtk_label_new (entry->label);

  swatch->figure = qsp_figure_ref (figure);
  swatch->entry = i;
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (swatch));
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "legend-entry");
  gtk_widget_set_tooltip_text (button, _ ("Click to hide or show, double click to show only this"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, entry->label, -1);
  g_signal_connect (button, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (button, GTK_EVENT_CONTROLLER (click));
  return button;
}

static gboolean
has_same_entries (QsLegend *self, QspFigure *figure)
{
  if (self->buttons->len != qsp_figure_get_n_legend (figure))
    return FALSE;
  for (guint i = 0; i < self->buttons->len; i++)
    if (g_strcmp0 (g_object_get_data (g_ptr_array_index (self->buttons, i), "entry"), qsp_figure_get_legend (figure, i)->label)
        != 0)
      return FALSE;
  return TRUE;
}

void
qs_legend_set_figure (QsLegend *self, QspFigure *figure)
{
  GtkWidget *child;

  if (figure == NULL || has_same_entries (self, figure))
    return;
  g_ptr_array_set_size (self->buttons, 0);
  while ((child = gtk_widget_get_first_child (self->box)) != NULL)
    gtk_widget_unparent (child);
  for (guint i = 0; i < qsp_figure_get_n_legend (figure); i++)
    {
      GtkWidget *button = make_button (self, figure, i);

      g_object_set_data_full (G_OBJECT (button), "entry", g_strdup (qsp_figure_get_legend (figure, i)->label), g_free);
      gtk_widget_set_parent (button, self->box);
      g_ptr_array_add (self->buttons, button);
    }
}

guint
qs_legend_get_hidden (QsLegend *self)
{
  return self->hidden;
}

static void
qs_legend_dispose (GObject *object)
{
  g_clear_pointer (&QS_LEGEND (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (qs_legend_parent_class)->dispose (object);
}

static void
qs_legend_finalize (GObject *object)
{
  g_ptr_array_unref (QS_LEGEND (object)->buttons);
  G_OBJECT_CLASS (qs_legend_parent_class)->finalize (object);
}

static void
qs_legend_class_init (QsLegendClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_legend_dispose;
  G_OBJECT_CLASS (klass)->finalize = qs_legend_finalize;
  signals[HIDDEN_CHANGED] =
      g_signal_new ("hidden-changed", QS_TYPE_LEGEND, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
qs_legend_init (QsLegend *self)
{
  self->buttons = g_ptr_array_new ();
  /* A narrow card leaves entries out rather than pushing the window wider. */
  self->box = g_object_new (QS_TYPE_FIT_BOX, "halign", GTK_ALIGN_END, NULL);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
qs_legend_new (void)
{
  return g_object_new (QS_TYPE_LEGEND, NULL);
}
