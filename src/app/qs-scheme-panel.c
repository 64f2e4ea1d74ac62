/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-scheme-panel.h"

#include "app/qs-granularity-panel.h"
#include "app/qs-inputs.h"
#include "app/qs-paint.h"
#include "app/qs-scale-slider.h"
#include "app/qs-scale-tint.h"
#include "app/qs-session-edit.h"
#include "plot/qsp-number.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

struct _QsSchemePanel
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *bits_row, *symmetry_row, *symmetry_box, *scale_row;
  AdwActionRow *signed_row, *full_range_row, *percentile_row, *sigmas_row, *power_row;
  GtkSwitch *full_range_switch;
  GtkMenuButton *bits_button;
  AdwComboRow *calibration_row, *rule_row, *rounding_row;
  GtkAdjustment *bits_adjustment, *percentile_adjustment, *sigmas_adjustment, *scale_adjustment, *zero_point_adjustment;
  GtkEntry *scale_entry;
  GtkScale *scale_slider;
  QsScaleTint *scale_tint;
  GtkWidget *zero_point_row;
  QsGranularityPanel *granularity_panel;

  QsSession *session;
  double shown_scale;
  double shown_mark;
  gboolean updating; /* the controls follow the state, not the other way round */
};

G_DEFINE_FINAL_TYPE (QsSchemePanel, qs_scheme_panel, GTK_TYPE_WIDGET)

/* What the rule does is too much for the row. */
static void
update_rule (QsSchemePanel *self, QscRule rule)
{
  g_autofree char *tooltip = g_strdup_printf ("%s\n%s", _ ("Whose formulas take a range to scale, zero-point and codes"),
                                              qsa_rule_get_description (rule));

  adw_combo_row_set_selected (self->rule_row, rule);
  qs_inputs_set_tooltip (GTK_WIDGET (self->rule_row), tooltip);
}

static void
update_format (QsSchemePanel *self, const QsaScheme *scheme, const QscParams *params)
{
  g_autofree char *low = qsp_format_integer (params->qmin);
  g_autofree char *high = qsp_format_integer (params->qmax);
  g_autofree char *range = g_strdup_printf ("\u2066%s … %s\u2069", low, high);
  gboolean can_be_narrow = scheme->format.is_signed && scheme->format.symmetric;
  int bits = scheme->format.bits;
  gboolean is_other = bits == 7 || bits > 8;
  g_autofree char *lowest = qsp_format_integer (-(1 << (bits - 1)));
  g_autofree char *tooltip = NULL;

  adw_action_row_set_subtitle (self->signed_row, range);
  gtk_switch_set_active (self->full_range_switch, !scheme->format.narrow_range);
  gtk_widget_set_sensitive (GTK_WIDGET (self->full_range_row), can_be_narrow || scheme->format.narrow_range);
  tooltip = can_be_narrow ? g_strdup_printf (_ ("Off leaves out the lowest code, %s, so the range is symmetric"), lowest)
                          : g_strdup (_ ("Only signed symmetric codes can leave out the lowest one"));
  qs_inputs_set_tooltip (GTK_WIDGET (self->full_range_row), tooltip);
  gtk_adjustment_set_value (self->bits_adjustment, bits);
  if (is_other)
    {
      g_autofree char *label = g_strdup_printf ("%d", bits);

      gtk_menu_button_set_label (self->bits_button, label);
      gtk_widget_add_css_class (GTK_WIDGET (self->bits_button), "checked");
    }
  else
    {
      gtk_menu_button_set_label (self->bits_button, "…");
      gtk_widget_remove_css_class (GTK_WIDGET (self->bits_button), "checked");
    }
}

static void
update_scale (QsSchemePanel *self, const QscParams *params)
{
  g_autofree char *text = qsp_format_number (params->scale, 4, TRUE);
  gboolean typing = gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->scale_entry))));

  gtk_adjustment_set_value (self->scale_adjustment, qs_scale_slider_get_position (self->session, params->scale));
  if (self->shown_scale == params->scale && typing)
    return;
  self->shown_scale = params->scale;
  gtk_editable_set_text (GTK_EDITABLE (self->scale_entry), text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->scale_entry), "error");
  qs_inputs_set_tooltip (GTK_WIDGET (self->scale_entry), _ ("Real distance between two codes"));
}

