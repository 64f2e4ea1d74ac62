/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-curve.h"

#include <math.h>

/* What to write when someone asks; most figures are drawn and never asked. */
typedef struct
{
  QsfView view;
  QsaResult *result;
  QsaCurve *curve;
  QsaEnvelope *envelope;
  QsaSolutions *solutions;
  QsaBits *bits;
  QsaLandscape *landscape;
  QsaTies *ties;
  double x_low, x_high;
} Table;

void
qsf_append_double (GString *csv, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (isfinite (value))
    g_string_append (csv, g_ascii_dtostr (buffer, sizeof buffer, value == 0.0 ? 0.0 : value));
}

void
qsf_append_row (GString *csv, const double *values, int n)
{
  for (int i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (csv, ',');
      qsf_append_double (csv, values[i]);
    }
  g_string_append_c (csv, '\n');
}

static void
write_histogram (const Table *self, GString *csv)
{
  const QsaHistogram *h = qsa_result_get_histogram (self->result);

  g_string_append (csv, "bin_low,bin_high,count\n");
  for (guint i = 0; i < h->n_bins; i++)
    {
      double low = h->low + (h->high - h->low) * ((double)i / h->n_bins);
      double high = h->low + (h->high - h->low) * ((double)(i + 1) / h->n_bins);

      if (high <= self->x_low || low >= self->x_high)
        continue;
      qsf_append_row (csv, (const double[]){ low, high }, 2);
      g_string_truncate (csv, csv->len - 1);
      g_string_append_printf (csv, ",%" G_GUINT64_FORMAT "\n", h->counts[i]);
    }
}

static void
write_codes (const Table *self, GString *csv)
{
  const QscParams *p = qsa_result_get_params (self->result);
  const guint64 *counts = qsa_result_get_code_counts (self->result);

  g_string_append (csv, "code,level,interval_low,interval_high,count\n");
  for (gint64 q = p->qmin; q <= p->qmax; q++)
    {
      double row[3];

      row[0] = qsc_params_get_level (p, (gint32)q);
      qsf_get_code_interval (p, q, &row[1], &row[2]);
      g_string_append_printf (csv, "%" G_GINT64_FORMAT ",", q);
      qsf_append_row (csv, row, 3);
      g_string_truncate (csv, csv->len - 1);
      g_string_append_printf (csv, ",%" G_GUINT64_FORMAT "\n", counts[q - p->qmin]);
    }
}

static void
append_curve (GString *csv, const QsfBuild *build, QscRounding rounding, gboolean error)
{
  g_autoptr (QsfCurve) curve = qsf_curve_new (build, rounding);

  for (gsize i = 0; i < curve->n; i++)
    if (!isnan (curve->level[i]))
      qsf_append_row (csv, (const double[]){ curve->x[i], error ? curve->error[i] : curve->level[i] }, 2);
}

/* Both ends of each stair: joined by lines they give the curve back exactly. */
static void
write_curve (const Table *self, GString *csv)
{
  QsfBuild build = { .result = self->result, .params = qsa_result_get_params (self->result) };
  gboolean error = self->view == QSF_VIEW_ERROR;

  build.scale = build.params->scale;
  build.x_low = self->x_low;
  build.x_high = self->x_high;
  g_string_append (csv, error ? "r,error\n" : "r,reconstructed\n");
  if (build.params->rounding == QSC_ROUND_STOCHASTIC)
    {
      append_curve (csv, &build, QSC_ROUND_DOWN, error);
      append_curve (csv, &build, QSC_ROUND_UP, error);
    }
  else
    append_curve (csv, &build, build.params->rounding, error);
}

