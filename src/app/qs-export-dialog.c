/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-export-dialog-private.h"

#include "app/qs-inputs.h"
#include "config.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Limits of the size, in inches. */
#define INCHES_MIN 1.0
#define INCHES_MAX 40.0
/* Of what is no picture. */
#define SCREEN_DPI 96.0

static const double resolutions[] = { 150, 300, 600 };

G_DEFINE_FINAL_TYPE (QsExportDialog, qs_export_dialog, ADW_TYPE_WINDOW)

QsUnit
qs_export_dialog_get_unit (QsExportDialog *self)
{
  return MIN (adw_combo_row_get_selected (self->unit_row), QS_N_UNITS - 1);
}

/* The preset that is chosen; NULL: a size of one's own. */
static const QspExportPreset *
get_preset (QsExportDialog *self)
{
  const guint i = adw_combo_row_get_selected (self->preset_row);

  return i >= 1 && i <= QSP_N_EXPORT_PRESETS ? &qsp_export_presets[i - 1] : NULL;
}

void
qs_export_dialog_get_choice (QsExportDialog *self, QsExportChoice *choice)
{
  const QspExportPreset *preset = get_preset (self);

  *choice = (QsExportChoice){ .scope = adw_combo_row_get_selected (self->scope_row) };
  qsp_export_options_init (&choice->figure);
  choice->figure.format =
      choice->scope == QS_EXPORT_REPORT ? QSP_EXPORT_PDF : (QspExportFormat)adw_combo_row_get_selected (self->format_row);
  choice->figure.theme = adw_combo_row_get_selected (self->theme_row);
  choice->figure.width = self->width;
  choice->figure.height = self->height;
  choice->figure.plain = preset != NULL && preset->plain;
  choice->figure.dpi = resolutions[MIN (adw_combo_row_get_selected (self->resolution_row), G_N_ELEMENTS (resolutions) - 1)];
  choice->figure.legend = gtk_switch_get_active (self->legend_switch);
  choice->figure.transparent = gtk_switch_get_active (self->transparent_switch);
  choice->paper = adw_combo_row_get_selected (self->paper_row);
  choice->has_caption = gtk_switch_get_active (self->caption_switch);
  choice->has_pick = gtk_switch_get_active (self->pick_switch);
}

/* Dots of a picture; of other formats those of the screen. */
static double
get_dpi (const QsExportChoice *choice)
{
  return choice->figure.format == QSP_EXPORT_PNG ? choice->figure.dpi : SCREEN_DPI;
}

/* Size: kept in inches, shown in the unit. */

static void
show_size_in (GtkAdjustment *adjustment, GtkSpinButton *spin, QsUnit unit, double per_inch, double inches)
{
  gtk_spin_button_set_digits (spin, qs_unit_get_digits (unit));
  gtk_adjustment_configure (adjustment, inches * per_inch, INCHES_MIN * per_inch, INCHES_MAX * per_inch, qs_unit_get_step (unit),
                            10 * qs_unit_get_step (unit), 0);
}

static void
show_size (QsExportDialog *self)
{
  const gboolean was_updating = self->updating;
  QsExportChoice choice;
  double per_inch;

  qs_export_dialog_get_choice (self, &choice);
  per_inch = qs_unit_get_per_inch (qs_export_dialog_get_unit (self), get_dpi (&choice));
  self->updating = TRUE;
  show_size_in (self->width_adjustment, self->width_spin, qs_export_dialog_get_unit (self), per_inch, self->width);
  show_size_in (self->height_adjustment, self->height_spin, qs_export_dialog_get_unit (self), per_inch, self->height);
  self->updating = was_updating;
}

/* The preview */

