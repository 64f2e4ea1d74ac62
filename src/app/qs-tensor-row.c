/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-tensor-row.h"

#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>

char *
qs_tensor_name_make_displayable (const char *name)
{
  GString *text = g_string_new (NULL);

  if (name[0] == '\0')
    {
      g_string_free (text, TRUE);
      return g_strdup (_ ("Unnamed"));
    }
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (text, c < 0x20 ? 0x2400 + c : g_unichar_isprint (c) ? c : 0xfffd);
    }
  return g_string_free (text, FALSE);
}

char *
qs_tensor_get_display_name (QstTensor *tensor)
{
  return qs_tensor_name_make_displayable (qst_tensor_get_name (tensor));
}

char *
qs_tensor_describe (QstTensor *tensor)
{
  g_autofree char *shape = qst_tensor_describe_shape (tensor);
  const char *label = qst_dtype_get_label (qst_tensor_get_dtype (tensor));
  g_autofree char *dtype =
      qst_tensor_get_quantization (tensor) != NULL ? g_strdup_printf (_ ("%s codes"), label) : g_strdup (label);
  guint64 n = qst_tensor_get_count (tensor);
  g_autofree char *count = qsp_format_count (n);
  g_autofree char *values =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s value", "%s values", (gulong)MIN (n, G_MAXINT)), count);

  return g_strdup_printf ("%s · %s · %s", shape, dtype, values);
}

/* "Q4_K · 768 × 256 · the reason" as far as it is known. */
static char *
describe_missing (const QstMissing *missing)
{
  GString *text = g_string_new (NULL);

  if (missing->shape != NULL && missing->n_dims > 0)
    {
      for (gsize d = 0; d < missing->n_dims; d++)
        g_string_append_printf (text, "%s%" G_GUINT64_FORMAT, d > 0 ? " × " : "", missing->shape[d]);
      g_string_append (text, " · ");
    }
  if (missing->dtype != NULL)
    g_string_append_printf (text, "%s · ", missing->dtype);
  g_string_append (text, missing->reason);
  return g_string_free (text, FALSE);
}

/* What of it is stored, behind the description. */
static char *
describe_stored (QstTensor *tensor)
{
  g_autofree char *facts = qs_tensor_describe (tensor);
  g_autofree char *bytes = qsp_format_bytes (qst_tensor_get_stored_bytes (tensor), TRUE);

  return g_strdup_printf ("%s · %s", facts, bytes);
}

static char *
describe_group (QsTensorItem *item)
{
  g_autofree char *count = qsp_format_count (item->n_tensors);
  g_autofree char *bytes = qsp_format_bytes (item->n_bytes, TRUE);
  g_autofree char *tensors =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s tensor", "%s tensors", (gulong)MIN (item->n_tensors, G_MAXINT)), count);

  return g_strdup_printf ("%s · %s", tensors, bytes);
}

static char *
describe_item (QsTensorItem *item)
{
  return item->children != NULL ? describe_group (item)
         : item->tensor != NULL ? describe_stored (item->tensor)
                                : describe_missing (item->missing);
}

/* How its values are stored. */
static const char *
get_icon_name (QsTensorItem *item)
{
  QstDtype dtype;

  if (item->children != NULL)
    return "folder-symbolic";
  if (item->tensor == NULL)
    return "dialog-warning-symbolic";
  dtype = qst_tensor_get_dtype (item->tensor);
  return qst_dtype_is_ggml (dtype)      ? "qs-blocks-symbolic"
         : qst_dtype_is_integer (dtype) ? "qs-codes-symbolic"
                                        : "qs-real-symbolic";
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, NULL);
  GtkWidget *facts = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "lines", 3,
                                   "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  gtk_widget_add_css_class (row, "tensor-row");
  gtk_widget_add_css_class (facts, "dim-label");
  gtk_widget_add_css_class (facts, "plot-text");
  gtk_box_append (GTK_BOX (row), gtk_image_new ());
  gtk_box_append (GTK_BOX (row), box);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), facts);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), row);
  gtk_list_item_set_child (item, expander);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  gpointer row = gtk_list_item_get_item (list_item);
  const gboolean in_tree = GTK_IS_TREE_LIST_ROW (row);
  g_autoptr (QsTensorItem) item = in_tree ? gtk_tree_list_row_get_item (row) : g_object_ref (row);
  const gboolean is_there = item->tensor != NULL || item->children != NULL;
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (list_item));
  GtkWidget *icon = gtk_widget_get_first_child (gtk_tree_expander_get_child (expander));
  GtkWidget *name = gtk_widget_get_first_child (gtk_widget_get_next_sibling (icon));
  g_autofree char *title =
      qs_tensor_name_make_displayable (in_tree && item->label != NULL ? item->label : qs_tensor_item_get_name (item));
  g_autofree char *text = describe_item (item);

  gtk_tree_expander_set_list_row (expander, in_tree ? row : NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (icon), get_icon_name (item));
  gtk_label_set_text (GTK_LABEL (name), title);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (name)), text);
  gtk_list_item_set_activatable (list_item, is_there);
  gtk_list_item_set_selectable (list_item, item->tensor != NULL);
  if (is_there)
    gtk_widget_remove_css_class (name, "dim-label");
  else
    gtk_widget_add_css_class (name, "dim-label");
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (list_item)), NULL);
}

GtkListItemFactory *
qs_tensor_row_factory_new (void)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  return factory;
}