static void
update_mark (QsSchemePanel *self)
{
  QscParams optimum;
  double position = NAN, low = NAN, high = NAN;

  /* The optimum is that of the whole tensor. */
  if (qs_session_get_state (self->session)->scheme.granularity.kind != QSA_PER_TENSOR)
    {
      qs_scale_tint_set_stretch (self->scale_tint, NAN, NAN);
      gtk_scale_clear_marks (self->scale_slider);
      self->shown_mark = NAN;
      return;
    }
  if (qs_session_get_optimum (self->session, &optimum))
    position = qs_scale_slider_get_position (self->session, optimum.scale);
  if (qs_session_get_good_scales (self->session, &low, &high))
    qs_scale_tint_set_stretch (self->scale_tint, qs_scale_slider_get_position (self->session, low) / QS_SCALE_SLIDER_STEPS,
                               qs_scale_slider_get_position (self->session, high) / QS_SCALE_SLIDER_STEPS);
  else
    qs_scale_tint_set_stretch (self->scale_tint, NAN, NAN);
  if (position == self->shown_mark || (isnan (position) && isnan (self->shown_mark)))
    return;
  self->shown_mark = position;
  gtk_scale_clear_marks (self->scale_slider);
  if (position >= 0 && position <= QS_SCALE_SLIDER_STEPS)
    gtk_scale_add_mark (self->scale_slider, position, GTK_POS_BOTTOM, NULL);
}

static void
update_zero_point (QsSchemePanel *self, const QsaScheme *scheme, const QscParams *params)
{
  gtk_adjustment_configure (self->zero_point_adjustment, params->zero_point, params->qmin, params->qmax, 1,
                            MAX (1, (params->qmax - params->qmin) / 16), 0);
  gtk_widget_set_sensitive (self->zero_point_row, !scheme->format.symmetric);
  qs_inputs_set_tooltip (self->zero_point_row, scheme->format.symmetric ? _ ("Symmetric schemes have a fixed zero-point")
                                                                        : _ ("Code that stands for r = 0"));
}

/* The format that a power of two makes of the codes. */
static void
update_power (QsSchemePanel *self, const QsaScheme *scheme, const QscParams *params)
{
  g_autofree char *text = scheme->power_of_two ? qsa_scheme_describe_fixed_point (scheme, params->scale) : NULL;

  if (g_strcmp0 (adw_action_row_get_subtitle (self->power_row), text) != 0)
    adw_action_row_set_subtitle (self->power_row, text);
}

static void
update (QsSchemePanel *self)
{
  const QsaScheme *scheme = &qs_session_get_state (self->session)->scheme;
  QscParams params;

  qs_session_get_params (self->session, &params);
  self->updating = TRUE;
  update_format (self, scheme, &params);
  update_scale (self, &params);
  update_mark (self);
  update_zero_point (self, scheme, &params);
  update_power (self, scheme, &params);
  adw_combo_row_set_selected (self->calibration_row, scheme->calibration);
  update_rule (self, scheme->format.rule);
  adw_combo_row_set_selected (self->rounding_row, scheme->format.rounding);
  gtk_widget_set_visible (GTK_WIDGET (self->percentile_row), scheme->calibration == QSA_CALIBRATION_PERCENTILE);
  gtk_adjustment_set_value (self->percentile_adjustment, scheme->percentile);
  gtk_widget_set_visible (GTK_WIDGET (self->sigmas_row), scheme->calibration == QSA_CALIBRATION_SIGMA);
  gtk_adjustment_set_value (self->sigmas_adjustment, scheme->sigmas);
  self->updating = FALSE;
}

static void
bits_changed_cb (GtkAdjustment *adjustment, QsSchemePanel *self)
{
  if (!self->updating)
    qs_session_set_bits (self->session, (int)rint (gtk_adjustment_get_value (adjustment)));
}

static void
full_range_cb (GtkSwitch *widget, GParamSpec *pspec, QsSchemePanel *self)
{
  if (!self->updating)
    qs_session_set_narrow_range (self->session, !gtk_switch_get_active (widget));
}

static void
percentile_cb (GtkAdjustment *adjustment, QsSchemePanel *self)
{
  if (!self->updating)
    qs_session_set_percentile (self->session, gtk_adjustment_get_value (adjustment));
}

static void
sigmas_cb (GtkAdjustment *adjustment, QsSchemePanel *self)
{
  if (!self->updating)
    qs_session_set_sigmas (self->session, gtk_adjustment_get_value (adjustment));
}

static void
calibration_cb (AdwComboRow *row, GParamSpec *pspec, QsSchemePanel *self)
{
  if (!self->updating)
    qs_session_set_calibration (self->session, adw_combo_row_get_selected (row));
}

static void
rule_cb (AdwComboRow *row, GParamSpec *pspec, QsSchemePanel *self)
{
  if (!self->updating)
    qs_session_set_rule (self->session, adw_combo_row_get_selected (row));
}

static void
rounding_cb (AdwComboRow *row, GParamSpec *pspec, QsSchemePanel *self)
{
  if (!self->updating)
    qs_session_set_rounding (self->session, adw_combo_row_get_selected (row));
}

