/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-measures-panel.h"

#include "app/qs-inputs.h"
#include "app/qs-term-link.h"
#include "plot/qsp-number.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* The rows, in the order of the panel. */
typedef enum
{
  ROW_MSE,
  ROW_RMSE,
  ROW_MAX,
  ROW_BIAS,
  ROW_COSINE,
  ROW_USED,
  ROW_ENTROPY,
  ROW_CLIPPED,
  ROW_CODES,
  ROW_FACTOR,
  ROW_BITS,
  N_ROWS
} Row;

typedef struct
{
  const char *group; /* starts a new group when not NULL */
  const char *title, *tooltip;
  const char *term;   /* of the glossary */
  const char *action; /* what a click on the row shows */
} RowInfo;

static const RowInfo infos[N_ROWS] = {
  { N_ ("Error"), N_ ("Mean squared"), N_ ("Mean of e² over all finite values, e = r̂ − r"), "mse", NULL },
  { NULL, N_ ("Root mean squared"), N_ ("Square root of the mean of e², in units of r"), "mse", NULL },
  { NULL, N_ ("Largest"), N_ ("The largest |e|; a click picks that value"), "error", "win.worst-error" },
  { NULL, N_ ("Bias"), N_ ("Mean of e: above zero when reconstructed values are too large"), "bias", NULL },
  { NULL, N_ ("Cosine similarity"), N_ ("Σ r r̂ ∕ (‖r‖ ‖r̂‖): 1 when the direction is kept"), "sqnr", NULL },
  { N_ ("Codes"), N_ ("Used"), N_ ("Codes that at least one value maps to"), "code", NULL },
  { NULL, N_ ("Entropy"), N_ ("Information in a code; at most the bit width"), "code", NULL },
  { NULL, N_ ("Clipped"), N_ ("Values that the clamp changes; a click picks the next one"), "clipping", "win.next-clipped" },
  { N_ ("Storage"), N_ ("Weights"), N_ ("Codes, scale and zero-point together"), "bit-width", NULL },
  { NULL, N_ ("From float32"), N_ ("Against four bytes a value"), "bit-width", NULL },
  { NULL, N_ ("Bits per value"), N_ ("Codes, scale and zero-point over the number of values"), "bit-width", NULL },
};

struct _QsMeasuresPanel
{
  GtkWidget parent_instance;
  GtkWidget *scroller, *sqnr, *gain, *hint, *hint_row, *selection, *selection_row, *menu;
  GtkWidget *values[N_ROWS];
  QsSession *session;
};

G_DEFINE_FINAL_TYPE (QsMeasuresPanel, qs_measures_panel, GTK_TYPE_WIDGET)

static char *
format_clipped (const QsaMeasures *m, guint64 count)
{
  guint64 clipped = m->clipped_low + m->clipped_high;
  g_autofree char *number = qsp_format_count (clipped);
  g_autofree char *share = NULL;

  if (count == 0)
    return g_strdup ("—");
  share = qsp_format_percent ((double)clipped / (double)count, TRUE);
  return g_strdup_printf ("%s · %s", number, share);
}

/* Of the selected values, or of all. */
static const QsaMeasures *
get_measures (QsaResult *result, guint64 *count)
{
  const QsaPart *part = qsa_result_get_part (result);

  *count = part != NULL ? part->count : qsa_result_get_error_stats (result)->count;
  return part != NULL ? &part->measures : qsa_result_get_measures (result);
}

