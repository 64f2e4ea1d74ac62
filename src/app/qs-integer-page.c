/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-integer-page.h"

#include "app/qs-digit-list.h"
#include "app/qs-inputs.h"
#include "app/qs-integer-terms.h"
#include "app/qs-number-table.h"
#include "app/qs-paint.h"
#include "app/qs-wrap-box.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>

#define GAP 12
#define CARD_WIDTH 300
#define CARD_WIDTH_MAX 336 /* of the narrowest window */
#define CARD_HEIGHT 360
#define RACE_HEIGHT 310

struct _QsIntegerPage
{
  GtkWidget parent_instance;
  GtkWidget *scroller, *picture, *example, *layer, *answer, *products, *terms, *outputs, *race;
  GtkStringList *layers;
  QsaReference *listed; /* whose layers are listed; only to compare */
  QsIntegerModel *model;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (QsIntegerPage, qs_integer_page, GTK_TYPE_WIDGET)

/* What is shown */

static void
update_products (QsIntegerPage *self, QsaInteger *integer)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  gsize n;
  const gint32 *x = qsa_integer_get_inputs (integer, &n), *w = qsa_integer_get_weights (integer, &n);
  gint64 sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *qx = qsp_format_integer (x[i]), *qw = qsp_format_integer (w[i]);
      g_autofree char *product = qsp_format_integer ((gint64)x[i] * w[i]);
      g_autofree char *running = NULL;

      sum += (gint64)x[i] * w[i];
      running = qsp_format_integer (sum);
      g_ptr_array_add (rows, g_strdup_printf ("%zu\t%s\t%s\t%s\t%s", i, qx, qw, product, running));
    }
  g_ptr_array_add (rows, NULL);
  qs_number_table_set_rows (QS_NUMBER_TABLE (self->products), (const char *const *)rows->pdata);
}

static void
update_outputs (QsIntegerPage *self, QsaInteger *integer)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  gsize n;
  const QsaIntegerOutput *outputs = qsa_integer_get_outputs (integer, &n);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *sum = qsp_format_integer (outputs[i].sum), *code = qsp_format_integer (outputs[i].code);
      g_autofree char *real = qsp_format_number (outputs[i].real, 3, TRUE);
      g_autofree char *expected = qsp_format_number (outputs[i].expected, 3, TRUE);
      g_autofree char *difference = qsp_format_number (outputs[i].real - outputs[i].expected, 2, TRUE);

      g_ptr_array_add (rows, g_strdup_printf ("%zu\t%s\t%s\t%s\t%s\t%s", i, sum, code, real, expected, difference));
    }
  g_ptr_array_add (rows, NULL);
  qs_number_table_set_rows (QS_NUMBER_TABLE (self->outputs), (const char *const *)rows->pdata);
  qs_number_table_select (QS_NUMBER_TABLE (self->outputs), (guint)qsa_integer_get_request (integer)->row);
}

static void
update_answer (QsIntegerPage *self, QsaInteger *integer)
{
  const QsaIntegerRequest *request = qsa_integer_get_request (integer);
  QsaExamples *examples = qsa_reference_get_examples (request->network.reference);
  /* Translators: what a picture shows, what the network answers by integers and in float32 */
  g_autofree char *text = g_strdup_printf (_ ("The picture shows a %u. By integers the network answers %u, in float32 %u."),
                                           qsa_examples_get_label (examples, request->example), qsa_integer_get_answer (integer),
                                           qsa_integer_get_answer_float (integer));

  qs_digit_picture_set_values (QS_DIGIT_PICTURE (self->picture), qsa_examples_get_input (examples, request->example));
  gtk_label_set_text (GTK_LABEL (self->answer), text);
}

