/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-window-private.h"

/* The pages, and the actions of the matrix. */

static const struct
{
  const char *nick;
  guint64 row_border, column_border;
} borders[] = { { "scales", 0, 0 },     { "none", 0, 0 },       { "channels", 1, 0 },
                { "groups-32", 1, 32 }, { "groups-64", 1, 64 }, { "groups-128", 1, 128 } };

static QsMatrixView *
get_view (gpointer user_data)
{
  return qs_matrix_page_get_view (QS_WINDOW (user_data)->matrix);
}

static void
page_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsWindow *self = user_data;
  const char *name = g_variant_get_string (value, NULL);

  if (adw_view_stack_get_child_by_name (self->views, name) != NULL)
    adw_view_stack_set_visible_child_name (self->views, name);
}

static void
mode_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsfMatrixMode mode;

  if (!qsf_matrix_mode_from_nick (g_variant_get_string (value, NULL), &mode))
    return;
  qs_matrix_view_set_mode (get_view (user_data), mode);
  g_simple_action_set_state (action, value);
}

static void
borders_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  const char *nick = g_variant_get_string (value, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (borders); i++)
    if (g_str_equal (nick, borders[i].nick))
      {
        qs_matrix_view_follow_units (get_view (user_data), i == 0);
        qs_matrix_view_set_borders (get_view (user_data), borders[i].row_border, borders[i].column_border);
        g_simple_action_set_state (action, value);
      }
}

static void
cell_size_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_matrix_view_set_cell_size (get_view (user_data), g_variant_get_double (value));
}

static void
cell_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  guint64 row, column;

  g_variant_get (parameter, "(tt)", &row, &column);
  qs_matrix_view_go_to (get_view (user_data), row, column);
}

static void
go_to_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsWindow *self = user_data;

  adw_view_stack_set_visible_child_name (self->views, "matrix");
  qs_matrix_page_ask_cell (self->matrix);
}

static void
matrix_changed_cb (QsWindow *self)
{
  qs_window_set_action_state (self, "matrix-cell-size",
                              g_variant_new_double (qs_matrix_view_get_cell_size (qs_matrix_page_get_view (self->matrix))));
}

static void
page_changed_cb (QsWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->views);

  if (name != NULL)
    qs_window_set_action_state (self, "page", g_variant_new_string (name));
  qs_window_make_room_for_model (self);
  qs_window_update_actions (self);
}

gboolean
qs_window_shows_matrix (QsWindow *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "matrix") == 0;
}

void
qs_window_add_pages (QsWindow *self)
{
  static const GActionEntry entries[] = {
    { "page", NULL, "s", "'explore'", page_cb },
    { "matrix-mode", NULL, "s", "'q'", mode_cb },
    { "matrix-borders", NULL, "s", "'scales'", borders_cb },
    { "matrix-cell-size", NULL, "d", "0.0", cell_size_cb },
    { .name = "matrix-cell", .activate = cell_cb, .parameter_type = "(tt)" },
    { .name = "matrix-go-to", .activate = go_to_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  qs_matrix_page_set_session (self->matrix, self->session);
  g_signal_connect_object (qs_matrix_page_get_view (self->matrix), "changed", G_CALLBACK (matrix_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->views, "notify::visible-child", G_CALLBACK (page_changed_cb), self, G_CONNECT_SWAPPED);
  matrix_changed_cb (self);
}
