/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-model-table.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How many rows after the visible ones are measured early. */
#define AHEAD 20

struct _QsModelTable
{
  GtkWidget parent_instance;
  GtkWidget *scroller, *view;
  QsModel *model;
  GtkColumnViewColumn *columns[QS_N_MODEL_COLUMNS];
  gboolean wanted[QS_N_MODEL_COLUMNS], fits[QS_N_MODEL_COLUMNS];
  guint columns_id;

  GtkCustomFilter *filter;
  char **words;
  QsModelKind kind;

  GtkSorter *column_sorter;     /* (transfer none) of the view */
  GtkCustomSorter *last_sorter; /* what is not measured goes to the end */
  gboolean sorts_measures;      /* the first column that sorts shows measures */
  QsModelRow *probes[2][2];     /* [index][is measured] */
  GtkSingleSelection *selection;
};

enum
{
  OPENED,
  SELECTED,
  SHOWN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QsModelTable, qs_model_table, GTK_TYPE_WIDGET)

/* Filter */

static gboolean
matches_cb (gpointer item, gpointer user_data)
{
  QsModelTable *self = user_data;
  QsTensorFacts facts;

  if (self->kind != QS_MODEL_KIND_ALL && qs_model_row_get_kind (item) != self->kind)
    return FALSE;
  qs_model_row_get_facts (item, &facts);
  return qs_tensor_search_matches (self->words, &facts);
}

void
qs_model_table_set_search (QsModelTable *self, const char *text)
{
  g_strfreev (self->words);
  self->words = qs_tensor_search_parse (text);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

void
qs_model_table_set_kind (QsModelTable *self, QsModelKind kind)
{
  self->kind = kind;
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

QsModelKind
qs_model_table_get_kind (QsModelTable *self)
{
  return self->kind;
}

/* Order */

/* The view turns the order of its columns round for “descending”, and with it what is not measured. It does not tell which column
 * it sorts by: two rows that differ in all that is known without measuring, and in being measured, find out. */
static void
probe_order (QsModelTable *self)
{
  const int one_way = gtk_sorter_compare (self->column_sorter, self->probes[0][FALSE], self->probes[1][TRUE]);
  const int other_way = gtk_sorter_compare (self->column_sorter, self->probes[1][FALSE], self->probes[0][TRUE]);

  self->sorts_measures = one_way == other_way;
}

static int
compare_last_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  QsModelTable *self = user_data;
  QsModelRow *first = (QsModelRow *)a, *second = (QsModelRow *)b;
  const int other =
      (qs_model_row_get_kind (first) == QS_MODEL_KIND_OTHER) - (qs_model_row_get_kind (second) == QS_MODEL_KIND_OTHER);

  if (other != 0 || !self->sorts_measures)
    return other;
  return (qs_model_row_get_profile (first) == NULL) - (qs_model_row_get_profile (second) == NULL);
}

static int
compare_places_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const guint first = qs_model_row_get_entry ((QsModelRow *)a)->index;
  const guint second = qs_model_row_get_entry ((QsModelRow *)b)->index;

  return (first > second) - (first < second);
}

static GtkSorter *
new_sorter (QsModelTable *self)
{
  GtkMultiSorter *sorter = gtk_multi_sorter_new ();

  self->column_sorter = gtk_column_view_get_sorter (GTK_COLUMN_VIEW (self->view));
  /* Before the list hears of it. */
  g_signal_connect_object (self->column_sorter, "changed", G_CALLBACK (probe_order), self, G_CONNECT_SWAPPED);
  self->last_sorter = gtk_custom_sorter_new (compare_last_cb, self, NULL);
  gtk_multi_sorter_append (sorter, GTK_SORTER (self->last_sorter));
  gtk_multi_sorter_append (sorter, g_object_ref (self->column_sorter));
  gtk_multi_sorter_append (sorter, GTK_SORTER (gtk_custom_sorter_new (compare_places_cb, NULL, NULL)));
  return GTK_SORTER (sorter);
}

