/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-model-columns.h"

#include "app/qs-model.h"
#include "app/qs-paint.h"
#include "app/qs-sparkline.h"
#include "figures/qsf-figures.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Bars of SQNR end here. */
#define DECIBELS_MAX 50.0

#define SPARK_WIDTH 104
#define SPARK_HEIGHT 24

typedef struct
{
  const char *nick, *title;
  int width, rank;
  GtkWidget *(*new_cell) (void);
  void (*update) (GtkWidget *cell, QsModelRow *row);
  int (*compare) (QsModelRow *a, QsModelRow *b);
} Column;

/* Words */

char *
qs_model_format_decibels (double value)
{
  g_autofree char *number = qsp_format_decimals (value, 1, TRUE);

  return isfinite (value) ? g_strdup_printf ("%s dB", number) : g_steal_pointer (&number);
}

char *
qs_model_format_clipped (const QsaProfile *profile)
{
  if (profile->n_finite == 0)
    return g_strdup ("—");
  return qsp_format_percent ((double)profile->points[0].clipped / (double)profile->n_finite, TRUE);
}

/* Rows that will never have numbers are dimmed. */
static void
set_text (GtkWidget *label, QsModelRow *row, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text);
  if (qs_model_row_get_kind (row) == QS_MODEL_KIND_OTHER)
    gtk_widget_add_css_class (label, "dim-label");
  else
    gtk_widget_remove_css_class (label, "dim-label");
}

/* Cells */

static GtkWidget *
new_name_cell (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, NULL);
  GtkWidget *reason = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (reason, "plot-text");
  gtk_widget_add_css_class (reason, "dim-label");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), reason);
  return box;
}

static void
update_name (GtkWidget *cell, QsModelRow *row)
{
  GtkWidget *name = gtk_widget_get_first_child (cell), *reason = gtk_widget_get_next_sibling (name);
  const char *why = qs_model_row_get_entry (row)->reason;

  set_text (name, row, qs_model_row_get_name (row));
  gtk_label_set_text (GTK_LABEL (reason), why != NULL ? why : "");
  gtk_widget_set_visible (reason, why != NULL);
  gtk_widget_set_tooltip_text (cell, why != NULL ? why : qs_model_row_get_name (row));
}

static GtkWidget *
new_text_cell (void)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "model-fact");
  return label;
}

static GtkWidget *
new_number_cell (void)
{
  GtkWidget *label = new_text_cell ();

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  return label;
}

static void
update_shape (GtkWidget *cell, QsModelRow *row)
{
  set_text (cell, row, qs_model_row_get_shape (row));
}

static void
update_type (GtkWidget *cell, QsModelRow *row)
{
  set_text (cell, row, qs_model_row_get_dtype (row));
}

static void
update_values (GtkWidget *cell, QsModelRow *row)
{
  g_autofree char *count = qsp_format_count (qs_model_row_get_n_values (row));

  set_text (cell, row, qs_model_row_get_entry (row)->tensor != NULL ? count : "");
}

static GtkWidget *
new_spark_cell (void)
{
  GtkWidget *spark = qs_sparkline_new (SPARK_WIDTH, SPARK_HEIGHT);

  gtk_widget_set_valign (spark, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (spark, GTK_ALIGN_START);
  return spark;
}

static void
update_distribution (GtkWidget *cell, QsModelRow *row)
{
  QsaProfile *profile = qs_model_row_get_profile (row);
  g_autoptr (QspFigure) figure =
      profile != NULL && profile->n_finite > 0 ? qsf_figure_new_tail_sparkline (profile->bins, QSA_PROFILE_BINS) : NULL;

  qs_sparkline_set_figure (QS_SPARKLINE (cell), figure);
}

static GtkWidget *
new_decibel_cell (const char *css_class)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = new_number_cell ();
  GtkWidget *bar = gtk_level_bar_new_for_interval (0, DECIBELS_MAX);

  gtk_widget_add_css_class (bar, css_class);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1); /* the number says it */
  gtk_label_set_width_chars (GTK_LABEL (label), 7);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static GtkWidget *
