/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis-test.h"

#include "tensor/qst-archive.h"

QsaSource *
analysis_test_source (const float *values, gsize n)
{
  const guint64 shape[] = { n };
  g_autoptr (GError) error = NULL;
  g_autoptr (QstTensor) tensor = qst_tensor_new_take ("values", "distribution", 1, shape, g_memdup2 (values, n * sizeof *values));
  QsaSource *source = qsa_source_new (tensor, NULL, &error);

  g_assert_no_error (error);
  return source;
}

QsaSource *
analysis_test_draw (QstDistributionKind kind, guint64 count)
{
  QstDistribution distribution;
  g_autoptr (GError) error = NULL;
  g_autoptr (QstTensor) tensor = NULL;
  QsaSource *source;

  qst_distribution_init (&distribution, kind);
  distribution.count = count;
  tensor = qst_distribution_draw (&distribution, NULL, &error);
  g_assert_no_error (error);
  source = qsa_source_new (tensor, NULL, &error);
  g_assert_no_error (error);
  return source;
}

QsaSource *
analysis_test_open (const char *path, const char *name)
{
  g_autofree char *full = g_test_build_filename (G_TEST_DIST, path, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (QstArchive) archive = qst_archive_open (full, NULL, &error);
  QstTensor *tensor;
  QsaSource *source;

  g_assert_no_error (error);
  tensor = name != NULL ? qst_archive_find_tensor (archive, name) : qst_archive_get_tensor (archive, 0);
  g_assert_nonnull (tensor);
  source = qsa_source_new (tensor, NULL, &error);
  g_assert_no_error (error);
  return source;
}

char *
analysis_test_read (const char *path)
{
  g_autofree char *full = g_test_build_filename (G_TEST_DIST, path, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (full, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

float *
analysis_test_get_values (QsaSource *source, gsize *n)
{
  QstTensor *tensor = qsa_source_get_tensor (source);
  float *values;
  const float *span;

  *n = (gsize)qst_tensor_get_count (tensor);
  values = g_new (float, *n + 1);
  span = qst_tensor_get_span (tensor, 0, *n, values);
  if (span != values)
    memcpy (values, span, *n * sizeof *values);
  return values;
}

QsaResult *
analysis_test_compute (QsaSource *source, const QsaScheme *scheme, guint n_bins)
{
  const QsaRequest request = { .source = source, .scheme = *scheme, .auto_range = TRUE, .n_bins = n_bins };
  g_autoptr (GError) error = NULL;
  QsaResult *result = qsa_result_new (&request, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);
  return result;
}

QsaScheme
analysis_test_scheme (int bits, gboolean is_signed, gboolean symmetric, gboolean narrow, QsaCalibration calibration)
{
  QsaScheme scheme;

  qsa_scheme_init (&scheme);
  scheme.format.bits = bits;
  scheme.format.is_signed = is_signed;
  scheme.format.symmetric = symmetric;
  scheme.format.narrow_range = narrow;
  scheme.calibration = calibration;
  return scheme;
}
