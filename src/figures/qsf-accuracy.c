/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-accuracy.h"

#include "plot/qsp-figure-build.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define EDGE 0.5

/* What is drawn; keeps what the table needs. */
typedef struct
{
  QsaAccuracyCurve *curve; /* (nullable) */
  QsaAccuracy *accuracy;
} Data;

static void
data_free (gpointer data)
{
  Data *self = data;

  g_clear_pointer (&self->curve, qsa_accuracy_curve_unref);
  qsa_accuracy_unref (self->accuracy);
  g_free (self);
}

void
qsf_accuracy_options_init (QsfAccuracyOptions *self)
{
  *self = (QsfAccuracyOptions){ .large = TRUE, .cursor_x = NAN, .cursor_y = NAN };
}

static double
to_percent (const Data *self, gsize n_right)
{
  return 100.0 * (double)n_right / (double)qsa_accuracy_get_n (self->accuracy);
}

static guint
get_n_widths (const Data *self)
{
  return self->curve != NULL ? qsa_accuracy_curve_get_n_widths (self->curve) : 0;
}

static int
get_bits (const Data *self)
{
  return qsa_accuracy_get_request (self->accuracy)->scheme.format.bits;
}

static void
write_table (gpointer data, GString *csv)
{
  const Data *self = data;

  g_string_append (csv, "bits,right,examples,right_float\n");
  for (guint i = 0; i < get_n_widths (self); i++)
    g_string_append_printf (csv, "%d,%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT ",%" G_GSIZE_FORMAT "\n", QSC_BITS_MIN + (int)i,
                            qsa_accuracy_curve_get_n_right (self->curve, QSC_BITS_MIN + (int)i),
                            qsa_accuracy_get_n (self->accuracy), qsa_accuracy_get_n_right_float (self->accuracy));
}

static void
add_float (QspFigure *figure, const Data *self, gboolean large)
{
  const double y = to_percent (self, qsa_accuracy_get_n_right_float (self->accuracy));
  QspMark *line = qsp_figure_add_point (figure, QSP_MARK_HLINES, QSP_ROLE_DATA, 0, y), *words;

  line->width = 1.5;
  line->dash = QSP_DASH_IDEAL;
  if (!large)
    return;
  words = qsp_figure_add_label (figure, QSP_ROLE_DATA, _ ("float32"), QSC_BITS_MIN - EDGE, y, 0.0);
  words->dx = 4;
  words->dy = -9;
}

/* What pure guessing gets right. */
static void
add_guess (QspFigure *figure, const Data *self, gboolean large)
{
  gsize n_classes;
  QspMark *line, *words;

  qsa_accuracy_get_confusion (self->accuracy, &n_classes);
  line = qsp_figure_add_point (figure, QSP_MARK_HLINES, QSP_ROLE_FG, 0, 100.0 / (double)n_classes);
  line->dash = QSP_DASH_IDEAL;
  line->opacity = 0.55;
  if (!large)
    return;
  words = qsp_figure_add_label (figure, QSP_ROLE_FG, _ ("guessing"), QSC_BITS_MAX + EDGE, 100.0 / (double)n_classes, 1.0);
  words->dx = -4;
  words->dy = -9;
}

static void
add_curve (QspFigure *figure, const Data *self, gboolean large)
{
  const guint n = get_n_widths (self);
  QspMark *line = qsp_figure_add_mark (figure, QSP_MARK_LINE, QSP_ROLE_GRID, n, NULL, NULL), *dots;

  line->x = g_new (double, n + 1);
  line->y = g_new (double, n + 1);
  for (guint i = 0; i < n; i++)
    {
      line->x[i] = QSC_BITS_MIN + (int)i;
      line->y[i] = to_percent (self, qsa_accuracy_curve_get_n_right (self->curve, QSC_BITS_MIN + (int)i));
    }
  line->width = large ? 2.4 : 2.0;
  dots = qsp_figure_add_mark (figure, QSP_MARK_DOTS, QSP_ROLE_GRID, n, line->x, line->y);
  dots->pitch = 1.0;
  dots->pitch_min = 12.0;
  dots->pitch_max = INFINITY;
}