void
qs_model_table_sort (QsModelTable *self, QsModelColumn column, gboolean descending)
{
  gtk_column_view_sort_by_column (GTK_COLUMN_VIEW (self->view), self->columns[column],
                                  descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
}

/* Rows */

GListModel *
qs_model_table_get_shown (QsModelTable *self)
{
  return G_LIST_MODEL (self->selection);
}

QsModelRow *
qs_model_table_get_selected (QsModelTable *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

void
qs_model_table_select (QsModelTable *self, guint position)
{
  gtk_single_selection_set_selected (self->selection, position);
}

void
qs_model_table_open (QsModelTable *self)
{
  QsModelRow *row = qs_model_table_get_selected (self);

  if (row != NULL && qs_model_row_get_entry (row)->tensor != NULL)
    g_signal_emit (self, signals[OPENED], 0, row);
}

static void
activate_cb (GtkColumnView *view, guint position, QsModelTable *self)
{
  gtk_single_selection_set_selected (self->selection, position);
  qs_model_table_open (self);
}

static void
selected_cb (QsModelTable *self)
{
  g_signal_emit (self, signals[SELECTED], 0);
}

static void
shown_cb (QsModelTable *self)
{
  g_signal_emit (self, signals[SHOWN], 0);
}

/* All rows are equally high, near enough. */
static void
prefer_visible (QsModelTable *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  const double upper = MAX (gtk_adjustment_get_upper (adjustment), 1);
  const guint n_all = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  const guint first = (guint)(gtk_adjustment_get_value (adjustment) / upper * n_all);
  const guint n = (guint)(gtk_adjustment_get_page_size (adjustment) / upper * n_all) + AHEAD;
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  QsModelRow *selected = qs_model_table_get_selected (self);

  if (selected != NULL && qs_model_row_get_kind (selected) != QS_MODEL_KIND_OTHER)
    g_array_append_val (places, qs_model_row_get_entry (selected)->index);
  for (guint i = first; i < MIN (first + n, n_all); i++)
    {
      g_autoptr (QsModelRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (qs_model_row_get_profile (row) == NULL && qs_model_row_get_kind (row) != QS_MODEL_KIND_OTHER)
        g_array_append_val (places, qs_model_row_get_entry (row)->index);
    }
  qs_model_prefer (self->model, (const guint *)(gpointer)places->data, places->len);
}

/* The list holds on to the row that was first, wherever that goes. */
static void
scroll_to_top (QsModelTable *self)
{
  GtkWidget *child = gtk_widget_get_first_child (self->view);

  while (child != NULL && !gtk_widget_activate_action (child, "list.scroll-to-item", "u", 0))
    child = gtk_widget_get_next_sibling (child);
}

void
qs_model_table_refresh (QsModelTable *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  const gboolean at_top = gtk_adjustment_get_value (adjustment) < 1;

  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (GTK_SORTER (self->last_sorter), GTK_SORTER_CHANGE_DIFFERENT);
  if (at_top && g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    scroll_to_top (self);
  prefer_visible (self);
}

/* Columns */

void
qs_model_table_update_titles (QsModelTable *self)
{
  const gboolean is_signed = qs_model_get_plan (self->model)->scheme.format.is_signed;

  for (guint i = 0; i < QS_N_MODEL_COLUMNS; i++)
    {
      g_autofree char *title = qs_model_column_make_title (i, is_signed);

      if (g_strcmp0 (gtk_column_view_column_get_title (self->columns[i]), title) != 0)
        gtk_column_view_column_set_title (self->columns[i], title);
    }
}

gboolean
qs_model_table_get_wanted (QsModelTable *self, QsModelColumn column)
{
  return self->wanted[column];
}

gboolean
qs_model_table_is_column_shown (QsModelTable *self, QsModelColumn column)
{
  return gtk_column_view_column_get_visible (self->columns[column]);
}

static gboolean
update_columns_cb (gpointer user_data)
{
  QsModelTable *self = user_data;

  self->columns_id = 0;
  for (guint i = 0; i < QS_N_MODEL_COLUMNS; i++)
    {
      const gboolean visible = self->wanted[i] && self->fits[i];
      const int width = i == QS_MODEL_COLUMN_NAME ? -1 : qs_model_column_get_width (i, GTK_WIDGET (self));

      if (gtk_column_view_column_get_visible (self->columns[i]) == visible)
        continue;
      gtk_column_view_column_set_fixed_width (self->columns[i], width);
      gtk_column_view_column_set_visible (self->columns[i], visible);
    }
  return G_SOURCE_REMOVE;
}

/* Which columns there is room for: those of the lowest ranks. */
static void
fit_columns (QsModelTable *self, int width)
{
  gboolean fits[QS_N_MODEL_COLUMNS] = { FALSE };
  int room = width;

  for (int rank = 0; rank < QS_N_MODEL_COLUMNS; rank++)
    for (guint i = 0; i < QS_N_MODEL_COLUMNS; i++)
      if (qs_model_column_get_rank (i) == rank && self->wanted[i])
        {
          room -= qs_model_column_get_width (i, GTK_WIDGET (self));
          fits[i] = room >= 0 || rank <= 1; /* the name, and what it is about */
        }
  if (memcmp (fits, self->fits, sizeof fits) == 0)
    return;
  memcpy (self->fits, fits, sizeof fits);
  /* Not while sizes are being given out. */
  if (self->columns_id == 0)
    self->columns_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_columns_cb, self, NULL);
}

void
qs_model_table_set_wanted (QsModelTable *self, QsModelColumn column, gboolean wanted)
{
  if (self->wanted[column] == wanted || column == QS_MODEL_COLUMN_NAME)
    return;
  self->wanted[column] = wanted;
  fit_columns (self, gtk_widget_get_width (GTK_WIDGET (self)));
}

static void
build_view (QsModelTable *self)
{
  self->view = gtk_column_view_new (NULL);
  gtk_widget_add_css_class (self->view, "model-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Tensors"), -1);
  for (guint i = 0; i < QS_N_MODEL_COLUMNS; i++)
    {
      self->columns[i] = qs_model_column_new (i);
      self->wanted[i] = TRUE;
      gtk_column_view_column_set_visible (self->columns[i], i == QS_MODEL_COLUMN_NAME);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (self->view), self->columns[i]);
    }
  self->fits[QS_MODEL_COLUMN_NAME] = TRUE;
  g_signal_connect (self->view, "activate", G_CALLBACK (activate_cb), self);
}

/* Rows that differ in their places and in being measured. */
static void
build_probes (QsModelTable *self)
{
  QsaProfile *profile = g_new0 (QsaProfile, 1);

  g_atomic_ref_count_init (&profile->refs);
  profile->n_finite = 1;
  profile->n_points = QS_MODEL_N_WIDTHS;
  for (guint i = 0; i < 2; i++)
    for (guint j = 0; j < 2; j++)
      {
        self->probes[i][j] = qs_model_row_new_empty (i);
        if (j > 0)
          qs_model_row_set_profile (self->probes[i][j], profile, NULL);
      }
  qsa_profile_unref (profile);
}

GtkWidget *
qs_model_table_new (QsModel *model)
{
  QsModelTable *self = g_object_new (QS_TYPE_MODEL_TABLE, NULL);
  GtkFilterListModel *filtered;
  GtkSortListModel *sorted;

  self->model = g_object_ref (model);
  self->filter = gtk_custom_filter_new (matches_cb, self, NULL);
  filtered = gtk_filter_list_model_new (g_object_ref (qs_model_get_rows (model)), GTK_FILTER (self->filter));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered), new_sorter (self));
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_column_view_set_model (GTK_COLUMN_VIEW (self->view), GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), "value-changed",
                           G_CALLBACK (prefer_visible), self, G_CONNECT_SWAPPED);
  qs_model_table_sort (self, QS_MODEL_COLUMN_SQNR4, FALSE);
  return GTK_WIDGET (self);
}

