/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-tensor-picker.h"

#include "app/qs-tensor-search.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A row of the list. */

#define QS_TYPE_TENSOR_ITEM (qs_tensor_item_get_type ())
G_DECLARE_FINAL_TYPE (QsTensorItem, qs_tensor_item, QS, TENSOR_ITEM, GObject)

struct _QsTensorItem
{
  GObject parent_instance;
  QstTensor *tensor;         /* or: */
  const QstMissing *missing; /* of archive */
  QstArchive *archive;
  guint index; /* place in the file */
};

G_DEFINE_FINAL_TYPE (QsTensorItem, qs_tensor_item, G_TYPE_OBJECT)

static void
qs_tensor_item_finalize (GObject *object)
{
  QsTensorItem *self = QS_TENSOR_ITEM (object);

  g_clear_pointer (&self->tensor, qst_tensor_unref);
  g_clear_pointer (&self->archive, qst_archive_unref);
  G_OBJECT_CLASS (qs_tensor_item_parent_class)->finalize (object);
}

static void
qs_tensor_item_class_init (QsTensorItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = qs_tensor_item_finalize;
}

static void
qs_tensor_item_init (QsTensorItem *self)
{
}

/* The picker */

struct _QsTensorPicker
{
  GtkWidget parent_instance;
  GtkWidget *box, *search, *view, *list, *empty, *stack;
  GListStore *store;
  GtkCustomFilter *filter;
  GtkSingleSelection *selection;
  QsSession *session;
  QstArchive *archive; /* that store was filled from */
  char **words;
};

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QsTensorPicker, qs_tensor_picker, GTK_TYPE_WIDGET)

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

static gboolean
matches (gpointer item, gpointer user_data)
{
  QsTensorPicker *self = user_data;
  QstTensor *tensor = QS_TENSOR_ITEM (item)->tensor;
  const QstMissing *missing = QS_TENSOR_ITEM (item)->missing;
  QsTensorFacts facts;

  if (tensor != NULL)
    facts = (QsTensorFacts){ qst_tensor_get_name (tensor),
                             qst_dtype_get_name (qst_tensor_get_dtype (tensor)),
                             qst_dtype_get_label (qst_tensor_get_dtype (tensor)),
                             qst_tensor_get_n_dims (tensor),
                             qst_tensor_get_shape (tensor),
                             QS_TENSOR_ITEM (item)->index,
                             NAN };
  else
    facts = (QsTensorFacts){
      missing->name, missing->dtype, NULL, missing->n_dims, missing->shape, QS_TENSOR_ITEM (item)->index, NAN
    };
  return qs_tensor_search_matches (self->words, &facts);
}

static void
update_empty (QsTensorPicker *self)
{
  gboolean empty = g_list_model_get_n_items (G_LIST_MODEL (self->selection)) == 0;

  gtk_stack_set_visible_child (GTK_STACK (self->stack), empty ? self->empty : self->list);
}

static void
search_changed_cb (GtkSearchEntry *entry, QsTensorPicker *self)
{
  g_clear_pointer (&self->words, g_strfreev);
  self->words = qs_tensor_search_parse (gtk_editable_get_text (GTK_EDITABLE (entry)));
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update_empty (self);
}

static void
pick (QsTensorPicker *self, guint position)
{
  g_autoptr (QsTensorItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  /* What cannot be read cannot be picked. */
  if (item == NULL || item->tensor == NULL)
    return;
  qs_session_select_tensor (self->session, item->tensor);
  g_signal_emit (self, signals[PICKED], 0);
}

static void
activate_cb (GtkListView *view, guint position, QsTensorPicker *self)
{
  pick (self, position);
}

/* Escape: first it clears the search, then it closes. */
static void
stop_cb (QsTensorPicker *self)
{
  if (gtk_editable_get_text (GTK_EDITABLE (self->search))[0] != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  else
    g_signal_emit (self, signals[PICKED], 0);
}

/* Enter without a choice must not leave the tensor that is shown. */
static void
select_current (QsTensorPicker *self)
{
  QstTensor *current = qs_session_get_state (self->session)->tensor;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->selection)); i++)
    {
      g_autoptr (QsTensorItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (item->tensor != current)
        continue;
      gtk_single_selection_set_selected (self->selection, i);
      gtk_widget_activate_action (self->view, "list.scroll-to-item", "u", i);
      return;
    }
}

static void
search_activate_cb (GtkSearchEntry *entry, QsTensorPicker *self)
{
  pick (self, gtk_single_selection_get_selected (self->selection));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, NULL);
  GtkWidget *facts = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "lines", 3,
                                   "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  gtk_widget_add_css_class (box, "tensor-row");
  gtk_widget_add_css_class (facts, "dim-label");
  gtk_widget_add_css_class (facts, "plot-text");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), facts);
  gtk_list_item_set_child (item, box);
}

