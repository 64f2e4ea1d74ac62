/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-window-private.h"

#include "app/qs-session-edit.h"

#include <math.h>

/* Every control is backed by an action that is named like the command line's option, so that everything can be scripted. */

void
qs_window_set_action_state (QsWindow *self, const char *name, GVariant *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);
  g_autoptr (GVariant) wanted = g_variant_ref_sink (state);
  g_autoptr (GVariant) current = g_action_get_state (action);

  if (!g_variant_equal (current, wanted))
    g_simple_action_set_state (G_SIMPLE_ACTION (action), wanted);
}

static void
set_enabled (QsWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

static void
update_scheme_states (QsWindow *self)
{
  const QsaScheme *scheme = &qs_session_get_state (self->session)->scheme;
  g_autofree char *granularity = qsa_granularity_to_nick (&scheme->granularity);
  QscParams params;

  qs_session_get_params (self->session, &params);
  qs_window_set_action_state (self, "bits", g_variant_new_int32 (scheme->format.bits));
  qs_window_set_action_state (self, "signed", g_variant_new_boolean (scheme->format.is_signed));
  qs_window_set_action_state (self, "narrow-range", g_variant_new_boolean (scheme->format.narrow_range));
  qs_window_set_action_state (self, "symmetry", g_variant_new_string (scheme->format.symmetric ? "symmetric" : "asymmetric"));
  qs_window_set_action_state (self, "calibration", g_variant_new_string (qsa_calibration_get_nick (scheme->calibration)));
  qs_window_set_action_state (self, "percentile", g_variant_new_double (scheme->percentile));
  qs_window_set_action_state (self, "sigmas", g_variant_new_double (scheme->sigmas));
  qs_window_set_action_state (self, "rule", g_variant_new_string (qsc_rule_get_name (scheme->format.rule)));
  qs_window_set_action_state (self, "rounding", g_variant_new_string (qsa_rounding_get_nick (scheme->format.rounding)));
  qs_window_set_action_state (self, "granularity", g_variant_new_string (granularity));
  qs_window_set_action_state (self, "axis", g_variant_new_int32 (scheme->granularity.axis));
  qs_window_set_action_state (self, "power-of-two", g_variant_new_boolean (scheme->power_of_two));
  qs_window_set_action_state (self, "unit", g_variant_new_int32 ((gint32)qs_session_get_unit (self->session) + 1));
  qs_window_set_action_state (self, "scale", g_variant_new_double (params.scale));
  qs_window_set_action_state (self, "zero-point", g_variant_new_int32 (params.zero_point));
}

void
qs_window_update_actions (QsWindow *self)
{
  gboolean has_result = qs_session_get_result (self->session) != NULL;
  static const char *const need_result[] = { "export-view", "next-value",   "previous-value",  "next-clipped",
                                             "worst-error", "random-value", "next-non-finite", "fit",
                                             "copy-code",   "copy-setup",   "paste-setup" };

  update_scheme_states (self);
  qs_window_update_value_actions (self);
  set_enabled (self, "undo", qs_session_get_undo_label (self->session) != NULL);
  set_enabled (self, "redo", qs_session_get_redo_label (self->session) != NULL);
  set_enabled (self, "zero-point", !qs_session_get_state (self->session)->scheme.format.symmetric);
  for (gsize i = 0; i < G_N_ELEMENTS (need_result); i++)
    set_enabled (self, need_result[i], has_result);
  /* A page without a figure exports none: what it would export is out of sight. */
  set_enabled (self, "export", has_result && !qs_window_shows_integer (self));
}

/* Changes of state: the session decides, and its "changed" brings the new states. */

static void
bits_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_session_set_bits (QS_WINDOW (user_data)->session, g_variant_get_int32 (value));
}

static void
signed_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_session_set_signed (QS_WINDOW (user_data)->session, g_variant_get_boolean (value));
}

static void
narrow_range_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_session_set_narrow_range (QS_WINDOW (user_data)->session, g_variant_get_boolean (value));
}

