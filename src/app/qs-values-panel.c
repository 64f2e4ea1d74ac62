/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-values-panel.h"

#include "app/qs-inputs.h"
#include "app/qs-parameters.h"
#include "app/qs-stored-grid.h"
#include "app/qs-tensor-picker.h"
#include "app/qs-tensor-row.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

/* Pairs of metadata shown; some files carry thousands. */
#define FACTS_MAX 40

struct _QsValuesPanel
{
  GtkWidget parent_instance;
  GtkWidget *group, *popover, *picker, *grid_button;
  AdwActionRow *tensor_row, *grid_row;
  AdwComboRow *distribution_row;
  AdwExpanderRow *expander, *file_row;
  GPtrArray *facts;    /* rows of file_row, owned by it */
  QstArchive *archive; /* that facts are of */
  GtkWidget *rows[QS_N_PARAMETERS], *spins[QS_N_PARAMETERS];
  QsSession *session;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (QsValuesPanel, qs_values_panel, GTK_TYPE_WIDGET)

static void
update_tensor_row (QsValuesPanel *self, const QsState *state)
{
  gboolean is_file = state->tensor != NULL && !state->is_drawn;
  QstArchive *archive = qs_session_get_archive (self->session);
  gboolean several = archive != NULL && qst_archive_get_n_tensors (archive) + qst_archive_get_n_missing (archive) > 1;
  g_autofree char *name = NULL;
  g_autofree char *facts = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->tensor_row), is_file);
  if (!is_file)
    return;
  name = qs_tensor_get_display_name (state->tensor);
  facts = qs_tensor_describe (state->tensor);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->tensor_row), name);
  adw_action_row_set_subtitle (self->tensor_row, facts);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->tensor_row), several);
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (self->tensor_row), "arrow"), several);
  qs_inputs_set_tooltip (GTK_WIDGET (self->tensor_row), several ? _ ("Choose what to quantize") : NULL);
}

/* The grid that the file itself stores the values on, or the model puts them on; what is quantized here are the real values. */
static void
update_grid_row (QsValuesPanel *self)
{
  const QsState *state = qs_session_get_state (self->session);
  QstTensor *tensor = state->is_drawn ? NULL : state->tensor;
  const gboolean has_quantizer = tensor != NULL && qst_tensor_get_quantizer (tensor) != NULL;
  const gboolean is_shown = has_quantizer || (tensor != NULL && qst_tensor_is_quantized (tensor));
  g_autofree char *text = NULL, *code = NULL, *both = NULL;
  QsStoredGrid grid;

  gtk_widget_set_visible (GTK_WIDGET (self->grid_row), is_shown);
  if (!is_shown)
    return;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->grid_row),
                                 has_quantizer ? _ ("Quantized by the model") : _ ("Stored quantized"));
  text = qs_stored_grid_describe (tensor);
  if (qs_stored_grid_get (self->session, &grid))
    {
      code = qs_stored_grid_describe_code (&grid);
      gtk_widget_set_sensitive (self->grid_button, grid.obstacle == NULL);
      qs_inputs_set_tooltip (GTK_WIDGET (self->grid_row), grid.obstacle);
    }
  both = code != NULL ? g_strdup_printf ("%s\n%s", text, code) : g_strdup (text);
  if (g_strcmp0 (adw_action_row_get_subtitle (self->grid_row), both) != 0)
    adw_action_row_set_subtitle (self->grid_row, both);
}

static void
add_fact (QsValuesPanel *self, const char *key, const char *value)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), key);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  adw_expander_row_add_row (self->file_row, row);
  g_ptr_array_add (self->facts, row);
}

/* What the file says of itself, or what was guessed of a text file: words of the reader, so translated here. */
static void
fill_facts (QsValuesPanel *self)
{
  gsize n = qst_archive_get_n_metadata (self->archive);
  gboolean is_guess = g_str_equal (qst_archive_get_format (self->archive), "csv");

  for (gsize i = 0; i < MIN (n, FACTS_MAX); i++)
    {
      const char *key, *value;

      qst_archive_get_metadata (self->archive, i, &key, &value);
      if (is_guess)
        add_fact (self, _ (key), value[0] != '\0' ? _ (value) : value);
      else
        add_fact (self, key, value);
    }
  for (const char *const *error = qst_archive_get_errors (self->archive); *error != NULL && self->facts->len < 2 * FACTS_MAX;
       error++)
    add_fact (self, _ ("Not read"), *error);
}

