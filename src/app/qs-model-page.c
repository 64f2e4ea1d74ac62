/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-model-page.h"

#include "app/qs-model-bar.h"
#include "plot/qsp-number.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#define GAP 12

/* Rows that were measured go to their places so often, that the list can be read meanwhile. */
#define REFRESH_MSEC 400

/* What the search needs beside the other controls. */
#define SEARCH_WIDTH 220

/* The least of a list; below the other height it has the page to itself, but for the search. */
#define LIST_HEIGHT_MIN 36
#define LOW_HEIGHT 240

struct _QsModelPage
{
  GtkWidget parent_instance;
  GtkWidget *search, *controls, *stack, *bar;
  GtkWidget *kind_label, *scheme_label, *empty;
  QsModel *model;
  QsModelTable *table;
  guint refresh_id;
  gboolean is_stale; /* measured rows wait for their places */
};

G_DEFINE_FINAL_TYPE (QsModelPage, qs_model_page, GTK_TYPE_WIDGET)

/* What is seen follows the model */

static void
update_list (QsModelPage *self)
{
  const guint n = g_list_model_get_n_items (qs_model_get_rows (self->model));
  const guint n_shown = g_list_model_get_n_items (qs_model_table_get_shown (self->table));
  g_autofree char *count = qsp_format_count (n);
  g_autofree char *hint = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Search %s tensor", "Search %s tensors", n), count);

  g_object_set (self->search, "placeholder-text", hint, NULL);
  gtk_label_set_text (GTK_LABEL (self->empty),
                      n > 0 ? _ ("No tensor fits this search") : _ ("Open a file with weights to compare its tensors"));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n_shown > 0 ? "table" : "empty");
}

static void
refresh (QsModelPage *self)
{
  self->is_stale = FALSE;
  qs_model_table_refresh (self->table);
  qs_model_bar_update (QS_MODEL_BAR (self->bar));
  update_list (self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  QsModelPage *self = user_data;

  self->refresh_id = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static void
progress_cb (QsModelPage *self)
{
  self->is_stale = TRUE;
  if (!qs_model_is_measuring (self->model))
    {
      g_clear_handle_id (&self->refresh_id, g_source_remove);
      refresh (self);
    }
  else if (self->refresh_id == 0)
    {
      qs_model_bar_update (QS_MODEL_BAR (self->bar));
      self->refresh_id = g_timeout_add (REFRESH_MSEC, refresh_cb, self);
    }
}

static void
rows_cb (QsModelPage *self)
{
  qs_model_table_update_titles (self->table);
  refresh (self);
}

static void
search_changed_cb (GtkSearchEntry *entry, QsModelPage *self)
{
  qs_model_table_set_search (self->table, gtk_editable_get_text (GTK_EDITABLE (entry)));
  update_list (self);
}

static void
search_activate_cb (GtkSearchEntry *entry, QsModelPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->table));
}

void
qs_model_page_set_search (QsModelPage *self, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  /* At once, not when the typing has paused. */
  search_changed_cb (GTK_SEARCH_ENTRY (self->search), self);
}

