/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scheme.h"
#include "tensor/qst-distribution.h"
#include "tensor/qst-raw.h"

G_BEGIN_DECLS

/* A state as one line of text: the scheme, a distribution, the picked value. Such lines are copied between windows,
 * kept in session files and stand in lessons:
 *
 *   bits=4 signed=1 sym=0 s=0.0259 z=-1 round=half-even data=gaussian count=65536 sigma=1 seed=1 pick=0.73
 *
 * Keys: bits, signed, sym, narrow (0 or 1), cal, percentile, sigmas, s, z, round, rounding-seed,
 * gran (tensor, channel, group:N), axis, pow2; data and what the command line has for a
 * distribution (count, seed, mean, sigma, degrees, separation, outlier-share, outlier-scale, channels, channel-ratio);
 * raw, how a file without a header is read (raw=F32:32x64:16:little, qst-raw.h); pick. */
typedef struct
{
  QsaScheme scheme;
  gboolean is_drawn; /* values come from distribution */
  QstDistribution distribution;
  gboolean has_raw; /* values come from a file without a header, read like this */
  QstRaw raw;
  gboolean has_pick;
  float pick;
} QsaScene;

/* INT8, min-max, no values, nothing picked. */
void qsa_scene_init (QsaScene *self);

/* Changes what text names and leaves the rest; s and z make the calibration manual, and that of the whole tensor, unless cal says otherwise; data begins with
 * that distribution's defaults. All of it or nothing: FALSE with G_IO_ERROR_INVALID_ARGUMENT, which names the word. */
gboolean qsa_scene_apply (QsaScene *self, const char *text, GError **error);

/* The whole line; numbers read back as themselves. (transfer full) */
char *qsa_scene_to_text (const QsaScene *self);

gboolean qsa_scene_equal (const QsaScene *a, const QsaScene *b);

G_END_DECLS
