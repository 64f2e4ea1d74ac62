/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The actions of the pages of networks. */
#include "app/qs-window-private.h"

#include "analysis/qsa-race.h"
#include "analysis/qsa-samples.h"
#include "figures/qsf-accuracy.h"

static void
network_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  guint sample;

  if (qsa_samples_find (g_variant_get_string (value, NULL), &sample))
    qs_network_model_set_sample (QS_WINDOW (user_data)->network, sample);
}

static void
scales_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsNetworkModel *model = QS_WINDOW (user_data)->network;
  QsNetworkParts parts = *qs_network_model_get_parts (model);
  const char *nick = g_variant_get_string (value, NULL);

  parts.per_channel = g_str_equal (nick, "channel");
  if (parts.per_channel || g_str_equal (nick, "tensor"))
    qs_network_model_set_parts (model, &parts);
}

static void
weights_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsNetworkModel *model = QS_WINDOW (user_data)->network;
  QsNetworkParts parts = *qs_network_model_get_parts (model);

  parts.weights = g_variant_get_boolean (value);
  qs_network_model_set_parts (model, &parts);
}

static void
activations_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsNetworkModel *model = QS_WINDOW (user_data)->network;
  QsNetworkParts parts = *qs_network_model_get_parts (model);

  parts.activations = g_variant_get_boolean (value);
  qs_network_model_set_parts (model, &parts);
}

static void
confusion_cell_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  guint32 label, answer;

  g_variant_get (parameter, "(uu)", &label, &answer);
  qs_accuracy_page_pick (QS_WINDOW (user_data)->accuracy, label, answer);
}

static void
export_figure_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_window_export_figure (user_data, g_variant_get_string (parameter, NULL));
}

/* Picture, layer and output. */
static void
place_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  guint32 example, layer, row;

  g_variant_get (parameter, "(uuu)", &example, &layer, &row);
  qs_integer_model_set_place (QS_WINDOW (user_data)->integers, example, layer, row);
}

static void
race_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const guint32 size = g_variant_get_uint32 (parameter);

  if (size >= QSA_RACE_SIZE_MIN && size <= QSA_RACE_SIZE_MAX)
    qs_race_card_start (qs_integer_page_get_race (QS_WINDOW (user_data)->integer), size);
}

static void
changed_cb (QsWindow *self)
{
  const QsNetworkParts *parts = qs_network_model_get_parts (self->network);

  qs_window_set_action_state (self, "network",
                              g_variant_new_string (qsa_samples_get_name (qs_network_model_get_sample (self->network))));
  qs_window_set_action_state (self, "network-scales", g_variant_new_string (parts->per_channel ? "channel" : "tensor"));
  qs_window_set_action_state (self, "network-weights", g_variant_new_boolean (parts->weights));
  qs_window_set_action_state (self, "network-activations", g_variant_new_boolean (parts->activations));
}

gboolean
qs_window_shows_accuracy (QsWindow *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "accuracy") == 0;
}

gboolean
qs_window_shows_integer (QsWindow *self)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "integer") == 0;
}

void
qs_window_add_network (QsWindow *self)
{
  static const GActionEntry entries[] = {
    { "network", NULL, "s", "''", network_cb, { 0 } },
    { "network-scales", NULL, "s", "'tensor'", scales_cb, { 0 } },
    { "network-weights", NULL, NULL, "true", weights_cb, { 0 } },
    { "network-activations", NULL, NULL, "false", activations_cb, { 0 } },
    { "confusion-cell", confusion_cell_cb, "(uu)", NULL, NULL, { 0 } },
    { "integer-place", place_cb, "(uuu)", NULL, NULL, { 0 } },
    { "race", race_cb, "u", NULL, NULL, { 0 } },
    { "export-figure", export_figure_cb, "s", NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  self->network = qs_network_model_new (self->session);
  self->integers = qs_integer_model_new (self->session, self->network);
  qs_accuracy_page_set_model (self->accuracy, self->network);
  qs_integer_page_set_model (self->integer, self->integers);
  g_signal_connect_object (self->network, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}