static char *
describe_size (QsExportDialog *self, const QsExportChoice *choice)
{
  const double dpi = get_dpi (choice);
  const QsUnit unit =
      qs_export_dialog_get_unit (self) == QS_UNIT_PIXEL ? qs_unit_get_default () : qs_export_dialog_get_unit (self);
  const double per_inch = qs_unit_get_per_inch (unit, dpi);
  double width = self->width, height = self->height;
  g_autofree char *shown_width = NULL, *shown_height = NULL, *x = NULL, *y = NULL;

  if (choice->scope == QS_EXPORT_REPORT)
    qsp_paper_get_size (choice->paper, &width, &height);
  shown_width = qsp_format_decimals (width * per_inch, (int)qs_unit_get_digits (unit), TRUE);
  shown_height = qsp_format_decimals (height * per_inch, (int)qs_unit_get_digits (unit), TRUE);
  if (choice->figure.format != QSP_EXPORT_PNG)
    return g_strdup_printf ("%s × %s %s", shown_width, shown_height, qs_unit_get_nick (unit));
  x = qsp_format_count ((guint64)lrint (width * dpi));
  y = qsp_format_count ((guint64)lrint (height * dpi));
  return g_strdup_printf ("%s × %s %s · %s × %s px", shown_width, shown_height, qs_unit_get_nick (unit), x, y);
}

void
qs_export_dialog_show_facts (QsExportDialog *self, const QsExportChoice *choice, guint64 n_bytes)
{
  g_autofree char *bytes = qsp_format_bytes (n_bytes, TRUE);
  g_autofree char *size = describe_size (self, choice);
  g_autofree char *text = NULL;

  if (choice->figure.format == QSP_EXPORT_CSV)
    text = choice->scope == QS_EXPORT_VISIBLE
               ? g_strdup_printf (_ ("The plotted numbers, a file for each plot · about %s"), bytes)
               : g_strdup_printf (_ ("The plotted numbers as a table · about %s"), bytes);
  else
    text = g_strdup_printf (_ ("%s · about %s"), size, bytes);
  gtk_label_set_text (self->facts, text);
}

static void
update (QsExportDialog *self)
{
  QsExportChoice choice;
  gboolean is_report, is_table;

  qs_export_dialog_get_choice (self, &choice);
  is_report = choice.scope == QS_EXPORT_REPORT;
  is_table = choice.figure.format == QSP_EXPORT_CSV;
  gtk_widget_set_visible (GTK_WIDGET (self->format_row), !is_report);
  gtk_widget_set_visible (GTK_WIDGET (self->paper_row), is_report);
  gtk_widget_set_visible (GTK_WIDGET (self->resolution_row), choice.figure.format == QSP_EXPORT_PNG);
  gtk_widget_set_visible (self->size_group, !is_report);
  gtk_widget_set_visible (self->caption_row, !is_report);
  gtk_widget_set_visible (self->transparent_row, !is_report);
  gtk_widget_set_sensitive (self->size_group, !is_table);
  gtk_widget_set_sensitive (self->look_group, !is_table);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "export.copy", !is_report);
  if (self->preview_id == 0)
    self->preview_id = g_idle_add (qs_export_dialog_update_preview, self);
}

/* Controls */

static void
preset_cb (AdwComboRow *row, GParamSpec *pspec, QsExportDialog *self)
{
  const QspExportPreset *preset = get_preset (self);

  if (self->updating || preset == NULL)
    return;
  self->width = preset->width;
  self->height = preset->height;
  show_size (self);
  update (self);
}

static void
size_cb (GtkAdjustment *adjustment, QsExportDialog *self)
{
  QsExportChoice choice;
  double per_inch;

  if (self->updating)
    return;
  qs_export_dialog_get_choice (self, &choice);
  per_inch = qs_unit_get_per_inch (qs_export_dialog_get_unit (self), get_dpi (&choice));
  self->width = gtk_adjustment_get_value (self->width_adjustment) / per_inch;
  self->height = gtk_adjustment_get_value (self->height_adjustment) / per_inch;
  self->updating = TRUE;
  adw_combo_row_set_selected (self->preset_row, 0);
  self->updating = FALSE;
  update (self);
}

static void
option_cb (GObject *object, GParamSpec *pspec, QsExportDialog *self)
{
  if (self->updating)
    return;
  show_size (self); /* in pixels it hangs on the resolution */
  update (self);
}