static char *
format_row (Row row, QsaResult *result)
{
  guint64 count;
  const QsaMeasures *m = get_measures (result, &count);
  g_autofree char *a = NULL;
  g_autofree char *b = NULL;

  switch (row)
    {
    case ROW_MSE:
      return qsp_format_number (m->mse, 3, TRUE);
    case ROW_RMSE:
      return qsp_format_number (m->rmse, 3, TRUE);
    case ROW_MAX:
      return qsp_format_number (m->max_error, 3, TRUE);
    case ROW_BIAS:
      return qsp_format_number (m->bias, 3, TRUE);
    case ROW_COSINE:
      return qsp_format_decimals (m->cosine, 4, TRUE);
    case ROW_USED:
      a = qsp_format_count (m->codes_used);
      b = qsp_format_count (m->codes_total);
      /* Translators: codes used of all codes, "13 of 16" */
      return g_strdup_printf (_ ("%s of %s"), a, b);
    case ROW_ENTROPY:
      a = qsp_format_decimals (m->entropy_bits, 2, TRUE);
      return isnan (m->entropy_bits) ? g_strdup ("—") : g_strdup_printf (_ ("%s bits"), a);
    case ROW_CLIPPED:
      return format_clipped (m, count);
    case ROW_CODES:
      return qsp_format_bytes (m->bytes, TRUE);
    case ROW_FACTOR:
      a = qsp_format_decimals (32 / m->bits_per_value, 1, TRUE);
      return isnan (m->bits_per_value) ? g_strdup ("—") : g_strdup_printf (_ ("%s × smaller"), a);
    case ROW_BITS:
      return qsp_format_number (m->bits_per_value, 3, TRUE);
    case N_ROWS:
    default:
      return NULL;
    }
}

static void
update_sqnr (QsMeasuresPanel *self, QsaResult *result)
{
  guint64 count;
  const QsaMeasures *m = get_measures (result, &count);
  double gain = m->sqnr_db - m->sqnr_db_min_max;
  /* Without an error there is no ratio to tell; the line below says so. */
  g_autofree char *sqnr = qsp_format_decimals (m->mse == 0 ? NAN : m->sqnr_db, 1, TRUE);
  g_autofree char *difference = qsp_format_decimals (fabs (gain), 1, TRUE);
  g_autofree char *text = NULL;

  gtk_inscription_set_text (GTK_INSCRIPTION (self->sqnr), sqnr);
  gtk_widget_remove_css_class (self->gain, "role-ok");
  gtk_widget_remove_css_class (self->gain, "role-clip");
  gtk_widget_add_css_class (self->gain, "dim-label");
  if (m->mse == 0)
    text = g_strdup (_ ("No error: every value is on the grid"));
  else if (isnan (m->sqnr_db))
    text = g_strdup (_ ("No signal"));
  else if (!isfinite (gain) || fabs (gain) < 0.05)
    text = g_strdup (_ ("same as min–max"));
  else
    {
      text = gain > 0 ? g_strdup_printf (_ ("▲ %s dB over min–max"), difference)
                      : g_strdup_printf (_ ("▼ %s dB under min–max"), difference);
      gtk_widget_remove_css_class (self->gain, "dim-label");
      gtk_widget_add_css_class (self->gain, gain > 0 ? "role-ok" : "role-clip");
    }
  gtk_inscription_set_text (GTK_INSCRIPTION (self->gain), text);
}

/* Symmetric codes on one-sided data waste half of the grid: worth a word. */
static void
update_hint (QsMeasuresPanel *self, QsaResult *result)
{
  const QscParams *params = qsa_result_get_params (result);
  const QsaScheme *scheme = qsa_result_get_scheme (result);
  const guint64 *counts = qsa_result_get_code_counts (result);
  const QscMoments *moments = qsa_source_get_moments (qsa_result_get_source (result));
  int n_codes = params->qmax - params->qmin + 1;
  int first = 0;
  gboolean wastes;

  while (first < n_codes && counts[first] == 0)
    first++;
  wastes = scheme->format.symmetric && first < n_codes && first > n_codes / 4 && moments->min > -0.25f * moments->max
           && moments->min < moments->max && qsa_result_get_measures (result)->mse > 0;
  gtk_widget_set_visible (self->hint_row, wastes);
  if (wastes)
    {
      g_autofree char *code = qsp_format_integer (params->qmin + first);
      g_autofree char *text = g_strdup_printf (_ ("Codes below %s are not used. Asymmetric may fit better."), code);

      gtk_label_set_text (GTK_LABEL (self->hint), text);
    }
}

