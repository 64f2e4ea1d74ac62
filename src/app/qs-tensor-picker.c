/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-tensor-picker.h"

#include "app/qs-tensor-row.h"
#include "app/qs-tensor-search.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _QsTensorPicker
{
  GtkWidget parent_instance;
  GtkWidget *box, *search, *view, *list, *empty, *stack;
  GListStore *store; /* QsTensorItem */
  GtkCustomFilter *filter;
  GtkFilterListModel *found;     /* what the search leaves of them */
  GtkTreeListModel *tree;        /* their groups, shown while nothing is searched for; NULL where there are none */
  GtkSingleSelection *selection; /* of either */
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

/* The item of a row, which in the tree is wrapped. (transfer full) (nullable) */
static QsTensorItem *
get_item (QsTensorPicker *self, guint position)
{
  g_autoptr (GObject) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (row == NULL || QS_IS_TENSOR_ITEM (row))
    return (QsTensorItem *)g_steal_pointer (&row);
  return gtk_tree_list_row_get_item (GTK_TREE_LIST_ROW (row));
}

static void
show_model (QsTensorPicker *self)
{
  const gboolean is_search = self->words != NULL && self->words[0] != NULL;
  GListModel *model = self->tree != NULL && !is_search ? G_LIST_MODEL (self->tree) : G_LIST_MODEL (self->found);

  if (gtk_single_selection_get_model (self->selection) != model)
    gtk_single_selection_set_model (self->selection, model);
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
  show_model (self);
  update_empty (self);
}

/* Opens or closes a group, and chooses a tensor; what cannot be read cannot be chosen. */
static void
pick (QsTensorPicker *self, guint position)
{
  g_autoptr (QsTensorItem) item = get_item (self, position);

  if (item != NULL && item->children != NULL)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

      gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
      return;
    }
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

static gboolean
is_group_of (QsTensorItem *group, QsTensorItem *item)
{
  while (item != NULL && item != group)
    item = item->group;
  return item != NULL;
}

static QsTensorItem *
find_current (QsTensorPicker *self)
{
  QstTensor *current = qs_session_get_state (self->session)->tensor;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->store)); i++)
    {
      QsTensorItem *item = g_list_model_get_item (G_LIST_MODEL (self->store), i);

      g_object_unref (item); /* which the list keeps */
      if (item->tensor == current && current != NULL)
        return item;
    }
  return NULL;
}

/* Enter without a choice must not leave the tensor that is shown: it is selected, and the groups around it are opened. */
static void
select_current (QsTensorPicker *self)
{
  QsTensorItem *current = find_current (self);

  for (guint i = 0; current != NULL && i < g_list_model_get_n_items (G_LIST_MODEL (self->selection)); i++)
    {
      g_autoptr (QsTensorItem) item = get_item (self, i);

      if (item == current)
        {
          gtk_single_selection_set_selected (self->selection, i);
          gtk_widget_activate_action (self->view, "list.scroll-to-item", "u", i);
          return;
        }
      if (item->children != NULL && is_group_of (item, current))
        {
          g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

          gtk_tree_list_row_set_expanded (row, TRUE);
        }
    }
}

static void
search_activate_cb (GtkSearchEntry *entry, QsTensorPicker *self)
{
  pick (self, gtk_single_selection_get_selected (self->selection));
}

static GListModel *
get_children_cb (gpointer item, gpointer user_data)
{
  GListStore *children = QS_TENSOR_ITEM (item)->children;

  return children != NULL ? g_object_ref (G_LIST_MODEL (children)) : NULL;
}

/* Takes list. */
static void
show_list (QsTensorPicker *self, GListStore *list)
{
  GListStore *root = qs_tensor_item_new_tree (list);

  g_set_object (&self->store, list);
  g_object_unref (list);
  gtk_filter_list_model_set_model (self->found, G_LIST_MODEL (self->store));
  g_clear_object (&self->tree);
  if (root != NULL)
    self->tree = gtk_tree_list_model_new (G_LIST_MODEL (root), FALSE, FALSE, get_children_cb, NULL, NULL);
  show_model (self);
  update_empty (self);
}

static void
source_cb (QsTensorPicker *self)
{
  QstArchive *archive = qs_session_get_archive (self->session);

  if (archive == self->archive)
    return;
  g_clear_pointer (&self->archive, qst_archive_unref);
  if (archive != NULL)
    self->archive = qst_archive_ref (archive);
  show_list (self, archive != NULL ? qs_tensor_item_new_list (archive) : g_list_store_new (QS_TYPE_TENSOR_ITEM));
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
  g_clear_object (&self->store);
  g_clear_object (&self->found);
  g_clear_object (&self->tree);
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

static void
about_cb (QsTensorPicker *self)
{
  g_signal_emit (self, signals[PICKED], 0);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.about-file", NULL);
}

static GtkWidget *
build_about (QsTensorPicker *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_About the File"));

  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (about_cb), self);
  return button;
}

static GtkWidget *
build_list (QsTensorPicker *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->store = g_list_store_new (QS_TYPE_TENSOR_ITEM);
  self->filter = gtk_custom_filter_new (matches, self, NULL);
  self->found = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->store)), GTK_FILTER (self->filter));
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->found)));
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), qs_tensor_row_factory_new ());
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
  gtk_box_append (GTK_BOX (self->box), build_about (self));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
qs_tensor_picker_new (void)
{
  return g_object_new (QS_TYPE_TENSOR_PICKER, NULL);
}
