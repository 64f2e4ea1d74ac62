/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-formula-strip.h"

#include "app/qs-bit-row.h"
#include "app/qs-formula-text.h"
#include "app/qs-inputs.h"
#include "app/qs-session-edit.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

typedef struct
{
  GtkWidget *box, *name, *expression, *result; /* result: GtkLabel, or GtkEditableLabel in the cells that can be typed into */
} Cell;

struct _QsFormulaStrip
{
  GtkWidget parent_instance;
  GtkWidget *box, *status, *bits;
  Cell cells[QS_N_STAGES];
  QsSession *session;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (QsFormulaStrip, qs_formula_strip, GTK_TYPE_WIDGET)

static const char *const classes[QS_N_STAGES] = { "role-data", NULL, NULL, NULL, "role-grid", "role-grid", "role-error" };

static gboolean
is_editable (QsStage stage)
{
  return stage == QS_STAGE_VALUE || stage == QS_STAGE_CLAMP;
}

static void
set_result (Cell *cell, const char *text)
{
  if (GTK_IS_EDITABLE_LABEL (cell->result))
    {
      if (!gtk_editable_label_get_editing (GTK_EDITABLE_LABEL (cell->result)))
        gtk_editable_set_text (GTK_EDITABLE (cell->result), text);
    }
  else
    {
      gtk_label_set_text (GTK_LABEL (cell->result), text);
    }
}

/* The interval of r that a code stands for is what people look for when they type one. */
static char *
describe_code_interval (const QscParams *params, const QscTrace *trace)
{
  g_autofree char *low = qsp_format_number (trace->reconstructed - params->scale / 2, 4, TRUE);
  g_autofree char *high = qsp_format_number (trace->reconstructed + params->scale / 2, 4, TRUE);

  if (params->rounding > QSC_ROUND_HALF_UP)
    return NULL;
  return g_strdup_printf (_ ("r from %s to %s maps to this code"), low, high);
}

static void
update_cell (QsFormulaStrip *self, QsStage stage, const QscParams *params, const QscTrace *trace)
{
  Cell *cell = &self->cells[stage];
  g_autofree char *interval = stage == QS_STAGE_CLAMP ? describe_code_interval (params, trace) : NULL;
  g_autofree char *tooltip = NULL;
  QsStageText text;

  qs_formula_describe (stage, params, trace, &text);
  gtk_label_set_text (GTK_LABEL (cell->name), text.name);
  gtk_label_set_text (GTK_LABEL (cell->expression), text.expression);
  set_result (cell, text.result);
  tooltip = interval != NULL ? g_strdup_printf ("%s\n%s", text.rule, interval) : g_strdup (text.rule);
  qs_inputs_set_tooltip (cell->box, tooltip);
  if (text.is_special)
    gtk_widget_add_css_class (cell->box, "special");
  else
    gtk_widget_remove_css_class (cell->box, "special");
  qs_stage_text_clear (&text);
}

static void
update_status (QsFormulaStrip *self, const QscTrace *trace)
{
  g_autofree char *r = qsp_format_number (trace->value, 4, TRUE);
  g_autofree char *q = qsp_format_integer (trace->code);
  g_autofree char *e = qsp_format_number (trace->error, 4, TRUE);
  g_autofree char *text = g_strdup_printf (_ ("r %s, code %s, error %s"), r, q, e);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->status), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static gboolean
get_trace (QsFormulaStrip *self, QscParams *params, QscTrace *trace)
{
  guint64 index;
  float value;

  if (self->session == NULL || !qs_session_get_shown (self->session, &value, &index))
    return FALSE;
  qs_session_get_params (self->session, params);
  qsc_params_trace (params, value, index == G_MAXUINT64 ? 0 : index, trace);
  return TRUE;
}

/* Nothing is picked, for there are no values: the names stay, the numbers are dashes. */
static void
clear (QsFormulaStrip *self)
{
  const QscParams params = { .scale = 1 };
  const QscTrace trace = { 0 };

  self->updating = TRUE;
  for (int i = 0; i < QS_N_STAGES; i++)
    {
      update_cell (self, i, &params, &trace);
      gtk_label_set_text (GTK_LABEL (self->cells[i].expression), " ");
      set_result (&self->cells[i], "—");
    }
  self->updating = FALSE;
}

/* Sixteen buttons are a lot to change in every frame of a drag: only while they are to be seen. */
static void
update_bits (QsFormulaStrip *self, const QscTrace *trace)
{
  const QscScheme *format = &qs_session_get_state (self->session)->scheme.format;

  if (gtk_widget_get_mapped (self->bits))
    qs_bit_row_set_code (QS_BIT_ROW (self->bits), trace->code, format->bits, format->is_signed);
}

static void
update (QsFormulaStrip *self)
{
  QscParams params;
  QscTrace trace;
  gboolean has_value = get_trace (self, &params, &trace);

  gtk_widget_set_sensitive (self->box, has_value);
  if (!has_value)
    {
      clear (self);
      return;
    }
  self->updating = TRUE;
  for (int i = 0; i < QS_N_STAGES; i++)
    update_cell (self, i, &params, &trace);
  if (!qs_session_is_dragging (self->session))
    update_status (self, &trace);
  update_bits (self, &trace);
  self->updating = FALSE;
}

static void
pick_code (QsFormulaStrip *self, double code)
{
  QscParams params;

  qs_session_get_params (self->session, &params);
  code = CLAMP (rint (code), params.qmin, params.qmax);
  qs_session_pick_value (self->session, qsc_params_get_level (&params, (int32_t)code));
}

static void
edited_cb (GtkEditable *editable, GParamSpec *pspec, QsFormulaStrip *self)
{
  double value;

  if (self->updating || self->session == NULL || gtk_editable_label_get_editing (GTK_EDITABLE_LABEL (editable)))
    return;
  if (qsp_parse_number (gtk_editable_get_text (editable), &value))
    {
      if (GTK_WIDGET (editable) == self->cells[QS_STAGE_VALUE].result)
        qs_session_pick_value (self->session, (float)value);
      else
        pick_code (self, value);
    }
  update (self);
}

static void
flipped_cb (QsBitRow *row, int code, QsFormulaStrip *self)
{
  pick_code (self, code);
}

static void
copy (QsFormulaStrip *self, char *(*format) (const QscParams *, const QscTrace *))
{
  QscParams params;
  QscTrace trace;
  g_autofree char *text = NULL;

  if (!get_trace (self, &params, &trace))
    return;
  text = format (&params, &trace);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
}

static void
copy_text_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  copy (QS_FORMULA_STRIP (widget), qs_formula_to_text);
}