static void
update_selection (QsMeasuresPanel *self, QsaResult *result)
{
  const QsaPart *part = qsa_result_get_part (result);
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  if (gtk_widget_get_visible (self->selection_row) != (part != NULL))
    gtk_widget_set_visible (self->selection_row, part != NULL);
  if (part == NULL)
    return;
  number = qsp_format_count (part->count);
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s value selected", "%s values selected",
                                       (gulong)MIN (part->count, G_MAXINT)),
                          number);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->selection), text);
}

static void
update (QsMeasuresPanel *self)
{
  QsaResult *result = qs_session_get_result (self->session);

  if (result == NULL)
    return;
  update_sqnr (self, result);
  for (int i = 0; i < N_ROWS; i++)
    {
      g_autofree char *text = format_row (i, result);

      gtk_inscription_set_text (GTK_INSCRIPTION (self->values[i]), text);
    }
  update_hint (self, result);
  update_selection (self, result);
}

void
qs_measures_panel_set_session (QsMeasuresPanel *self, QsSession *session)
{
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "result", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
copy_table (QsMeasuresPanel *self, const char *line_format)
{
  QsaResult *result = self->session != NULL ? qs_session_get_result (self->session) : NULL;
  g_autoptr (GString) table = g_string_new (NULL);
  gboolean is_markdown = line_format[0] == '|';

  if (result == NULL)
    return;
  if (is_markdown)
    g_string_append_printf (table, "| %s | %s |\n|---|---:|\n", _ ("Measure"), _ ("Value"));
  for (int i = -1; i < N_ROWS; i++)
    {
      g_autofree char *value =
          i < 0 ? g_strdup_printf ("%s dB", gtk_inscription_get_text (GTK_INSCRIPTION (self->sqnr))) : format_row (i, result);

      if (is_markdown)
        g_string_append_printf (table, "| %s | %s |\n", i < 0 ? _ ("SQNR") : _ (infos[i].title), value);
      else
        g_string_append_printf (table, "%s\t%s\n", i < 0 ? _ ("SQNR") : _ (infos[i].title), value);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), table->str);
}

static void
copy_tsv_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  copy_table (QS_MEASURES_PANEL (widget), "\t");
}

static void
copy_markdown_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  copy_table (QS_MEASURES_PANEL (widget), "|");
}

static void
context_menu_cb (GtkGestureClick *click, int n_press, double x, double y, QsMeasuresPanel *self)
{
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){ (int)x, (int)y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static GtkWidget *
build_headline (QsMeasuresPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  g_autofree char *link = g_markup_printf_escaped ("<a href=\"sqnr\">%s</a>", _ ("Signal to quantization noise"));
  GtkWidget *caption = g_object_new (GTK_TYPE_LABEL, "label", link, "use-markup", TRUE, NULL);
  GtkWidget *unit = gtk_label_new ("dB");

  self->sqnr = g_object_new (GTK_TYPE_INSCRIPTION, "text", "—", "xalign", 0.0, "min-chars", 3, "nat-chars", 4, NULL);
  self->gain = g_object_new (GTK_TYPE_INSCRIPTION, "xalign", 0.0, "min-lines", 1, "nat-lines", 1, "text-overflow",
                             GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END, NULL);
  gtk_widget_set_halign (caption, GTK_ALIGN_START);
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_widget_add_css_class (caption, "plot-text");
  gtk_widget_add_css_class (caption, "term-link");
  qs_term_link_follow (GTK_LABEL (caption));
  gtk_widget_add_css_class (self->sqnr, "headline-number");
  gtk_widget_add_css_class (self->sqnr, "numeric");
  gtk_widget_add_css_class (unit, "dim-label");
  gtk_widget_add_css_class (self->gain, "plot-text");
  gtk_widget_set_valign (unit, GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (self->sqnr, GTK_ALIGN_BASELINE);
  gtk_widget_set_tooltip_text (box, _ ("SQNR = 10 log₁₀ (Σ r² ∕ Σ e²). One more bit gives about 6 dB."));
  gtk_box_append (GTK_BOX (line), self->sqnr);
  gtk_box_append (GTK_BOX (line), unit);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), self->gain);
  return box;
}