static void
show_choice (QsExportDialog *self, const QsExportChoice *choice, QsUnit unit)
{
  adw_combo_row_set_selected (self->scope_row, choice->scope);
  adw_combo_row_set_selected (self->format_row, choice->figure.format);
  adw_combo_row_set_selected (self->theme_row, choice->figure.theme);
  adw_combo_row_set_selected (self->paper_row, choice->paper);
  adw_combo_row_set_selected (self->unit_row, unit);
  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    if (resolutions[i] == choice->figure.dpi)
      adw_combo_row_set_selected (self->resolution_row, i);
  gtk_switch_set_active (self->caption_switch, choice->has_caption);
  gtk_switch_set_active (self->legend_switch, choice->figure.legend);
  gtk_switch_set_active (self->pick_switch, choice->has_pick);
  gtk_switch_set_active (self->transparent_switch, choice->figure.transparent);
  self->width = CLAMP (choice->figure.width, INCHES_MIN, INCHES_MAX);
  self->height = CLAMP (choice->figure.height, INCHES_MIN, INCHES_MAX);
  for (guint i = 0; i < QSP_N_EXPORT_PRESETS; i++)
    if (fabs (qsp_export_presets[i].width - self->width) < 0.005 && fabs (qsp_export_presets[i].height - self->height) < 0.005)
      adw_combo_row_set_selected (self->preset_row, i + 1);
  show_size (self);
}

void
qs_export_dialog_set_scope (QsExportDialog *self, QsExportScope scope)
{
  adw_combo_row_set_selected (self->scope_row, scope);
}

static void
qs_export_dialog_dispose (GObject *object)
{
  QsExportDialog *self = QS_EXPORT_DIALOG (object);

  g_clear_handle_id (&self->preview_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);
  g_clear_object (&self->plots);
  g_clear_object (&self->matrix);
  g_clear_pointer (&self->figure, qsp_figure_unref);
  g_clear_pointer (&self->figure_nick, g_free);
  g_clear_pointer (&self->figure_caption, g_free);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), QS_TYPE_EXPORT_DIALOG);
  G_OBJECT_CLASS (qs_export_dialog_parent_class)->dispose (object);
}

static void
qs_export_dialog_finalize (GObject *object)
{
  g_free (QS_EXPORT_DIALOG (object)->name);
  G_OBJECT_CLASS (qs_export_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, preview_frame);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, facts);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, scope_row);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, resolution_row);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, paper_row);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, preset_row);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, unit_row);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, theme_row);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, caption_row);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, transparent_row);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, options);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, halves);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, preview_box);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, halves_separator);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, size_group);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, look_group);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, width_adjustment);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, height_adjustment);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, width_spin);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, height_spin);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, caption_switch);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, legend_switch);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, pick_switch);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, transparent_switch);
}

static void
qs_export_dialog_class_init (QsExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_export_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = qs_export_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quantoscope/Quantoscope/export-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "export.save", NULL, qs_export_dialog_save_action);
  gtk_widget_class_install_action (widget_class, "export.copy", NULL, qs_export_dialog_copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "export.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "export.copy", NULL);
}

static void
fill_combos (QsExportDialog *self)
{
  const char *scopes[] = { _ ("This plot"), _ ("All visible plots"), _ ("Report"), NULL };
  static const char *const formats[] = { "PNG", "SVG", "PDF", "CSV", NULL };
  static const char *const dpis[] = { "150 dpi", "300 dpi", "600 dpi", NULL };
  static const char *const papers[] = { "A4", "Letter", NULL };
  const char *unit_names[] = { _ ("Inches"), _ ("Millimetres"), _ ("Pixels"), NULL };
  const char *themes[] = { _ ("Light"), _ ("Dark"), _ ("Greyscale"), NULL };
  const char *titles[QSP_N_EXPORT_PRESETS + 2] = { _ ("Custom") };
  struct
  {
    AdwComboRow *row;
    const char *const *items;
  } combos[] = { { self->scope_row, scopes }, { self->format_row, formats },  { self->resolution_row, dpis },
                 { self->paper_row, papers }, { self->unit_row, unit_names }, { self->theme_row, themes },
                 { self->preset_row, titles } };

  for (gsize i = 0; i < QSP_N_EXPORT_PRESETS; i++)
    titles[i + 1] = _ (qsp_export_presets[i].title);
  for (gsize i = 0; i < G_N_ELEMENTS (combos); i++)
    {
      g_autoptr (GtkStringList) list = gtk_string_list_new (combos[i].items);

      adw_combo_row_set_model (combos[i].row, G_LIST_MODEL (list));
    }
}