static void
copy_latex_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  copy (QS_FORMULA_STRIP (widget), qs_formula_to_latex);
}

void
qs_formula_strip_set_session (QsFormulaStrip *self, QsSession *session)
{
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "view", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "result", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
build_code_bits (QsFormulaStrip *self, GtkWidget *line)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();

  self->bits = qs_bit_row_new ();
  g_signal_connect_object (self->bits, "map", G_CALLBACK (update), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect (self->bits, "flipped", G_CALLBACK (flipped_cb), self);
  gtk_popover_set_child (GTK_POPOVER (popover), self->bits);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "pan-down-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "bits-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  qs_inputs_set_tooltip (button, _ ("Bits of the Code"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Bits of the Code"), -1);
  gtk_box_append (GTK_BOX (line), button);
}

static GtkWidget *
build_result (QsFormulaStrip *self, QsStage stage)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  Cell *cell = &self->cells[stage];

  if (stage == QS_STAGE_CLAMP)
    {
      GtkWidget *prefix = gtk_label_new ("q = ");

      gtk_widget_add_css_class (prefix, "stage-result");
      gtk_widget_add_css_class (prefix, classes[stage]);
      gtk_box_append (GTK_BOX (line), prefix);
    }
  if (is_editable (stage))
    {
      const char *label = stage == QS_STAGE_VALUE ? _ ("Value r") : _ ("Code q");

      cell->result = gtk_editable_label_new ("");
      gtk_editable_set_width_chars (GTK_EDITABLE (cell->result), stage == QS_STAGE_VALUE ? 7 : 2);
      gtk_editable_set_max_width_chars (GTK_EDITABLE (cell->result), stage == QS_STAGE_VALUE ? 7 : 2);
      gtk_accessible_update_property (GTK_ACCESSIBLE (cell->result), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      g_signal_connect (cell->result, "notify::editing", G_CALLBACK (edited_cb), self);
    }
  else
    {
      cell->result = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, NULL);
    }
  gtk_widget_add_css_class (cell->result, "stage-result");
  gtk_widget_add_css_class (cell->result, "numeric");
  if (classes[stage] != NULL)
    gtk_widget_add_css_class (cell->result, classes[stage]);
  gtk_box_append (GTK_BOX (line), cell->result);
  if (stage == QS_STAGE_CLAMP)
    build_code_bits (self, line);
  return line;
}

static GtkWidget *
build_cell (QsFormulaStrip *self, QsStage stage)
{
  Cell *cell = &self->cells[stage];

  cell->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (cell->box, "stage");
  gtk_widget_set_valign (cell->box, GTK_ALIGN_CENTER);
  cell->name = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (cell->name, "stage-name");
  cell->expression = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, NULL);
  gtk_widget_add_css_class (cell->expression, "stage-expression");
  gtk_widget_add_css_class (cell->expression, "numeric");
  gtk_box_append (GTK_BOX (cell->box), cell->name);
  gtk_box_append (GTK_BOX (cell->box), cell->expression);
  gtk_box_append (GTK_BOX (cell->box), build_result (self, stage));
  return cell->box;
}

static void
append_arrow (GtkWidget *box)
{
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  gtk_widget_add_css_class (arrow, "stage-arrow");
  gtk_widget_set_hexpand (arrow, TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_box_append (GTK_BOX (box), arrow);
}

/* All stages but the last: what does not fit is scrolled. */
static GtkWidget *
build_cells (QsFormulaStrip *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *cells = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (cells, "stages");
  for (int i = 0; i < QS_STAGE_ERROR; i++)
    {
      gtk_box_append (GTK_BOX (cells), build_cell (self, i));
      append_arrow (cells);
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), cells);
  gtk_widget_set_hexpand (scroller, TRUE);
  return scroller;
}

static GtkWidget *
build_button (const char *icon, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  qs_inputs_set_tooltip (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return button;
}

static GtkWidget *
build_steps (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *menu_button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) copies = g_menu_new ();

  g_menu_append (menu, _ ("Next _Clipped"), "win.next-clipped");
  g_menu_append (menu, _ ("_Worst Error"), "win.worst-error");
  g_menu_append (menu, _ ("_Random Value"), "win.random-value");
  g_menu_append (copies, _ ("Copy as _Text"), "formula.copy-text");
  g_menu_append (copies, _ ("Copy as _LaTeX"), "formula.copy-latex");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copies));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (menu_button), G_MENU_MODEL (menu));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu_button), "pan-down-symbolic");
  qs_inputs_set_tooltip (menu_button, _ ("More Values"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (menu_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("More Values"), -1);
  gtk_widget_add_css_class (box, "linked");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_start (box, 6);
  gtk_box_append (GTK_BOX (box), build_button ("go-previous-symbolic", _ ("Previous Value"), "win.previous-value"));
  gtk_box_append (GTK_BOX (box), build_button ("go-next-symbolic", _ ("Next Value"), "win.next-value"));
  gtk_box_append (GTK_BOX (box), menu_button);
  return box;
}

static void
qs_formula_strip_dispose (GObject *object)
{
  QsFormulaStrip *self = QS_FORMULA_STRIP (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (qs_formula_strip_parent_class)->dispose (object);
}

static void
qs_formula_strip_class_init (QsFormulaStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_formula_strip_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "formulastrip");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "formula.copy-text", NULL, copy_text_cb);
  gtk_widget_class_install_action (widget_class, "formula.copy-latex", NULL, copy_latex_cb);
}

static void
qs_formula_strip_init (QsFormulaStrip *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Formula"), -1);
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append (GTK_BOX (self->box), build_cells (self));
  /* A number cut in two reads as another number: the error is always there in full. */
  gtk_box_append (GTK_BOX (self->box), build_cell (self, QS_STAGE_ERROR));
  gtk_widget_add_css_class (self->cells[QS_STAGE_ERROR].box, "last-stage");
  /* Read aloud when it changes; on screen the cells say it all. */
  self->status = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_box_append (GTK_BOX (self->box), self->status);
  gtk_box_append (GTK_BOX (self->box), build_steps ());
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  /* A formula is read from left to right in every language. */
  qs_inputs_set_left_to_right (self->box);
}