static void
set_readout (QspFigure *figure, const Data *self, double x)
{
  const int bits = isfinite (x) ? (int)lrint (x) : 0;
  gsize n_right;

  if (bits < QSC_BITS_MIN || bits >= QSC_BITS_MIN + (int)get_n_widths (self))
    return;
  qsp_figure_add_point (figure, QSP_MARK_VLINES, QSP_ROLE_FG, bits, 0.0)->opacity = 0.3;
  n_right = qsa_accuracy_curve_get_n_right (self->curve, bits);
  g_autofree char *right = qsp_format_count (n_right);
  g_autofree char *all = qsp_format_count (qsa_accuracy_get_n (self->accuracy));
  g_autofree char *percent = qsp_format_decimals (to_percent (self, n_right), 2, TRUE);
  g_autofree char *difference = qsp_format_integer ((gint64)n_right - (gint64)qsa_accuracy_get_n_right_float (self->accuracy));
  /* Translators: read-out; bits, right answers, all answers, the share of them, right answers less those of float32 */
  g_autofree char *text =
      g_strdup_printf (_ ("%d bits\n%s of %s right\n%s %%\nagainst float32 %s"), bits, right, all, percent, difference);

  qsp_figure_set_readout (figure, text, bits);
}

static void
set_description (QspFigure *figure, const Data *self)
{
  const int last = QSC_BITS_MIN + (int)get_n_widths (self) - 1;
  g_autofree char *now = NULL, *text = NULL;

  /* Translators: right answers, all answers, bits, right answers of float32 */
  now =
      g_strdup_printf (_ ("%zu of %zu answers are right at %d bits, %zu in float32."), qsa_accuracy_get_n_right (self->accuracy),
                       qsa_accuracy_get_n (self->accuracy), get_bits (self), qsa_accuracy_get_n_right_float (self->accuracy));
  if (get_n_widths (self) > 1)
    {
      g_autofree char *range = g_strdup_printf (
          /* Translators: right answers, bits, right answers, bits */
          _ ("From %zu at %d bits to %zu at %d bits."), qsa_accuracy_curve_get_n_right (self->curve, QSC_BITS_MIN), QSC_BITS_MIN,
          qsa_accuracy_curve_get_n_right (self->curve, last), last);

      text = g_strjoin (" ", now, range, NULL);
    }
  qsp_figure_set_description (figure, text != NULL ? text : now);
}

QspFigure *
qsf_figure_new_accuracy (QsaAccuracyCurve *curve, QsaAccuracy *accuracy, const QsfAccuracyOptions *options)
{
  QspFigure *figure = qsp_figure_new (_ ("Accuracy against bits"));
  Data *data = g_new0 (Data, 1);

  data->accuracy = qsa_accuracy_ref (accuracy);
  data->curve = curve != NULL ? qsa_accuracy_curve_ref (curve) : NULL;
  qsp_figure_set_large (figure, options->large);
  qsp_figure_set_axis (figure, QSP_X, QSP_AXIS_WHOLE, QSC_BITS_MIN - EDGE, QSC_BITS_MAX + EDGE, _ ("Bits per code"), 28.0);
  qsp_figure_set_axis (figure, QSP_Y, QSP_AXIS_VALUE, 0, 104, _ ("Right answers (%)"), 38.0);
  add_guess (figure, data, options->large);
  add_float (figure, data, options->large);
  set_readout (figure, data, options->cursor_x);
  if (get_n_widths (data) > 0)
    add_curve (figure, data, options->large);
  qsp_figure_add_point (figure, QSP_MARK_RING, QSP_ROLE_FG, get_bits (data),
                        to_percent (data, qsa_accuracy_get_n_right (accuracy)));
  set_description (figure, data);
  qsp_figure_add_legend (figure, _ ("Quantized"), QSP_SWATCH_LINE, QSP_ROLE_GRID, TRUE);
  qsp_figure_add_legend (figure, _ ("float32"), QSP_SWATCH_DASH, QSP_ROLE_DATA, TRUE);
  qsp_figure_set_table (figure, write_table, data, data_free);
  return figure;
}

char *
qsf_make_accuracy_caption (QsaAccuracy *accuracy)
{
  const QsaAccuracyRequest *request = qsa_accuracy_get_request (accuracy);
  g_autofree char *format = qsa_scheme_describe_format (&request->scheme);
  g_autofree char *right = qsp_format_count (qsa_accuracy_get_n_right (accuracy));
  g_autofree char *all = qsp_format_count (qsa_accuracy_get_n (accuracy));
  g_autofree char *answers = g_strdup_printf (_ ("%s of %s right"), right, all);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s · %s", format, request->scheme.format.symmetric ? _ ("symmetric") : _ ("asymmetric"),
                          qsa_calibration_get_title (request->scheme.calibration));
  if (request->scale_factor != 1.0)
    {
      g_autofree char *factor = qsp_format_number (request->scale_factor, 3, TRUE);

      g_string_append_printf (text, " · s × %s", factor);
    }
  g_string_append_printf (text, " · %s", request->per_channel ? _ ("scale per channel") : _ ("scale per tensor"));
  if (request->activations)
    g_string_append_printf (text, " · %s", request->weights ? _ ("weights and activations") : _ ("activations only"));
  g_string_append_printf (text, " · %s", answers);
  return g_string_free (text, FALSE);
}
