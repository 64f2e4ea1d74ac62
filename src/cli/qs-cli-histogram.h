/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "figures/qsf-figures.h"

G_BEGIN_DECLS

/* How plot draws the histogram. */
typedef struct
{
  gboolean log_count, density, cumulative, outline;
  char *bin_width; /* as typed; NULL where not given */
} QsCliHistogram;

void qs_cli_histogram_clear (QsCliHistogram *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QsCliHistogram, qs_cli_histogram_clear)

/* Into the figure's options and the width of the bins, 0: by the size of the plot. FALSE for what was typed wrong, and where something
 * was given but is_drawn is FALSE: there is no histogram. */
gboolean qs_cli_histogram_get_options (const QsCliHistogram *self, gboolean is_drawn, QsfOptions *options, double *bin_width,
                                       GError **error);

G_END_DECLS