static void
symmetry_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  const char *nick = g_variant_get_string (value, NULL);

  if (g_str_equal (nick, "symmetric") || g_str_equal (nick, "asymmetric"))
    qs_session_set_symmetric (QS_WINDOW (user_data)->session, nick[0] == 's');
}

static void
calibration_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsaCalibration calibration;

  if (qsa_calibration_from_nick (g_variant_get_string (value, NULL), &calibration))
    qs_session_set_calibration (QS_WINDOW (user_data)->session, calibration);
}

static void
percentile_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_session_set_percentile (QS_WINDOW (user_data)->session, g_variant_get_double (value));
}

static void
sigmas_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_session_set_sigmas (QS_WINDOW (user_data)->session, g_variant_get_double (value));
}

static void
rule_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QscRule rule;

  if (qsc_rule_from_name (g_variant_get_string (value, NULL), &rule))
    qs_session_set_rule (QS_WINDOW (user_data)->session, rule);
}

static void
rounding_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QscRounding rounding;

  if (qsa_rounding_from_nick (g_variant_get_string (value, NULL), &rounding))
    qs_session_set_rounding (QS_WINDOW (user_data)->session, rounding);
}

static void
granularity_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsSession *session = QS_WINDOW (user_data)->session;
  QsaGranularity granularity = qs_session_get_state (session)->scheme.granularity;

  if (qsa_granularity_from_nick (g_variant_get_string (value, NULL), &granularity))
    qs_session_set_granularity (session, &granularity);
}

static void
axis_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsSession *session = QS_WINDOW (user_data)->session;
  QsaGranularity granularity = qs_session_get_state (session)->scheme.granularity;
  QsaSource *source = qs_session_get_source (session);

  granularity.axis = g_variant_get_int32 (value);
  if (source != NULL && granularity.axis >= 0
      && (granularity.axis == 0 || (gsize)granularity.axis < qst_tensor_get_n_dims (qsa_source_get_tensor (source))))
    qs_session_set_granularity (session, &granularity);
}

static void
power_of_two_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_session_set_power_of_two (QS_WINDOW (user_data)->session, g_variant_get_boolean (value));
}

/* Counted from 1, as on screen. */
static void
unit_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  if (g_variant_get_int32 (value) > 0)
    qs_session_set_unit (QS_WINDOW (user_data)->session, (guint64)g_variant_get_int32 (value) - 1);
}

static void
next_unit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsSession *session = QS_WINDOW (user_data)->session;

  qs_session_set_unit (session, qs_session_get_unit (session) + 1);
}

static void
previous_unit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsSession *session = QS_WINDOW (user_data)->session;

  if (qs_session_get_unit (session) > 0)
    qs_session_set_unit (session, qs_session_get_unit (session) - 1);
}

static void
scale_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_session_set_scale (QS_WINDOW (user_data)->session, g_variant_get_double (value));
}

static void
zero_point_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_session_set_zero_point (QS_WINDOW (user_data)->session, g_variant_get_int32 (value));
}

static void
value_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_session_pick_nearest (QS_WINDOW (user_data)->session, (float)g_variant_get_double (value));
}

/* Which view is where: the small ones by their menus, all of them as one list. */

static void
update_view_actions (QsWindow *self)
{
  g_auto (GStrv) places = qs_plot_stack_get_places (self->plots);

  qs_window_set_action_state (self, "view", g_variant_new_string (places[0]));
  qs_window_set_action_state (self, "views", g_variant_new_strv ((const char *const *)places, -1));
}

static void
view_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsWindow *self = user_data;
  QsfView view;

  if (!qsf_view_from_nick (g_variant_get_string (value, NULL), &view))
    return;
  qs_plot_stack_set_large_view (self->plots, view);
  update_view_actions (self);
}