static void
slider_cb (GtkAdjustment *adjustment, QsSchemePanel *self)
{
  if (!self->updating)
    qs_session_set_scale (self->session, qs_scale_slider_get_scale (self->session, gtk_adjustment_get_value (adjustment)));
}

static void
zero_point_cb (GtkAdjustment *adjustment, QsSchemePanel *self)
{
  if (!self->updating)
    qs_session_set_zero_point (self->session, (int)rint (gtk_adjustment_get_value (adjustment)));
}

/* What float32 can hold, above 0. */
static gboolean
parse_scale (const char *text, double *scale)
{
  return qsp_parse_number (text, scale) && *scale > 0 && (float)*scale > 0 && isfinite ((float)*scale);
}

static void
entry_changed_cb (GtkEditable *editable, QsSchemePanel *self)
{
  double value;
  gboolean valid;

  if (self->updating)
    return;
  valid = parse_scale (gtk_editable_get_text (editable), &value);
  if (valid)
    gtk_widget_remove_css_class (GTK_WIDGET (self->scale_entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->scale_entry), "error");
  qs_inputs_set_tooltip (GTK_WIDGET (self->scale_entry),
                         valid ? _ ("Press Enter to use this scale") : _ ("Type a number above 0"));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->scale_entry), GTK_ACCESSIBLE_STATE_INVALID,
                               valid ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static void
entry_commit (QsSchemePanel *self)
{
  double value;
  g_autofree char *shown = qsp_format_number (self->shown_scale, 4, TRUE);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->scale_entry));

  /* What stands there after no typing is a rounded number: taking it would change the scale. */
  if (g_str_equal (text, shown))
    return;
  if (!parse_scale (text, &value))
    return;
  qs_session_set_scale (self->session, value);
  /* "2^-5" becomes the number, even where the scale was that before. */
  self->shown_scale = NAN;
  update (self);
}

static void
entry_activate_cb (GtkEntry *entry, QsSchemePanel *self)
{
  entry_commit (self);
}

static void
entry_leave_cb (GtkEventControllerFocus *focus, QsSchemePanel *self)
{
  entry_commit (self);
  /* The value in force comes back when what was typed was none. */
  self->shown_scale = NAN;
  update (self);
}

/* The control with the focus goes back to what it was in the beginning. */
static gboolean
reset_row (QsSchemePanel *self, GtkWidget *focus)
{
  QsaScheme defaults;

  qsa_scheme_init (&defaults);
  if (gtk_widget_is_ancestor (focus, self->bits_row))
    qs_session_set_bits (self->session, defaults.format.bits);
  else if (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->signed_row)))
    qs_session_set_signed (self->session, defaults.format.is_signed);
  else if (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->full_range_row)))
    qs_session_set_narrow_range (self->session, defaults.format.narrow_range);
  else if (gtk_widget_is_ancestor (focus, self->symmetry_row))
    qs_session_set_symmetric (self->session, defaults.format.symmetric);
  else if (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->percentile_row)))
    qs_session_set_percentile (self->session, defaults.percentile);
  else if (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->sigmas_row)))
    qs_session_set_sigmas (self->session, defaults.sigmas);
  else if (focus == GTK_WIDGET (self->rule_row))
    qs_session_set_rule (self->session, defaults.format.rule);
  else if (focus == GTK_WIDGET (self->rounding_row))
    qs_session_set_rounding (self->session, defaults.format.rounding);
  else if (focus == GTK_WIDGET (self->calibration_row) || gtk_widget_is_ancestor (focus, self->scale_row)
           || gtk_widget_is_ancestor (focus, self->zero_point_row))
    qs_session_set_calibration (self->session, defaults.calibration);
  else if (gtk_widget_is_ancestor (focus, GTK_WIDGET (self->power_row)))
    qs_session_set_power_of_two (self->session, defaults.power_of_two);
  else
    return qs_granularity_panel_reset (self->granularity_panel, focus);
  return TRUE;
}

/* Ctrl and an arrow: a tenth of a step. */
static gboolean
fine_step (QsSchemePanel *self, guint key)
{
  double step = key == GDK_KEY_Left || key == GDK_KEY_Down ? -0.1 : key == GDK_KEY_Right || key == GDK_KEY_Up ? 0.1 : 0;

  if (step == 0)
    return FALSE;
  gtk_adjustment_set_value (self->scale_adjustment, gtk_adjustment_get_value (self->scale_adjustment) + step);
  return TRUE;
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, QsSchemePanel *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if ((state & GDK_CONTROL_MASK) != 0 && focus == GTK_WIDGET (self->scale_slider) && fine_step (self, key))
    return TRUE;
  /* In an entry these keys delete a word. */
  if (key != GDK_KEY_BackSpace || (state & GDK_CONTROL_MASK) == 0 || focus == NULL || GTK_IS_TEXT (focus))
    return FALSE;
  return reset_row (self, focus);
}

