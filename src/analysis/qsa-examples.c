/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-network.h"

#include <glib/gi18n-lib.h>

/* Labels are small whole numbers. */
#define LABEL_MAX (QSA_NETWORK_WIDTH_MAX - 1)

struct _QsaExamples
{
  gatomicrefcount refs;
  gsize n, width;
  float *inputs;
  guint *labels;
};

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, message);
  return FALSE;
}

static gboolean
read_inputs (QsaExamples *self, QstTensor *images, double full, GError **error)
{
  const gsize count = self->n * self->width;
  const float *span;

  self->inputs = g_new (float, count);
  span = qst_tensor_get_span (images, 0, count, self->inputs);
  for (gsize i = 0; i < count; i++)
    {
      if (!(span[i] - span[i] == 0.0f))
        return refuse (error, _ ("The tensor “images” holds values that are not finite"));
      self->inputs[i] = (float)((double)span[i] / full);
    }
  return qst_tensor_check (images, error);
}

static gboolean
read_labels (QsaExamples *self, QstTensor *labels, GError **error)
{
  g_autofree double *values = g_new (double, self->n);

  self->labels = g_new (guint, self->n);
  qst_tensor_read_f64 (labels, 0, self->n, values);
  for (gsize i = 0; i < self->n; i++)
    {
      if (!(values[i] >= 0.0 && values[i] <= LABEL_MAX))
        return refuse (error, _ ("The tensor “labels” holds something else than small whole numbers"));
      self->labels[i] = (guint)values[i];
    }
  return qst_tensor_check (labels, error);
}

QsaExamples *
qsa_examples_new (QstArchive *archive, double full, GCancellable *cancellable, GError **error)
{
  g_autoptr (QsaExamples) self = g_new0 (QsaExamples, 1);
  QstTensor *images = qst_archive_find_tensor (archive, "images");
  QstTensor *labels = qst_archive_find_tensor (archive, "labels");

  g_atomic_ref_count_init (&self->refs);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (images == NULL || labels == NULL || qst_tensor_get_n_dims (images) < 2 || qst_tensor_get_count (labels) == 0
      || qst_tensor_get_shape (images)[0] != qst_tensor_get_count (labels))
    {
      refuse (error, _ ("The file holds no examples: expected the tensors “images” [n, …] and “labels” [n]"));
      return NULL;
    }
  self->n = (gsize)qst_tensor_get_count (labels);
  self->width = (gsize)(qst_tensor_get_count (images) / self->n);
  if (self->width == 0 || self->width > QSA_NETWORK_WIDTH_MAX)
    {
      refuse (error, _ ("The images are empty or too large"));
      return NULL;
    }
  if (!read_inputs (self, images, full, error) || !read_labels (self, labels, error))
    return NULL;
  return g_steal_pointer (&self);
}

QsaExamples *
qsa_examples_ref (QsaExamples *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_examples_unref (QsaExamples *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->inputs);
  g_free (self->labels);
  g_free (self);
}

gsize
qsa_examples_get_n (QsaExamples *self)
{
  return self->n;
}

gsize
qsa_examples_get_width (QsaExamples *self)
{
  return self->width;
}

const float *
qsa_examples_get_input (QsaExamples *self, gsize i)
{
  return self->inputs + i * self->width;
}

guint
qsa_examples_get_label (QsaExamples *self, gsize i)
{
  return self->labels[i];
}
