/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

/* A few bytes may claim many values (zero-size dimensions, shared ranges): enough is enough. */
#define MAX_TENSORS 1000
#define MAX_VALUES (1 << 20)
#define WINDOW 1000

static void
read_tensor (QstTensor *tensor)
{
  guint64 count = MIN (qst_tensor_get_count (tensor), MAX_VALUES);
  g_autofree char *shape = qst_tensor_describe_shape (tensor);
  g_autoptr (QstTensor) codes = NULL;
  g_autoptr (GError) error = NULL;
  static float scratch[WINDOW];
  static double doubles[WINDOW];

  g_assert_nonnull (shape);
  g_assert_true (g_utf8_validate (qst_tensor_get_name (tensor), -1, NULL));
  for (guint64 begin = 0; begin < count; begin += WINDOW)
    {
      guint64 end = MIN (begin + WINDOW, count);
      volatile float last = qst_tensor_get_span (tensor, begin, end, scratch)[end - begin - 1];

      (void)last;
      qst_tensor_read_f64 (tensor, begin, end, doubles);
    }
  if (qst_tensor_get_count (tensor) > 0)
    qst_tensor_get_value (tensor, qst_tensor_get_count (tensor) - 1);
  if (!qst_tensor_check (tensor, &error))
    g_assert_true (error->domain == QST_ERROR && g_utf8_validate (error->message, -1, NULL));
  codes = qst_tensor_new_codes (tensor);
  if (qst_tensor_is_quantized (tensor) && count > 0)
    {
      QstStoredCode code;

      qst_tensor_get_code (tensor, count - 1, &code);
      qst_tensor_get_value (codes, count - 1);
    }
}

void
fuzz_read (const QstFormat *format, const char *path, const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (QstArchive) archive = NULL;

  format->probe (data, size);
  qst_formats_find (data, size, &error);
  g_clear_error (&error);
  archive = qst_archive_open_bytes (path, bytes, format, &error);
  g_assert_true ((archive == NULL) == (error != NULL));
  if (archive == NULL)
    {
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return;
    }
  for (gsize i = 0; i < MIN (qst_archive_get_n_tensors (archive), MAX_TENSORS); i++)
    read_tensor (qst_archive_get_tensor (archive, i));
  for (gsize i = 0; i < qst_archive_get_n_metadata (archive); i++)
    {
      const char *key, *value;

      qst_archive_get_metadata (archive, i, &key, &value);
      g_assert_true (g_utf8_validate (key, -1, NULL) && g_utf8_validate (value, -1, NULL));
    }
  for (const char *const *message = qst_archive_get_errors (archive); *message != NULL; message++)
    g_assert_true (g_utf8_validate (*message, -1, NULL));
}
