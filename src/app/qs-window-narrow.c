/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-window-private.h"

static const char *const names[] = { "open", "undo", "redo", "export" };

static void
forward_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (user_data), g_action_get_name (G_ACTION (action)), parameter);
}

/* The menu's items are hidden while this group is not there. */
static GActionGroup *
make_group (QsWindow *self)
{
  GSimpleActionGroup *group = g_simple_action_group_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GSimpleAction) action = g_simple_action_new (names[i], NULL);
      GAction *forwarded = g_action_map_lookup_action (G_ACTION_MAP (self), names[i]);

      g_signal_connect (action, "activate", G_CALLBACK (forward_cb), self);
      g_object_bind_property (forwarded, "enabled", action, "enabled", G_BINDING_SYNC_CREATE);
      g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
    }
  return G_ACTION_GROUP (group);
}

static void
fit_changed_cb (QsWindow *self)
{
  gboolean complete = qs_fit_box_get_complete (self->start_box) && qs_fit_box_get_complete (self->end_box);
  GActionGroup *group = complete ? NULL : make_group (self);

  gtk_widget_insert_action_group (GTK_WIDGET (self), "narrow", group);
  g_clear_object (&group);
}

/* Below these widths the panes cover the plots; and a low window has room for a plot only. */
#define NARROW_WIDTH 560
#define QUICK_HEIGHT 520
#define STRIP_HEIGHT 400

/* The formula is of one value of one tensor: the table of all has no use for it. */
void
qs_window_update_strip (QsWindow *self)
{
  const gboolean is_low = self->inner_height > 0 && self->inner_height < STRIP_HEIGHT;

  gtk_widget_set_visible (GTK_WIDGET (self->strip), !is_low && !qs_window_shows_model (self));
}

static gboolean
fit_cb (gpointer user_data)
{
  QsWindow *self = user_data;

  self->fit_id = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->quick), self->inner_width < NARROW_WIDTH && self->inner_height >= QUICK_HEIGHT);
  qs_window_update_strip (self);
  return G_SOURCE_REMOVE;
}

/* Sizes are being given out: what comes and goes must wait for the next turn. */
static void
layout_cb (GdkSurface *surface, int width, int height, QsWindow *self)
{
  double x, y; /* of the window in its surface, whose borders are shadow */

  gtk_native_get_surface_transform (GTK_NATIVE (self), &x, &y);
  self->inner_width = width - 2 * x;
  self->inner_height = height - 2 * y;
  if (self->fit_id == 0)
    self->fit_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, fit_cb, self, NULL);
}

static void
realize_cb (QsWindow *self)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (self));

  g_signal_connect_object (surface, "layout", G_CALLBACK (layout_cb), self, 0);
}

void
qs_window_add_narrow (QsWindow *self)
{
  g_signal_connect (self, "realize", G_CALLBACK (realize_cb), NULL);
  g_signal_connect_object (self->start_box, "notify::complete", G_CALLBACK (fit_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->end_box, "notify::complete", G_CALLBACK (fit_changed_cb), self, G_CONNECT_SWAPPED);
}
