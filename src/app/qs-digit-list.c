/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-digit-list.h"

#include <glib/gi18n-lib.h>

#define PIXEL 6
#define COLUMNS_MAX 40

/* One of the pictures. */
#define QS_TYPE_DIGIT (qs_digit_get_type ())
G_DECLARE_FINAL_TYPE (QsDigit, qs_digit, QS, DIGIT, GObject)

struct _QsDigit
{
  GObject parent_instance;
  QsaAccuracy *accuracy;
  gsize example;
};

G_DEFINE_FINAL_TYPE (QsDigit, qs_digit, G_TYPE_OBJECT)

static void
qs_digit_finalize (GObject *object)
{
  qsa_accuracy_unref (QS_DIGIT (object)->accuracy);
  G_OBJECT_CLASS (qs_digit_parent_class)->finalize (object);
}

static void
qs_digit_class_init (QsDigitClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = qs_digit_finalize;
}

static void
qs_digit_init (QsDigit *self)
{
}

static QsaExamples *
get_examples (QsDigit *self)
{
  return qsa_reference_get_examples (qsa_accuracy_get_request (self->accuracy)->reference);
}

struct _QsDigitList
{
  GtkWidget parent_instance;
  GtkWidget *scroller;
  GListStore *store;
};

G_DEFINE_FINAL_TYPE (QsDigitList, qs_digit_list, GTK_TYPE_WIDGET)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *labels[2];

  gtk_box_append (GTK_BOX (box), qs_digit_picture_new (PIXEL));
  for (gsize i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      labels[i] = gtk_label_new (NULL);
      gtk_widget_add_css_class (labels[i], "plot-text");
      gtk_widget_add_css_class (labels[i], "numeric");
      gtk_box_append (GTK_BOX (box), labels[i]);
    }
  gtk_widget_add_css_class (labels[0], "dim-label");
  gtk_list_item_set_child (item, box);
}

/* The role's class alone, of the two. */
static void
set_right (GtkWidget *label, gboolean is_right)
{
  gtk_widget_remove_css_class (label, is_right ? "role-clip" : "role-ok");
  gtk_widget_add_css_class (label, is_right ? "role-ok" : "role-clip");
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  QsDigit *digit = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item), *picture = gtk_widget_get_first_child (box);
  GtkWidget *shown = gtk_widget_get_next_sibling (picture), *answers = gtk_widget_get_next_sibling (shown);
  const guint label = qsa_examples_get_label (get_examples (digit), digit->example);
  const guint before = qsa_accuracy_get_answer_float (digit->accuracy, digit->example);
  const guint after = qsa_accuracy_get_answer (digit->accuracy, digit->example);
  /* Translators: what a picture shows */
  g_autofree char *is = g_strdup_printf (_ ("is %u"), label);
  g_autofree char *change = g_strdup_printf ("%u → %u %s", before, after, after == label ? "✓" : "✗");
  /* Translators: number of the picture, what it shows, answer of float32, answer when quantized */
  g_autofree char *name = g_strdup_printf (_ ("Picture %zu: a %u, taken for %u in float32 and for %u quantized"), digit->example,
                                           label, before, after);

  qs_digit_picture_set_values (QS_DIGIT_PICTURE (picture), qsa_examples_get_input (get_examples (digit), digit->example));
  gtk_label_set_text (GTK_LABEL (shown), is);
  gtk_label_set_text (GTK_LABEL (answers), change);
  set_right (answers, after == label);
  gtk_widget_set_tooltip_text (box, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Whether the same pictures with the same answers are there already. */
static gboolean
is_same (QsDigitList *self, QsaAccuracy *accuracy, const gsize *examples, guint n)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->store)) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (QsDigit) digit = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      if (digit->example != examples[i]
          || get_examples (digit) != qsa_reference_get_examples (qsa_accuracy_get_request (accuracy)->reference)
          || qsa_accuracy_get_answer (digit->accuracy, digit->example) != qsa_accuracy_get_answer (accuracy, examples[i])
          || qsa_accuracy_get_answer_float (digit->accuracy, digit->example)
                 != qsa_accuracy_get_answer_float (accuracy, examples[i]))
        return FALSE;
    }
  return TRUE;
}

void
qs_digit_list_set (QsDigitList *self, QsaAccuracy *accuracy, const gsize *examples, guint n)
{
  g_autoptr (GPtrArray) digits = NULL;

  if (is_same (self, accuracy, examples, n))
    return;
  digits = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n; i++)
    {
      QsDigit *digit = g_object_new (QS_TYPE_DIGIT, NULL);

      digit->accuracy = qsa_accuracy_ref (accuracy);
      digit->example = examples[i];
      g_ptr_array_add (digits, digit);
    }
  g_list_store_splice (self->store, 0, g_list_model_get_n_items (G_LIST_MODEL (self->store)), digits->pdata, digits->len);
}

guint
qs_digit_list_get_n (QsDigitList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->store));
}

static void
qs_digit_list_dispose (GObject *object)
{
  QsDigitList *self = QS_DIGIT_LIST (object);

  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (qs_digit_list_parent_class)->dispose (object);
}

static void
qs_digit_list_class_init (QsDigitListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_digit_list_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
qs_digit_list_init (QsDigitList *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *grid;

  self->store = g_list_store_new (QS_TYPE_DIGIT);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  grid = gtk_grid_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->store)))), factory);
  gtk_grid_view_set_max_columns (GTK_GRID_VIEW (grid), COLUMNS_MAX);
  gtk_widget_add_css_class (grid, "digit-grid");
  gtk_accessible_update_property (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Pictures"), -1);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), grid);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
qs_digit_list_new (void)
{
  return g_object_new (QS_TYPE_DIGIT_LIST, NULL);
}