new_sqnr4_cell (void)
{
  return new_decibel_cell ("bar-grid");
}

static GtkWidget *
new_sqnr8_cell (void)
{
  return new_decibel_cell ("bar-data");
}

static void
update_decibels (GtkWidget *cell, QsModelRow *row, guint i)
{
  GtkWidget *bar = gtk_widget_get_first_child (cell), *label = gtk_widget_get_next_sibling (bar);
  QsaProfile *profile = qs_model_row_get_profile (row);
  const double value = profile != NULL ? profile->points[i].sqnr_db : (double)NAN;
  g_autofree char *text = profile != NULL ? qs_model_format_decibels (value) : g_strdup ("");

  /* A bar of no error at all is full. */
  gtk_level_bar_set_value (GTK_LEVEL_BAR (bar), isnan (value) ? 0 : CLAMP (value, 0, DECIBELS_MAX));
  gtk_widget_set_opacity (bar, isnan (value) ? 0 : 1);
  set_text (label, row, text);
}

static void
update_sqnr4 (GtkWidget *cell, QsModelRow *row)
{
  update_decibels (cell, row, 0);
}

static void
update_sqnr8 (GtkWidget *cell, QsModelRow *row)
{
  update_decibels (cell, row, 1);
}

static void
update_clipped (GtkWidget *cell, QsModelRow *row)
{
  QsaProfile *profile = qs_model_row_get_profile (row);
  g_autofree char *text = profile != NULL ? qs_model_format_clipped (profile) : g_strdup ("");

  set_text (cell, row, text);
}

/* Orders */

static int
compare_numbers (double a, double b)
{
  if (isnan (a) || isnan (b))
    return (isnan (a) != 0) - (isnan (b) != 0);
  return (a > b) - (a < b);
}

static int
compare_names (QsModelRow *a, QsModelRow *b)
{
  return strcmp (qs_model_row_get_sort_key (a), qs_model_row_get_sort_key (b));
}

static int
compare_values (QsModelRow *a, QsModelRow *b)
{
  const guint64 first = qs_model_row_get_n_values (a), second = qs_model_row_get_n_values (b);

  return (first > second) - (first < second);
}

static int
compare_shapes (QsModelRow *a, QsModelRow *b)
{
  QsTensorFacts first, second;

  qs_model_row_get_facts (a, &first);
  qs_model_row_get_facts (b, &second);
  if (first.n_dims != second.n_dims)
    return first.n_dims > second.n_dims ? 1 : -1;
  for (gsize d = 0; first.shape != NULL && second.shape != NULL && d < first.n_dims; d++)
    if (first.shape[d] != second.shape[d])
      return first.shape[d] > second.shape[d] ? 1 : -1;
  return compare_values (a, b);
}

static int
compare_types (QsModelRow *a, QsModelRow *b)
{
  return strcmp (qs_model_row_get_dtype (a), qs_model_row_get_dtype (b));
}

/* Unmeasured after everything else. */
static int
compare_measured (QsModelRow *a, QsModelRow *b, double (*get) (const QsaProfile *profile))
{
  QsaProfile *first = qs_model_row_get_profile (a), *second = qs_model_row_get_profile (b);

  if (first == NULL || second == NULL)
    return (first == NULL) - (second == NULL);
  return compare_numbers (get (first), get (second));
}

/* The heaviest tails first. */
static double
get_lightness (const QsaProfile *profile)
{
  return -profile->kurtosis;
}

static double
get_clipped (const QsaProfile *profile)
{
  return profile->n_finite > 0 ? (double)profile->points[0].clipped / (double)profile->n_finite : (double)NAN;
}

static int
compare_distributions (QsModelRow *a, QsModelRow *b)
{
  return compare_measured (a, b, get_lightness);
}

static int
compare_sqnr4 (QsModelRow *a, QsModelRow *b)
{
  return qsa_ranking_compare (qs_model_row_get_profile (a), qs_model_row_get_profile (b), 0);
}

static int
compare_sqnr8 (QsModelRow *a, QsModelRow *b)
{
  return qsa_ranking_compare (qs_model_row_get_profile (a), qs_model_row_get_profile (b), 1);
}

