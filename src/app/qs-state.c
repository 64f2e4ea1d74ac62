/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-state.h"

void
qs_state_init (QsState *self)
{
  memset (self, 0, sizeof *self);
  qsa_scheme_init (&self->scheme);
  qst_distribution_init (&self->distribution, QST_DISTRIBUTION_GAUSSIAN);
}

void
qs_state_clear (QsState *self)
{
  g_clear_pointer (&self->tensor, qst_tensor_unref);
  g_clear_pointer (&self->archive, qst_archive_unref);
  qs_state_init (self);
}

void
qs_state_copy (QsState *target, const QsState *source)
{
  QstTensor *tensor = source->tensor != NULL ? qst_tensor_ref (source->tensor) : NULL;
  QstArchive *archive = source->archive != NULL ? qst_archive_ref (source->archive) : NULL;

  g_clear_pointer (&target->tensor, qst_tensor_unref);
  g_clear_pointer (&target->archive, qst_archive_unref);
  *target = *source;
  target->tensor = tensor;
  target->archive = archive;
}

static gboolean
distribution_equal (const QstDistribution *a, const QstDistribution *b)
{
  return a->kind == b->kind && a->count == b->count && a->seed == b->seed && a->mean == b->mean && a->sigma == b->sigma
         && a->degrees == b->degrees && a->separation == b->separation && a->outlier_share == b->outlier_share
         && a->outlier_scale == b->outlier_scale && a->channels == b->channels && a->channel_ratio == b->channel_ratio;
}

gboolean
qs_state_has_same_values (const QsState *a, const QsState *b)
{
  if (a->is_drawn != b->is_drawn)
    return FALSE;
  return a->is_drawn ? distribution_equal (&a->distribution, &b->distribution) : a->tensor == b->tensor;
}

gboolean
qs_state_equal (const QsState *a, const QsState *b)
{
  return qs_state_has_same_values (a, b) && qsa_scheme_equal (&a->scheme, &b->scheme);
}

gboolean
qs_state_has_values (const QsState *self)
{
  return self->is_drawn || self->tensor != NULL;
}