/* The one after or before the large one, as in the menu. */
static void
leaf (QsWindow *self, int step)
{
  const int view = (int)qs_plot_stack_get_large_view (self->plots);

  qs_plot_stack_set_large_view (self->plots, (QsfView)((view + step + QSF_N_VIEWS) % QSF_N_VIEWS));
  update_view_actions (self);
}

static void
next_view_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  leaf (user_data, 1);
}

static void
previous_view_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  leaf (user_data, -1);
}

static void
views_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsWindow *self = user_data;
  g_autofree const char **places = g_variant_get_strv (value, NULL);

  qs_plot_stack_set_places (self->plots, places);
  update_view_actions (self);
}

static void
place_view_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsWindow *self = user_data;
  const char *shown_nick, *view_nick;
  QsfView shown, view;

  g_variant_get (parameter, "(&s&s)", &shown_nick, &view_nick);
  if (!qsf_view_from_nick (shown_nick, &shown) || !qsf_view_from_nick (view_nick, &view))
    return;
  qs_plot_stack_place_view (self->plots, shown, view);
  update_view_actions (self);
}

static void
layout_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsWindow *self = user_data;
  QsLayout layout;

  if (!qs_layout_from_nick (g_variant_get_string (value, NULL), &layout))
    return;
  qs_plot_stack_set_layout (self->plots, layout);
  g_simple_action_set_state (action, value);
  g_settings_set_string (self->settings, "layout", qs_layout_get_nick (layout));
}

/* Commands */

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_session_undo (QS_WINDOW (user_data)->session);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_session_redo (QS_WINDOW (user_data)->session);
}

static void
reload_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_window_reload (user_data);
}

static void
export_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (qs_window_shows_matrix (user_data))
    qs_window_export_matrix (user_data);
  else if (qs_window_shows_accuracy (user_data))
    qs_window_export_figure (user_data, "accuracy");
  else if (qs_window_shows_model (user_data))
    g_action_group_activate_action (user_data, "model-export-table", NULL);
  else
    qs_window_export (user_data, qs_plot_stack_get_large_view (QS_WINDOW (user_data)->plots));
}

static void
export_codes_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_window_export_codes (user_data);
}

static void
export_view_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsfView view;

  if (qsf_view_from_nick (g_variant_get_string (parameter, NULL), &view))
    qs_window_export (user_data, view);
}

static void
next_value_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_session_step_pick (QS_WINDOW (user_data)->session, 1);
}

static void
previous_value_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_session_step_pick (QS_WINDOW (user_data)->session, -1);
}

static void
next_clipped_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_session_pick_clipped (QS_WINDOW (user_data)->session, 1);
}

static void
next_non_finite_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_session_pick_non_finite (QS_WINDOW (user_data)->session);
}

static void
worst_error_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_session_pick_worst (QS_WINDOW (user_data)->session);
}

static void
random_value_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_session_pick_random (QS_WINDOW (user_data)->session);
}

static void
best_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_session_set_calibration (QS_WINDOW (user_data)->session, QSA_CALIBRATION_MSE);
}

static void
toggle_symmetry_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsSession *session = QS_WINDOW (user_data)->session;

  qs_session_set_symmetric (session, !qs_session_get_state (session)->scheme.format.symmetric);
}

static void
scale_by_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsSession *session = QS_WINDOW (user_data)->session;
  QscParams params;

  qs_session_get_params (session, &params);
  /* The next power of two where a step would come back to the same. */
  if (qs_session_get_state (session)->scheme.power_of_two)
    qs_session_set_scale (session, params.scale * (g_variant_get_double (parameter) > 1 ? 2 : 0.5));
  else
    qs_session_set_scale (session, params.scale * g_variant_get_double (parameter));
}

static void
zero_point_by_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsSession *session = QS_WINDOW (user_data)->session;
  QscParams params;

  qs_session_get_params (session, &params);
  if (!qs_session_get_state (session)->scheme.format.symmetric)
    qs_session_set_zero_point (session, params.zero_point + g_variant_get_int32 (parameter));
}

