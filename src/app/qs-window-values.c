/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-window-private.h"

#include "app/qs-dialogs.h"
#include "app/qs-file-window.h"
#include "app/qs-parameters.h"
#include "app/qs-stored-grid.h"

#include <glib/gi18n-lib.h>

/* The actions that say which values are looked at, and how the histogram counts them. */

void
qs_window_update_value_actions (QsWindow *self)
{
  const QsState *state = qs_session_get_state (self->session);
  float value;
  guint64 index;

  qs_window_set_action_state (self, "distribution",
                              g_variant_new_string (state->is_drawn ? qst_distribution_get_nick (state->distribution.kind) : ""));
  for (gsize i = 0; i < QS_N_PARAMETERS; i++)
    qs_window_set_action_state (self, qs_parameters[i].name, g_variant_new_double (qs_parameter_get (i, &state->distribution)));
  qs_window_set_action_state (self, "tensor",
                              g_variant_new_string (state->tensor != NULL ? qst_tensor_get_name (state->tensor) : ""));
  qs_window_set_action_state (self, "value",
                              g_variant_new_double (qs_session_get_pick (self->session, &value, &index) ? value : 0));
  qs_window_set_action_state (self, "bin-width", g_variant_new_double (qs_session_get_bin_width (self->session)));
  qs_window_set_action_state (self, "link-axes", g_variant_new_boolean (qs_session_get_linked (self->session)));
  qs_window_set_action_state (self, "view",
                              g_variant_new_string (qsf_view_get_nick (qs_plot_stack_get_large_view (self->plots))));
}

/* An interval of r, or of errors. */
static void
select_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsaInterval interval = { .of_errors = g_str_equal (g_action_get_name (G_ACTION (action)), "select-errors") };
  double low, high;

  g_variant_get (parameter, "(dd)", &low, &high);
  interval.low = MIN (low, high);
  interval.high = MAX (low, high);
  qs_session_set_interval (QS_WINDOW (user_data)->session, &interval);
}

static void
clear_selection_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_session_clear_interval (QS_WINDOW (user_data)->session);
}

static void
distribution_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (user_data), "open-distribution", value);
}

/* A parameter of the distribution, by the name of its action. */
static void
parameter_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsSession *session = QS_WINDOW (user_data)->session;
  QstDistribution distribution = qs_session_get_state (session)->distribution;

  for (gsize i = 0; i < QS_N_PARAMETERS; i++)
    if (g_str_equal (qs_parameters[i].name, g_action_get_name (G_ACTION (action))))
      {
        qs_parameter_set (i, &distribution, g_variant_get_double (value));
        qs_session_set_distribution (session, &distribution, qs_parameters[i].name);
      }
}

static void
tensor_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsWindow *self = user_data;
  QstArchive *archive = qs_session_get_archive (self->session);
  QstTensor *tensor = archive != NULL ? qst_archive_find_tensor (archive, g_variant_get_string (value, NULL)) : NULL;

  if (tensor != NULL)
    qs_session_select_tensor (self->session, tensor);
}

static void
stored_grid_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  qs_stored_grid_use (QS_WINDOW (user_data)->session);
}

static void
about_file_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsWindow *self = user_data;
  QstArchive *archive = qs_session_get_archive (self->session);

  if (archive != NULL)
    gtk_window_present (GTK_WINDOW (qs_file_window_new (GTK_WINDOW (self), archive)));
}

/* The histogram's options. */

static gboolean *
histogram_option (QsfOptions *options, const char *name)
{
  const struct
  {
    const char *name;
    gboolean *field;
  } fields[] = { { "log-count", &options->log_count },
                 { "density", &options->density },
                 { "cumulative", &options->cumulative },
                 { "outline", &options->outline } };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (name, fields[i].name))
      return fields[i].field;
  g_assert_not_reached ();
}

static void
histogram_option_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsPlotView *view = qs_plot_stack_get_plot_view (QS_WINDOW (user_data)->plots, QSF_VIEW_HISTOGRAM);
  QsfOptions options = *qs_plot_view_get_options (view);

  *histogram_option (&options, g_action_get_name (G_ACTION (action))) = g_variant_get_boolean (value);
  g_simple_action_set_state (action, value);
  qs_plot_view_set_options (view, &options);
}

static void
bin_width_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_session_set_bin_width (QS_WINDOW (user_data)->session, g_variant_get_double (value));
}

static void
bin_width_chosen_cb (double width, gpointer user_data)
{
  g_action_group_change_action_state (G_ACTION_GROUP (user_data), "bin-width", g_variant_new_double (width));
}

static void
choose_bin_width_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  QsWindow *self = user_data;

  qs_dialogs_ask_number (
      GTK_WINDOW (self), _ ("Bin Width"),
      _ ("How wide the bars of the histogram are, in units of r. Left empty they follow the size of the plot."),
      qs_session_get_bin_width (self->session), bin_width_chosen_cb, self);
}

static void
link_axes_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  qs_session_set_linked (QS_WINDOW (user_data)->session, g_variant_get_boolean (value));
}

void
qs_window_add_value_actions (QsWindow *self)
{
  static const GActionEntry entries[] = {
    { "distribution", NULL, "s", "''", distribution_cb },
    { "tensor", NULL, "s", "''", tensor_cb },
    { .name = "stored-grid", .activate = stored_grid_cb },
    { .name = "about-file", .activate = about_file_cb },
    { "log-count", NULL, NULL, "false", histogram_option_cb },
    { "density", NULL, NULL, "false", histogram_option_cb },
    { .name = "select", .activate = select_cb, .parameter_type = "(dd)" },
    { .name = "select-errors", .activate = select_cb, .parameter_type = "(dd)" },
    { .name = "clear-selection", .activate = clear_selection_cb },
    { "cumulative", NULL, NULL, "false", histogram_option_cb },
    { "outline", NULL, NULL, "false", histogram_option_cb },
    { "bin-width", NULL, "d", "0.0", bin_width_cb },
    { .name = "choose-bin-width", .activate = choose_bin_width_cb },
    { "link-axes", NULL, NULL, "true", link_axes_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (gsize i = 0; i < QS_N_PARAMETERS; i++)
    {
      g_autoptr (GSimpleAction) action =
          g_simple_action_new_stateful (qs_parameters[i].name, G_VARIANT_TYPE_DOUBLE, g_variant_new_double (0));

      g_signal_connect (action, "change-state", G_CALLBACK (parameter_cb), self);
      g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
    }
}