const char *
qs_model_page_get_search (QsModelPage *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

void
qs_model_page_start_search (QsModelPage *self)
{
  gtk_widget_grab_focus (self->search);
}

void
qs_model_page_set_kind (QsModelPage *self, QsModelKind kind)
{
  qs_model_table_set_kind (self->table, kind);
  gtk_label_set_text (GTK_LABEL (self->kind_label), qs_model_kind_get_title (kind));
  update_list (self);
}

void
qs_model_page_set_scheme (QsModelPage *self, QsModelScheme scheme)
{
  qs_model_set_scheme (self->model, scheme);
  gtk_label_set_text (GTK_LABEL (self->scheme_label), qs_model_scheme_get_title (scheme));
}

gboolean
qs_model_page_is_complete (QsModelPage *self)
{
  guint n;
  double seconds;

  return !self->is_stale && qs_model_get_progress (self->model, &n, &seconds) == n && n > 0;
}

const char *
qs_model_page_get_progress_text (QsModelPage *self)
{
  return qs_model_bar_get_text (QS_MODEL_BAR (self->bar));
}

QsModel *
qs_model_page_get_model (QsModelPage *self)
{
  return self->model;
}

QsModelTable *
qs_model_page_get_table (QsModelPage *self)
{
  return self->table;
}

void
qs_model_page_set_session (QsModelPage *self, QsSession *session)
{
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->model = qs_model_new (session);
  self->table = QS_MODEL_TABLE (qs_model_table_new (self->model));
  gtk_widget_set_vexpand (GTK_WIDGET (self->table), TRUE);
  gtk_widget_add_css_class (card, "card");
  gtk_widget_set_overflow (card, GTK_OVERFLOW_HIDDEN);
  gtk_box_append (GTK_BOX (card), GTK_WIDGET (self->table));
  gtk_stack_add_named (GTK_STACK (self->stack), card, "table");
  self->bar = qs_model_bar_new (self->model);
  gtk_widget_set_parent (self->bar, GTK_WIDGET (self));
  g_signal_connect_object (self->model, "rows", G_CALLBACK (rows_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->model, "progress", G_CALLBACK (progress_cb), self, G_CONNECT_SWAPPED);
  rows_cb (self);
}

/* The parts */

/* A button with a menu, which names what is in force and gives way where there is little room. */
static GtkWidget *
add_menu (QsModelPage *self, GMenu *menu, const char *tooltip, GtkWidget **label)
{
  GtkWidget *button = gtk_menu_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  *label = g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END, "width-chars", 3, NULL);
  gtk_widget_set_hexpand (*label, TRUE);
  gtk_box_append (GTK_BOX (box), *label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("pan-down-symbolic"));
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button), box);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  gtk_box_append (GTK_BOX (self->controls), button);
  return button;
}

static void
append_action (GMenu *menu, const char *title, const char *action, const char *target)
{
  g_autofree char *detailed = g_strdup_printf ("%s::%s", action, target);

  g_menu_append (menu, title, detailed);
}

static void
build_menus (QsModelPage *self)
{
  g_autoptr (GMenu) kinds = g_menu_new ();
  g_autoptr (GMenu) schemes = g_menu_new ();

  for (guint i = 0; i < QS_N_MODEL_KINDS; i++)
    append_action (kinds, qs_model_kind_get_title (i), "win.model-kind", qs_model_kind_get_nick (i));
  for (guint i = 0; i < QS_N_MODEL_SCHEMES; i++)
    append_action (schemes, qs_model_scheme_get_title (i), "win.model-scheme", qs_model_scheme_get_nick (i));
  add_menu (self, kinds, _ ("Choose Which Kind of Tensors Is Shown"), &self->kind_label);
  add_menu (self, schemes, _ ("Choose the Scheme That Tensors Are Compared Under"), &self->scheme_label);
  gtk_label_set_text (GTK_LABEL (self->kind_label), qs_model_kind_get_title (QS_MODEL_KIND_ALL));
  gtk_label_set_text (GTK_LABEL (self->scheme_label), qs_model_scheme_get_title (QS_MODEL_SCHEME_MIN_MAX));
}

static void
build_more (QsModelPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) columns = g_menu_new ();
  g_autoptr (GMenu) actions = g_menu_new ();
  GtkWidget *button = gtk_menu_button_new ();

  for (guint i = 0; i < QS_N_MODEL_COLUMNS; i++)
    {
      g_autofree char *title = qs_model_column_make_title (i, TRUE);
      g_autofree char *action = g_strdup_printf ("win.model-column-%s", qs_model_column_get_nick (i));

      if (i != QS_MODEL_COLUMN_NAME)
        g_menu_append (columns, title, action);
    }
  g_menu_append_submenu (actions, _ ("_Columns"), G_MENU_MODEL (columns));
  g_menu_append (actions, _ ("Export _Table…"), "win.model-export-table");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (actions));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, _ ("Table Menu"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Table Menu"), -1);
  gtk_box_append (GTK_BOX (self->controls), button);
}

/* The widget: search and controls share a row where there is room. */

static gboolean
is_wide (QsModelPage *self, int width)
{
  int controls;

  gtk_widget_measure (self->controls, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &controls, NULL, NULL);
  return width >= controls + GAP + SEARCH_WIDTH;
}

static int
get_height (GtkWidget *widget, int width)
{
  int least, height;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &least, &height, NULL, NULL);
  return height;
}

