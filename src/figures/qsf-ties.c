/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  ENTRY_BESIDE,
  ENTRY_ON,
  ENTRY_OTHERS
};

#define EDGE 0.5
/* px from one note to the next, and the room that all of them take in the plot, as a part of the highest bar. */
#define NOTE_PITCH 15.0
#define NOTE_ROOM 1.0

/* Of what lies so far from a threshold; below a threshold it is negative. */
static guint64
get_count (QsaTies *ties, int ulp)
{
  return qsa_ties_get_counts (ties)[ulp + QSA_TIES_REACH];
}

static void
set_axes (QsfBuild *build, QsaTies *ties)
{
  const QsfOptions *o = build->options;
  double low = -QSA_TIES_REACH - EDGE, high = QSA_TIES_REACH + EDGE, y0, y1;
  guint64 highest = 1;

  if (isfinite (o->x_low) && isfinite (o->x_high) && o->x_low < o->x_high)
    {
      low = o->x_low;
      high = o->x_high;
    }
  for (int ulp = -QSA_TIES_REACH; ties != NULL && ulp <= QSA_TIES_REACH; ulp++)
    highest = MAX (highest, get_count (ties, ulp));
  qsp_figure_set_axis (build->figure, QSP_X, QSP_AXIS_WHOLE, low, high, _ ("Distance from the threshold (ulp)"), 28.0);
  qsp_figure_get_limits (build->figure, &build->x_low, &build->x_high, &y0, &y1);
  qsf_build_set_y_axis (build, QSP_AXIS_COUNT, 0.0, (double)highest * (o->large ? 1.0 + NOTE_ROOM : 1.16), _ ("Values"), 38.0);
}

/* What lies on a threshold, or what lies beside one. */
static void
add_bars (QsfBuild *build, QsaTies *ties, gboolean on)
{
  QspMark *mark = qsp_figure_add_mark (build->figure, QSP_MARK_BARS, on ? QSP_ROLE_GRID : QSP_ROLE_DATA, 0, NULL, NULL);

  mark->x = g_new (double, QSA_TIES_N);
  mark->x2 = g_new (double, QSA_TIES_N);
  mark->y = g_new (double, QSA_TIES_N);
  mark->opacity = 0.76;
  mark->gap = TRUE;
  for (int ulp = -QSA_TIES_REACH; ulp <= QSA_TIES_REACH; ulp++)
    if ((ulp == 0) == on && get_count (ties, ulp) > 0)
      {
        mark->x[mark->n] = ulp - EDGE;
        mark->x2[mark->n] = ulp + EDGE;
        mark->y[mark->n++] = (double)get_count (ties, ulp);
      }
}

/* "Half up: 12 codes differ". (transfer full) */
static char *
describe_other (const QsfBuild *build, const QsaTiesOther *other)
{
  g_autofree char *count = qsp_format_count (other->differing);
  const char *name = qsa_rounding_get_title (other->rounding);

  if (other->arithmetic != build->params->arithmetic)
    name = qsc_params_multiplies (build->params) ? _ ("By division") : _ ("By reciprocal");
  /* Translators: way to round, number of values that it gives another code */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %s code differs", "%s: %s codes differ",
                                       (gulong)MIN (other->differing, G_MAXULONG)),
                          name, count);
}

static void
add_notes (QsfBuild *build, QsaTies *ties)
{
  const QsaTiesOther *others = qsa_ties_get_others (ties);
  double x0, x1, y0, y1;

  qsp_figure_get_limits (build->figure, &x0, &x1, &y0, &y1);
  for (guint i = 0; i < QSA_TIES_OTHERS; i++)
    {
      g_autofree char *text = describe_other (build, &others[i]);
      QspMark *mark = qsp_figure_add_label (build->figure, QSP_ROLE_FG, text, x0, y1, 0.0);

      mark->dx = 8.0;
      mark->dy = 8.0 + NOTE_PITCH * i;
    }
}

static void
add_pick (QsfBuild *build, QsaTies *ties)
{
  const QsfOptions *o = build->options;
  int ulp;

  if (!o->has_pick || !qsa_ties_get_distance (ties, o->pick, &ulp))
    return;
  qsp_figure_add_point (build->figure, QSP_MARK_VLINES, QSP_ROLE_FG, ulp, 0.0)->opacity = o->large ? 0.85 : 0.5;
  qsp_figure_add_point (build->figure, QSP_MARK_RING, QSP_ROLE_FG, ulp, (double)get_count (ties, ulp));
}

