/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's part of the glossary: which word each control and plot is about. */
#include "app/qs-glossary-window.h"
#include "app/qs-plot-view.h"
#include "app/qs-term-link.h"
#include "app/qs-window-private.h"

/* Rows of the sidebar by the names that lessons use for them. */
static const struct
{
  const char *control, *term;
} controls[] = {
  { "bits", "bit-width" },   { "signed", "signed" },    { "sym", "symmetric" }, { "narrow", "narrow-range" },
  { "cal", "calibration" },  { "s", "scale" },          { "z", "zero-point" },  { "round", "rounding" },
  { "pow2", "fixed-point" }, { "gran", "granularity" },
};

static const char *
get_view_term (QsfView view)
{
  static const struct
  {
    const char *view, *term;
  } views[] = {
    { "histogram", "level" },
    { "codes", "code" },
    { "transfer", "level" },
    { "error", "error" },
    { "error-histogram", "error" },
    { "error-index", "error" },
    { "mse", "mse" },
    { "bits", "sqnr" },
    { "ties", "tie" },
    { "landscape", "asymmetric" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_str_equal (views[i].view, qsf_view_get_nick (view)))
      return views[i].term;
  return "";
}

/* One window of words for each window of plots. */
static void
glossary_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  QsWindow *self = user_data;

  if (self->glossary == NULL)
    g_set_weak_pointer (&self->glossary, qs_glossary_window_new (GTK_WINDOW (self), self->session));
  qs_glossary_window_show_term (QS_GLOSSARY_WINDOW (self->glossary), g_variant_get_string (value, NULL));
  gtk_window_present (GTK_WINDOW (self->glossary));
}

static void
explain_cb (GSimpleAction *action, GVariant *value, gpointer user_data)
{
  GtkWidget *focus = gtk_window_get_focus (user_data);
  const char *term = qs_term_link_find (focus);

  if (term == NULL && focus != NULL && QS_IS_PLOT_VIEW (focus))
    term = get_view_term (qs_plot_view_get_view (QS_PLOT_VIEW (focus)));
  g_action_group_activate_action (user_data, "glossary", g_variant_new_string (term != NULL ? term : ""));
}

void
qs_window_add_glossary (QsWindow *self)
{
  static const GActionEntry entries[] = {
    { "glossary", glossary_cb, "s", NULL, NULL, { 0 } },
    { "explain", explain_cb, NULL, NULL, NULL, { 0 } },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  qs_term_link_set (GTK_WIDGET (self->strip), "code");
  for (gsize i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      GtkWidget *row = qs_scheme_panel_get_control (self->scheme_panel, controls[i].control);

      if (row != NULL)
        qs_term_link_set (row, controls[i].term);
    }
}