/* "1: 64 → 32" */
static void
update_layers (QsIntegerPage *self)
{
  QsaReference *reference = qs_network_model_get_reference (qs_integer_model_get_network (self->model));
  g_autoptr (GPtrArray) names = NULL;
  QsaNetwork *network;

  if (reference == NULL || reference == self->listed)
    return;
  self->listed = reference;
  network = qsa_reference_get_network (reference);
  names = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < qsa_network_get_n_layers (network); i++)
    /* Translators: number of a layer, inputs, outputs */
    g_ptr_array_add (names, g_strdup_printf (_ ("Layer %zu: %zu → %zu"), i + 1, qsa_network_get_width (network, i),
                                             qsa_network_get_width (network, i + 1)));
  g_ptr_array_add (names, NULL);
  gtk_string_list_splice (self->layers, 0, g_list_model_get_n_items (G_LIST_MODEL (self->layers)),
                          (const char *const *)names->pdata);
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->example), 0,
                             (double)qsa_examples_get_n (qsa_reference_get_examples (reference)) - 1);
}

static void
update (QsIntegerPage *self)
{
  QsaInteger *integer = qs_integer_model_get_integer (self->model);
  const GError *error = qs_integer_model_get_error (self->model);
  guint example, layer, row;

  qs_integer_model_get_place (self->model, &example, &layer, &row);
  self->updating = TRUE;
  update_layers (self);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->example), example);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->layer), layer);
  self->updating = FALSE;
  if (error != NULL)
    gtk_label_set_text (GTK_LABEL (self->answer), error->message);
  gtk_widget_set_sensitive (self->terms, error == NULL);
  gtk_widget_set_sensitive (self->products, error == NULL);
  gtk_widget_set_sensitive (self->outputs, error == NULL);
  if (integer == NULL || error != NULL)
    return;
  update_answer (self, integer);
  update_products (self, integer);
  update_outputs (self, integer);
  qs_integer_terms_set (QS_INTEGER_TERMS (self->terms), integer);
}

/* Choosing */

static void
go (QsIntegerPage *self, guint example, guint layer, guint row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.integer-place", "(uuu)", example, layer, row);
}

static void
example_cb (GtkSpinButton *spin, QsIntegerPage *self)
{
  guint example, layer, row;

  qs_integer_model_get_place (self->model, &example, &layer, &row);
  if (!self->updating)
    go (self, (guint)gtk_spin_button_get_value_as_int (spin), layer, row);
}

static void
layer_cb (GtkDropDown *drop_down, GParamSpec *pspec, QsIntegerPage *self)
{
  const guint chosen = gtk_drop_down_get_selected (drop_down);
  guint example, layer, row;

  if (self->updating || chosen == GTK_INVALID_LIST_POSITION)
    return;
  qs_integer_model_get_place (self->model, &example, &layer, &row);
  go (self, example, chosen, 0);
}

static void
output_cb (QsNumberTable *table, guint chosen, QsIntegerPage *self)
{
  guint example, layer, row;

  qs_integer_model_get_place (self->model, &example, &layer, &row);
  go (self, example, layer, chosen);
}

QsRaceCard *
qs_integer_page_get_race (QsIntegerPage *self)
{
  return QS_RACE_CARD (self->race);
}

const char *
qs_integer_page_get_term (QsIntegerPage *self, guint i)
{
  return qs_integer_terms_get (QS_INTEGER_TERMS (self->terms), i);
}

