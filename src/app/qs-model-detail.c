/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-model-detail.h"

#include "app/qs-model-columns.h"
#include "app/qs-sparkline.h"
#include "app/qs-task.h"
#include "app/qs-tensor-row.h"
#include "figures/qsf-figures.h"
#include "plot/qsp-number.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define PLOT_HEIGHT 210
#define N_BINS 48

/* Who passes through the list with the arrow keys does not want each tensor read. */
#define DELAY_MSEC 120

typedef enum
{
  FACT_SQNR4,
  FACT_SQNR8,
  FACT_CLIPPED,
  FACT_TAIL,
  FACT_KURTOSIS,
  FACT_BYTES,
  N_FACTS
} Fact;

struct _QsModelDetail
{
  GtkWidget parent_instance;
  GtkWidget *scroller, *stack, *name, *summary, *card, *plot, *rows[N_FACTS], *values[N_FACTS], *reason, *open, *hint;
  QsModel *model;
  QsModelRow *row;
  GCancellable *drawing;
  gboolean is_drawn;
  guint draw_id;
};

G_DEFINE_FINAL_TYPE (QsModelDetail, qs_model_detail, GTK_TYPE_WIDGET)

/* The plot: of a result of its own, made on a worker. */

typedef struct
{
  QstTensor *tensor;
  QsaScheme scheme;
  QsaResult *result;
} Drawing;

static void
drawing_free (gpointer data)
{
  Drawing *drawing = data;

  qst_tensor_unref (drawing->tensor);
  g_clear_pointer (&drawing->result, qsa_result_unref);
  g_free (drawing);
}

static void
draw_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Drawing *drawing = task_data;
  GError *error = NULL;
  g_autoptr (QsaSource) source = qsa_source_new (drawing->tensor, cancellable, &error);
  QsaRequest request = { .source = source, .scheme = drawing->scheme, .auto_range = TRUE, .n_bins = N_BINS };

  if (source != NULL)
    drawing->result = qsa_result_new (&request, NULL, cancellable, &error);
  if (drawing->result != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
drawn_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsModelDetail *self = QS_MODEL_DETAIL (object);
  Drawing *drawing = g_task_get_task_data (G_TASK (result));
  g_autoptr (QspFigure) figure = NULL;
  QsfOptions options;

  if (!g_task_propagate_boolean (G_TASK (result), NULL) || g_task_get_cancellable (G_TASK (result)) != self->drawing)
    return;
  g_clear_object (&self->drawing);
  qsf_options_init (&options);
  options.large = FALSE;
  figure = qsf_figure_new (QSF_VIEW_HISTOGRAM, drawing->result, &options);
  qs_sparkline_set_figure (QS_SPARKLINE (self->plot), figure);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->plot), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  qsp_figure_get_description (figure), -1);
  self->is_drawn = TRUE;
}

static void
stop_drawing (QsModelDetail *self)
{
  g_clear_handle_id (&self->draw_id, g_source_remove);
  if (self->drawing != NULL)
    g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
}

static gboolean
draw_cb (gpointer user_data)
{
  QsModelDetail *self = user_data;
  Drawing *drawing = g_new0 (Drawing, 1);
  g_autoptr (GTask) task = NULL;

  self->draw_id = 0;
  self->drawing = g_cancellable_new ();
  drawing->tensor = qst_tensor_ref (qs_model_row_get_entry (self->row)->tensor);
  drawing->scheme = qs_model_get_plan (self->model)->scheme;
  drawing->scheme.format.bits = qs_model_widths[0];
  task = g_task_new (self, self->drawing, drawn_cb, NULL);
  g_task_set_task_data (task, drawing, drawing_free);
  qs_task_run_in_thread (task, draw_thread);
  return G_SOURCE_REMOVE;
}

