/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "figures/qsf-private.h"

#include <glib/gi18n-lib.h>

char *
qsf_describe_grid (const QsfBuild *self)
{
  g_autofree char *format = qsa_scheme_describe_format (qsa_result_get_scheme (self->result));
  g_autofree char *low = qsp_format_number (self->level_low, 2, self->localized);
  g_autofree char *high = qsp_format_number (self->level_high, 2, self->localized);
  g_autofree char *step = qsp_format_number (self->scale, 3, self->localized);

  /* Translators: "INT4", lowest level, highest level, scale */
  return g_strdup_printf (_ ("%s grid from %s to %s in steps of %s."), format, low, high, step);
}

char *
qsf_describe_clipping (const QsfBuild *self)
{
  const QsaMeasures *m = qsa_result_get_measures (self->result);
  const guint64 count = qsa_source_get_moments (qsa_result_get_source (self->result))->count;
  guint64 clipped = m->clipped_low + m->clipped_high;

  if (count == 0)
    return g_strdup ("");
  if (clipped == 0)
    return g_strdup (_ ("Nothing is clipped."));
  g_autofree char *share = qsp_format_decimals (100.0 * (double)clipped / (double)count, 2, self->localized);
  return g_strdup_printf (_ ("%s percent clipped."), share);
}
