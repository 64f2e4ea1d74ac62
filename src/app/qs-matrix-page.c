/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-matrix-page.h"

#include "app/qs-matrix-axes.h"
#include "app/qs-matrix-key.h"
#include "app/qs-matrix-overview.h"
#include "app/qs-paint.h"
#include "app/qs-table-window.h"
#include "plot/qsp-export.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>

#define GAP 12
/* The cards below, while there is room for them. */
#define BELOW_HEIGHT 152
#define BELOW_HEIGHT_MIN 440
#define BELOW_WIDTH_MIN 520

struct _QsMatrixPage
{
  GtkWidget parent_instance;
  GtkWidget *card, *below;
  GtkWidget *title, *mode_button, *go_button, *go_entry, *overview, *overview_title, *key_title, *key_text, *menu;
  QsMatrixView *view;
  QsSession *session;
  guint update_id;
};

G_DEFINE_FINAL_TYPE (QsMatrixPage, qs_matrix_page, GTK_TYPE_WIDGET)

/* Words that follow what is shown */

static void
set_text (GtkWidget *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text))
    gtk_label_set_text (GTK_LABEL (label), text);
}

static void
update_title (QsMatrixPage *self)
{
  guint64 row, column, n_rows, n_columns;
  g_autofree char *text = NULL;

  if (qs_matrix_view_get_visible (self->view, &row, &column, &n_rows, &n_columns))
    {
      g_autofree char *first_row = qsp_format_count (row);
      g_autofree char *last_row = qsp_format_count (row + n_rows - 1);
      g_autofree char *first_column = qsp_format_count (column);
      g_autofree char *last_column = qsp_format_count (column + n_columns - 1);

      text = g_strdup_printf (_ ("Rows %s–%s, columns %s–%s"), first_row, last_row, first_column, last_column);
    }
  set_text (self->title, text != NULL ? text : _ ("There are no values"));
}

static void
update_overview_title (QsMatrixPage *self)
{
  const QsaMatrix *matrix = qs_matrix_view_get_matrix (self->view);
  g_autofree char *text = NULL;

  if (matrix != NULL)
    {
      g_autofree char *rows = qsp_format_count (qsa_matrix_get_n_rows (matrix));
      g_autofree char *columns = qsp_format_count (qsa_matrix_get_n_columns (matrix));

      text = matrix->n_dims > 2 ? g_strdup_printf (_ ("This slice, %s × %s"), rows, columns)
                                : g_strdup_printf (_ ("Whole tensor, %s × %s"), rows, columns);
    }
  set_text (self->overview_title, text != NULL ? text : "");
}

static void
update_key (QsMatrixPage *self)
{
  const QsfMatrixMode mode = qs_matrix_view_get_mode (self->view);
  const char *title = qsf_matrix_mode_get_title (mode);

  if (g_strcmp0 (gtk_menu_button_get_label (GTK_MENU_BUTTON (self->mode_button)), title) != 0)
    gtk_menu_button_set_label (GTK_MENU_BUTTON (self->mode_button), title);
  set_text (self->key_title, mode == QSF_MATRIX_ERRORS ? _ ("Size of the error") : _ ("Distance from the zero-point"));
  set_text (self->key_text,
            _ ("Hatched codes are at an end of the range. The bold code is the zero-point, the exact image of r = 0."));
}

static gboolean
update_cb (gpointer user_data)
{
  QsMatrixPage *self = user_data;

  self->update_id = 0;
  update_title (self);
  update_overview_title (self);
  update_key (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "matrix.zoom-in", qs_matrix_view_can_zoom (self->view, 1));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "matrix.zoom-out", qs_matrix_view_can_zoom (self->view, -1));
  return G_SOURCE_REMOVE;
}

/* Before the next frame, but not while sizes are being given out, in which the view may scroll. */
static void
update (QsMatrixPage *self)
{
  if (self->update_id == 0)
    self->update_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, update_cb, self, NULL);
}

void
qs_matrix_page_set_session (QsMatrixPage *self, QsSession *session)
{
  g_set_object (&self->session, session);
  qs_matrix_view_set_session (self->view, session);
  qs_matrix_overview_set_session (QS_MATRIX_OVERVIEW (self->overview), session);
  update (self);
}

QsMatrixView *
qs_matrix_page_get_view (QsMatrixPage *self)
{
  return self->view;
}

gboolean
qs_matrix_page_is_complete (QsMatrixPage *self)
{
  return qs_matrix_view_is_complete (self->view) && qs_matrix_overview_is_complete (QS_MATRIX_OVERVIEW (self->overview));
}