static void
search_tensors_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsWindow *self = user_data;

  if (qs_window_shows_model (self))
    {
      qs_model_page_start_search (self->model);
      return;
    }
  adw_flap_set_reveal_flap (self->left_flap, TRUE);
  qs_values_panel_search_tensors (self->values_panel);
}

static void
fit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsWindow *self = user_data;

  for (int i = 0; i < QSF_N_VIEWS; i++)
    qs_plot_view_fit (qs_plot_stack_get_plot_view (self->plots, i));
}

static void
view_back_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_session_view_back (QS_WINDOW (user_data)->session);
}

static void
view_forward_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_session_view_forward (QS_WINDOW (user_data)->session);
}

static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsWindow *self = user_data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (QS_IS_PLOT_VIEW (focus))
    qs_plot_view_copy_picture (QS_PLOT_VIEW (focus));
  else if (QS_IS_MATRIX_VIEW (focus))
    qs_matrix_page_copy_picture (self->matrix);
}

/* F6 goes round the parts of the window. */
static void
move_region (QsWindow *self, int step)
{
  GtkWidget *regions[] = { GTK_WIDGET (self->sidebar), GTK_WIDGET (self->strip), GTK_WIDGET (self->views),
                           GTK_WIDGET (self->measures_panel) };
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  int n = G_N_ELEMENTS (regions), from = step > 0 ? n - 1 : 0;

  for (int i = 0; i < n; i++)
    if (focus != NULL && gtk_widget_is_ancestor (focus, regions[i]))
      from = i;
  for (int i = 1; i <= n; i++)
    {
      GtkWidget *region = regions[(from + i * step + n * n) % n];

      if (gtk_widget_get_mapped (region) && gtk_widget_child_focus (region, GTK_DIR_TAB_FORWARD))
        return;
    }
}

static void
next_region_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_region (user_data, 1);
}

static void
previous_region_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  move_region (user_data, -1);
}

static void
fullscreen_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (gtk_window_is_fullscreen (user_data))
    gtk_window_unfullscreen (user_data);
  else
    gtk_window_fullscreen (user_data);
}

static void
add_pane_action (QsWindow *self, const char *name, AdwFlap *flap)
{
  GPropertyAction *action = g_property_action_new (name, flap, "reveal-flap");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
  g_object_unref (action);
}

/* Plain keys, that typing in an entry must not lose: they act only on what no widget took. */
static void
add_key (GtkShortcutController *controller, const char *trigger, const char *action, GVariant *target)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger), gtk_named_action_new (action));

  if (target != NULL)
    gtk_shortcut_set_arguments (shortcut, target);
  gtk_shortcut_controller_add_shortcut (controller, shortcut);
}

static void
add_keys (QsWindow *self)
{
  GtkShortcutController *controller = GTK_SHORTCUT_CONTROLLER (gtk_shortcut_controller_new ());

  add_key (controller, "bracketleft", "win.scale-by", g_variant_new_double (1 / 1.01));
  add_key (controller, "bracketright", "win.scale-by", g_variant_new_double (1.01));
  add_key (controller, "<Shift>bracketleft|braceleft", "win.scale-by", g_variant_new_double (1 / 1.1));
  add_key (controller, "<Shift>bracketright|braceright", "win.scale-by", g_variant_new_double (1.1));
  add_key (controller, "<Alt>Home", "win.view-back", NULL);
  add_key (controller, "<Alt><Shift>Home", "win.view-forward", NULL);
  add_key (controller, "<Control>Page_Down", "win.next-view", NULL);
  add_key (controller, "<Control>Page_Up", "win.previous-view", NULL);
  add_key (controller, "comma", "win.zero-point-by", g_variant_new_int32 (-1));
  add_key (controller, "period", "win.zero-point-by", g_variant_new_int32 (1));
  add_key (controller, "<Control>c", "win.copy", NULL);
  /* In an entry these undo the typing. */
  add_key (controller, "<Control>z", "win.undo", NULL);
  add_key (controller, "<Control><Shift>z|<Control>y", "win.redo", NULL);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (controller));
}

