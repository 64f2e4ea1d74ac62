/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-report.h"

#include "analysis/qsa-report-private.h"
#include "tensor/qst-census.h"

#include <math.h>
#include <stdlib.h>

/* Digits with which a double reads back as itself. */
#define REAL_DIGITS 17

static json_t *
new_number (double value)
{
  return isfinite (value) ? json_real (value) : json_null ();
}

static json_t *
new_count (guint64 count)
{
  return count <= G_MAXINT64 ? json_integer ((json_int_t)count) : json_real ((double)count);
}

/* Words from files need not be UTF-8. */
static json_t *
new_string (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return json_string (valid);
}

char *
qsa_report_dump (json_t *root)
{
  char *text = json_dumps (root, JSON_INDENT (2) | JSON_REAL_PRECISION (REAL_DIGITS));
  char *line = g_strconcat (text, "\n", NULL);

  free (text);
  json_decref (root);
  return line;
}

static json_t *
new_shape (QstTensor *tensor)
{
  json_t *shape = json_array ();

  for (gsize i = 0; i < qst_tensor_get_n_dims (tensor); i++)
    json_array_append_new (shape, new_count (qst_tensor_get_shape (tensor)[i]));
  return shape;
}

static void
add_tensor (json_t *object, QstTensor *tensor)
{
  json_object_set_new (object, "dtype", json_string (qst_dtype_get_name (qst_tensor_get_dtype (tensor))));
  json_object_set_new (object, "shape", new_shape (tensor));
  json_object_set_new (object, "count", new_count (qst_tensor_get_count (tensor)));
}

static json_t *
new_source (QsaSource *source)
{
  QstTensor *tensor = qsa_source_get_tensor (source);
  const QscMoments *moments = qsa_source_get_moments (source);
  const gboolean any = moments->count > 0;
  json_t *object = json_object ();

  json_object_set_new (object, "name", new_string (qst_tensor_get_name (tensor)));
  json_object_set_new (object, "format", json_string (qst_tensor_get_format (tensor)));
  add_tensor (object, tensor);
  json_object_set_new (object, "finite", new_count (moments->count));
  json_object_set_new (object, "nan", new_count (moments->nan));
  json_object_set_new (object, "positive_infinity", new_count (moments->positive_infinity));
  json_object_set_new (object, "negative_infinity", new_count (moments->negative_infinity));
  json_object_set_new (object, "min", any ? json_real ((double)moments->min) : json_null ());
  json_object_set_new (object, "max", any ? json_real ((double)moments->max) : json_null ());
  json_object_set_new (object, "mean", new_number (qsa_source_get_mean (source)));
  json_object_set_new (object, "std", new_number (qsa_source_get_std (source)));
  return object;
}

json_t *
qsa_report_new_scheme (const QsaScheme *scheme)
{
  g_autofree char *granularity = qsa_granularity_to_nick (&scheme->granularity);
  json_t *object = json_object ();

  json_object_set_new (object, "bits", json_integer (scheme->format.bits));
  json_object_set_new (object, "signed", json_boolean (scheme->format.is_signed));
  json_object_set_new (object, "narrow_range", json_boolean (scheme->format.narrow_range));
  json_object_set_new (object, "symmetric", json_boolean (scheme->format.symmetric));
  json_object_set_new (object, "rule", json_string (qsc_rule_get_name (scheme->format.rule)));
  json_object_set_new (object, "arithmetic", json_string (qsa_arithmetic_get_nick (scheme->format.arithmetic)));
  json_object_set_new (object, "rounding", json_string (qsa_rounding_get_nick (scheme->format.rounding)));
  if (scheme->format.rounding == QSC_ROUND_STOCHASTIC)
    json_object_set_new (object, "seed", new_count (scheme->format.seed));
  json_object_set_new (object, "calibration", json_string (qsa_calibration_get_nick (scheme->calibration)));
  if (scheme->calibration == QSA_CALIBRATION_PERCENTILE)
    json_object_set_new (object, "percentile", json_real (scheme->percentile));
  if (scheme->calibration == QSA_CALIBRATION_SIGMA)
    json_object_set_new (object, "sigmas", json_real (scheme->sigmas));
  json_object_set_new (object, "power_of_two", json_boolean (scheme->power_of_two));
  json_object_set_new (object, "granularity", json_string (granularity));
  if (scheme->granularity.kind == QSA_PER_CHANNEL)
    json_object_set_new (object, "axis", json_integer (scheme->granularity.axis));
  return object;
}