/* Going to a cell */

void
qs_matrix_page_ask_cell (QsMatrixPage *self)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->go_button));
  gtk_widget_grab_focus (self->go_entry);
}

/* "12, 40", "12 40" or "12:40". */
static gboolean
parse_cell (const char *text, guint64 *row, guint64 *column)
{
  char *end;

  while (g_ascii_isspace (*text))
    text++;
  if (!g_ascii_isdigit (*text))
    return FALSE;
  *row = g_ascii_strtoull (text, &end, 10);
  text = end + strspn (end, " ,;:×");
  if (text == end || !g_ascii_isdigit (*text))
    return FALSE;
  *column = g_ascii_strtoull (text, &end, 10);
  return end[strspn (end, " ")] == '\0';
}

static void
go_cb (GtkEntry *entry, QsMatrixPage *self)
{
  guint64 row, column;

  if (parse_cell (gtk_editable_get_text (GTK_EDITABLE (entry)), &row, &column) && qs_matrix_view_go_to (self->view, row, column))
    {
      gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
      gtk_menu_button_popdown (GTK_MENU_BUTTON (self->go_button));
      gtk_widget_grab_focus (GTK_WIDGET (self->view));
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
      gtk_widget_set_tooltip_text (GTK_WIDGET (entry), _ ("Type a row and a column that there are, as 12, 40"));
    }
}

/* Figures, once a worker has made them */

static void
copy_picture_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GtkWidget *widget = GTK_WIDGET (object);
  g_autoptr (QspFigure) figure = qs_matrix_view_build_figure_finish (QS_MATRIX_VIEW (object), result, NULL);
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (GdkTexture) texture = NULL;
  g_autoptr (GBytes) svg = NULL;
  QspExportOptions options;
  QspTheme theme;

  if (figure == NULL || width <= 0 || height <= 0)
    return;
  qs_paint_get_theme (widget, &theme);
  texture = qs_paint_to_texture (figure, &theme, width, height, MAX (2, gtk_widget_get_scale_factor (widget)));
  qsp_export_options_init (&options);
  options.format = QSP_EXPORT_SVG;
  options.theme = theme.kind;
  options.width = width / 96.0;
  options.height = height / 96.0;
  svg = qsp_export_render (figure, &options, NULL);
  if (texture != NULL && svg != NULL)
    qs_paint_copy (widget, texture, svg);
}

static void
copy_data_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (QspFigure) figure = qs_matrix_view_build_figure_finish (QS_MATRIX_VIEW (object), result, NULL);
  g_autofree char *tsv = figure != NULL ? qsp_figure_to_tsv (figure) : NULL;

  if (tsv != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (object)), tsv);
}

static void
show_table_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (QspFigure) figure = qs_matrix_view_build_figure_finish (QS_MATRIX_VIEW (object), result, NULL);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (object));

  if (figure != NULL && root != NULL)
    gtk_window_present (GTK_WINDOW (qs_table_window_new (GTK_WINDOW (root), figure)));
}

void
qs_matrix_page_copy_picture (QsMatrixPage *self)
{
  qs_matrix_view_build_figure_async (self->view, TRUE, copy_picture_cb, NULL);
}

void
qs_matrix_page_copy_data (QsMatrixPage *self)
{
  qs_matrix_view_build_figure_async (self->view, FALSE, copy_data_cb, NULL);
}

void
qs_matrix_page_show_table (QsMatrixPage *self)
{
  qs_matrix_view_build_figure_async (self->view, FALSE, show_table_cb, NULL);
}

/* Actions */

static void
action_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  QsMatrixPage *self = QS_MATRIX_PAGE (widget);

  if (g_str_equal (name, "matrix.zoom-in"))
    qs_matrix_view_zoom (self->view, 1);
  else if (g_str_equal (name, "matrix.zoom-out"))
    qs_matrix_view_zoom (self->view, -1);
  else if (g_str_equal (name, "matrix.fit"))
    qs_matrix_view_fit (self->view);
  else if (g_str_equal (name, "matrix.copy-picture"))
    qs_matrix_page_copy_picture (self);
  else if (g_str_equal (name, "matrix.copy-data"))
    qs_matrix_page_copy_data (self);
  else if (g_str_equal (name, "matrix.show-table"))
    qs_matrix_page_show_table (self);
  else if (g_str_equal (name, "matrix.go-to"))
    gtk_widget_activate_action (widget, "win.matrix-go-to", NULL);
  else if (g_str_equal (name, "matrix.export"))
    gtk_widget_activate_action (widget, "win.export", NULL);
}

