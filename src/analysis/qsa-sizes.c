/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-sizes.h"

#include "analysis/qsa-report-private.h"

#include <math.h>

static const struct
{
  const char *name;
  int bits;
} widths[QSA_SIZES_N] = { { "float32", 32 }, { "int16", 16 }, { "int8", 8 }, { "int4", 4 } };

static void
count_values (QstArchive *archive, QsaSource *source, QsaSizes *sizes)
{
  sizes->n_tensors = sizes->n_values = 0;
  for (gsize i = 0; archive != NULL && i < qst_archive_get_n_tensors (archive); i++)
    {
      sizes->n_tensors++;
      sizes->n_values += qst_tensor_get_count (qst_archive_get_tensor (archive, i));
    }
  if (archive == NULL && source != NULL)
    {
      sizes->n_tensors = 1;
      sizes->n_values = qst_tensor_get_count (qsa_source_get_tensor (source));
    }
}

/* Whole bytes of each row would need every shape; of all values together the difference is below one byte a tensor. */
static guint64
get_bytes (const QsaSizes *sizes, int bits)
{
  const guint64 values = sizes->n_values / 8 * (guint64)bits + (sizes->n_values % 8 * (guint64)bits + 7) / 8;

  return values + (bits < 32 ? sizes->n_tensors * sizeof (float) : 0);
}

static gboolean
measure (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaSizesRow *row, GError **error)
{
  QsaRequest request = { .source = source, .scheme = *scheme, .auto_range = TRUE };
  g_autoptr (QsaResult) result = NULL;

  request.scheme.format.bits = row->bits;
  if (request.scheme.calibration == QSA_CALIBRATION_MANUAL)
    request.scheme.calibration = QSA_CALIBRATION_MIN_MAX; /* a scale is that of one width */
  result = qsa_result_new (&request, NULL, cancellable, error);
  if (result == NULL)
    return FALSE;
  row->sqnr_db = qsa_result_get_measures (result)->sqnr_db;
  row->codes_used = qsa_result_get_measures (result)->codes_used;
  return TRUE;
}

gboolean
qsa_sizes_compute (QstArchive *archive, QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaSizes *sizes,
                   GError **error)
{
  count_values (archive, source, sizes);
  for (int i = 0; i < QSA_SIZES_N; i++)
    {
      QsaSizesRow *row = &sizes->rows[i];

      *row = (QsaSizesRow){ .name = widths[i].name, .bits = widths[i].bits, .sqnr_db = NAN };
      row->bytes = get_bytes (sizes, row->bits);
      if (source != NULL && row->bits < 32 && !measure (source, scheme, cancellable, row, error))
        return FALSE;
    }
  return TRUE;
}

static json_t *
new_row (const QsaSizesRow *row)
{
  json_t *object = json_object ();

  json_object_set_new (object, "type", json_string (row->name));
  json_object_set_new (object, "bits", json_integer (row->bits));
  json_object_set_new (object, "bytes", json_integer ((json_int_t)row->bytes));
  json_object_set_new (object, "sqnr_db", isfinite (row->sqnr_db) ? json_real (row->sqnr_db) : json_null ());
  json_object_set_new (object, "codes_used", row->codes_used > 0 ? json_integer (row->codes_used) : json_null ());
  return object;
}

char *
qsa_report_sizes (const QsaSizes *sizes)
{
  json_t *root = json_object (), *rows = json_array ();

  json_object_set_new (root, "tensors", json_integer ((json_int_t)sizes->n_tensors));
  json_object_set_new (root, "values", json_integer ((json_int_t)sizes->n_values));
  for (int i = 0; i < QSA_SIZES_N; i++)
    json_array_append_new (rows, new_row (&sizes->rows[i]));
  json_object_set_new (root, "rows", rows);
  return qsa_report_dump (root);
}