static json_t *
new_units (QsaResult *result)
{
  QsaUnitParams *params = qsa_result_get_unit_params (result);
  const QscErrorStats *stats = qsa_result_get_unit_stats (result);
  json_t *units = json_array ();

  for (guint64 i = 0; i < qsa_unit_params_get_n (params); i++)
    {
      const QscParams *own = &qsa_unit_params_get_all (params)[i];
      json_t *unit = json_object ();

      json_object_set_new (unit, "scale", json_real ((double)own->scale));
      json_object_set_new (unit, "zero_point", json_integer (own->zero_point));
      if (qsa_unit_params_get_n (params) > 1)
        json_object_set_new (unit, "mse", new_number ((stats[i].sse_rounding + stats[i].sse_clipping) / (double)stats[i].count));
      json_array_append_new (units, unit);
    }
  return units;
}

static json_t *
new_error (const QsaMeasures *measures)
{
  json_t *object = json_object ();

  json_object_set_new (object, "mse", new_number (measures->mse));
  json_object_set_new (object, "rmse", new_number (measures->rmse));
  json_object_set_new (object, "mae", new_number (measures->mae));
  json_object_set_new (object, "max", new_number (measures->max_error));
  json_object_set_new (object, "bias", new_number (measures->bias));
  json_object_set_new (object, "sqnr_db", new_number (measures->sqnr_db));
  json_object_set_new (object, "cosine", new_number (measures->cosine));
  json_object_set_new (object, "mse_rounding", new_number (measures->mse_rounding));
  json_object_set_new (object, "mse_clipping", new_number (measures->mse_clipping));
  json_object_set_new (object, "sqnr_db_min_max", new_number (measures->sqnr_db_min_max));
  return object;
}

static json_t *
new_codes (const QsaMeasures *measures)
{
  json_t *object = json_object ();

  json_object_set_new (object, "used", new_count (measures->codes_used));
  json_object_set_new (object, "entropy_bits", new_number (measures->entropy_bits));
  json_object_set_new (object, "clipped_low", new_count (measures->clipped_low));
  json_object_set_new (object, "clipped_high", new_count (measures->clipped_high));
  return object;
}

static json_t *
new_storage (const QsaMeasures *measures)
{
  json_t *object = json_object ();

  json_object_set_new (object, "scales", new_count (measures->n_scales));
  json_object_set_new (object, "bits_per_value", new_number (measures->bits_per_value));
  json_object_set_new (object, "bytes", new_count (measures->bytes));
  return object;
}

char *
qsa_report_measure (QsaResult *result)
{
  const QscParams *params = qsa_result_get_params (result);
  const QsaMeasures *measures = qsa_result_get_measures (result);
  json_t *root = json_object ();

  json_object_set_new (root, "source", new_source (qsa_result_get_source (result)));
  json_object_set_new (root, "scheme", qsa_report_new_scheme (qsa_result_get_scheme (result)));
  json_object_set_new (root, "qmin", json_integer (params->qmin));
  json_object_set_new (root, "qmax", json_integer (params->qmax));
  json_object_set_new (root, "units", new_units (result));
  json_object_set_new (root, "error", new_error (measures));
  json_object_set_new (root, "codes", new_codes (measures));
  json_object_set_new (root, "storage", new_storage (measures));
  return qsa_report_dump (root);
}