static GtkWidget *
build_row (QsMeasuresPanel *self, Row row)
{
  const RowInfo *info = &infos[row];
  GtkWidget *widget = adw_action_row_new ();
  const gboolean is_long = row == ROW_CLIPPED || row == ROW_USED || row == ROW_FACTOR;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (widget), _ (info->title));
  /* An inscription keeps its size whatever it says: during a drag no row is laid out anew, which would cost half a frame. */
  self->values[row] =
      g_object_new (GTK_TYPE_INSCRIPTION, "text", "—", "xalign", 1.0, "min-chars", row == ROW_FACTOR ? 13 : 9, "nat-chars",
                    is_long ? 15 : 10, "text-overflow", GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (self->values[row], "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (widget), self->values[row]);
  gtk_widget_set_tooltip_text (widget, _ (info->tooltip));
  qs_term_link_set_row (widget, info->term);
  if (info->action != NULL)
    {
      gtk_actionable_set_action_name (GTK_ACTIONABLE (widget), info->action);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (widget), TRUE);
    }
  return widget;
}

static GtkWidget *
build_hint (QsMeasuresPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *button = gtk_button_new_with_label (_ ("Try"));

  self->hint = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "hexpand", TRUE, NULL);
  gtk_widget_add_css_class (self->hint, "plot-text");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.symmetry");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", "asymmetric");
  gtk_box_append (GTK_BOX (box), self->hint);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_set_visible (box, FALSE);
  self->hint_row = box;
  return box;
}

static GtkWidget *
build_selection (QsMeasuresPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *button = gtk_button_new_with_label (_ ("Clear"));

  self->selection = g_object_new (GTK_TYPE_INSCRIPTION, "xalign", 0.0, "hexpand", TRUE, "min-chars", 12, "text-overflow",
                                  GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (self->selection, "numeric");
  gtk_widget_set_tooltip_text (button, _ ("Measure All Values Again (Escape in a Plot)"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.clear-selection");
  gtk_box_append (GTK_BOX (box), self->selection);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_set_visible (box, FALSE);
  self->selection_row = box;
  return box;
}

static void
qs_measures_panel_dispose (GObject *object)
{
  QsMeasuresPanel *self = QS_MEASURES_PANEL (object);

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (qs_measures_panel_parent_class)->dispose (object);
}

static void
qs_measures_panel_class_init (QsMeasuresPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_measures_panel_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "measurespanel");
  gtk_widget_class_install_action (widget_class, "measures.copy-tsv", NULL, copy_tsv_cb);
  gtk_widget_class_install_action (widget_class, "measures.copy-markdown", NULL, copy_markdown_cb);
}

static void
build_menu (QsMeasuresPanel *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_menu_append (menu, _ ("Copy _Table"), "measures.copy-tsv");
  g_menu_append (menu, _ ("Copy as _Markdown"), "measures.copy-markdown");
  self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (context_menu_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
qs_measures_panel_init (QsMeasuresPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *group = NULL;

  gtk_widget_add_css_class (box, "panel-box");
  gtk_box_append (GTK_BOX (box), build_headline (self));
  gtk_box_append (GTK_BOX (box), build_selection (self));
  gtk_box_append (GTK_BOX (box), build_hint (self));
  for (int i = 0; i < N_ROWS; i++)
    {
      if (infos[i].group != NULL)
        {
          group = adw_preferences_group_new ();
          adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ (infos[i].group));
          gtk_box_append (GTK_BOX (box), group);
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), build_row (self, i));
    }
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), box);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  for (int i = 0; i < N_ROWS; i++)
    qs_inputs_set_left_to_right (self->values[i]);
  qs_inputs_set_left_to_right (self->sqnr);
  build_menu (self);
}