static void
update_file_row (QsValuesPanel *self, const QsState *state)
{
  QstArchive *archive = state->is_drawn ? NULL : qs_session_get_archive (self->session);

  if (archive != self->archive)
    {
      for (guint i = 0; i < self->facts->len; i++)
        adw_expander_row_remove (self->file_row, g_ptr_array_index (self->facts, i));
      g_ptr_array_set_size (self->facts, 0);
      g_clear_pointer (&self->archive, qst_archive_unref);
      if (archive != NULL)
        {
          self->archive = qst_archive_ref (archive);
          fill_facts (self);
        }
    }
  gtk_widget_set_visible (GTK_WIDGET (self->file_row), self->facts->len > 0);
}

static void
update_distribution_rows (QsValuesPanel *self, const QsState *state)
{
  gtk_widget_set_visible (GTK_WIDGET (self->distribution_row), state->is_drawn);
  gtk_widget_set_visible (GTK_WIDGET (self->expander), state->is_drawn);
  if (!state->is_drawn)
    return;
  adw_combo_row_set_selected (self->distribution_row, state->distribution.kind);
  for (gsize i = 0; i < QS_N_PARAMETERS; i++)
    {
      gtk_widget_set_visible (self->rows[i], (qs_parameters[i].kinds & (1u << state->distribution.kind)) != 0);
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->spins[i]), qs_parameter_get (i, &state->distribution));
    }
}

static void
update (QsValuesPanel *self)
{
  const QsState *state = qs_session_get_state (self->session);

  self->updating = TRUE;
  update_tensor_row (self, state);
  update_grid_row (self);
  update_file_row (self, state);
  update_distribution_rows (self, state);
  self->updating = FALSE;
}

static void
parameter_cb (GtkSpinButton *spin, QsValuesPanel *self)
{
  QstDistribution distribution = qs_session_get_state (self->session)->distribution;

  if (self->updating)
    return;
  for (gsize i = 0; i < QS_N_PARAMETERS; i++)
    if (self->spins[i] == GTK_WIDGET (spin))
      {
        qs_parameter_set (i, &distribution, gtk_spin_button_get_value (spin));
        qs_session_set_distribution (self->session, &distribution, qs_parameters[i].name);
      }
}

static void
kind_cb (AdwComboRow *row, GParamSpec *pspec, QsValuesPanel *self)
{
  QstDistribution distribution = qs_session_get_state (self->session)->distribution;

  if (self->updating)
    return;
  distribution.kind = adw_combo_row_get_selected (row);
  qs_session_set_distribution (self->session, &distribution, NULL);
}

static void
row_activated_cb (AdwActionRow *row, QsValuesPanel *self)
{
  qs_values_panel_search_tensors (self);
}

static void
picked_cb (QsTensorPicker *picker, QsValuesPanel *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

void
qs_values_panel_search_tensors (QsValuesPanel *self)
{
  QstArchive *archive = qs_session_get_archive (self->session);

  if (archive == NULL || qst_archive_get_n_tensors (archive) + qst_archive_get_n_missing (archive) < 2
      || !gtk_widget_get_mapped (GTK_WIDGET (self->tensor_row)))
    return;
  gtk_popover_popup (GTK_POPOVER (self->popover));
  qs_tensor_picker_start (QS_TENSOR_PICKER (self->picker));
}

void
qs_values_panel_set_session (QsValuesPanel *self, QsSession *session)
{
  g_set_object (&self->session, session);
  qs_tensor_picker_set_session (QS_TENSOR_PICKER (self->picker), session);
  g_signal_connect_object (session, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "source", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "view", G_CALLBACK (update_grid_row), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
build_tensor_row (QsValuesPanel *self)
{
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  self->tensor_row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->tensor_row), FALSE);
  adw_action_row_set_title_lines (self->tensor_row, 1);
  adw_action_row_set_subtitle_lines (self->tensor_row, 2);
  adw_action_row_add_suffix (self->tensor_row, arrow);
  g_object_set_data (G_OBJECT (self->tensor_row), "arrow", arrow);
  g_signal_connect (self->tensor_row, "activated", G_CALLBACK (row_activated_cb), self);
  self->picker = qs_tensor_picker_new ();
  g_signal_connect (self->picker, "picked", G_CALLBACK (picked_cb), self);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), self->picker);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self->group));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), GTK_WIDGET (self->tensor_row));
}

