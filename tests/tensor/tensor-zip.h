/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor-test.h"

/* What a member says of itself; a 0 is filled in rightly. */
typedef struct
{
  const char *name;
  GBytes *contents;
  gboolean deflated;
  guint16 flags, method;
  guint32 crc, size, compressed_size;
  gboolean same_place; /* as the member before */
  int surplus;         /* bytes behind the deflated stream that count as compressed */
} TtMember;

/* A zip archive of the members, with a comment at its end. */
GByteArray *tt_zip (TtMember *members, gsize n, const char *comment);
