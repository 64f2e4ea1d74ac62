/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-export-dialog.h"

#include "app/qs-dialogs.h"
#include "app/qs-inputs.h"
#include "app/qs-paint.h"
#include "config.h"
#include "plot/qsp-export.h"
#include "plot/qsp-number.h"
#include "tensor/qst-writer.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The preview is drawn at this many dots an inch. */
#define PREVIEW_DPI 144

typedef struct
{
  const char *title;
  double width, height; /* inches; 0: as typed */
} Preset;

static const Preset presets[] = {
  { N_ ("Custom"), 0, 0 },
  { N_ ("IEEE column, 3.5 in"), 3.5, 2.4 },
  { N_ ("IEEE page, 7.16 in"), 7.16, 3.6 },
  { N_ ("Nature column, 89 mm"), 89 / 25.4, 62 / 25.4 },
  { N_ ("Nature page, 183 mm"), 183 / 25.4, 92 / 25.4 },
  { N_ ("Slide, 13.3 × 7.5 in"), 13.333, 7.5 },
};

static const double resolutions[] = { 150, 300, 600 };

struct _QsExportDialog
{
  AdwWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkAspectFrame *preview_frame;
  GtkPicture *preview;
  GtkLabel *facts;
  AdwComboRow *format_row, *resolution_row, *preset_row, *theme_row;
  GtkScrolledWindow *options;
  GtkWidget *size_group, *look_group, *save_button;
  GtkAdjustment *width_adjustment, *height_adjustment;
  GtkSwitch *caption_switch, *legend_switch, *pick_switch, *transparent_switch;

  QsPlotView *view;
  char *caption, *name;
  GSettings *settings;
  guint preview_id;
  guint serial; /* of the newest preview */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (QsExportDialog, qs_export_dialog, ADW_TYPE_WINDOW)

/* Everything a worker needs to make the bytes. */
typedef struct
{
  QspFigure *figure;
  QspExportOptions options;
  char *caption, *path;
  guint serial;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->figure, qsp_figure_unref);
  g_free (job->caption);
  g_free (job->path);
  g_free (job);
}

static void
get_options (QsExportDialog *self, QspExportOptions *options)
{
  qsp_export_options_init (options);
  options->format = adw_combo_row_get_selected (self->format_row);
  options->theme = adw_combo_row_get_selected (self->theme_row);
  options->width = gtk_adjustment_get_value (self->width_adjustment);
  options->height = gtk_adjustment_get_value (self->height_adjustment);
  options->dpi = resolutions[MIN (adw_combo_row_get_selected (self->resolution_row), G_N_ELEMENTS (resolutions) - 1)];
  options->legend = gtk_switch_get_active (self->legend_switch);
  options->transparent = gtk_switch_get_active (self->transparent_switch);
  options->caption = gtk_switch_get_active (self->caption_switch) ? self->caption : NULL;
}

static Job *
make_job (QsExportDialog *self)
{
  Job *job = g_new0 (Job, 1);

  job->figure = qs_plot_view_build_for_export (self->view, gtk_switch_get_active (self->pick_switch));
  get_options (self, &job->options);
  job->caption = g_strdup (job->options.caption);
  job->options.caption = job->caption;
  return job;
}

static void
render_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  GBytes *bytes = qsp_export_render (job->figure, &job->options, &error);

  if (bytes != NULL && job->path != NULL && !qst_writer_save (bytes, job->path, &error))
    g_clear_pointer (&bytes, g_bytes_unref);
  if (bytes == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
}

static void
show_facts (QsExportDialog *self, GBytes *png)
{
  QspExportOptions options;
  g_autofree char *width = NULL;
  g_autofree char *height = NULL;
  g_autofree char *text = NULL;

  get_options (self, &options);
  width = qsp_format_decimals (options.width, 2, TRUE);
  height = qsp_format_decimals (options.height, 2, TRUE);
  if (options.format == QSP_EXPORT_PNG)
    {
      double factor = options.dpi / PREVIEW_DPI;
      g_autofree char *x = qsp_format_count ((guint64)lrint (options.width * options.dpi));
      g_autofree char *y = qsp_format_count ((guint64)lrint (options.height * options.dpi));
      g_autofree char *size = qsp_format_bytes ((guint64)((double)g_bytes_get_size (png) * pow (factor, 1.2)), TRUE);

      text = g_strdup_printf (_ ("%s × %s in · %s × %s px · about %s"), width, height, x, y, size);
    }
  else if (options.format == QSP_EXPORT_CSV)
    {
      text = g_strdup (_ ("The plotted numbers as a table"));
    }
  else
    {
      text = g_strdup_printf (_ ("%s × %s in"), width, height);
    }
  gtk_label_set_text (self->facts, text);
}