/* What of it is stored, behind the description. */
static char *
describe_stored (QstTensor *tensor)
{
  g_autofree char *facts = qs_tensor_describe (tensor);
  g_autofree char *bytes = qsp_format_bytes (qst_tensor_get_stored_bytes (tensor), TRUE);

  return g_strdup_printf ("%s · %s", facts, bytes);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer user_data)
{
  QsTensorItem *item = gtk_list_item_get_item (list_item);
  const gboolean is_there = item->tensor != NULL;
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  GtkWidget *facts = gtk_widget_get_next_sibling (name);
  g_autofree char *title = qs_tensor_name_make_displayable (is_there ? qst_tensor_get_name (item->tensor) : item->missing->name);
  g_autofree char *text = is_there ? describe_stored (item->tensor) : describe_missing (item->missing);

  gtk_label_set_text (GTK_LABEL (name), title);
  gtk_label_set_text (GTK_LABEL (facts), text);
  gtk_list_item_set_activatable (list_item, is_there);
  gtk_list_item_set_selectable (list_item, is_there);
  if (is_there)
    gtk_widget_remove_css_class (name, "dim-label");
  else
    gtk_widget_add_css_class (name, "dim-label");
}

static void
source_cb (QsTensorPicker *self)
{
  QstArchive *archive = qs_session_get_archive (self->session);
  g_autoptr (GPtrArray) items = NULL;

  if (archive == self->archive)
    return;
  g_clear_pointer (&self->archive, qst_archive_unref);
  g_list_store_remove_all (self->store);
  if (archive == NULL)
    return;
  self->archive = qst_archive_ref (archive);
  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
    {
      QsTensorItem *item = g_object_new (QS_TYPE_TENSOR_ITEM, NULL);

      item->tensor = qst_tensor_ref (qst_archive_get_tensor (archive, i));
      item->index = items->len;
      g_ptr_array_add (items, item);
    }
  for (gsize i = 0; i < qst_archive_get_n_missing (archive); i++)
    {
      QsTensorItem *item = g_object_new (QS_TYPE_TENSOR_ITEM, NULL);

      item->archive = qst_archive_ref (archive);
      item->missing = qst_archive_get_missing (archive, i);
      item->index = items->len;
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (self->store, 0, 0, items->pdata, items->len);
  update_empty (self);
}

void
qs_tensor_picker_set_session (QsTensorPicker *self, QsSession *session)
{
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "source", G_CALLBACK (source_cb), self, G_CONNECT_SWAPPED);
  source_cb (self);
}

void
qs_tensor_picker_start (QsTensorPicker *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  select_current (self);
  gtk_widget_grab_focus (self->search);
}

static void
qs_tensor_picker_dispose (GObject *object)
{
  QsTensorPicker *self = QS_TENSOR_PICKER (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->session);
  g_clear_pointer (&self->archive, qst_archive_unref);
  g_clear_pointer (&self->words, g_strfreev);
  G_OBJECT_CLASS (qs_tensor_picker_parent_class)->dispose (object);
}

static void
qs_tensor_picker_class_init (QsTensorPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_tensor_picker_dispose;
  signals[PICKED] = g_signal_new ("picked", QS_TYPE_TENSOR_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
build_list (QsTensorPicker *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkFilterListModel *filtered;
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->store = g_list_store_new (QS_TYPE_TENSOR_ITEM);
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  filtered = gtk_filter_list_model_new (G_LIST_MODEL (self->store), GTK_FILTER (self->filter));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (filtered));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->view), TRUE);
  gtk_widget_add_css_class (self->view, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Tensors"), -1);
  g_signal_connect (self->view, "activate", G_CALLBACK (activate_cb), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->view);
  gtk_widget_set_size_request (scroller, 320, 360);
  return scroller;
}

static void
qs_tensor_picker_init (QsTensorPicker *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->search = gtk_search_entry_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search Tensors"), -1);
  g_object_set (self->search, "placeholder-text", _ ("Name, shape:32x64, dtype:f16"), NULL);
  g_signal_connect (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (stop_cb), self);
  g_signal_connect (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  self->stack = gtk_stack_new ();
  self->list = build_list (self);
  self->empty = gtk_label_new (_ ("No tensor fits this search"));
  gtk_widget_add_css_class (self->empty, "dim-label");
  gtk_stack_add_child (GTK_STACK (self->stack), self->list);
  gtk_stack_add_child (GTK_STACK (self->stack), self->empty);
  gtk_box_append (GTK_BOX (self->box), self->search);
  gtk_box_append (GTK_BOX (self->box), self->stack);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
qs_tensor_picker_new (void)
{
  return g_object_new (QS_TYPE_TENSOR_PICKER, NULL);
}
