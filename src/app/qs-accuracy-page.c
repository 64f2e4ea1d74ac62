/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-accuracy-page.h"

#include "app/qs-accuracy-controls.h"
#include "app/qs-digit-list.h"
#include "app/qs-paint.h"
#include "app/qs-wrap-box.h"
#include "figures/qsf-accuracy.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP 12
#define CARD_WIDTH 300
#define CARD_WIDTH_MAX 336 /* of the narrowest window */
#define CARD_HEIGHT 330
#define PICTURES_HEIGHT 170
/* Waiting shorter than this needs no sign. */
#define BUSY_MSEC 300

struct _QsAccuracyPage
{
  GtkWidget parent_instance;
  GtkWidget *scroller, *controls, *headline, *share, *reference, *difference, *hint, *pictures_title, *all_button;
  GtkWidget *confusion, *curve, *results;
  QsDigitList *pictures;
  QsNetworkModel *model;
  gboolean has_pick;
  guint pick_label, pick_answer;
  guint busy_id;
};

G_DEFINE_FINAL_TYPE (QsAccuracyPage, qs_accuracy_page, GTK_TYPE_WIDGET)

static void
set_text (GtkWidget *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text))
    gtk_label_set_text (GTK_LABEL (label), text);
}

/* Words */

static char *
describe_share (gsize n_right, gsize n)
{
  return qsp_format_percent ((double)n_right / (double)n, TRUE);
}

static void
update_headline (QsAccuracyPage *self, QsaAccuracy *accuracy)
{
  const gsize n = qsa_accuracy_get_n (accuracy), n_right = qsa_accuracy_get_n_right (accuracy);
  const gsize n_float = qsa_accuracy_get_n_right_float (accuracy);
  const gint64 lost = (gint64)n_right - (gint64)n_float;
  g_autofree char *right = g_strdup_printf (_ ("%zu of %zu right"), n_right, n);
  g_autofree char *share = describe_share (n_right, n), *float_share = describe_share (n_float, n);
  /* Translators: right answers, the share of them */
  g_autofree char *reference = g_strdup_printf (_ ("float32: %zu (%s)"), n_float, float_share);
  g_autofree char *number = qsp_format_integer (lost);
  g_autofree char *sign = g_strdup_printf ("%s%s", lost > 0 ? "+" : "", number);
  g_autofree char *difference =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "difference: %s answer", "difference: %s answers", (gulong)ABS (lost)),
                       sign);

  set_text (self->headline, right);
  set_text (self->share, share);
  set_text (self->reference, reference);
  set_text (self->difference, difference);
}

static void
update_hint (QsAccuracyPage *self, QsaAccuracy *accuracy)
{
  const double factor = qsa_accuracy_get_request (accuracy)->scale_factor;

  gtk_widget_set_visible (self->hint, factor != 1.0);
  if (factor != 1.0)
    {
      g_autofree char *number = qsp_format_number (factor, 3, TRUE);
      g_autofree char *text = g_strdup_printf (
          _ ("The scale was set by hand to %s times that of min–max; the scales of the network are multiplied alike."), number);

      set_text (self->hint, text);
    }
}

static void
update_pictures (QsAccuracyPage *self, QsaAccuracy *accuracy)
{
  g_autofree gsize *found = NULL;
  g_autofree char *title = NULL;
  gsize n;

  if (self->has_pick)
    {
      found = g_new (gsize, qsa_accuracy_get_n (accuracy));
      n = qsa_accuracy_find_cell (accuracy, self->pick_label, self->pick_answer, found);
      qs_digit_list_set (self->pictures, accuracy, found, (guint)n);
      /* Translators: what is shown, the answer of the network, how many pictures */
      title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u taken for %u: %zu picture", "%u taken for %u: %zu pictures",
                                            (gulong)n),
                               self->pick_label, self->pick_answer, n);
    }
  else
    {
      const gsize *flipped = qsa_accuracy_get_flipped (accuracy, &n);

      qs_digit_list_set (self->pictures, accuracy, flipped, (guint)n);
      title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu picture with another answer than in float32",
                                            "%zu pictures with another answer than in float32", (gulong)n),
                               n);
    }
  gtk_widget_set_visible (self->all_button, self->has_pick);
  set_text (self->pictures_title, title);
}

/* Signs of waiting */

static gboolean
busy_cb (gpointer user_data)
{
  QsAccuracyPage *self = user_data;

  self->busy_id = 0;
  gtk_widget_set_opacity (self->results, 0.5);
  return G_SOURCE_REMOVE;
}

