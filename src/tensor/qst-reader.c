/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-reader.h"

void
qst_reader_init (QstReader *self, const guint8 *data, guint64 size, gboolean big_endian)
{
  *self = (QstReader){ .data = data, .size = size, .big_endian = big_endian };
}

guint64
qst_reader_left (const QstReader *self)
{
  return self->failed ? 0 : self->size - self->at;
}

const guint8 *
qst_reader_bytes (QstReader *self, guint64 n)
{
  const guint8 *here = self->data + self->at;

  if (self->failed || n > self->size - self->at)
    {
      self->failed = TRUE;
      return NULL;
    }
  self->at += n;
  return here;
}

static guint64
read_unsigned (QstReader *self, guint n)
{
  const guint8 *bytes = qst_reader_bytes (self, n);
  guint64 value = 0;

  if (bytes == NULL)
    return 0;
  for (guint i = 0; i < n; i++)
    value = value << 8 | bytes[self->big_endian ? i : n - 1 - i];
  return value;
}

guint8
qst_reader_u8 (QstReader *self)
{
  return (guint8)read_unsigned (self, 1);
}

guint16
qst_reader_u16 (QstReader *self)
{
  return (guint16)read_unsigned (self, 2);
}

guint32
qst_reader_u32 (QstReader *self)
{
  return (guint32)read_unsigned (self, 4);
}

guint64
qst_reader_u64 (QstReader *self)
{
  return read_unsigned (self, 8);
}