void
qs_integer_page_set_model (QsIntegerPage *self, QsIntegerModel *model)
{
  g_set_object (&self->model, model);
  g_signal_connect_object (model, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (qs_integer_model_get_network (model), "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/* The widget */

static GtkWidget *
new_card (const char *title, GtkWidget *child, int height)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", title, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END,
                                   "margin-start", 14, "margin-end", 14, "margin-top", 10, "margin-bottom", 8, NULL);
  QspTheme theme;

  gtk_widget_add_css_class (card, "card");
  gtk_widget_add_css_class (label, "matrix-title");
  gtk_widget_set_overflow (card, GTK_OVERFLOW_HIDDEN);
  qs_paint_get_theme (card, &theme);
  gtk_widget_set_size_request (card, (int)MIN (CARD_WIDTH * theme.text_scale, CARD_WIDTH_MAX), (int)(height * theme.text_scale));
  gtk_widget_set_vexpand (child, TRUE);
  gtk_box_append (GTK_BOX (card), label);
  gtk_box_append (GTK_BOX (card), child);
  return card;
}

static GtkWidget *
build_choice (QsIntegerPage *self)
{
  GtkWidget *box = qs_wrap_box_new (GAP, FALSE);
  GtkWidget *picture_label = gtk_label_new_with_mnemonic (_ ("_Picture"));

  self->picture = qs_digit_picture_new (6);
  self->example = gtk_spin_button_new_with_range (0, 539, 1);
  gtk_label_set_mnemonic_widget (GTK_LABEL (picture_label), self->example);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->example), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Picture"), -1);
  g_signal_connect (self->example, "value-changed", G_CALLBACK (example_cb), self);
  self->layers = gtk_string_list_new (NULL);
  self->layer = gtk_drop_down_new (G_LIST_MODEL (self->layers), NULL);
  qs_inputs_name_drop_down (GTK_DROP_DOWN (self->layer), _ ("Layer"));
  g_signal_connect (self->layer, "notify::selected", G_CALLBACK (layer_cb), self);
  self->answer = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, NULL);
  GtkWidget *children[] = { self->picture, picture_label, self->example, self->layer, self->answer };
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++)
    {
      gtk_widget_set_valign (children[i], GTK_ALIGN_CENTER);
      qs_wrap_box_append (QS_WRAP_BOX (box), children[i]);
    }
  return box;
}

static GtkWidget *
build_cards (QsIntegerPage *self)
{
  const char *const products[] = { "i", "q_x", "q_w", "q_x · q_w", "Σ", NULL };
  const char *const outputs[] = { _ ("Row"), _ ("Sum"), _ ("Code"), _ ("Real"), _ ("float32"), "e", NULL };
  GtkWidget *cards = qs_wrap_box_new (GAP, TRUE);

  self->products = qs_number_table_new (_ ("Products of the codes"), products);
  self->terms = qs_integer_terms_new ();
  self->outputs = qs_number_table_new (_ ("All outputs of the layer"), outputs);
  self->race = qs_race_card_new ();
  g_signal_connect (self->outputs, "picked", G_CALLBACK (output_cb), self);
  qs_wrap_box_append (QS_WRAP_BOX (cards), new_card (_ ("Products of the codes"), self->products, CARD_HEIGHT));
  qs_wrap_box_append (QS_WRAP_BOX (cards), new_card (_ ("From the sum to a code"), self->terms, CARD_HEIGHT));
  qs_wrap_box_append (QS_WRAP_BOX (cards), new_card (_ ("All outputs of the layer"), self->outputs, RACE_HEIGHT));
  qs_wrap_box_append (QS_WRAP_BOX (cards), new_card (_ ("Race: int8 against float32"), self->race, RACE_HEIGHT));
  return cards;
}

static void
qs_integer_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (qs_integer_page_parent_class)->map (widget);
  qs_integer_model_use (QS_INTEGER_PAGE (widget)->model);
}

static void
qs_integer_page_unmap (GtkWidget *widget)
{
  qs_integer_model_unuse (QS_INTEGER_PAGE (widget)->model);
  GTK_WIDGET_CLASS (qs_integer_page_parent_class)->unmap (widget);
}

static void
qs_integer_page_dispose (GObject *object)
{
  QsIntegerPage *self = QS_INTEGER_PAGE (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (qs_integer_page_parent_class)->dispose (object);
}

static void
qs_integer_page_class_init (QsIntegerPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_integer_page_dispose;
  widget_class->map = qs_integer_page_map;
  widget_class->unmap = qs_integer_page_unmap;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
qs_integer_page_init (QsIntegerPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, GAP);

  gtk_box_append (GTK_BOX (box), build_choice (self));
  gtk_box_append (GTK_BOX (box), build_cards (self));
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), box);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  qs_inputs_prepare (GTK_WIDGET (box), GTK_SCROLLED_WINDOW (self->scroller));
}
