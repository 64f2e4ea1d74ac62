/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-integer-terms.h"

#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>

struct _QsIntegerTerms
{
  GtkWidget parent_instance;
  GtkWidget *scroller, *formulas[QS_N_TERMS], *numbers[QS_N_TERMS];
};

G_DEFINE_FINAL_TYPE (QsIntegerTerms, qs_integer_terms, GTK_TYPE_WIDGET)

static void
set_label (GtkWidget *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text))
    gtk_label_set_text (GTK_LABEL (label), text);
}

/* Takes both texts. */
static void
set_term (QsIntegerTerms *self, guint term, char *formula, char *number)
{
  set_label (self->formulas[term], formula);
  set_label (self->numbers[term], number);
  g_free (formula);
  g_free (number);
}

static void
set_sums (QsIntegerTerms *self, const QsaIntegerOutput *o, gsize n)
{
  g_autofree char *zw = qsp_format_integer (o->weight.zero_point), *zx = qsp_format_integer (o->input.zero_point);
  g_autofree char *sum_x = qsp_format_integer (o->sum_inputs), *sum_w = qsp_format_integer (o->sum_weights);
  g_autofree char *bias = qsp_format_number ((double)o->bias, 3, TRUE);
  g_autofree char *sx = qsp_format_number ((double)o->input.scale, 3, TRUE);
  g_autofree char *sw = qsp_format_number ((double)o->weight.scale, 3, TRUE);

  set_term (self, QS_TERM_PRODUCTS, g_strdup ("Σ q_x q_w"), qsp_format_integer (o->products));
  set_term (self, QS_TERM_WEIGHT_CORRECTION, g_strdup_printf ("− z_w Σ q_x = − (%s) · %s", zw, sum_x),
            qsp_format_integer (o->weight_correction));
  set_term (self, QS_TERM_INPUT_CORRECTION, g_strdup_printf ("− z_x Σ q_w = − (%s) · %s", zx, sum_w),
            qsp_format_integer (o->input_correction));
  set_term (self, QS_TERM_BOTH_ZEROS, g_strdup_printf ("n z_x z_w = %zu · %s · %s", n, zx, zw),
            qsp_format_integer (o->both_zeros));
  /* Translators: a bias divided by two scales */
  set_term (self, QS_TERM_BIAS, g_strdup_printf (_ ("bias %s ∕ (%s · %s)"), bias, sx, sw), qsp_format_integer (o->bias_code));
  set_term (self, QS_TERM_SUM, g_strdup (_ ("Sum in int32")), qsp_format_integer (o->sum));
}

/* "2⁻⁴⁰" (transfer full) */
static char *
format_power_of_two (int exponent)
{
  static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  g_autofree char *number = g_strdup_printf ("%d", ABS (exponent));
  GString *text = g_string_new (exponent < 0 ? "2⁻" : "2");

  for (const char *p = number; *p != '\0'; p++)
    g_string_append (text, digits[g_ascii_digit_value (*p)]);
  return g_string_free (text, FALSE);
}

static void
set_code (QsIntegerTerms *self, const QsaIntegerOutput *o)
{
  g_autofree char *factor = qsp_format_number (o->factor, 4, TRUE);
  g_autofree char *power = format_power_of_two (o->multiplier.shift - 31);
  g_autofree char *z = qsp_format_integer (o->output.zero_point), *scaled = qsp_format_integer (o->scaled);
  g_autofree char *low = qsp_format_integer (o->output.qmin), *high = qsp_format_integer (o->output.qmax);
  g_autofree char *scale = qsp_format_number ((double)o->output.scale, 4, TRUE), *code = qsp_format_integer (o->code);
  g_autofree char *value = qsp_format_count ((guint64)o->multiplier.value);

  set_term (self, QS_TERM_MULTIPLIER, g_strdup_printf ("M = s_x s_w ∕ s = %s", factor),
            g_strdup_printf ("%s · %s", value, power));
  set_term (self, QS_TERM_SCALED, g_strdup (_ ("M · sum, rounded")), g_strdup (scaled));
  set_term (self, QS_TERM_CODE, g_strdup_printf ("q = clamp (%s + %s, %s … %s)", scaled, z, low, high), g_strdup (code));
  set_term (self, QS_TERM_REAL, g_strdup_printf ("s (q − z) = %s (%s − %s)", scale, code, z),
            qsp_format_number (o->real, 4, TRUE));
  set_term (self, QS_TERM_FLOAT, g_strdup (_ ("In float32")), qsp_format_number (o->expected, 4, TRUE));
  set_term (self, QS_TERM_DIFFERENCE, g_strdup (_ ("Difference")), qsp_format_number (o->real - o->expected, 3, TRUE));
}

void
qs_integer_terms_set (QsIntegerTerms *self, QsaInteger *integer)
{
  gsize n, n_outputs;
  const QsaIntegerOutput *outputs = qsa_integer_get_outputs (integer, &n_outputs);

  qsa_integer_get_inputs (integer, &n);
  set_sums (self, &outputs[qsa_integer_get_request (integer)->row], n);
  set_code (self, &outputs[qsa_integer_get_request (integer)->row]);
}

const char *
qs_integer_terms_get (QsIntegerTerms *self, guint term)
{
  g_return_val_if_fail (term < QS_N_TERMS, NULL);
  return gtk_label_get_text (GTK_LABEL (self->numbers[term]));
}

static void
qs_integer_terms_dispose (GObject *object)
{
  g_clear_pointer (&QS_INTEGER_TERMS (object)->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (qs_integer_terms_parent_class)->dispose (object);
}

static void
qs_integer_terms_class_init (QsIntegerTermsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_integer_terms_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
qs_integer_terms_init (QsIntegerTerms *self)
{
  GtkWidget *grid = g_object_new (GTK_TYPE_GRID, "column-spacing", 12, "row-spacing", 8, "margin-start", 14, "margin-end", 14,
                                  "margin-bottom", 12, NULL);

  for (int i = 0; i < QS_N_TERMS; i++)
    {
      self->formulas[i] = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "hexpand", TRUE, NULL);
      self->numbers[i] = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0, "selectable", FALSE, NULL);
      gtk_widget_add_css_class (self->formulas[i], "numeric");
      gtk_widget_add_css_class (self->numbers[i], "numeric");
      if (i == QS_TERM_SUM || i == QS_TERM_CODE || i == QS_TERM_REAL)
        gtk_widget_add_css_class (self->numbers[i], "heading");
      gtk_grid_attach (GTK_GRID (grid), self->formulas[i], 0, i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), self->numbers[i], 1, i, 1, 1);
    }
  gtk_widget_add_css_class (self->numbers[QS_TERM_CODE], "role-grid");
  gtk_widget_add_css_class (self->numbers[QS_TERM_FLOAT], "role-data");
  gtk_widget_add_css_class (self->numbers[QS_TERM_DIFFERENCE], "role-error");
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), grid);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}

GtkWidget *
qs_integer_terms_new (void)
{
  return g_object_new (QS_TYPE_INTEGER_TERMS, NULL);
}