static void
watch_controls (QsExportDialog *self)
{
  AdwComboRow *rows[] = { self->scope_row, self->format_row, self->resolution_row,
                          self->paper_row, self->unit_row,   self->theme_row };
  GtkSwitch *switches[] = { self->caption_switch, self->legend_switch, self->pick_switch, self->transparent_switch };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_signal_connect (rows[i], "notify::selected", G_CALLBACK (option_cb), self);
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++)
    g_signal_connect (switches[i], "notify::active", G_CALLBACK (option_cb), self);
  g_signal_connect (self->preset_row, "notify::selected", G_CALLBACK (preset_cb), self);
  g_signal_connect (self->width_adjustment, "value-changed", G_CALLBACK (size_cb), self);
  g_signal_connect (self->height_adjustment, "value-changed", G_CALLBACK (size_cb), self);
}

static void
qs_export_dialog_init (QsExportDialog *self)
{
  QsExportChoice choice;
  QsUnit unit;

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  qs_inputs_prepare (GTK_WIDGET (self->options), self->options);
  self->settings = g_settings_new (QS_APPLICATION_ID);
  fill_combos (self);
  qs_export_settings_load (self->settings, &choice, &unit);
  show_choice (self, &choice, unit);
  watch_controls (self);
  self->updating = FALSE;
}

/* Beside a parent narrower than this the preview stands above the options, and lower than this there is none. */
#define NARROW_WIDTH 780
#define NARROW_PREVIEW_HEIGHT 160
#define LOW_HEIGHT 440

static void
fit_to_parent (QsExportDialog *self, GtkWindow *parent)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (parent)), height = gtk_widget_get_height (GTK_WIDGET (parent));

  if (width <= 0 || width >= NARROW_WIDTH)
    return;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->halves), GTK_ORIENTATION_VERTICAL);
  gtk_widget_set_size_request (self->preview_box, -1, -1);
  gtk_widget_set_hexpand (self->preview_box, FALSE);
  gtk_widget_set_size_request (GTK_WIDGET (self->preview_frame), -1, NARROW_PREVIEW_HEIGHT);
  gtk_widget_set_vexpand (GTK_WIDGET (self->preview_frame), FALSE);
  gtk_widget_set_size_request (GTK_WIDGET (self->options), 320, -1);
  gtk_widget_set_vexpand (GTK_WIDGET (self->options), TRUE);
  gtk_widget_set_visible (self->preview_box, height >= LOW_HEIGHT);
  gtk_widget_set_visible (self->halves_separator, height >= LOW_HEIGHT);
  gtk_window_set_default_size (GTK_WINDOW (self), MIN (width, 480), MAX (height - 24, 260));
}

GtkWidget *
qs_export_dialog_new (GtkWindow *parent, QsSession *session, QsPlotStack *plots, QsfView view, const char *name)
{
  QsExportDialog *self = g_object_new (QS_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->session = g_object_ref (session);
  self->plots = g_object_ref (plots);
  self->view = view;
  self->name = g_strdup (name);
  fit_to_parent (self, parent);
  update (self);
  return GTK_WIDGET (self);
}

void
qs_export_dialog_set_matrix (QsExportDialog *self, QsMatrixView *matrix)
{
  g_set_object (&self->matrix, matrix);
  update (self);
}

void
qs_export_dialog_set_figure (QsExportDialog *self, QspFigure *figure, const char *nick, const char *caption)
{
  g_clear_pointer (&self->figure, qsp_figure_unref);
  g_free (self->figure_nick);
  g_free (self->figure_caption);
  self->figure = qsp_figure_ref (figure);
  self->figure_nick = g_strdup (nick);
  self->figure_caption = g_strdup (caption);
  update (self);
}