static GMenuModel *
make_mode_menu (void)
{
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < QSF_N_MATRIX_MODES; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.matrix-mode::%s", qsf_matrix_mode_get_nick (i));

      g_menu_append (menu, qsf_matrix_mode_get_title (i), action);
    }
  return G_MENU_MODEL (menu);
}

/* Of actions without keys: GTK 4.8 falls over an item with a key when its menu leaves the window. */
static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) show = g_menu_new ();
  g_autoptr (GMenu) borders = g_menu_new ();
  g_autoptr (GMenu) copy = g_menu_new ();

  g_menu_append (borders, _ ("As the _Granularity"), "win.matrix-borders::scales");
  g_menu_append (borders, _ ("_None"), "win.matrix-borders::none");
  g_menu_append (borders, _ ("_Channels"), "win.matrix-borders::channels");
  g_menu_append (borders, _ ("Groups of _32"), "win.matrix-borders::groups-32");
  g_menu_append (borders, _ ("Groups of _64"), "win.matrix-borders::groups-64");
  g_menu_append (borders, _ ("Groups of _128"), "win.matrix-borders::groups-128");
  g_menu_append (show, _ ("Show _All"), "matrix.fit");
  g_menu_append (show, _ ("_Go to Cell…"), "matrix.go-to");
  g_menu_append_submenu (show, _ ("_Borders"), G_MENU_MODEL (borders));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (show));
  g_menu_append (copy, _ ("_Copy Picture"), "matrix.copy-picture");
  g_menu_append (copy, _ ("Copy Da_ta"), "matrix.copy-data");
  g_menu_append (copy, _ ("Show as Ta_ble"), "matrix.show-table");
  g_menu_append (copy, _ ("_Export…"), "matrix.export");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copy));
  return G_MENU_MODEL (menu);
}

static void
context_menu_cb (GtkGestureClick *click, int n_press, double x, double y, QsMatrixPage *self)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int)x, (int)y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static gboolean
menu_key_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  context_menu_cb (NULL, 1, gtk_widget_get_width (widget) / 2.0, gtk_widget_get_height (widget) / 2.0, user_data);
  return TRUE;
}

/* The parts */

static GtkWidget *
new_button (GtkWidget *box, GType type, const char *icon, const char *label)
{
  GtkWidget *button = g_object_new (type, "icon-name", icon, "valign", GTK_ALIGN_CENTER, "tooltip-text", label, NULL);

  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
new_go_popover (QsMatrixPage *self)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (_ ("Row, column"));

  self->go_entry = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->go_entry), "12, 40");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->go_entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Row, column"), -1);
  g_signal_connect (self->go_entry, "activate", G_CALLBACK (go_cb), self);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->go_entry);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}