static void
update_busy (QsAccuracyPage *self)
{
  const gboolean stale = qs_network_model_is_stale (self->model) && qs_network_model_get_error (self->model) == NULL;

  if (!stale)
    {
      g_clear_handle_id (&self->busy_id, g_source_remove);
      gtk_widget_set_opacity (self->results, 1);
    }
  else if (self->busy_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      self->busy_id = g_timeout_add (BUSY_MSEC, busy_cb, self);
    }
}

static void
update (QsAccuracyPage *self)
{
  QsaAccuracy *accuracy = qs_network_model_get_accuracy (self->model);
  const GError *error = qs_network_model_get_error (self->model);

  if (error != NULL)
    set_text (self->headline, error->message);
  else if (accuracy != NULL)
    {
      update_headline (self, accuracy);
      update_hint (self, accuracy);
      update_pictures (self, accuracy);
    }
  qs_figure_view_invalidate (qs_figure_card_get_view (QS_FIGURE_CARD (self->confusion)));
  qs_figure_view_invalidate (qs_figure_card_get_view (QS_FIGURE_CARD (self->curve)));
  update_busy (self);
}

/* Figures */

static QspFigure *
build_curve (gpointer data, double x, double y)
{
  QsAccuracyPage *self = data;
  QsaAccuracy *accuracy = self->model != NULL ? qs_network_model_get_accuracy (self->model) : NULL;
  QsfAccuracyOptions options;

  if (accuracy == NULL)
    return NULL;
  qsf_accuracy_options_init (&options);
  options.cursor_x = x;
  options.cursor_y = y;
  return qsf_figure_new_accuracy (qs_network_model_get_curve (self->model), accuracy, &options);
}

static QspFigure *
build_confusion (gpointer data, double x, double y)
{
  QsAccuracyPage *self = data;
  QsaAccuracy *accuracy = self->model != NULL ? qs_network_model_get_accuracy (self->model) : NULL;
  QsfAccuracyOptions options;

  if (accuracy == NULL)
    return NULL;
  qsf_accuracy_options_init (&options);
  options.cursor_x = x;
  options.cursor_y = y;
  options.has_pick = self->has_pick;
  options.pick_label = self->pick_label;
  options.pick_answer = self->pick_answer;
  return qsf_figure_new_confusion (accuracy, &options);
}

void
qs_accuracy_page_pick (QsAccuracyPage *self, guint label, guint answer)
{
  self->has_pick = label != G_MAXUINT;
  self->pick_label = label;
  self->pick_answer = answer;
  update (self);
}

gboolean
qs_accuracy_page_get_pick (QsAccuracyPage *self, guint *label, guint *answer)
{
  *label = self->pick_label;
  *answer = self->pick_answer;
  return self->has_pick;
}

/* A second click on a cell lets it go. */
static void
cell_picked_cb (QsFigureView *view, double x, double y, QsAccuracyPage *self)
{
  QsaAccuracy *accuracy = qs_network_model_get_accuracy (self->model);
  guint label, answer;

  if (accuracy == NULL || !qsf_confusion_find_cell (accuracy, x, y, &label, &answer))
    return;
  if (self->has_pick && label == self->pick_label && answer == self->pick_answer)
    label = G_MAXUINT;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.confusion-cell", "(uu)", label, answer);
}

static void
bits_picked_cb (QsFigureView *view, double x, double y, QsAccuracyPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.bits", "i", (gint32)CLAMP (lrint (x), QSC_BITS_MIN, QSC_BITS_MAX));
}

static void
all_cb (GtkButton *button, QsAccuracyPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.confusion-cell", "(uu)", G_MAXUINT, 0u);
}

QsFigureView *
qs_accuracy_page_find_view (QsAccuracyPage *self, const char *nick)
{
  if (g_str_equal (nick, QSF_ACCURACY_NICK))
    return qs_figure_card_get_view (QS_FIGURE_CARD (self->curve));
  if (g_str_equal (nick, QSF_CONFUSION_NICK))
    return qs_figure_card_get_view (QS_FIGURE_CARD (self->confusion));
  return NULL;
}

guint
qs_accuracy_page_get_n_pictures (QsAccuracyPage *self)
{
  return qs_digit_list_get_n (self->pictures);
}

const char *
qs_accuracy_page_get_headline (QsAccuracyPage *self)
{
  return gtk_label_get_text (GTK_LABEL (self->headline));
}