static int
compare_clipped (QsModelRow *a, QsModelRow *b)
{
  return compare_measured (a, b, get_clipped);
}

/* The columns */

static const Column columns[QS_N_MODEL_COLUMNS] = {
  [QS_MODEL_COLUMN_NAME] = { "name", N_ ("Tensor"), 180, 0, new_name_cell, update_name, compare_names },
  [QS_MODEL_COLUMN_SHAPE] = { "shape", N_ ("Shape"), 130, 3, new_text_cell, update_shape, compare_shapes },
  [QS_MODEL_COLUMN_TYPE] = { "type", N_ ("Type"), 84, 6, new_text_cell, update_type, compare_types },
  [QS_MODEL_COLUMN_VALUES] = { "values", N_ ("Values"), 100, 5, new_number_cell, update_values, compare_values },
  [QS_MODEL_COLUMN_DISTRIBUTION] = { "distribution", N_ ("Distribution"), 130, 4, new_spark_cell, update_distribution,
                                     compare_distributions },
  [QS_MODEL_COLUMN_SQNR4] = { "sqnr4", NULL, 160, 1, new_sqnr4_cell, update_sqnr4, compare_sqnr4 },
  [QS_MODEL_COLUMN_SQNR8] = { "sqnr8", NULL, 160, 2, new_sqnr8_cell, update_sqnr8, compare_sqnr8 },
  [QS_MODEL_COLUMN_CLIPPED] = { "clipped", N_ ("Clipped"), 94, 7, new_number_cell, update_clipped, compare_clipped },
};

const char *
qs_model_column_get_nick (QsModelColumn column)
{
  g_return_val_if_fail (column < QS_N_MODEL_COLUMNS, NULL);
  return columns[column].nick;
}

gboolean
qs_model_column_from_nick (const char *nick, QsModelColumn *column)
{
  for (guint i = 0; i < QS_N_MODEL_COLUMNS; i++)
    if (strcmp (nick, columns[i].nick) == 0)
      {
        *column = i;
        return TRUE;
      }
  return FALSE;
}

char *
qs_model_column_make_title (QsModelColumn column, gboolean is_signed)
{
  g_autofree char *format = NULL;

  if (columns[column].title != NULL)
    return g_strdup (_ (columns[column].title));
  format = g_strdup_printf ("%sINT%d", is_signed ? "" : "U", qs_model_widths[column - QS_MODEL_COLUMN_SQNR4]);
  /* Translators: the signal-to-quantization-noise ratio at a width, as INT4. */
  return g_strdup_printf (_ ("SQNR at %s"), format);
}

int
qs_model_column_get_width (QsModelColumn column, GtkWidget *widget)
{
  QspTheme theme;

  qs_paint_get_theme (widget, &theme);
  return (int)ceil (columns[column].width * theme.text_scale);
}

int
qs_model_column_get_rank (QsModelColumn column)
{
  return columns[column].rank;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const Column *column = user_data;

  gtk_list_item_set_child (item, column->new_cell ());
}

static void
update_cell (GtkListItem *item, QsModelRow *row)
{
  const Column *column = g_object_get_data (G_OBJECT (item), "column");

  column->update (gtk_list_item_get_child (item), row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  QsModelRow *row = gtk_list_item_get_item (item);

  g_object_set_data (G_OBJECT (item), "column", user_data);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (update_cell), item);
  update_cell (item, row);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), update_cell, item);
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Column *column = user_data;

  return column->compare ((QsModelRow *)a, (QsModelRow *)b);
}

GtkColumnViewColumn *
qs_model_column_new (QsModelColumn column)
{
  gpointer data = (gpointer)&columns[column];
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autofree char *title = qs_model_column_make_title (column, TRUE);
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, data, NULL));
  GtkColumnViewColumn *self;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), data);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), data);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), data);
  self = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_sorter (self, sorter);
  gtk_column_view_column_set_resizable (self, TRUE);
  gtk_column_view_column_set_expand (self, column == QS_MODEL_COLUMN_NAME);
  return self;
}
