/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-sizes.h"

#include "plot/qsp-figure-build.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HALF_WIDTH 1.4

static void
write_table (gpointer data, GString *csv)
{
  const QsaSizes *sizes = data;

  g_string_append (csv, "type,bits,bytes,sqnr_db,codes_used\n");
  for (int i = 0; i < QSA_SIZES_N; i++)
    {
      const QsaSizesRow *row = &sizes->rows[i];
      char sqnr[G_ASCII_DTOSTR_BUF_SIZE] = "";

      if (isfinite (row->sqnr_db))
        g_ascii_dtostr (sqnr, sizeof sqnr, row->sqnr_db);
      g_string_append_printf (csv, "%s,%d,%" G_GUINT64_FORMAT ",%s,", row->name, row->bits, row->bytes, sqnr);
      if (row->codes_used > 0)
        g_string_append_printf (csv, "%u", row->codes_used);
      g_string_append_c (csv, '\n');
    }
}

static void
add_words (QspFigure *figure, const QsaSizesRow *row)
{
  g_autofree char *bytes = qsp_format_bytes (row->bytes, TRUE), *db = qsp_format_decimals (row->sqnr_db, 1, TRUE);
  g_autofree char *sqnr = isfinite (row->sqnr_db) ? g_strdup_printf (_ ("%s dB"), db) : g_strdup (row->name);
  QspMark *label = qsp_figure_add_label (figure, QSP_ROLE_FG, bytes, row->bits, (double)row->bytes, 0.5);

  label->dy = -24;
  label->bold = TRUE;
  label =
      qsp_figure_add_label (figure, row->bits < 32 ? QSP_ROLE_ERROR : QSP_ROLE_DATA, sqnr, row->bits, (double)row->bytes, 0.5);
  label->dy = -9;
}

static void
set_description (QspFigure *figure, const QsaSizes *sizes)
{
  g_autofree char *whole = qsp_format_bytes (sizes->rows[QSA_SIZES_FLOAT32].bytes, TRUE);
  g_autofree char *int8 = qsp_format_bytes (sizes->rows[QSA_SIZES_INT8].bytes, TRUE);
  g_autofree char *int4 = qsp_format_bytes (sizes->rows[QSA_SIZES_INT4].bytes, TRUE);
  g_autofree char *int8_db = qsp_format_decimals (sizes->rows[QSA_SIZES_INT8].sqnr_db, 1, TRUE);
  g_autofree char *int4_db = qsp_format_decimals (sizes->rows[QSA_SIZES_INT4].sqnr_db, 1, TRUE);
  /* Translators: memory; memory, dB; memory, dB */
  g_autofree char *text = g_strdup_printf (_ ("The model takes %s as float32, %s at 8 bits with %s dB, %s at 4 bits with %s dB."),
                                           whole, int8, int8_db, int4, int4_db);

  qsp_figure_set_description (figure, text);
}

QspFigure *
qsf_figure_new_sizes (const QsaSizes *sizes)
{
  QspFigure *figure = qsp_figure_new (_ ("Memory and error at 32, 16, 8 and 4 bits"));
  const double most = (double)MAX (sizes->rows[QSA_SIZES_FLOAT32].bytes, 1);
  QspMark *bars;

  qsp_figure_set_large (figure, TRUE);
  qsp_figure_set_axis (figure, QSP_X, QSP_AXIS_WHOLE, 0, 36, _ ("Bits per value"), 28.0);
  qsp_figure_set_axis (figure, QSP_Y, QSP_AXIS_COUNT, 0, most * 1.25, _ ("Bytes"), 38.0);
  bars = qsp_figure_add_mark (figure, QSP_MARK_BARS, QSP_ROLE_GRID, QSA_SIZES_N, NULL, NULL);
  bars->opacity = 0.76;
  bars->x = g_new (double, QSA_SIZES_N);
  bars->x2 = g_new (double, QSA_SIZES_N);
  bars->y = g_new (double, QSA_SIZES_N);
  for (int i = 0; i < QSA_SIZES_N; i++)
    {
      bars->x[i] = sizes->rows[i].bits - HALF_WIDTH;
      bars->x2[i] = sizes->rows[i].bits + HALF_WIDTH;
      bars->y[i] = (double)sizes->rows[i].bytes;
      add_words (figure, &sizes->rows[i]);
    }
  set_description (figure, sizes);
  qsp_figure_set_table (figure, write_table, g_memdup2 (sizes, sizeof *sizes), g_free);
  return figure;
}