static void
add_statistics (json_t *object, const QsaStatistics *statistics)
{
  json_object_set_new (object, "finite", new_count (statistics->finite));
  json_object_set_new (object, "nan", new_count (statistics->nan));
  json_object_set_new (object, "positive_infinity", new_count (statistics->positive_infinity));
  json_object_set_new (object, "negative_infinity", new_count (statistics->negative_infinity));
  json_object_set_new (object, "min", new_number (statistics->min));
  json_object_set_new (object, "max", new_number (statistics->max));
  json_object_set_new (object, "mean", new_number (statistics->mean));
  json_object_set_new (object, "std", new_number (statistics->std));
  json_object_set_new (object, "sha256", json_string (statistics->sha256));
}

static json_t *
new_metadata (QstArchive *archive)
{
  json_t *object = json_object ();

  for (gsize i = 0; i < qst_archive_get_n_metadata (archive); i++)
    {
      g_autofree char *valid = NULL;
      const char *key, *value;

      qst_archive_get_metadata (archive, i, &key, &value);
      valid = g_utf8_make_valid (key, -1);
      json_object_set_new (object, valid, new_string (value));
    }
  return object;
}

static json_t *
new_archive_errors (QstArchive *archive)
{
  json_t *array = json_array ();

  for (const char *const *message = qst_archive_get_errors (archive); *message != NULL; message++)
    json_array_append_new (array, new_string (*message));
  return array;
}

static json_t *
new_grid (const QstQuantization *grid)
{
  json_t *object = json_object (), *scales = json_array (), *zero_points = json_array ();

  for (gsize i = 0; i < grid->n_units; i++)
    {
      json_array_append_new (scales, json_real ((double)grid->scales[i]));
      json_array_append_new (zero_points, json_integer ((json_int_t)grid->zero_points[i]));
    }
  json_object_set_new (object, "kind", json_string ("affine"));
  json_object_set_new (object, "axis", grid->axis >= 0 ? json_integer (grid->axis) : json_null ());
  json_object_set_new (object, "scale", scales);
  json_object_set_new (object, "zero_point", zero_points);
  return object;
}

static json_t *
new_blocks (QstDtype dtype)
{
  json_t *object = json_object ();

  json_object_set_new (object, "kind", json_string ("block"));
  json_object_set_new (object, "type", json_string (qst_dtype_get_name (dtype)));
  json_object_set_new (object, "block_values", new_count (qst_dtype_get_block_length (dtype)));
  json_object_set_new (object, "block_bytes", new_count (qst_dtype_get_size (dtype)));
  return object;
}

/* How the model itself quantizes real values. */
static json_t *
new_quantizer (const QstQuantization *quantizer)
{
  json_t *object = new_grid (quantizer);

  json_object_set_new (object, "dtype", json_string (qst_dtype_get_name (quantizer->dtype)));
  return object;
}

/* Where it lies in the file, and on which grid. */
static void
add_storage (json_t *object, QstTensor *tensor)
{
  const QstQuantization *grid = qst_tensor_get_quantization (tensor);
  const guint64 offset = qst_tensor_get_offset (tensor);

  json_object_set_new (object, "offset", offset != G_MAXUINT64 ? new_count (offset) : json_null ());
  json_object_set_new (object, "bytes", new_count (qst_tensor_get_stored_bytes (tensor)));
  json_object_set_new (object, "quantization",
                       grid != NULL                       ? new_grid (grid)
                       : qst_tensor_is_quantized (tensor) ? new_blocks (qst_tensor_get_dtype (tensor))
                                                          : json_null ());
  if (qst_tensor_get_quantizer (tensor) != NULL)
    json_object_set_new (object, "quantizer", new_quantizer (qst_tensor_get_quantizer (tensor)));
}