static void
preview_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsExportDialog *self = QS_EXPORT_DIALOG (object);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GdkTexture) texture = NULL;

  if (job->serial != self->serial || self->preview == NULL)
    return;
  if (bytes == NULL)
    {
      gtk_label_set_text (self->facts, error != NULL ? error->message : "");
      return;
    }
  texture = gdk_texture_new_from_bytes (bytes, NULL);
  gtk_picture_set_paintable (self->preview, GDK_PAINTABLE (texture));
  gtk_aspect_frame_set_ratio (self->preview_frame, (float)(job->options.width / job->options.height));
  show_facts (self, bytes);
}

static gboolean
update_preview_cb (gpointer user_data)
{
  QsExportDialog *self = user_data;
  g_autoptr (GTask) task = g_task_new (self, NULL, preview_cb, NULL);
  Job *job = make_job (self);

  self->preview_id = 0;
  job->serial = ++self->serial;
  job->options.format = QSP_EXPORT_PNG;
  job->options.dpi = PREVIEW_DPI;
  g_task_set_task_data (task, job, job_free);
  if (job->figure != NULL)
    g_task_run_in_thread (task, render_thread);
  else
    g_task_return_pointer (task, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static void
update (QsExportDialog *self)
{
  QspExportFormat format = adw_combo_row_get_selected (self->format_row);

  gtk_widget_set_visible (GTK_WIDGET (self->resolution_row), format == QSP_EXPORT_PNG);
  gtk_widget_set_sensitive (self->size_group, format != QSP_EXPORT_CSV);
  gtk_widget_set_sensitive (self->look_group, format != QSP_EXPORT_CSV);
  if (self->preview_id == 0)
    self->preview_id = g_idle_add (update_preview_cb, self);
}

static void
preset_cb (AdwComboRow *row, GParamSpec *pspec, QsExportDialog *self)
{
  const Preset *preset = &presets[MIN (adw_combo_row_get_selected (row), G_N_ELEMENTS (presets) - 1)];

  if (self->updating || preset->width == 0)
    return;
  self->updating = TRUE;
  gtk_adjustment_set_value (self->width_adjustment, preset->width);
  gtk_adjustment_set_value (self->height_adjustment, preset->height);
  self->updating = FALSE;
  update (self);
}

static void
size_cb (GtkAdjustment *adjustment, QsExportDialog *self)
{
  if (self->updating)
    return;
  self->updating = TRUE;
  adw_combo_row_set_selected (self->preset_row, 0);
  self->updating = FALSE;
  update (self);
}

static void
option_cb (GObject *object, GParamSpec *pspec, QsExportDialog *self)
{
  if (!self->updating)
    update (self);
}

/* Last options, for the next time. */

static void
load_settings (QsExportDialog *self)
{
  g_autofree char *format = g_settings_get_string (self->settings, "export-format");
  g_autofree char *theme = g_settings_get_string (self->settings, "export-theme");
  double dpi = g_settings_get_double (self->settings, "export-dpi");
  QspThemeKind kind = QSP_THEME_LIGHT;

  for (guint i = 0; i < QSP_N_EXPORTS; i++)
    if (g_str_equal (format, qsp_export_format_get_nick (i)))
      adw_combo_row_set_selected (self->format_row, i);
  for (guint i = 0; i < G_N_ELEMENTS (resolutions); i++)
    if (resolutions[i] == dpi)
      adw_combo_row_set_selected (self->resolution_row, i);
  if (qsp_theme_kind_from_nick (theme, &kind))
    adw_combo_row_set_selected (self->theme_row, kind);
  gtk_adjustment_set_value (self->width_adjustment, g_settings_get_double (self->settings, "export-width"));
  gtk_switch_set_active (self->caption_switch, g_settings_get_boolean (self->settings, "export-caption"));
  gtk_switch_set_active (self->legend_switch, g_settings_get_boolean (self->settings, "export-legend"));
  gtk_switch_set_active (self->pick_switch, g_settings_get_boolean (self->settings, "export-pick"));
  gtk_switch_set_active (self->transparent_switch, g_settings_get_boolean (self->settings, "export-transparent"));
  gtk_adjustment_set_value (self->height_adjustment, g_settings_get_double (self->settings, "export-height"));
  for (guint i = 1; i < G_N_ELEMENTS (presets); i++)
    if (fabs (presets[i].width - gtk_adjustment_get_value (self->width_adjustment)) < 0.005
        && fabs (presets[i].height - gtk_adjustment_get_value (self->height_adjustment)) < 0.005)
      adw_combo_row_set_selected (self->preset_row, i);
}

static void
save_settings (QsExportDialog *self)
{
  QspExportOptions options;

  get_options (self, &options);
  g_settings_set_string (self->settings, "export-format", qsp_export_format_get_nick (options.format));
  g_settings_set_string (self->settings, "export-theme", qsp_theme_kind_get_nick (options.theme));
  g_settings_set_double (self->settings, "export-dpi", options.dpi);
  g_settings_set_boolean (self->settings, "export-caption", gtk_switch_get_active (self->caption_switch));
  g_settings_set_boolean (self->settings, "export-legend", options.legend);
  g_settings_set_boolean (self->settings, "export-pick", gtk_switch_get_active (self->pick_switch));
  g_settings_set_boolean (self->settings, "export-transparent", options.transparent);
  g_settings_set_double (self->settings, "export-width", options.width);
  g_settings_set_double (self->settings, "export-height", options.height);
}

/* Saving */

static void
try_again (gpointer user_data)
{
  QsExportDialog *self = user_data;

  gtk_widget_activate_action (GTK_WIDGET (self), "export.save", NULL);
}

static void
open_folder_cb (AdwToast *toast, gpointer user_data)
{
  const char *path = g_object_get_data (G_OBJECT (toast), "path");

  qs_dialogs_open_folder (NULL, path);
}

static void
show_saved (QsExportDialog *self, const char *path)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkWidget *overlay = parent != NULL ? g_object_get_data (G_OBJECT (parent), "toasts") : NULL;
  AdwToast *toast = adw_toast_new (_ ("Figure saved"));

  adw_toast_set_button_label (toast, _ ("_Open Folder"));
  g_object_set_data_full (G_OBJECT (toast), "path", g_strdup (path), g_free);
  g_signal_connect (toast, "button-clicked", G_CALLBACK (open_folder_cb), NULL);
  adw_toast_overlay_add_toast (overlay != NULL ? ADW_TOAST_OVERLAY (overlay) : self->toasts, toast);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsExportDialog *self = QS_EXPORT_DIALOG (object);
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), &error);

  gtk_widget_set_sensitive (self->save_button, TRUE);
  if (bytes == NULL)
    {
      qs_dialogs_show_error (GTK_WINDOW (self), _ ("Could Not Save Figure"), error->message, G_CALLBACK (try_again), self);
      return;
    }
  save_settings (self);
  show_saved (self, job->path);
  gtk_window_close (GTK_WINDOW (self));
}

