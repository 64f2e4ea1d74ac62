/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-bit-row.h"

#include <glib/gi18n-lib.h>

struct _QsBitRow
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkWidget *buttons[QSC_BITS_MAX]; /* the lowest bit first */
  int code, bits;
  gboolean is_signed;
};

enum
{
  FLIPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QsBitRow, qs_bit_row, GTK_TYPE_WIDGET)

static int
code_of_bits (QsBitRow *self, guint pattern)
{
  if (self->is_signed && (pattern & (1u << (self->bits - 1))) != 0)
    return (int)pattern - (1 << self->bits);
  return (int)pattern;
}

static void
clicked_cb (GtkButton *button, QsBitRow *self)
{
  guint pattern = (guint)self->code & ((1u << self->bits) - 1);

  for (int i = 0; i < self->bits; i++)
    if (self->buttons[i] == GTK_WIDGET (button))
      g_signal_emit (self, signals[FLIPPED], 0, code_of_bits (self, pattern ^ (1u << i)));
}

void
qs_bit_row_set_code (QsBitRow *self, int code, int bits, gboolean is_signed)
{
  self->code = code;
  self->bits = bits;
  self->is_signed = is_signed;
  for (int i = 0; i < QSC_BITS_MAX; i++)
    {
      gboolean set = (((guint)code >> i) & 1) != 0;
      gboolean is_sign = is_signed && i == bits - 1;
      g_autofree char *name = is_sign ? g_strdup_printf (_ ("Sign bit: %d"), set) : g_strdup_printf (_ ("Bit %d: %d"), i, set);

      gtk_widget_set_visible (self->buttons[i], i < bits);
      gtk_button_set_label (GTK_BUTTON (self->buttons[i]), set ? "1" : "0");
      gtk_widget_set_tooltip_text (self->buttons[i], name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->buttons[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      if (is_sign)
        gtk_widget_add_css_class (self->buttons[i], "sign-bit");
      else
        gtk_widget_remove_css_class (self->buttons[i], "sign-bit");
    }
}

static void
qs_bit_row_dispose (GObject *object)
{
  g_clear_pointer (&QS_BIT_ROW (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (qs_bit_row_parent_class)->dispose (object);
}

static void
qs_bit_row_class_init (QsBitRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_bit_row_dispose;
  signals[FLIPPED] =
      g_signal_new ("flipped", QS_TYPE_BIT_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
qs_bit_row_init (QsBitRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->box, "linked");
  /* Bits are written the same way in every script. */
  gtk_widget_set_direction (self->box, GTK_TEXT_DIR_LTR);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  for (int i = QSC_BITS_MAX - 1; i >= 0; i--)
    {
      self->buttons[i] = gtk_button_new_with_label ("0");
      gtk_widget_add_css_class (self->buttons[i], "bit");
      g_signal_connect (self->buttons[i], "clicked", G_CALLBACK (clicked_cb), self);
      gtk_box_append (GTK_BOX (self->box), self->buttons[i]);
    }
}

GtkWidget *
qs_bit_row_new (void)
{
  return g_object_new (QS_TYPE_BIT_ROW, NULL);
}