static json_t *
new_missing (QstArchive *archive)
{
  json_t *array = json_array ();

  for (gsize i = 0; i < qst_archive_get_n_missing (archive); i++)
    {
      const QstMissing *missing = qst_archive_get_missing (archive, i);
      json_t *object = json_object (), *shape = json_array ();

      for (gsize d = 0; missing->shape != NULL && d < missing->n_dims; d++)
        json_array_append_new (shape, new_count (missing->shape[d]));
      json_object_set_new (object, "name", new_string (missing->name));
      json_object_set_new (object, "dtype", missing->dtype != NULL ? new_string (missing->dtype) : json_null ());
      json_object_set_new (object, "shape", shape);
      json_object_set_new (object, "reason", new_string (missing->reason));
      json_array_append_new (array, object);
    }
  return array;
}

/* Whether the values could not be read, which is told beside the other tensors; anything else ends the work. */
static gboolean
is_damage (const GError *error)
{
  return error->domain == QST_ERROR;
}

/* NULL with error. */
static json_t *
new_tensor (QstTensor *tensor, gboolean with_statistics, json_t *errors, GCancellable *cancellable, GError **error)
{
  json_t *object = json_object ();
  GError *reason = NULL;
  QsaStatistics statistics;

  json_object_set_new (object, "name", new_string (qst_tensor_get_name (tensor)));
  add_tensor (object, tensor);
  add_storage (object, tensor);
  if (!with_statistics)
    return object;
  if (qsa_statistics_compute (tensor, cancellable, &statistics, &reason))
    add_statistics (object, &statistics);
  else if (is_damage (reason))
    {
      json_object_set_new (object, "error", new_string (reason->message));
      json_array_append_new (errors, new_string (reason->message));
      g_error_free (reason);
    }
  else
    {
      g_propagate_error (error, reason);
      json_decref (object);
      return NULL;
    }
  return object;
}

/* How much of the file is of which dtype. */
static json_t *
new_census (QstArchive *archive)
{
  QstCensus by_dtype[QST_N_DTYPES];
  json_t *array = json_array ();

  qst_census_take (archive, by_dtype);
  for (guint dtype = 0; dtype < QST_N_DTYPES; dtype++)
    if (by_dtype[dtype].n_tensors > 0)
      {
        json_t *object = json_object ();

        json_object_set_new (object, "dtype", json_string (qst_dtype_get_name (dtype)));
        json_object_set_new (object, "tensors", new_count (by_dtype[dtype].n_tensors));
        json_object_set_new (object, "values", new_count (by_dtype[dtype].n_values));
        json_object_set_new (object, "bytes", new_count (by_dtype[dtype].n_bytes));
        json_array_append_new (array, object);
      }
  return array;
}

char *
qsa_report_inspect (QstArchive *archive, const GPtrArray *tensors, gboolean statistics, GCancellable *cancellable, GError **error)
{
  const gsize n = tensors != NULL ? tensors->len : qst_archive_get_n_tensors (archive);
  json_t *list = json_array (), *errors = new_archive_errors (archive);
  json_t *root;

  for (gsize i = 0; i < n; i++)
    {
      QstTensor *this = tensors != NULL ? g_ptr_array_index (tensors, i) : qst_archive_get_tensor (archive, i);
      json_t *tensor = new_tensor (this, statistics, errors, cancellable, error);

      if (tensor == NULL)
        {
          json_decref (list);
          json_decref (errors);
          return NULL;
        }
      json_array_append_new (list, tensor);
    }
  root = json_object ();
  json_object_set_new (root, "format", json_string (qst_archive_get_format (archive)));
  json_object_set_new (root, "metadata", new_metadata (archive));
  json_object_set_new (root, "dtypes", new_census (archive));
  json_object_set_new (root, "tensors", list);
  json_object_set_new (root, "missing", new_missing (archive));
  json_object_set_new (root, "errors", errors);
  return qsa_report_dump (root);
}
