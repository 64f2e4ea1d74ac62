/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/qsc.h"

#include <glib.h>

G_BEGIN_DECLS

/* The stages of the formula, in order; where the zero-point is added before rounding, these two stand in each other's place. */
typedef enum
{
  QS_STAGE_VALUE,
  QS_STAGE_DIVIDE,
  QS_STAGE_ROUND,
  QS_STAGE_ZERO_POINT,
  QS_STAGE_CLAMP,
  QS_STAGE_RECONSTRUCT,
  QS_STAGE_ERROR,
  QS_N_STAGES
} QsStage;

/* One stage in words and numbers; all (transfer full) but name and rule. */
typedef struct
{
  const char *name; /* translated */
  const char *rule; /* translated: the stage in a sentence */
  char *expression; /* with numbers */
  char *result;
  gboolean is_special; /* a tie was broken, or the clamp changed the number */
} QsStageText;

void qs_stage_text_clear (QsStageText *self);

/* Describes one stage of trace under params. */
void qs_formula_describe (QsStage stage, const QscParams *params, const QscTrace *trace, QsStageText *text);

/* The whole calculation as text lines or as LaTeX, for the clipboard. (transfer full) */
char *qs_formula_to_text (const QscParams *params, const QscTrace *trace);
char *qs_formula_to_latex (const QscParams *params, const QscTrace *trace);

G_END_DECLS
