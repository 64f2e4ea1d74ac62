/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-granularity-panel.h"

#include "app/qs-session-edit.h"
#include "plot/qsp-number.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* What the first row offers: groups of these sizes, and of any other. */
typedef enum
{
  CHOICE_TENSOR,
  CHOICE_CHANNEL,
  CHOICE_GROUP_32,
  CHOICE_GROUP_64,
  CHOICE_GROUP_128,
  CHOICE_GROUP,
  N_CHOICES
} Choice;

static const int sizes[N_CHOICES] = { [CHOICE_GROUP_32] = 32, [CHOICE_GROUP_64] = 64, [CHOICE_GROUP_128] = 128 };

struct _QsGranularityPanel
{
  GtkWidget parent_instance;

  GtkWidget *group, *size_row, *axis_row, *unit_row;
  AdwComboRow *kind_row;
  GtkAdjustment *size_adjustment, *unit_adjustment;

  QsSession *session;
  char *axes;   /* that axis_row offers, as one text */
  gboolean any; /* the user chose the group of any size, whatever its size is now */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (QsGranularityPanel, qs_granularity_panel, GTK_TYPE_WIDGET)

static const QsaGranularity *
get_granularity (QsGranularityPanel *self)
{
  return &qs_session_get_state (self->session)->scheme.granularity;
}

static Choice
get_choice (QsGranularityPanel *self)
{
  const QsaGranularity *granularity = get_granularity (self);

  if (granularity->kind != QSA_PER_GROUP)
    return granularity->kind == QSA_PER_CHANNEL ? CHOICE_CHANNEL : CHOICE_TENSOR;
  for (Choice choice = CHOICE_GROUP_32; choice < CHOICE_GROUP && !self->any; choice++)
    if (sizes[choice] == granularity->group_size)
      return choice;
  return CHOICE_GROUP;
}

/* How many scales there are, and what they cost. */
static void
update_subtitle (QsGranularityPanel *self)
{
  QsaResult *result = qs_session_get_result (self->session);
  const QsaMeasures *measures = result != NULL ? qsa_result_get_measures (result) : NULL;
  g_autofree char *text = NULL;

  if (measures != NULL && !isnan (measures->bits_per_value))
    {
      g_autofree char *n = qsp_format_count (measures->n_scales);
      g_autofree char *bits = qsp_format_number (measures->bits_per_value, 4, TRUE);

      text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s scale · %s bits per weight", "%s scales · %s bits per weight",
                                           (gulong)MIN (measures->n_scales, G_MAXINT)),
                              n, bits);
    }
  if (g_strcmp0 (adw_action_row_get_subtitle (ADW_ACTION_ROW (self->kind_row)), text) != 0)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->kind_row), text);
}

/* "0 (64)": the axis and how long it is. */
static void
update_axes (QsGranularityPanel *self)
{
  QsaSource *source = qs_session_get_source (self->session);
  QstTensor *tensor = source != NULL ? qsa_source_get_tensor (source) : NULL;
  const gsize n_dims = tensor != NULL ? qst_tensor_get_n_dims (tensor) : 0;
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  g_autoptr (GString) all = g_string_new (NULL);

  for (gsize i = 0; i < n_dims; i++)
    {
      g_autofree char *size = qsp_format_count (qst_tensor_get_shape (tensor)[i]);
      g_autofree char *text = g_strdup_printf ("%" G_GSIZE_FORMAT " (%s)", i, size);

      gtk_string_list_append (list, text);
      g_string_append_printf (all, "%s ", text);
    }
  if (g_strcmp0 (self->axes, all->str) != 0)
    {
      g_free (self->axes);
      self->axes = g_strdup (all->str);
      adw_combo_row_set_model (ADW_COMBO_ROW (self->axis_row), G_LIST_MODEL (list));
    }
  gtk_widget_set_visible (self->axis_row, n_dims > 1 && get_granularity (self)->kind == QSA_PER_CHANNEL);
  if ((gsize)get_granularity (self)->axis < n_dims)
    adw_combo_row_set_selected (ADW_COMBO_ROW (self->axis_row), (guint)get_granularity (self)->axis);
}

static void
update_unit (QsGranularityPanel *self)
{
  QsaUnits units = { .n_units = 1 };
  const gboolean any = qs_session_get_units (self->session, &units) && units.n_units > 1;
  const guint64 unit = qs_session_get_unit (self->session);
  g_autofree char *text = any ? qsa_units_describe (&units, unit) : NULL;

  gtk_widget_set_visible (self->unit_row, any);
  if (!any)
    return;
  gtk_adjustment_set_upper (self->unit_adjustment, (double)units.n_units);
  gtk_adjustment_set_value (self->unit_adjustment, (double)unit + 1);
  if (g_strcmp0 (adw_action_row_get_subtitle (ADW_ACTION_ROW (self->unit_row)), text) != 0)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->unit_row), text);
}

