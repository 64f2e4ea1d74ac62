/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-start-page.h"

#include "analysis/qsa-result.h"
#include "app/qs-sparkline.h"
#include "app/qs-task.h"
#include "figures/qsf-figures.h"
#include "tensor/qst-distribution.h"

#include <adwaita.h>

#define TILE_VALUES 8192
#define TILE_BINS 40

static const QstDistributionKind kinds[] = { QST_DISTRIBUTION_GAUSSIAN, QST_DISTRIBUTION_LAPLACE, QST_DISTRIBUTION_UNIFORM,
                                             QST_DISTRIBUTION_BIMODAL,  QST_DISTRIBUTION_RELU,    QST_DISTRIBUTION_OUTLIERS };

struct _QsStartPage
{
  GtkWidget parent_instance;
  GtkWidget *status;
  GtkFlowBox *tiles;
  GtkWidget *sparklines[G_N_ELEMENTS (kinds)];
};

G_DEFINE_FINAL_TYPE (QsStartPage, qs_start_page, GTK_TYPE_WIDGET)

static QspFigure *
draw_tile (QstDistributionKind kind, GCancellable *cancellable)
{
  g_autoptr (QstTensor) tensor = NULL;
  g_autoptr (QsaSource) source = NULL;
  g_autoptr (QsaResult) result = NULL;
  QsaRequest request = { .auto_range = TRUE, .n_bins = TILE_BINS };
  QstDistribution distribution;

  qst_distribution_init (&distribution, kind);
  distribution.count = TILE_VALUES;
  tensor = qst_distribution_draw (&distribution, cancellable, NULL);
  source = tensor != NULL ? qsa_source_new (tensor, cancellable, NULL) : NULL;
  if (source == NULL)
    return NULL;
  request.source = source;
  qsa_scheme_init (&request.scheme);
  result = qsa_result_new (&request, NULL, cancellable, NULL);
  if (result == NULL)
    return NULL;
  return qsf_figure_new_sparkline (qsa_result_get_histogram (result)->counts, qsa_result_get_histogram (result)->n_bins);
}

static void
draw_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  GPtrArray *figures = g_ptr_array_new_with_free_func ((GDestroyNotify)qsp_figure_unref);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      QspFigure *figure = draw_tile (kinds[i], cancellable);

      if (figure == NULL)
        break;
      g_ptr_array_add (figures, figure);
    }
  g_task_return_pointer (task, figures, (GDestroyNotify)g_ptr_array_unref);
}

static void
drawn_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsStartPage *self = QS_START_PAGE (object);
  g_autoptr (GPtrArray) figures = g_task_propagate_pointer (G_TASK (result), NULL);

  for (guint i = 0; figures != NULL && self->status != NULL && i < figures->len; i++)
    qs_sparkline_set_figure (QS_SPARKLINE (self->sparklines[i]), g_ptr_array_index (figures, i));
}

static GtkWidget *
build_tile (QsStartPage *self, gsize i)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *button = gtk_button_new ();

  self->sparklines[i] = qs_sparkline_new (132, 58);
  gtk_box_append (GTK_BOX (box), self->sparklines[i]);
  gtk_box_append (GTK_BOX (box), gtk_label_new (qst_distribution_get_title (kinds[i])));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "card");
  gtk_widget_add_css_class (button, "tile");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-distribution");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", qst_distribution_get_nick (kinds[i]));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, qst_distribution_get_title (kinds[i]),
                                  -1);
  return button;
}

static void
qs_start_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), QS_TYPE_START_PAGE);
  G_OBJECT_CLASS (qs_start_page_parent_class)->dispose (object);
}

static void
qs_start_page_class_init (QsStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_start_page_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/quantoscope/Quantoscope/start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, QsStartPage, status);
  gtk_widget_class_bind_template_child (widget_class, QsStartPage, tiles);
}

static void
qs_start_page_init (QsStartPage *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, drawn_cb, NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      GtkWidget *child = gtk_flow_box_child_new ();

      /* The button takes the focus, not the cell around it. */
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), build_tile (self, i));
      gtk_flow_box_append (self->tiles, child);
    }
  qs_task_run_in_thread (task, draw_thread);
}