/* Not before somebody looks. */
static void
draw_soon (QsModelDetail *self)
{
  stop_drawing (self);
  self->is_drawn = FALSE;
  if (self->row != NULL && qs_model_row_get_kind (self->row) != QS_MODEL_KIND_OTHER && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->draw_id = g_timeout_add (DELAY_MSEC, draw_cb, self);
}

gboolean
qs_model_detail_is_complete (QsModelDetail *self)
{
  return self->is_drawn;
}

/* Words */

static char *
format_fact (Fact fact, const QsaProfile *profile)
{
  g_autofree char *number = NULL;

  switch (fact)
    {
    case FACT_SQNR4:
      return qs_model_format_decibels (profile->points[0].sqnr_db);
    case FACT_SQNR8:
      return qs_model_format_decibels (profile->points[1].sqnr_db);
    case FACT_CLIPPED:
      return qs_model_format_clipped (profile);
    case FACT_TAIL:
      number = qsp_format_number (profile->tail, 3, TRUE);
      return isnan (profile->tail) ? g_steal_pointer (&number) : g_strdup_printf ("%s ×", number);
    case FACT_KURTOSIS:
      return qsp_format_number (profile->kurtosis, 3, TRUE);
    case FACT_BYTES:
      return qsp_format_bytes (profile->points[0].bytes, TRUE);
    case N_FACTS:
    default:
      return NULL;
    }
}

/* Titles that tell the widths in force. */
static void
update_titles (QsModelDetail *self)
{
  const gboolean is_signed = qs_model_get_plan (self->model)->scheme.format.is_signed;
  g_autofree char *first = qs_model_column_make_title (QS_MODEL_COLUMN_SQNR4, is_signed);
  g_autofree char *second = qs_model_column_make_title (QS_MODEL_COLUMN_SQNR8, is_signed);
  g_autofree char *format = g_strdup_printf ("%sINT%d", is_signed ? "" : "U", qs_model_widths[0]);
  /* Translators: of a format, as INT4. */
  g_autofree char *clipped = g_strdup_printf (_ ("Clipped at %s"), format);
  g_autofree char *bytes = g_strdup_printf (_ ("Stored as %s"), format);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[FACT_SQNR4]), first);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[FACT_SQNR8]), second);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[FACT_CLIPPED]), clipped);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[FACT_BYTES]), bytes);
}

static void
update (QsModelDetail *self)
{
  const QsaRankingEntry *entry = self->row != NULL ? qs_model_row_get_entry (self->row) : NULL;
  QsaProfile *profile = entry != NULL ? entry->profile : NULL;
  g_autofree char *summary = entry != NULL && entry->tensor != NULL ? qs_tensor_describe (entry->tensor) : NULL;

  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), entry != NULL ? "tensor" : "nothing");
  if (entry == NULL)
    return;
  update_titles (self);
  gtk_label_set_text (GTK_LABEL (self->name), qs_model_row_get_name (self->row));
  gtk_label_set_text (GTK_LABEL (self->summary), summary != NULL ? summary : qs_model_row_get_dtype (self->row));
  for (guint i = 0; i < N_FACTS; i++)
    {
      g_autofree char *text = profile != NULL ? format_fact (i, profile) : g_strdup ("…");

      gtk_label_set_text (GTK_LABEL (self->values[i]), text);
    }
  gtk_widget_set_visible (self->card, entry->reason == NULL);
  gtk_widget_set_visible (gtk_widget_get_ancestor (self->rows[0], ADW_TYPE_PREFERENCES_GROUP), entry->reason == NULL);
  gtk_label_set_text (GTK_LABEL (self->reason), entry->reason != NULL ? entry->reason : "");
  gtk_widget_set_visible (self->reason, entry->reason != NULL);
  gtk_widget_set_visible (self->open, entry->tensor != NULL);
  gtk_widget_set_visible (self->hint, profile != NULL && qsa_profile_has_heavy_tails (profile));
}

static void
plan_cb (QsModelDetail *self)
{
  update (self);
  draw_soon (self);
}

void
qs_model_detail_set_model (QsModelDetail *self, QsModel *model)
{
  g_set_object (&self->model, model);
  g_signal_connect_object (model, "rows", G_CALLBACK (plan_cb), self, G_CONNECT_SWAPPED);
  update (self);
}

void
qs_model_detail_set_row (QsModelDetail *self, QsModelRow *row)
{
  if (self->row == row)
    return;
  if (self->row != NULL)
    g_signal_handlers_disconnect_by_func (self->row, update, self);
  g_set_object (&self->row, row);
  if (row != NULL)
    g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  qs_sparkline_set_figure (QS_SPARKLINE (self->plot), NULL);
  plan_cb (self);
}

/* The parts */

static GtkWidget *
new_label (const char *first_class, const char *second_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);

  gtk_widget_add_css_class (label, first_class);
  if (second_class != NULL)
    gtk_widget_add_css_class (label, second_class);
  return label;
}

static void
build_plot (QsModelDetail *self, GtkWidget *box)
{
  self->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->card, "card");
  gtk_widget_add_css_class (self->card, "model-plot");
  self->plot = g_object_new (QS_TYPE_SPARKLINE, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, "height-request", PLOT_HEIGHT,
                             "hexpand", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->plot), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  qsf_view_get_title (QSF_VIEW_HISTOGRAM), -1);
  gtk_box_append (GTK_BOX (self->card), self->plot);
  gtk_box_append (GTK_BOX (box), self->card);
}