static void
update (QsGranularityPanel *self)
{
  const Choice choice = get_choice (self);

  self->updating = TRUE;
  adw_combo_row_set_selected (self->kind_row, choice);
  gtk_widget_set_visible (self->size_row, choice == CHOICE_GROUP);
  gtk_adjustment_set_value (self->size_adjustment, get_granularity (self)->group_size);
  update_subtitle (self);
  update_axes (self);
  update_unit (self);
  self->updating = FALSE;
}

static void
kind_cb (AdwComboRow *row, GParamSpec *pspec, QsGranularityPanel *self)
{
  const Choice choice = adw_combo_row_get_selected (row);
  QsaGranularity granularity;

  if (self->updating || choice >= N_CHOICES)
    return;
  granularity = *get_granularity (self);
  granularity.kind = choice == CHOICE_TENSOR ? QSA_PER_TENSOR : choice == CHOICE_CHANNEL ? QSA_PER_CHANNEL : QSA_PER_GROUP;
  if (sizes[choice] > 0)
    granularity.group_size = sizes[choice];
  self->any = choice == CHOICE_GROUP;
  qs_session_set_granularity (self->session, &granularity);
  update (self);
}

static void
size_cb (GtkAdjustment *adjustment, QsGranularityPanel *self)
{
  QsaGranularity granularity;

  if (self->updating)
    return;
  granularity = *get_granularity (self);
  granularity.group_size = (int)rint (gtk_adjustment_get_value (adjustment));
  qs_session_set_granularity (self->session, &granularity);
}

static void
axis_cb (AdwComboRow *row, GParamSpec *pspec, QsGranularityPanel *self)
{
  QsaGranularity granularity;

  if (self->updating || adw_combo_row_get_selected (row) == GTK_INVALID_LIST_POSITION)
    return;
  granularity = *get_granularity (self);
  granularity.axis = (int)adw_combo_row_get_selected (row);
  qs_session_set_granularity (self->session, &granularity);
}

static void
unit_cb (GtkAdjustment *adjustment, QsGranularityPanel *self)
{
  if (!self->updating)
    qs_session_set_unit (self->session, (guint64)rint (gtk_adjustment_get_value (adjustment)) - 1);
}

void
qs_granularity_panel_set_session (QsGranularityPanel *self, QsSession *session)
{
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "source", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "result", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "view", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

GtkWidget *
qs_granularity_panel_get_control (QsGranularityPanel *self, const char *name)
{
  if (g_str_equal (name, "gran"))
    return GTK_WIDGET (self->kind_row);
  return g_str_equal (name, "axis") ? self->axis_row : NULL;
}

gboolean
qs_granularity_panel_reset (QsGranularityPanel *self, GtkWidget *focus)
{
  QsaScheme defaults;
  QsaGranularity granularity = *get_granularity (self);

  qsa_scheme_init (&defaults);
  if (focus == GTK_WIDGET (self->kind_row))
    granularity.kind = defaults.granularity.kind;
  else if (focus == self->axis_row)
    granularity.axis = defaults.granularity.axis;
  else if (gtk_widget_is_ancestor (focus, self->size_row))
    granularity.group_size = defaults.granularity.group_size;
  else
    return FALSE;
  qs_session_set_granularity (self->session, &granularity);
  return TRUE;
}

static void
qs_granularity_panel_dispose (GObject *object)
{
  QsGranularityPanel *self = QS_GRANULARITY_PANEL (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->axes, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), QS_TYPE_GRANULARITY_PANEL);
  G_OBJECT_CLASS (qs_granularity_panel_parent_class)->dispose (object);
}

static void
qs_granularity_panel_class_init (QsGranularityPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_granularity_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quantoscope/Quantoscope/granularity-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, QsGranularityPanel, group);
  gtk_widget_class_bind_template_child (widget_class, QsGranularityPanel, kind_row);
  gtk_widget_class_bind_template_child (widget_class, QsGranularityPanel, size_row);
  gtk_widget_class_bind_template_child (widget_class, QsGranularityPanel, axis_row);
  gtk_widget_class_bind_template_child (widget_class, QsGranularityPanel, unit_row);
  gtk_widget_class_bind_template_child (widget_class, QsGranularityPanel, size_adjustment);
  gtk_widget_class_bind_template_child (widget_class, QsGranularityPanel, unit_adjustment);
}

static void
qs_granularity_panel_init (QsGranularityPanel *self)
{
  const char *const choices[] = { _ ("Tensor"),      _ ("Channel"), _ ("Group of 32"), _ ("Group of 64"), _ ("Group of 128"),
                                  _ ("Other group"), NULL };
  g_autoptr (GtkStringList) list = gtk_string_list_new (choices);

  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_model (self->kind_row, G_LIST_MODEL (list));
  g_signal_connect (self->kind_row, "notify::selected", G_CALLBACK (kind_cb), self);
  g_signal_connect (self->axis_row, "notify::selected", G_CALLBACK (axis_cb), self);
  g_signal_connect (self->size_adjustment, "value-changed", G_CALLBACK (size_cb), self);
  g_signal_connect (self->unit_adjustment, "value-changed", G_CALLBACK (unit_cb), self);
}
