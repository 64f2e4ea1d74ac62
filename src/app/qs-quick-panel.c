/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-quick-panel.h"

#include "app/qs-inputs.h"
#include "app/qs-scale-slider.h"
#include "app/qs-session-edit.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef enum
{
  MEASURE_SQNR,
  MEASURE_CLIPPED,
  MEASURE_ENTROPY,
  N_MEASURES
} Measure;

static const char *const titles[N_MEASURES] = { N_ ("SQNR"), N_ ("Clipped"), N_ ("Entropy") };

struct _QsQuickPanel
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *measures[N_MEASURES];
  GtkWidget *scale_value, *scale_slider, *zero_point_spin, *zero_point_slider;
  GtkAdjustment *scale_adjustment, *zero_point_adjustment;
  QsSession *session;
  gboolean updating; /* the controls follow the state, not the other way round */
};

G_DEFINE_FINAL_TYPE (QsQuickPanel, qs_quick_panel, GTK_TYPE_WIDGET)

static char *
format_measure (Measure measure, QsaResult *result)
{
  const QsaMeasures *m = qsa_result_get_measures (result);
  const guint64 count = qsa_result_get_error_stats (result)->count;
  g_autofree char *number = NULL;

  switch (measure)
    {
    case MEASURE_SQNR:
      number = qsp_format_decimals (m->mse == 0 ? (double)NAN : m->sqnr_db, 1, TRUE);
      return isfinite (m->sqnr_db) && m->mse != 0 ? g_strdup_printf ("%s dB", number) : g_steal_pointer (&number);
    case MEASURE_CLIPPED:
      return count > 0 ? qsp_format_percent ((double)(m->clipped_low + m->clipped_high) / (double)count, TRUE) : g_strdup ("—");
    case MEASURE_ENTROPY:
    case N_MEASURES:
    default:
      number = qsp_format_decimals (m->entropy_bits, 2, TRUE);
      return isnan (m->entropy_bits) ? g_steal_pointer (&number) : g_strdup_printf (_ ("%s bits"), number);
    }
}

static void
update_measures (QsQuickPanel *self)
{
  QsaResult *result = qs_session_get_result (self->session);

  for (int i = 0; result != NULL && i < N_MEASURES; i++)
    {
      g_autofree char *text = format_measure (i, result);

      gtk_inscription_set_text (GTK_INSCRIPTION (self->measures[i]), text);
    }
}

static void
update_controls (QsQuickPanel *self)
{
  const gboolean symmetric = qs_session_get_state (self->session)->scheme.format.symmetric;
  g_autofree char *scale = NULL;
  QscParams params;

  qs_session_get_params (self->session, &params);
  scale = qsp_format_number (params.scale, 4, TRUE);
  self->updating = TRUE;
  gtk_inscription_set_text (GTK_INSCRIPTION (self->scale_value), scale);
  gtk_adjustment_set_value (self->scale_adjustment, qs_scale_slider_get_position (self->session, params.scale));
  gtk_adjustment_configure (self->zero_point_adjustment, params.zero_point, params.qmin, params.qmax, 1,
                            MAX (1, (params.qmax - params.qmin) / 16), 0);
  gtk_widget_set_sensitive (self->zero_point_spin, !symmetric);
  gtk_widget_set_sensitive (self->zero_point_slider, !symmetric);
  self->updating = FALSE;
}

static void
update (QsQuickPanel *self)
{
  update_measures (self);
  update_controls (self);
}

void
qs_quick_panel_set_session (QsQuickPanel *self, QsSession *session)
{
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "result", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
scale_cb (GtkAdjustment *adjustment, QsQuickPanel *self)
{
  if (!self->updating)
    qs_session_set_scale (self->session, qs_scale_slider_get_scale (self->session, gtk_adjustment_get_value (adjustment)));
}

static void
zero_point_cb (GtkAdjustment *adjustment, QsQuickPanel *self)
{
  if (!self->updating)
    qs_session_set_zero_point (self->session, (int)rint (gtk_adjustment_get_value (adjustment)));
}

static void
set_label (GtkWidget *widget, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/* Inscriptions keep their size whatever they say: during a drag nothing is laid out anew. */
static GtkWidget *
build_measure (QsQuickPanel *self, Measure measure)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *title = gtk_label_new (_ (titles[measure]));

  self->measures[measure] = g_object_new (GTK_TYPE_INSCRIPTION, "text", "—", "xalign", 0.5, "min-chars", 6, "nat-chars", 9, NULL);
  gtk_widget_add_css_class (title, "dim-label");
  gtk_widget_add_css_class (title, "plot-text");
  gtk_widget_add_css_class (self->measures[measure], "numeric");
  gtk_widget_add_css_class (self->measures[measure], "heading");
  qs_inputs_set_left_to_right (self->measures[measure]);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->measures[measure]);
  return box;
}