/* A low window has room for a part of the list, and the search to find the rest of it. */
static void
qs_model_page_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  QsModelPage *self = QS_MODEL_PAGE (widget);
  GtkWidget *const parts[] = { self->search, self->controls, self->stack, self->bar };

  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = get_height (self->search, -1) + GAP + LIST_HEIGHT_MIN;
      *natural = 640;
      return;
    }
  *minimum = 0;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      int least, wanted;

      if (parts[i] == NULL)
        continue;
      gtk_widget_measure (parts[i], orientation, -1, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
    }
  *natural = MAX (*minimum, 560);
}

/* Returns the height that is left. */
static int
allocate_bar (QsModelPage *self, int width, int height, gboolean is_low)
{
  int bar;

  if (self->bar == NULL)
    return height;
  gtk_widget_set_child_visible (self->bar, !is_low);
  if (is_low || !gtk_widget_get_visible (self->bar))
    return height;
  bar = get_height (self->bar, width);
  gtk_widget_size_allocate (self->bar, &(GtkAllocation){ 0, height - bar, width, bar }, -1);
  return height - bar - GAP;
}

static void
qs_model_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  QsModelPage *self = QS_MODEL_PAGE (widget);
  const gboolean is_low = height < LOW_HEIGHT, wide = is_wide (self, width), has_controls = wide || !is_low;
  const int search = get_height (self->search, -1), controls = get_height (self->controls, -1);
  int top = wide ? MAX (search, controls) : search, controls_width;

  gtk_widget_measure (self->controls, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &controls_width, NULL, NULL);
  gtk_widget_size_allocate (self->search, &(GtkAllocation){ 0, 0, wide ? width - controls_width - GAP : width, search }, -1);
  gtk_widget_set_child_visible (self->controls, has_controls);
  if (wide)
    gtk_widget_size_allocate (self->controls, &(GtkAllocation){ width - controls_width, 0, controls_width, controls }, -1);
  else if (has_controls)
    {
      gtk_widget_size_allocate (self->controls, &(GtkAllocation){ 0, search + GAP / 2, width, controls }, -1);
      top += GAP / 2 + controls;
    }
  top += GAP;
  height = allocate_bar (self, width, height, is_low);
  gtk_widget_size_allocate (self->stack, &(GtkAllocation){ 0, top, width, MAX (height - top, 0) }, -1);
}

static void
qs_model_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (qs_model_page_parent_class)->map (widget);
  qs_model_set_shown (QS_MODEL_PAGE (widget)->model, TRUE);
}

static void
qs_model_page_unmap (GtkWidget *widget)
{
  qs_model_set_shown (QS_MODEL_PAGE (widget)->model, FALSE);
  GTK_WIDGET_CLASS (qs_model_page_parent_class)->unmap (widget);
}

static void
qs_model_page_dispose (GObject *object)
{
  QsModelPage *self = QS_MODEL_PAGE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_pointer (&self->search, gtk_widget_unparent);
  g_clear_pointer (&self->controls, gtk_widget_unparent);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_pointer (&self->bar, gtk_widget_unparent);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (qs_model_page_parent_class)->dispose (object);
}

static void
qs_model_page_class_init (QsModelPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_model_page_dispose;
  widget_class->measure = qs_model_page_measure;
  widget_class->size_allocate = qs_model_page_size_allocate;
  widget_class->map = qs_model_page_map;
  widget_class->unmap = qs_model_page_unmap;
  gtk_widget_class_set_css_name (widget_class, "modelpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
qs_model_page_init (QsModelPage *self)
{
  self->search = gtk_search_entry_new ();
  gtk_widget_set_tooltip_text (self->search,
                               _ ("A part of the name, shape:768, type:bf16, ndim:2, sqnr<12 or #7, the place in the file"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search Tensors"), -1);
  g_signal_connect (self->search, "search-changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  gtk_widget_set_parent (self->search, GTK_WIDGET (self));
  self->controls = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  build_menus (self);
  build_more (self);
  gtk_widget_set_parent (self->controls, GTK_WIDGET (self));
  self->empty = g_object_new (GTK_TYPE_LABEL, "wrap", TRUE, "justify", GTK_JUSTIFY_CENTER, NULL);
  gtk_widget_add_css_class (self->empty, "dim-label");
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), self->empty, "empty");
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Model"), -1);
}