/* A run of neighbours in each row; a single value where first and last are equal. */
static void
write_envelope (const Table *self, GString *csv)
{
  const QsaEnvelopeColumn *columns = NULL;
  gsize n = 0;

  if (self->envelope != NULL)
    columns = qsa_envelope_get_columns (self->envelope, &n);
  g_string_append (csv, "index_first,index_last,error_min,error_max,largest_index,largest_value,largest_error\n");
  for (gsize i = 0; i < n; i++)
    {
      const QsaEnvelopeColumn *c = &columns[i];

      if (c->count == 0 || (double)c->last - 0.5 <= self->x_low || (double)c->first - 0.5 >= self->x_high)
        continue;
      g_string_append_printf (csv, "%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",", c->first, c->last - 1);
      qsf_append_row (csv, (const double[]){ c->min, c->max }, 2);
      g_string_truncate (csv, csv->len - 1);
      g_string_append_printf (csv, ",%" G_GUINT64_FORMAT ",", c->max_index);
      qsf_append_row (csv, (const double[]){ c->value, c->max_error }, 2);
    }
}

/* What lies beyond the bins has only one edge. */
static void
write_errors (const Table *self, GString *csv)
{
  const QsaErrorHistogram *h = qsa_result_get_error_histogram (self->result);

  g_string_append (csv, "error_low,error_high,count\n");
  for (int i = -1; i <= (int)h->n_bins && h->n_bins > 0; i++)
    {
      double edges[2] = { NAN, NAN };
      guint64 count = i < 0 ? h->below : i == (int)h->n_bins ? h->above : h->counts[i];

      if (i >= 0)
        edges[0] = h->low + (h->high - h->low) * ((double)i / h->n_bins);
      if (i < (int)h->n_bins)
        edges[1] = h->low + (h->high - h->low) * ((double)(i + 1) / h->n_bins);
      qsf_append_row (csv, edges, 2);
      g_string_truncate (csv, csv->len - 1);
      g_string_append_printf (csv, ",%" G_GUINT64_FORMAT "\n", count);
    }
}

static void
write_scale (const Table *self, GString *csv, double scale, double mse, double rounding, double clipping, int zero_point,
             const char *calibration)
{
  if (!(scale >= self->x_low) || !(scale <= self->x_high))
    return;
  qsf_append_row (csv, (const double[]){ scale, mse, rounding, clipping }, 4);
  g_string_truncate (csv, csv->len - 1);
  g_string_append_printf (csv, ",%d,%s\n", zero_point, calibration);
}

/* The points of the curve that are seen, and the scale in force among them; then what calibrations find, maybe at other
 * zero-points. */
static void
write_mse (const Table *self, GString *csv)
{
  const QscParams *p = qsa_result_get_params (self->result);
  const QsaMeasures *m = qsa_result_get_measures (self->result);
  const double scale = p->scale;
  const QsaCurvePoint *points = NULL;
  const QsaSolution *solutions = NULL;
  gsize n = 0, n_solutions = 0;

  if (self->curve != NULL)
    points = qsa_curve_get_points (self->curve, &n);
  if (self->solutions != NULL)
    solutions = qsa_solutions_get (self->solutions, &n_solutions);
  g_string_append (csv, "scale,mse,mse_rounding,mse_clipping,zero_point,calibration\n");
  for (gsize i = 0; i <= n; i++)
    {
      if ((i == n || points[i].scale >= scale) && (i == 0 || points[i - 1].scale < scale))
        write_scale (self, csv, scale, m->mse, m->mse_rounding, m->mse_clipping, p->zero_point, "");
      if (i < n && points[i].scale != scale)
        write_scale (self, csv, points[i].scale, points[i].mse, points[i].mse_rounding, points[i].mse_clipping, p->zero_point,
                     "");
    }
  for (gsize i = 0; i < n_solutions; i++)
    write_scale (self, csv, solutions[i].params.scale, solutions[i].mse, solutions[i].mse_rounding, solutions[i].mse_clipping,
                 solutions[i].params.zero_point, qsa_calibration_get_nick (solutions[i].calibration));
}

static void
write_bits (const Table *self, GString *csv)
{
  const QsaBitsPoint *points = NULL;
  gsize n = 0;

  if (self->bits != NULL)
    points = qsa_bits_get_points (self->bits, &n);
  g_string_append (csv, "bits,sqnr_db,mse,scale,zero_point\n");
  for (gsize i = 0; i < n; i++)
    if (points[i].bits >= self->x_low && points[i].bits <= self->x_high)
      {
        g_string_append_printf (csv, "%d,", points[i].bits);
        qsf_append_row (csv, (const double[]){ points[i].sqnr_db, points[i].mse, points[i].params.scale }, 3);
        g_string_truncate (csv, csv->len - 1);
        g_string_append_printf (csv, ",%d\n", points[i].params.zero_point);
      }
}

static void
write_landscape (const Table *self, GString *csv)
{
  const QsaLandscapeGrid *grid = self->landscape != NULL ? qsa_landscape_get_grid (self->landscape) : NULL;
  const double *mse = self->landscape != NULL ? qsa_landscape_get_mse (self->landscape) : NULL;

  g_string_append (csv, "scale,zero_point,mse\n");
  for (guint row = 0; grid != NULL && row < grid->n_zero_points; row++)
    for (guint column = 0; column < grid->n_scales; column++)
      qsf_append_row (csv,
                      (const double[]){ qsa_landscape_get_scale (self->landscape, column), grid->first + (double)grid->step * row,
                                        mse[row * grid->n_scales + column] },
                      3);
}

/* The distances that are seen; then what other ways to round differ in. */
static void
write_ties (const Table *self, GString *csv)
{
  const QsaTiesOther *others = self->ties != NULL ? qsa_ties_get_others (self->ties) : NULL;

  g_string_append (csv, "ulp,count,rounding,arithmetic,differing\n");
  for (int ulp = -QSA_TIES_REACH; self->ties != NULL && ulp <= QSA_TIES_REACH; ulp++)
    if (ulp >= self->x_low && ulp <= self->x_high)
      g_string_append_printf (csv, "%d,%" G_GUINT64_FORMAT ",,,\n", ulp, qsa_ties_get_counts (self->ties)[ulp + QSA_TIES_REACH]);
  for (guint i = 0; others != NULL && i < QSA_TIES_OTHERS; i++)
    g_string_append_printf (csv, ",,%s,%s,%" G_GUINT64_FORMAT "\n", qsa_rounding_get_nick (others[i].rounding),
                            qsa_arithmetic_get_nick (others[i].arithmetic), others[i].differing);
}

static void
write_table (gpointer data, GString *csv)
{
  const Table *self = data;

  switch (self->view)
    {
    case QSF_VIEW_HISTOGRAM:
      write_histogram (self, csv);
      break;
    case QSF_VIEW_CODES:
      write_codes (self, csv);
      break;
    case QSF_VIEW_ERROR_INDEX:
      write_envelope (self, csv);
      break;
    case QSF_VIEW_ERROR_HISTOGRAM:
      write_errors (self, csv);
      break;
    case QSF_VIEW_MSE:
      write_mse (self, csv);
      break;
    case QSF_VIEW_LANDSCAPE:
      write_landscape (self, csv);
      break;
    case QSF_VIEW_BITS:
      write_bits (self, csv);
      break;
    case QSF_VIEW_TIES:
      write_ties (self, csv);
      break;
    case QSF_VIEW_TRANSFER:
    case QSF_VIEW_ERROR:
    case QSF_N_VIEWS:
    default:
      write_curve (self, csv);
      break;
    }
}

static void
table_free (gpointer data)
{
  Table *self = data;

  qsa_result_unref (self->result);
  g_clear_pointer (&self->curve, qsa_curve_unref);
  g_clear_pointer (&self->envelope, qsa_envelope_unref);
  g_clear_pointer (&self->solutions, qsa_solutions_unref);
  g_clear_pointer (&self->bits, qsa_bits_unref);
  g_clear_pointer (&self->landscape, qsa_landscape_unref);
  g_clear_pointer (&self->ties, qsa_ties_unref);
  g_free (self);
}

void
qsf_set_table (QsfBuild *build, QsfView view)
{
  Table *self = g_new0 (Table, 1);

  self->view = view;
  self->result = qsa_result_ref (build->result);
  if (view == QSF_VIEW_MSE && qsf_build_get_curve (build) != NULL)
    self->curve = qsa_curve_ref (qsf_build_get_curve (build));
  if (view == QSF_VIEW_MSE && qsf_build_get_solutions (build) != NULL)
    self->solutions = qsa_solutions_ref (qsf_build_get_solutions (build));
  if (view == QSF_VIEW_LANDSCAPE && qsf_build_get_landscape (build) != NULL)
    self->landscape = qsa_landscape_ref (qsf_build_get_landscape (build));
  if (view == QSF_VIEW_TIES && qsf_build_get_ties (build) != NULL)
    self->ties = qsa_ties_ref (qsf_build_get_ties (build));
  if (view == QSF_VIEW_BITS && qsf_build_get_bits (build) != NULL)
    self->bits = qsa_bits_ref (qsf_build_get_bits (build));
  if (view == QSF_VIEW_ERROR_INDEX && qsf_build_get_envelope (build) != NULL)
    self->envelope = qsa_envelope_ref (qsf_build_get_envelope (build));
  self->x_low = build->x_low;
  self->x_high = build->x_high;
  qsp_figure_set_table (build->figure, write_table, self, table_free);
}
