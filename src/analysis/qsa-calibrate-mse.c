/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-calibrate-private.h"

gboolean
qsa_calibrate_mse (QsaSource *source, const QsaScheme *scheme, GCancellable *cancellable, QscParams *params, GError **error)
{
  const QscMoments *moments = qsa_source_get_moments (source);

  return qsa_check_status (qsc_params_init_from_range (params, &scheme->format, (double)moments->min, (double)moments->max),
                           &scheme->format, error);
}