static void
restore_layout (QsWindow *self)
{
  g_autofree char *nick = g_settings_get_string (self->settings, "layout");
  GVariant *views = g_settings_get_value (self->settings, "views");

  g_action_group_change_action_state (G_ACTION_GROUP (self), "layout", g_variant_new_string (nick));
  g_action_group_change_action_state (G_ACTION_GROUP (self), "views", views);
  g_variant_unref (views);
}

void
qs_window_add_actions (QsWindow *self)
{
  static const GActionEntry entries[] = {
    { "bits", NULL, "i", "8", bits_cb },
    { "signed", NULL, NULL, "true", signed_cb },
    { "narrow-range", NULL, NULL, "false", narrow_range_cb },
    { "symmetry", NULL, "s", "'symmetric'", symmetry_cb },
    { "calibration", NULL, "s", "'min-max'", calibration_cb },
    { "percentile", NULL, "d", "99.9", percentile_cb },
    { "sigmas", NULL, "d", "3.0", sigmas_cb },
    { "rule", NULL, "s", "'textbook'", rule_cb },
    { "rounding", NULL, "s", "'half-even'", rounding_cb },
    { "granularity", NULL, "s", "'tensor'", granularity_cb },
    { "axis", NULL, "i", "0", axis_cb },
    { "power-of-two", NULL, NULL, "false", power_of_two_cb },
    { "unit", NULL, "i", "1", unit_cb },
    { "scale", NULL, "d", "1.0", scale_cb },
    { "zero-point", NULL, "i", "0", zero_point_cb },
    { "value", NULL, "d", "0.0", value_cb },
    { "view", NULL, "s", "'histogram'", view_cb },
    { "views", NULL, "as", "@as []", views_cb },
    { "layout", NULL, "s", "'one-three'", layout_cb },
    { .name = "undo", .activate = undo_cb },
    { .name = "redo", .activate = redo_cb },
    { .name = "reload", .activate = reload_cb },
    { .name = "export", .activate = export_cb },
    { .name = "export-codes", .activate = export_codes_cb },
    { .name = "export-view", .activate = export_view_cb, .parameter_type = "s" },
    { .name = "place-view", .activate = place_view_cb, .parameter_type = "(ss)" },
    { .name = "next-value", .activate = next_value_cb },
    { .name = "previous-value", .activate = previous_value_cb },
    { .name = "next-unit", .activate = next_unit_cb },
    { .name = "previous-unit", .activate = previous_unit_cb },
    { .name = "next-clipped", .activate = next_clipped_cb },
    { .name = "next-non-finite", .activate = next_non_finite_cb },
    { .name = "worst-error", .activate = worst_error_cb },
    { .name = "random-value", .activate = random_value_cb },
    { .name = "best", .activate = best_cb },
    { .name = "toggle-symmetry", .activate = toggle_symmetry_cb },
    { .name = "scale-by", .activate = scale_by_cb, .parameter_type = "d" },
    { .name = "zero-point-by", .activate = zero_point_by_cb, .parameter_type = "i" },
    { .name = "search-tensors", .activate = search_tensors_cb },
    { .name = "fit", .activate = fit_cb },
    { .name = "next-view", .activate = next_view_cb },
    { .name = "previous-view", .activate = previous_view_cb },
    { .name = "view-back", .activate = view_back_cb },
    { .name = "view-forward", .activate = view_forward_cb },
    { .name = "copy", .activate = copy_cb },
    { .name = "fullscreen", .activate = fullscreen_cb },
    { .name = "next-region", .activate = next_region_cb },
    { .name = "previous-region", .activate = previous_region_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  qs_window_add_value_actions (self);
  qs_window_add_copy_actions (self);
  qs_window_add_session_actions (self);
  add_pane_action (self, "sidebar", self->left_flap);
  add_pane_action (self, "measures", self->right_flap);
  add_keys (self);
  restore_layout (self);
}