static void
qs_model_table_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (QS_MODEL_TABLE (widget)->scroller, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
qs_model_table_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  QsModelTable *self = QS_MODEL_TABLE (widget);

  fit_columns (self, width);
  gtk_widget_size_allocate (self->scroller, &(GtkAllocation){ 0, 0, width, height }, -1);
}

static gboolean
qs_model_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (QS_MODEL_TABLE (widget)->view);
}

static void
qs_model_table_dispose (GObject *object)
{
  QsModelTable *self = QS_MODEL_TABLE (object);

  g_clear_handle_id (&self->columns_id, g_source_remove);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  for (guint i = 0; i < QS_N_MODEL_COLUMNS; i++)
    g_clear_object (&self->columns[i]);
  for (guint i = 0; i < 4; i++)
    g_clear_object (&self->probes[i / 2][i % 2]);
  g_clear_pointer (&self->words, g_strfreev);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (qs_model_table_parent_class)->dispose (object);
}

static void
qs_model_table_class_init (QsModelTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_model_table_dispose;
  widget_class->measure = qs_model_table_measure;
  widget_class->size_allocate = qs_model_table_size_allocate;
  widget_class->grab_focus = qs_model_table_grab_focus;
  signals[OPENED] =
      g_signal_new ("opened", QS_TYPE_MODEL_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, QS_TYPE_MODEL_ROW);
  signals[SELECTED] = g_signal_new ("selected", QS_TYPE_MODEL_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SHOWN] = g_signal_new ("shown", QS_TYPE_MODEL_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_css_name (widget_class, "modeltable");
}

static void
qs_model_table_init (QsModelTable *self)
{
  build_view (self);
  build_probes (self);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
}