static void
use_grid_cb (GtkButton *button, QsValuesPanel *self)
{
  qs_stored_grid_use (self->session);
}

static void
build_grid_row (QsValuesPanel *self)
{
  self->grid_row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->grid_row), FALSE);
  adw_action_row_set_subtitle_lines (self->grid_row, 4);
  self->grid_button = gtk_button_new_with_mnemonic (_ ("_Use"));
  gtk_widget_set_valign (self->grid_button, GTK_ALIGN_CENTER);
  g_signal_connect (self->grid_button, "clicked", G_CALLBACK (use_grid_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Use the stored scale and zero-point"), -1);
  qs_inputs_set_tooltip (self->grid_button, _ ("Quantize with the scale and zero-point that the picked value has in the file"));
  adw_action_row_add_suffix (self->grid_row, self->grid_button);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), GTK_WIDGET (self->grid_row));
}

static void
build_file_row (QsValuesPanel *self)
{
  self->facts = g_ptr_array_new ();
  self->file_row = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->file_row), _ ("About the file"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), GTK_WIDGET (self->file_row));
}

static void
build_parameter (QsValuesPanel *self, gsize i)
{
  const QsParameter *info = &qs_parameters[i];
  GtkWidget *spin = gtk_spin_button_new_with_range (info->low, info->high, info->step);

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), (guint)info->digits);
  gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (spin), TRUE);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), info->is_whole ? 8 : 6);
  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (info->title), -1);
  g_signal_connect (spin, "value-changed", G_CALLBACK (parameter_cb), self);
  self->spins[i] = spin;
  self->rows[i] = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[i]), _ (info->title));
  qs_inputs_set_tooltip (self->rows[i], _ (info->tooltip));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->rows[i]), spin);
  adw_expander_row_add_row (self->expander, self->rows[i]);
}

static void
build_distribution_rows (QsValuesPanel *self)
{
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);

  for (int i = 0; i < QST_N_DISTRIBUTIONS; i++)
    gtk_string_list_append (kinds, qst_distribution_get_title (i));
  self->distribution_row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->distribution_row), _ ("Distribution"));
  qs_inputs_set_tooltip (GTK_WIDGET (self->distribution_row), _ ("Draw values from this shape"));
  adw_combo_row_set_model (self->distribution_row, G_LIST_MODEL (kinds));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), GTK_WIDGET (self->distribution_row));
  self->expander = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expander), _ ("Parameters"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), GTK_WIDGET (self->expander));
  for (gsize i = 0; i < QS_N_PARAMETERS; i++)
    build_parameter (self, i);
  g_signal_connect (self->distribution_row, "notify::selected", G_CALLBACK (kind_cb), self);
}

static void
qs_values_panel_dispose (GObject *object)
{
  QsValuesPanel *self = QS_VALUES_PANEL (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->group, gtk_widget_unparent);
  g_clear_pointer (&self->archive, qst_archive_unref);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (qs_values_panel_parent_class)->dispose (object);
}

static void
qs_values_panel_finalize (GObject *object)
{
  g_ptr_array_unref (QS_VALUES_PANEL (object)->facts);
  G_OBJECT_CLASS (qs_values_panel_parent_class)->finalize (object);
}

static void
qs_values_panel_class_init (QsValuesPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_values_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = qs_values_panel_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
qs_values_panel_init (QsValuesPanel *self)
{
  self->updating = TRUE;
  self->group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->group), _ ("Values"));
  gtk_widget_set_parent (self->group, GTK_WIDGET (self));
  build_tensor_row (self);
  build_grid_row (self);
  build_file_row (self);
  build_distribution_rows (self);
}
