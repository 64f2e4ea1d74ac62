/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean ± k standard deviations (of the population), as far as there are values. A symmetric format then takes the end that
 * is further from 0. */
#include "analysis/qsa-calibrate-private.h"

gboolean
qsa_calibrate_sigma (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaRange *range, GError **error)
{
  if (!qsa_check_method (scheme, error))
    return FALSE;
  *range = qsa_range_around (source, qsa_source_get_mean (source), scheme->sigmas * qsa_source_get_std (source));
  return TRUE;
}