void
qs_export_dialog_save (QsExportDialog *self, const char *path)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, saved_cb, NULL);
  Job *job = make_job (self);

  if (job->figure == NULL)
    {
      job_free (job);
      return;
    }
  job->path = g_strdup (path);
  /* Whoever types another extension means it; a name without one keeps the format that was chosen. */
  qsp_export_format_from_path (path, &job->options.format);
  g_task_set_task_data (task, job, job_free);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  g_task_run_in_thread (task, render_thread);
}

static void
target_cb (const char *path, gpointer user_data)
{
  g_autoptr (QsExportDialog) self = user_data;

  if (path != NULL)
    qs_export_dialog_save (self, path);
}

static void
save_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  QsExportDialog *self = QS_EXPORT_DIALOG (widget);
  QspExportFormat format = adw_combo_row_get_selected (self->format_row);
  g_autofree char *name = g_strdup_printf ("%s-%s.%s", self->name, qsf_view_get_nick (qs_plot_view_get_view (self->view)),
                                           qsp_export_format_get_nick (format));

  qs_dialogs_choose_target (GTK_WINDOW (self), _ ("Save Figure"), name, target_cb, g_object_ref (self));
}

/* The size of the figure in px as on screen; both forms, so that the one who pastes may choose. */
static void
copy_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  QsExportDialog *self = QS_EXPORT_DIALOG (widget);
  GdkPaintable *paintable = gtk_picture_get_paintable (self->preview);
  Job *job = make_job (self);
  g_autoptr (GBytes) svg = NULL;

  job->options.format = QSP_EXPORT_SVG;
  if (job->figure != NULL)
    svg = qsp_export_render (job->figure, &job->options, NULL);
  if (GDK_IS_TEXTURE (paintable) && svg != NULL)
    {
      qs_paint_copy (widget, GDK_TEXTURE (paintable), svg);
      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Figure copied")));
    }
  job_free (job);
}

