/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean ± k standard deviations (of the population), as far as there are values. A symmetric format then takes the end that
 * is further from 0. */
#include "analysis/qsa-calibrate-private.h"

#include <glib/gi18n-lib.h>

gboolean
qsa_calibrate_sigma (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QsaRange *range, GError **error)
{
  if (!(scheme->sigmas >= QSA_SIGMAS_MIN && scheme->sigmas <= QSA_SIGMAS_MAX))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("The number of standard deviations must be from %g to %g"),
                   QSA_SIGMAS_MIN, QSA_SIGMAS_MAX);
      return FALSE;
    }
  *range = qsa_range_around (source, qsa_source_get_mean (source), scheme->sigmas * qsa_source_get_std (source));
  return TRUE;
}
