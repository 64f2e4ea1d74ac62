/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In which the size of a figure is told. */
typedef enum
{
  QS_UNIT_INCH,
  QS_UNIT_MILLIMETRE,
  QS_UNIT_PIXEL,
  QS_N_UNITS
} QsUnit;

/* "in", "mm", "px": nick and label in one. */
const char *qs_unit_get_nick (QsUnit unit);
gboolean qs_unit_from_nick (const char *nick, QsUnit *unit);
/* What the locale measures with (LC_MEASUREMENT). */
QsUnit qs_unit_get_default (void);

/* How many go into an inch; dpi: that of pixels. */
double qs_unit_get_per_inch (QsUnit unit, double dpi);
/* What a spin button shows and steps by. */
guint qs_unit_get_digits (QsUnit unit);
double qs_unit_get_step (QsUnit unit);

G_END_DECLS
