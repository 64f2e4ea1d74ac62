/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-export-units.h"

#include <langinfo.h>

static const struct
{
  const char *nick;
  double per_inch; /* 0: pixels */
  guint digits;
  double step;
} units[QS_N_UNITS] = {
  [QS_UNIT_INCH] = { "in", 1.0, 2, 0.1 },
  [QS_UNIT_MILLIMETRE] = { "mm", 25.4, 1, 1.0 },
  [QS_UNIT_PIXEL] = { "px", 0.0, 0, 10.0 },
};

const char *
qs_unit_get_nick (QsUnit unit)
{
  g_return_val_if_fail (unit < QS_N_UNITS, NULL);
  return units[unit].nick;
}

gboolean
qs_unit_from_nick (const char *nick, QsUnit *unit)
{
  for (guint i = 0; i < QS_N_UNITS; i++)
    if (g_str_equal (nick, units[i].nick))
      {
        *unit = i;
        return TRUE;
      }
  return FALSE;
}

QsUnit
qs_unit_get_default (void)
{
#ifdef __GLIBC__
  return nl_langinfo (_NL_MEASUREMENT_MEASUREMENT)[0] == 2 ? QS_UNIT_INCH : QS_UNIT_MILLIMETRE;
#else
  return QS_UNIT_MILLIMETRE;
#endif
}

double
qs_unit_get_per_inch (QsUnit unit, double dpi)
{
  return units[unit].per_inch > 0.0 ? units[unit].per_inch : dpi;
}

guint
qs_unit_get_digits (QsUnit unit)
{
  return units[unit].digits;
}

double
qs_unit_get_step (QsUnit unit)
{
  return units[unit].step;
}
