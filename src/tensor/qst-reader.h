/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A cursor over bytes that never leaves them. The first read that would sets failed; from then on every read gives 0 and
 * the position stays, so a row of reads needs one check at its end. */
typedef struct
{
  const guint8 *data;
  guint64 size;
  guint64 at;
  gboolean big_endian;
  gboolean failed;
} QstReader;

void qst_reader_init (QstReader *self, const guint8 *data, guint64 size, gboolean big_endian);

guint8 qst_reader_u8 (QstReader *self);
guint16 qst_reader_u16 (QstReader *self);
guint32 qst_reader_u32 (QstReader *self);
guint64 qst_reader_u64 (QstReader *self);

/* The next n bytes in place, or NULL. */
const guint8 *qst_reader_bytes (QstReader *self, guint64 n);

/* Bytes left. */
guint64 qst_reader_left (const QstReader *self);

G_END_DECLS