void
qs_scheme_panel_set_session (QsSchemePanel *self, QsSession *session)
{
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "result", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "view", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  qs_granularity_panel_set_session (self->granularity_panel, session);
  update (self);
}

static void
fill_combo (AdwComboRow *row, int n, const char *(*get_title) (guint))
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (int i = 0; i < n; i++)
    gtk_string_list_append (list, get_title ((guint)i));
  adw_combo_row_set_model (row, G_LIST_MODEL (list));
  g_object_unref (list);
}

static const char *
calibration_title (guint i)
{
  return qsa_calibration_get_title (i);
}

static const char *
rule_title (guint i)
{
  return qsa_rule_get_title (i);
}

static const char *
rounding_title (guint i)
{
  return qsa_rounding_get_title (i);
}

GtkWidget *
qs_scheme_panel_get_control (QsSchemePanel *self, const char *name)
{
  const struct
  {
    const char *name;
    gpointer row;
  } rows[] = {
    { "bits", self->bits_row },         { "signed", self->signed_row },   { "sym", self->symmetry_row },
    { "narrow", self->full_range_row }, { "cal", self->calibration_row }, { "s", self->scale_row },
    { "z", self->zero_point_row },      { "rule", self->rule_row },       { "round", self->rounding_row },
    { "pow2", self->power_row },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].name, name))
      return GTK_WIDGET (rows[i].row);
  return qs_granularity_panel_get_control (self->granularity_panel, name);
}

static void
qs_scheme_panel_dispose (GObject *object)
{
  QsSchemePanel *self = QS_SCHEME_PANEL (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), QS_TYPE_SCHEME_PANEL);
  G_OBJECT_CLASS (qs_scheme_panel_parent_class)->dispose (object);
}

/* Large words do not fit beside each other. */
#define LARGE_TEXT_SCALE 1.3

static void
realize_cb (QsSchemePanel *self)
{
  QspTheme theme;

  qs_paint_get_theme (GTK_WIDGET (self), &theme);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->symmetry_box),
                                  theme.text_scale >= LARGE_TEXT_SCALE ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

static void
qs_scheme_panel_class_init (QsSchemePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_scheme_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (QS_TYPE_SCALE_TINT);
  g_type_ensure (QS_TYPE_GRANULARITY_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quantoscope/Quantoscope/scheme-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, box);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, bits_row);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, symmetry_row);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, symmetry_box);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, scale_row);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, signed_row);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, full_range_row);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, full_range_switch);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, bits_button);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, percentile_row);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, sigmas_row);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, calibration_row);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, rule_row);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, rounding_row);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, bits_adjustment);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, percentile_adjustment);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, sigmas_adjustment);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, scale_adjustment);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, zero_point_adjustment);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, scale_entry);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, scale_slider);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, scale_tint);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, zero_point_row);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, power_row);
  gtk_widget_class_bind_template_child (widget_class, QsSchemePanel, granularity_panel);
}

static void
qs_scheme_panel_init (QsSchemePanel *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->shown_mark = NAN;
  self->shown_scale = NAN;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "realize", G_CALLBACK (realize_cb), NULL);
  qs_scale_tint_set_range (self->scale_tint, GTK_RANGE (self->scale_slider));
  fill_combo (self->calibration_row, QSA_N_CALIBRATIONS, calibration_title);
  fill_combo (self->rule_row, QSC_N_RULES, rule_title);
  fill_combo (self->rounding_row, QSC_N_ROUNDINGS, rounding_title);
  self->updating = TRUE;
  g_signal_connect (self->bits_adjustment, "value-changed", G_CALLBACK (bits_changed_cb), self);
  g_signal_connect (self->percentile_adjustment, "value-changed", G_CALLBACK (percentile_cb), self);
  g_signal_connect (self->sigmas_adjustment, "value-changed", G_CALLBACK (sigmas_cb), self);
  g_signal_connect (self->scale_adjustment, "value-changed", G_CALLBACK (slider_cb), self);
  g_signal_connect (self->zero_point_adjustment, "value-changed", G_CALLBACK (zero_point_cb), self);
  g_signal_connect (self->full_range_switch, "notify::active", G_CALLBACK (full_range_cb), self);
  g_signal_connect (self->calibration_row, "notify::selected", G_CALLBACK (calibration_cb), self);
  g_signal_connect (self->rule_row, "notify::selected", G_CALLBACK (rule_cb), self);
  g_signal_connect (self->rounding_row, "notify::selected", G_CALLBACK (rounding_cb), self);
  g_signal_connect (self->scale_entry, "changed", G_CALLBACK (entry_changed_cb), self);
  g_signal_connect (self->scale_entry, "activate", G_CALLBACK (entry_activate_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect (focus, "leave", G_CALLBACK (entry_leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->scale_entry), focus);
}