static GtkWidget *
build_header (QsMatrixPage *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autoptr (GMenuModel) modes = make_mode_menu ();
  g_autoptr (GMenuModel) menu = make_menu ();
  GtkWidget *button;

  gtk_widget_add_css_class (header, "plot-header");
  self->title =
      g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, "ellipsize", PANGO_ELLIPSIZE_END, "margin-start", 8, NULL);
  gtk_widget_add_css_class (self->title, "matrix-title");
  gtk_widget_add_css_class (self->title, "numeric");
  gtk_box_append (GTK_BOX (header), self->title);
  self->mode_button = g_object_new (GTK_TYPE_MENU_BUTTON, "menu-model", modes, "always-show-arrow", TRUE, "valign",
                                    GTK_ALIGN_CENTER, "tooltip-text", _ ("Choose What the Cells Show"), NULL);
  gtk_box_append (GTK_BOX (header), self->mode_button);
  button = new_button (header, GTK_TYPE_MENU_BUTTON, "view-list-symbolic", _ ("Rows and Columns"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), qs_matrix_axes_new (self->view));
  self->go_button = new_button (header, GTK_TYPE_MENU_BUTTON, "find-location-symbolic", _ ("Go to Cell"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->go_button), new_go_popover (self));
  button = new_button (header, GTK_TYPE_BUTTON, "zoom-out-symbolic", _ ("Smaller Cells"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "matrix.zoom-out");
  button = new_button (header, GTK_TYPE_BUTTON, "zoom-in-symbolic", _ ("Larger Cells"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "matrix.zoom-in");
  button = new_button (header, GTK_TYPE_MENU_BUTTON, "view-more-symbolic", _ ("Matrix Menu"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  self->menu = gtk_popover_menu_new_from_model (menu);
  return header;
}

static void
build_card (QsMatrixPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->card, "card");
  gtk_widget_add_css_class (self->card, "matrix-card");
  gtk_widget_set_overflow (self->card, GTK_OVERFLOW_HIDDEN);
  gtk_box_append (GTK_BOX (self->card), build_header (self));
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_set_direction (scroller, GTK_TEXT_DIR_LTR);
  /* Bars over the cells would hide the last of them. */
  gtk_scrolled_window_set_overlay_scrolling (GTK_SCROLLED_WINDOW (scroller), FALSE);
  gtk_box_append (GTK_BOX (self->card), scroller);
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (context_menu_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("Menu|<Shift>F10"),
                                                          gtk_callback_action_new (menu_key_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* A card with a title; returns the box inside. */
static GtkWidget *
add_small_card (QsMatrixPage *self, GtkWidget **title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "matrix-below");
  *title = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (*title, "matrix-title");
  gtk_box_append (GTK_BOX (box), *title);
  gtk_box_append (GTK_BOX (self->below), box);
  return box;
}

static void
build_below (QsMatrixPage *self)
{
  GtkWidget *box;

  self->below = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, GAP);
  gtk_widget_set_parent (self->below, GTK_WIDGET (self));
  box = add_small_card (self, &self->overview_title);
  gtk_widget_set_size_request (box, 216, -1);
  self->overview = qs_matrix_overview_new (self->view);
  gtk_widget_set_vexpand (self->overview, TRUE);
  gtk_box_append (GTK_BOX (box), self->overview);
  box = add_small_card (self, &self->key_title);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), qs_matrix_key_new (self->view));
  self->key_text = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "lines", 2, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (self->key_text, "dim-label");
  gtk_widget_add_css_class (self->key_text, "plot-text");
  gtk_box_append (GTK_BOX (box), self->key_text);
}

/* The widget */

static void
qs_matrix_page_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                        int *minimum_baseline, int *natural_baseline)
{
  QsMatrixPage *self = QS_MATRIX_PAGE (widget);

  gtk_widget_measure (self->card, orientation, -1, minimum, natural, NULL, NULL);
  *natural = MAX (*minimum, orientation == GTK_ORIENTATION_HORIZONTAL ? 560 : 640);
}

static void
qs_matrix_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  QsMatrixPage *self = QS_MATRIX_PAGE (widget);
  int least_width, least_height, below;
  gboolean has_room;

  gtk_widget_measure (self->below, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  gtk_widget_measure (self->below, GTK_ORIENTATION_VERTICAL, width, &least_height, NULL, NULL, NULL);
  below = MAX (least_height, BELOW_HEIGHT);
  has_room = width >= MAX (least_width, BELOW_WIDTH_MIN) && height >= BELOW_HEIGHT_MIN + below - BELOW_HEIGHT;
  gtk_widget_set_child_visible (self->below, has_room);
  gtk_widget_size_allocate (self->card, &(GtkAllocation){ 0, 0, width, has_room ? height - below - GAP : height }, -1);
  if (has_room)
    gtk_widget_size_allocate (self->below, &(GtkAllocation){ 0, height - below, width, below }, -1);
  gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
qs_matrix_page_dispose (GObject *object)
{
  QsMatrixPage *self = QS_MATRIX_PAGE (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->card, gtk_widget_unparent);
  g_clear_pointer (&self->below, gtk_widget_unparent);
  /* The view has changed one last time. */
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (qs_matrix_page_parent_class)->dispose (object);
}

static void
qs_matrix_page_class_init (QsMatrixPageClass *klass)
{
  static const char *const actions[] = { "matrix.zoom-in",   "matrix.zoom-out",   "matrix.fit",   "matrix.copy-picture",
                                         "matrix.copy-data", "matrix.show-table", "matrix.go-to", "matrix.export" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_matrix_page_dispose;
  widget_class->measure = qs_matrix_page_measure;
  widget_class->size_allocate = qs_matrix_page_size_allocate;
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i], NULL, action_cb);
  gtk_widget_class_set_css_name (widget_class, "matrixpage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
qs_matrix_page_init (QsMatrixPage *self)
{
  self->view = QS_MATRIX_VIEW (qs_matrix_view_new ());
  build_card (self);
  build_below (self);
  g_signal_connect_object (self->view, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Matrix"), -1);
  update_key (self);
}