static void
qs_export_dialog_dispose (GObject *object)
{
  QsExportDialog *self = QS_EXPORT_DIALOG (object);

  g_clear_handle_id (&self->preview_id, g_source_remove);
  g_clear_object (&self->view);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), QS_TYPE_EXPORT_DIALOG);
  G_OBJECT_CLASS (qs_export_dialog_parent_class)->dispose (object);
}

static void
qs_export_dialog_finalize (GObject *object)
{
  QsExportDialog *self = QS_EXPORT_DIALOG (object);

  g_free (self->caption);
  g_free (self->name);
  G_OBJECT_CLASS (qs_export_dialog_parent_class)->finalize (object);
}

static void
qs_export_dialog_class_init (QsExportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_export_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = qs_export_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quantoscope/Quantoscope/export-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, preview_frame);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, facts);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, format_row);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, resolution_row);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, preset_row);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, theme_row);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, options);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, size_group);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, look_group);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, width_adjustment);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, height_adjustment);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, caption_switch);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, legend_switch);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, pick_switch);
  gtk_widget_class_bind_template_child (widget_class, QsExportDialog, transparent_switch);
  gtk_widget_class_install_action (widget_class, "export.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "export.copy", NULL, copy_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "export.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "export.copy", NULL);
}

static void
fill_combos (QsExportDialog *self)
{
  static const char *const formats[] = { "PNG", "SVG", "PDF", "CSV", NULL };
  static const char *const dpis[] = { "150 dpi", "300 dpi", "600 dpi", NULL };
  const char *themes[] = { _ ("Light"), _ ("Dark"), _ ("Greyscale"), NULL };
  const char *titles[G_N_ELEMENTS (presets) + 1] = { NULL };
  struct
  {
    AdwComboRow *row;
    const char *const *items;
  } combos[] = {
    { self->format_row, formats }, { self->resolution_row, dpis }, { self->theme_row, themes }, { self->preset_row, titles }
  };

  for (gsize i = 0; i < G_N_ELEMENTS (presets); i++)
    titles[i] = _ (presets[i].title);
  for (gsize i = 0; i < G_N_ELEMENTS (combos); i++)
    {
      g_autoptr (GtkStringList) list = gtk_string_list_new (combos[i].items);

      adw_combo_row_set_model (combos[i].row, G_LIST_MODEL (list));
    }
}

static void
qs_export_dialog_init (QsExportDialog *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  qs_inputs_prepare (GTK_WIDGET (self->options), self->options);
  self->settings = g_settings_new (QS_APPLICATION_ID);
  fill_combos (self);
  load_settings (self);
  g_signal_connect (self->preset_row, "notify::selected", G_CALLBACK (preset_cb), self);
  g_signal_connect (self->width_adjustment, "value-changed", G_CALLBACK (size_cb), self);
  g_signal_connect (self->height_adjustment, "value-changed", G_CALLBACK (size_cb), self);
  g_signal_connect (self->format_row, "notify::selected", G_CALLBACK (option_cb), self);
  g_signal_connect (self->resolution_row, "notify::selected", G_CALLBACK (option_cb), self);
  g_signal_connect (self->theme_row, "notify::selected", G_CALLBACK (option_cb), self);
  g_signal_connect (self->caption_switch, "notify::active", G_CALLBACK (option_cb), self);
  g_signal_connect (self->legend_switch, "notify::active", G_CALLBACK (option_cb), self);
  g_signal_connect (self->pick_switch, "notify::active", G_CALLBACK (option_cb), self);
  g_signal_connect (self->transparent_switch, "notify::active", G_CALLBACK (option_cb), self);
  self->updating = FALSE;
}

GtkWidget *
qs_export_dialog_new (GtkWindow *parent, QsPlotView *view, const char *caption, const char *name)
{
  QsExportDialog *self = g_object_new (QS_TYPE_EXPORT_DIALOG, "transient-for", parent, NULL);

  self->view = g_object_ref (view);
  self->caption = g_strdup (caption);
  self->name = g_strdup (name);
  update (self);
  return GTK_WIDGET (self);
}
