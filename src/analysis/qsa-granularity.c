/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-granularity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define GROUP "group:"

gboolean
qsa_granularity_equal (const QsaGranularity *a, const QsaGranularity *b)
{
  return a->kind == b->kind && (a->kind != QSA_PER_CHANNEL || a->axis == b->axis)
         && (a->kind != QSA_PER_GROUP || a->group_size == b->group_size);
}

char *
qsa_granularity_to_nick (const QsaGranularity *self)
{
  if (self->kind == QSA_PER_GROUP)
    return g_strdup_printf (GROUP "%d", self->group_size);
  return g_strdup (self->kind == QSA_PER_CHANNEL ? "channel" : "tensor");
}

gboolean
qsa_granularity_from_nick (const char *nick, QsaGranularity *self)
{
  gint64 size;

  if (strcmp (nick, "tensor") == 0)
    self->kind = QSA_PER_TENSOR;
  else if (strcmp (nick, "channel") == 0)
    self->kind = QSA_PER_CHANNEL;
  else if (g_str_has_prefix (nick, GROUP)
           && g_ascii_string_to_signed (nick + strlen (GROUP), 10, QSA_GROUP_MIN, QSA_GROUP_MAX, &size, NULL))
    {
      self->kind = QSA_PER_GROUP;
      self->group_size = (int)size;
    }
  else
    return FALSE;
  return TRUE;
}

char *
qsa_granularity_describe (const QsaGranularity *self)
{
  switch (self->kind)
    {
    case QSA_PER_CHANNEL:
      return g_strdup_printf (_ ("per channel of axis %d"), self->axis);
    case QSA_PER_GROUP:
      return g_strdup_printf (_ ("per group of %d"), self->group_size);
    case QSA_PER_TENSOR:
    case QSA_N_GRANULARITIES:
    default:
      return g_strdup (_ ("per tensor"));
    }
}