static void
set_readout (QsfBuild *build, QsaTies *ties)
{
  const double x = build->options->cursor_x;

  if (!isfinite (x) || fabs (x) > QSA_TIES_REACH + EDGE)
    return;
  const int ulp = CLAMP ((int)rint (x), -QSA_TIES_REACH, QSA_TIES_REACH);
  const guint64 count = get_count (ties, ulp);
  g_autofree char *number = qsp_format_count (count);
  g_autofree char *share = qsp_format_percent ((double)count / MAX ((double)build->moments->count, 1.0), build->localized);
  g_autofree char *values =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s value", "%s values", (gulong)MIN (count, G_MAXULONG)), number);
  g_autofree char *place = ulp == 0  ? g_strdup (_ ("on the threshold"))
                           : ulp > 0 ? g_strdup_printf (_ ("%d ulp above"), ulp)
                                     : g_strdup_printf (_ ("%d ulp below"), -ulp);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n%s", place, values, share);

  qsp_figure_set_readout (build->figure, text, ulp);
}

static void
set_description (QsfBuild *build, QsaTies *ties)
{
  guint64 near = 0;

  if (ties == NULL)
    {
      qsp_figure_set_description (build->figure, _ ("Values next to the thresholds between codes, not counted."));
      return;
    }
  for (int ulp = -QSA_TIES_REACH; ulp <= QSA_TIES_REACH; ulp++)
    near += ulp != 0 ? get_count (ties, ulp) : 0;
  g_autofree char *all = qsp_format_count (build->moments->count);
  g_autofree char *on = qsp_format_count (get_count (ties, 0));
  g_autofree char *beside = qsp_format_count (near);
  g_autofree char *other = describe_other (build, &qsa_ties_get_others (ties)[QSA_TIES_OTHERS - 1]);
  g_autofree char *text =
      /* Translators: counts, distance, "By reciprocal: 12 codes differ" */
      g_strdup_printf (_ ("Of %s values %s lie on a threshold between two codes and %s within %d ulp of one. %s."), all, on,
                       beside, QSA_TIES_REACH, other);

  qsp_figure_set_description (build->figure, text);
}

static gboolean
is_empty (QsaTies *ties)
{
  for (int ulp = -QSA_TIES_REACH; ulp <= QSA_TIES_REACH; ulp++)
    if (get_count (ties, ulp) > 0)
      return FALSE;
  return TRUE;
}

static void
set_message (QsfBuild *build, QsaTies *ties)
{
  if (build->moments->count == 0)
    qsp_figure_set_message (build->figure, _ ("No values to show"));
  else if (build->params->rounding == QSC_ROUND_STOCHASTIC)
    qsp_figure_set_message (build->figure, _ ("Stochastic rounding has no thresholds"));
  else if (ties == NULL)
    qsp_figure_set_message (build->figure, _ ("Computing…"));
  else if (is_empty (ties))
    qsp_figure_set_message (build->figure, _ ("No value lies next to a threshold"));
}

void
qsf_build_ties (QsfBuild *self)
{
  QsaTies *ties = self->moments->count > 0 ? qsf_build_get_ties (self) : NULL;

  set_axes (self, ties);
  if (isfinite (self->options->cursor_x))
    qsp_figure_add_point (self->figure, QSP_MARK_VLINES, QSP_ROLE_FG, self->options->cursor_x, 0.0)->opacity = 0.3;
  if (ties != NULL && qsf_build_is_shown (self, ENTRY_BESIDE))
    add_bars (self, ties, FALSE);
  if (ties != NULL && qsf_build_is_shown (self, ENTRY_ON))
    add_bars (self, ties, TRUE);
  if (ties != NULL && self->options->large && qsf_build_is_shown (self, ENTRY_OTHERS))
    add_notes (self, ties);
  if (ties != NULL)
    {
      add_pick (self, ties);
      set_readout (self, ties);
    }
  set_message (self, ties);
  set_description (self, ties);
  qsp_figure_add_legend (self->figure, _ ("Beside a threshold"), QSP_SWATCH_SQUARE, QSP_ROLE_DATA,
                         qsf_build_is_shown (self, ENTRY_BESIDE));
  qsp_figure_add_legend (self->figure, _ ("On a threshold"), QSP_SWATCH_SQUARE, QSP_ROLE_GRID,
                         qsf_build_is_shown (self, ENTRY_ON));
  qsp_figure_add_legend (self->figure, _ ("Other rounding"), QSP_SWATCH_LINE, QSP_ROLE_FG,
                         qsf_build_is_shown (self, ENTRY_OTHERS));
}