void
qs_accuracy_page_set_model (QsAccuracyPage *self, QsNetworkModel *model)
{
  g_set_object (&self->model, model);
  qs_accuracy_controls_set_model (QS_ACCURACY_CONTROLS (self->controls), model);
  g_signal_connect_object (model, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/* The widget */

static GtkWidget *
new_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static GtkWidget *
build_results (QsAccuracyPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12), *beside = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *results = qs_wrap_box_new (GAP, FALSE);

  self->headline = new_label (box, "accuracy-headline");
  self->share = new_label (box, "accuracy-share");
  gtk_widget_set_valign (self->share, GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (self->headline, GTK_ALIGN_BASELINE);
  self->reference = new_label (beside, "dim-label");
  self->difference = new_label (beside, "dim-label");
  gtk_widget_set_valign (beside, GTK_ALIGN_CENTER);
  qs_wrap_box_append (QS_WRAP_BOX (results), box);
  qs_wrap_box_append (QS_WRAP_BOX (results), beside);
  return results;
}

static GtkWidget *
new_card (const char *nick, const char *title, QsFigureBuild build, double offset, QsAccuracyPage *self)
{
  GtkWidget *card = qs_figure_card_new (nick, title, qs_figure_view_new (title, build, self, offset));
  QspTheme theme;

  qs_paint_get_theme (card, &theme);
  gtk_widget_set_size_request (card, (int)MIN (CARD_WIDTH * theme.text_scale, CARD_WIDTH_MAX),
                               (int)(CARD_HEIGHT * theme.text_scale));
  return card;
}

static GtkWidget *
build_pictures (QsAccuracyPage *self)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->pictures_title = new_label (header, "matrix-title");
  gtk_widget_set_hexpand (self->pictures_title, TRUE);
  gtk_widget_set_margin_start (self->pictures_title, 14);
  self->all_button = g_object_new (GTK_TYPE_BUTTON, "label", _ ("All That Changed"), "valign", GTK_ALIGN_CENTER, "visible", FALSE,
                                   "margin-end", 8, NULL);
  g_signal_connect (self->all_button, "clicked", G_CALLBACK (all_cb), self);
  gtk_box_append (GTK_BOX (header), self->all_button);
  gtk_widget_set_size_request (header, -1, 44);
  self->pictures = QS_DIGIT_LIST (qs_digit_list_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->pictures), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->pictures), -1, PICTURES_HEIGHT);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_set_overflow (card, GTK_OVERFLOW_HIDDEN);
  gtk_box_append (GTK_BOX (card), header);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->pictures));
  return card;
}

static void
qs_accuracy_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (qs_accuracy_page_parent_class)->map (widget);
  qs_network_model_use (QS_ACCURACY_PAGE (widget)->model);
}

static void
qs_accuracy_page_unmap (GtkWidget *widget)
{
  qs_network_model_unuse (QS_ACCURACY_PAGE (widget)->model);
  GTK_WIDGET_CLASS (qs_accuracy_page_parent_class)->unmap (widget);
}

static void
qs_accuracy_page_dispose (GObject *object)
{
  QsAccuracyPage *self = QS_ACCURACY_PAGE (object);

  g_clear_handle_id (&self->busy_id, g_source_remove);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (qs_accuracy_page_parent_class)->dispose (object);
}

static void
qs_accuracy_page_class_init (QsAccuracyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_accuracy_page_dispose;
  widget_class->map = qs_accuracy_page_map;
  widget_class->unmap = qs_accuracy_page_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
qs_accuracy_page_init (QsAccuracyPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP), *top = qs_wrap_box_new (GAP, FALSE);
  GtkWidget *cards = qs_wrap_box_new (GAP, TRUE);

  self->controls = qs_accuracy_controls_new ();
  self->results = build_results (self);
  qs_wrap_box_append (QS_WRAP_BOX (top), self->results);
  qs_wrap_box_append (QS_WRAP_BOX (top), self->controls);
  gtk_box_append (GTK_BOX (box), top);
  self->hint = new_label (box, "dim-label");
  gtk_widget_set_visible (self->hint, FALSE);
  self->confusion = new_card (QSF_CONFUSION_NICK, _ ("Confusion matrix"), build_confusion, 0.5, self);
  self->curve = new_card (QSF_ACCURACY_NICK, _ ("Accuracy against bits"), build_curve, 0, self);
  g_signal_connect (qs_figure_card_get_view (QS_FIGURE_CARD (self->confusion)), "picked", G_CALLBACK (cell_picked_cb), self);
  g_signal_connect (qs_figure_card_get_view (QS_FIGURE_CARD (self->curve)), "picked", G_CALLBACK (bits_picked_cb), self);
  qs_wrap_box_append (QS_WRAP_BOX (cards), self->confusion);
  qs_wrap_box_append (QS_WRAP_BOX (cards), self->curve);
  gtk_box_append (GTK_BOX (box), cards);
  gtk_box_append (GTK_BOX (box), build_pictures (self));
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), box);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}