static GtkWidget *
build_measures (QsQuickPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_set_homogeneous (GTK_BOX (box), TRUE);
  for (int i = 0; i < N_MEASURES; i++)
    gtk_box_append (GTK_BOX (box), build_measure (self, i));
  return box;
}

static GtkWidget *
build_slider (GtkAdjustment *adjustment, const char *label)
{
  GtkWidget *slider = gtk_scale_new (GTK_ORIENTATION_HORIZONTAL, adjustment);

  gtk_scale_set_draw_value (GTK_SCALE (slider), FALSE);
  gtk_widget_set_hexpand (slider, TRUE);
  set_label (slider, label);
  return slider;
}

static void
attach_row (GtkWidget *grid, int row, const char *title, GtkWidget *slider, GtkWidget *value)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", title, "xalign", 0.0, NULL);

  gtk_widget_set_valign (value, GTK_ALIGN_CENTER);
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), slider, 1, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), value, 2, row, 1, 1);
}

static GtkWidget *
build_controls (QsQuickPanel *self)
{
  GtkWidget *grid = gtk_grid_new ();

  self->scale_adjustment = gtk_adjustment_new (0, 0, QS_SCALE_SLIDER_STEPS, 1, 10, 0);
  self->zero_point_adjustment = gtk_adjustment_new (0, -128, 127, 1, 16, 0);
  self->scale_slider = build_slider (self->scale_adjustment, _ ("Scale s, logarithmic"));
  self->zero_point_slider = build_slider (self->zero_point_adjustment, _ ("Zero-point z slider"));
  self->scale_value = g_object_new (GTK_TYPE_INSCRIPTION, "text", "—", "xalign", 1.0, "min-chars", 8, "nat-chars", 9, NULL);
  self->zero_point_spin = gtk_spin_button_new (self->zero_point_adjustment, 1, 0);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->zero_point_spin), 4);
  gtk_widget_add_css_class (self->scale_value, "numeric");
  set_label (self->zero_point_spin, _ ("Zero-point z"));
  qs_inputs_set_left_to_right (self->scale_value);
  attach_row (grid, 0, _ ("Scale s"), self->scale_slider, self->scale_value);
  attach_row (grid, 1, _ ("Zero-point z"), self->zero_point_slider, self->zero_point_spin);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 6);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  gtk_widget_add_css_class (grid, "card");
  gtk_widget_add_css_class (grid, "quick-controls");
  g_signal_connect (self->scale_adjustment, "value-changed", G_CALLBACK (scale_cb), self);
  g_signal_connect (self->zero_point_adjustment, "value-changed", G_CALLBACK (zero_point_cb), self);
  return grid;
}

/* Gives way: a window that becomes too low cuts it off before it is hidden. */
static void
qs_quick_panel_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (QS_QUICK_PANEL (widget)->box, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = 0;
}

static void
qs_quick_panel_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *box = QS_QUICK_PANEL (widget)->box;
  int least;

  gtk_widget_measure (box, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
  gtk_widget_set_child_visible (box, height >= least);
  gtk_widget_size_allocate (box, &(GtkAllocation){ 0, 0, width, MAX (height, least) }, -1);
}

static void
qs_quick_panel_dispose (GObject *object)
{
  QsQuickPanel *self = QS_QUICK_PANEL (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (qs_quick_panel_parent_class)->dispose (object);
}

static void
qs_quick_panel_class_init (QsQuickPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_quick_panel_dispose;
  widget_class->measure = qs_quick_panel_measure;
  widget_class->size_allocate = qs_quick_panel_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "quickpanel");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
qs_quick_panel_init (QsQuickPanel *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  set_label (GTK_WIDGET (self), _ ("Measures and Parameters"));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_box_append (GTK_BOX (self->box), build_measures (self));
  gtk_box_append (GTK_BOX (self->box), build_controls (self));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  qs_inputs_prepare (self->box, NULL);
}
