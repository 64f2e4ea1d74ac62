/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-reference.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _QsaReference
{
  gatomicrefcount refs;
  QsaNetwork *network;
  QsaExamples *examples;
  float highest[QSA_NETWORK_LAYERS_MAX];
  double output_low, output_high;
  gsize n_right;
  guint *answers;
};

guint
qsa_reference_find_answer (const double *outputs, gsize n, double *margin)
{
  gsize best = 0;
  double second = -HUGE_VAL;

  for (gsize i = 1; i < n; i++)
    if (outputs[i] > outputs[best])
      {
        second = outputs[best];
        best = i;
      }
    else
      second = MAX (second, outputs[i]);
  *margin = outputs[best] - second;
  return (guint)best;
}

static gsize
get_n_classes (QsaNetwork *network)
{
  return qsa_network_get_width (network, qsa_network_get_n_layers (network));
}

static gboolean
check_width (QsaNetwork *network, QsaExamples *examples, GError **error)
{
  if (qsa_examples_get_width (examples) == qsa_network_get_width (network, 0))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The examples have %zu values each, the network expects %zu"),
               qsa_examples_get_width (examples), qsa_network_get_width (network, 0));
  return FALSE;
}

static gboolean
check (QsaNetwork *network, QsaExamples *examples, QsaExamples *training, GError **error)
{
  const gsize n_classes = get_n_classes (network);

  if (!check_width (network, examples, error) || (training != NULL && !check_width (network, training, error)))
    return FALSE;
  for (gsize i = 0; i < qsa_examples_get_n (examples); i++)
    if (qsa_examples_get_label (examples, i) >= n_classes)
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                     _ ("Example %zu is labelled %u, but the network tells %zu classes apart"), i,
                     qsa_examples_get_label (examples, i), n_classes);
        return FALSE;
      }
  return TRUE;
}

static void
widen_range (gpointer data, gsize layer, float *x, gsize width)
{
  float *highest = data;

  for (gsize i = 0; i < width; i++)
    highest[layer] = MAX (highest[layer], x[i]);
}

static gboolean
find_ranges (QsaReference *self, QsaExamples *examples, GCancellable *cancellable, GError **error)
{
  const gsize n_classes = get_n_classes (self->network);
  g_autofree double *outputs = g_new (double, n_classes);

  self->highest[0] = 1.0f;
  self->output_low = HUGE_VAL;
  self->output_high = -HUGE_VAL;
  for (gsize i = 0; i < qsa_examples_get_n (examples); i++)
    {
      if (i % 64 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      qsa_network_run (self->network, NULL, qsa_examples_get_input (examples, i), widen_range, self->highest, outputs);
      for (gsize j = 0; j < n_classes; j++)
        {
          self->output_low = MIN (self->output_low, outputs[j]);
          self->output_high = MAX (self->output_high, outputs[j]);
        }
    }
  return TRUE;
}

static gboolean
find_answers (QsaReference *self, GCancellable *cancellable, GError **error)
{
  const gsize n = qsa_examples_get_n (self->examples), n_classes = get_n_classes (self->network);
  g_autofree double *outputs = g_new (double, n_classes);
  double margin;

  self->answers = g_new (guint, n);
  for (gsize i = 0; i < n; i++)
    {
      if (i % 64 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      qsa_network_run (self->network, NULL, qsa_examples_get_input (self->examples, i), NULL, NULL, outputs);
      self->answers[i] = qsa_reference_find_answer (outputs, n_classes, &margin);
      self->n_right += self->answers[i] == qsa_examples_get_label (self->examples, i);
    }
  return TRUE;
}

QsaReference *
qsa_reference_new (QsaNetwork *network, QsaExamples *examples, QsaExamples *training, GCancellable *cancellable, GError **error)
{
  g_autoptr (QsaReference) self = NULL;

  if (!check (network, examples, training, error))
    return NULL;
  self = g_new0 (QsaReference, 1);
  g_atomic_ref_count_init (&self->refs);
  self->network = qsa_network_ref (network);
  self->examples = qsa_examples_ref (examples);
  if (!find_ranges (self, training != NULL ? training : examples, cancellable, error) || !find_answers (self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

QsaReference *
qsa_reference_ref (QsaReference *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_reference_unref (QsaReference *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  qsa_network_unref (self->network);
  qsa_examples_unref (self->examples);
  g_free (self->answers);
  g_free (self);
}

QsaNetwork *
qsa_reference_get_network (QsaReference *self)
{
  return self->network;
}

QsaExamples *
qsa_reference_get_examples (QsaReference *self)
{
  return self->examples;
}

float
qsa_reference_get_highest (QsaReference *self, gsize layer)
{
  return self->highest[layer];
}

void
qsa_reference_get_output_range (QsaReference *self, double *low, double *high)
{
  *low = self->output_low;
  *high = self->output_high;
}

gsize
qsa_reference_get_n_right (QsaReference *self)
{
  return self->n_right;
}

guint
qsa_reference_get_answer (QsaReference *self, gsize i)
{
  return self->answers[i];
}