static void
build_facts (QsModelDetail *self, GtkWidget *box)
{
  static const struct
  {
    const char *title, *tooltip;
  } infos[N_FACTS] = {
    [FACT_SQNR4] = { "", N_ ("Signal to quantization noise: 10 log₁₀ (Σ r² ∕ Σ e²)") },
    [FACT_SQNR8] = { "", N_ ("Signal to quantization noise: 10 log₁₀ (Σ r² ∕ Σ e²)") },
    [FACT_CLIPPED] = { "", N_ ("Values that the clamp changes") },
    [FACT_TAIL] = { N_ ("Largest ∕ P99.9"), N_ ("The largest magnitude over the one that 99.9 in 100 values stay below") },
    [FACT_KURTOSIS] = { N_ ("Kurtosis"), N_ ("Fourth moment over squared variance: 3 for a Gaussian, more with heavy tails") },
    [FACT_BYTES] = { "", N_ ("Codes, scale and zero-point together") },
  };
  GtkWidget *group = adw_preferences_group_new ();

  for (guint i = 0; i < N_FACTS; i++)
    {
      self->rows[i] = adw_action_row_new ();
      if (infos[i].title[0] != '\0')
        adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->rows[i]), _ (infos[i].title));
      gtk_widget_set_tooltip_text (self->rows[i], _ (infos[i].tooltip));
      self->values[i] = gtk_label_new ("…");
      gtk_widget_add_css_class (self->values[i], "numeric");
      adw_action_row_add_suffix (ADW_ACTION_ROW (self->rows[i]), self->values[i]);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->rows[i]);
    }
  gtk_box_append (GTK_BOX (box), group);
}

static GtkWidget *
build_tensor (QsModelDetail *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_add_css_class (box, "panel-box");
  self->name = new_label ("heading", NULL);
  self->summary = new_label ("dim-label", "plot-text");
  gtk_box_append (GTK_BOX (head), self->name);
  gtk_box_append (GTK_BOX (head), self->summary);
  gtk_box_append (GTK_BOX (box), head);
  build_plot (self, box);
  build_facts (self, box);
  self->reason = new_label ("dim-label", NULL);
  gtk_box_append (GTK_BOX (box), self->reason);
  self->open = gtk_button_new_with_mnemonic (_ ("Open in _Explore"));
  gtk_widget_add_css_class (self->open, "suggested-action");
  gtk_widget_add_css_class (self->open, "pill");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->open), "win.model-open");
  gtk_box_append (GTK_BOX (box), self->open);
  self->hint = new_label ("dim-label", "plot-text");
  gtk_label_set_text (GTK_LABEL (self->hint),
                      _ ("Heavy tails: one scale for the tensor wastes most codes. Clip the largest values, or "
                         "give channels or groups a scale of their own."));
  gtk_box_append (GTK_BOX (box), self->hint);
  return box;
}

static void
qs_model_detail_map (GtkWidget *widget)
{
  QsModelDetail *self = QS_MODEL_DETAIL (widget);

  GTK_WIDGET_CLASS (qs_model_detail_parent_class)->map (widget);
  if (!self->is_drawn)
    draw_soon (self);
}

static void
qs_model_detail_unmap (GtkWidget *widget)
{
  stop_drawing (QS_MODEL_DETAIL (widget));
  GTK_WIDGET_CLASS (qs_model_detail_parent_class)->unmap (widget);
}

static void
qs_model_detail_dispose (GObject *object)
{
  QsModelDetail *self = QS_MODEL_DETAIL (object);

  stop_drawing (self);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->row);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (qs_model_detail_parent_class)->dispose (object);
}

static void
qs_model_detail_class_init (QsModelDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_model_detail_dispose;
  widget_class->map = qs_model_detail_map;
  widget_class->unmap = qs_model_detail_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "modeldetail");
}

static void
qs_model_detail_init (QsModelDetail *self)
{
  GtkWidget *nothing = gtk_label_new (_ ("Select a tensor to see its values"));

  gtk_widget_add_css_class (nothing, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (nothing), TRUE);
  self->stack = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_add_named (GTK_STACK (self->stack), nothing, "nothing");
  gtk_stack_add_named (GTK_STACK (self->stack), build_tensor (self), "tensor");
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->stack);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}
