/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-protobuf.h"

#include "tensor/qst-limits.h"

#define MAX_VARINT_BYTES 10

/* A number of up to 64 bits in up to 10 bytes; fails beyond. */
static guint64
read_varint (QstReader *self)
{
  guint64 value = 0;

  for (guint i = 0; i < MAX_VARINT_BYTES && !self->failed; i++)
    {
      const guint8 byte = qst_reader_u8 (self);

      value |= (guint64)(byte & 0x7f) << (7 * i);
      if (byte < 0x80)
        return self->failed ? 0 : value;
    }
  self->failed = TRUE;
  return 0;
}

void
qst_protobuf_init (QstProtobuf *self, const guint8 *data, guint64 begin, guint64 end)
{
  *self = (QstProtobuf){ .at = begin };
  qst_reader_init (&self->reader, data, end, FALSE);
  self->reader.at = begin;
}

/* What follows the tag. */
static void
read_content (QstProtobuf *self)
{
  QstReader *reader = &self->reader;

  self->taken = 0;
  switch (self->wire)
    {
    case QST_WIRE_VARINT:
      self->number = read_varint (reader);
      break;
    case QST_WIRE_FIXED64:
      self->number = qst_reader_u64 (reader);
      break;
    case QST_WIRE_FIXED32:
      self->number = qst_reader_u32 (reader);
      break;
    case QST_WIRE_BYTES:
      self->length = read_varint (reader);
      self->begin = reader->at;
      qst_reader_bytes (reader, self->length);
      break;
    case QST_WIRE_BEGIN_GROUP:
    case QST_WIRE_END_GROUP:
      break;
    default:
      reader->failed = TRUE;
    }
}

gboolean
qst_protobuf_next (QstProtobuf *self)
{
  guint64 groups = 0;

  while (qst_reader_left (&self->reader) > 0)
    {
      guint64 tag;

      self->at = self->reader.at;
      tag = read_varint (&self->reader);
      self->wire = (QstWire)(tag & 7);
      self->field = (guint)(tag >> 3);
      if (tag >> 32 != 0 || self->field == 0 || (groups == 0 && self->wire == QST_WIRE_END_GROUP))
        self->reader.failed = TRUE;
      read_content (self);
      if (self->reader.failed)
        return FALSE;
      if (self->wire == QST_WIRE_BEGIN_GROUP)
        groups++;
      else if (self->wire == QST_WIRE_END_GROUP)
        groups--;
      else if (groups == 0)
        return TRUE;
    }
  self->reader.failed = self->reader.failed || groups > 0;
  return FALSE;
}

static guint64
read_number (QstReader *reader, QstWire wire)
{
  return wire == QST_WIRE_VARINT    ? read_varint (reader)
         : wire == QST_WIRE_FIXED64 ? qst_reader_u64 (reader)
                                    : qst_reader_u32 (reader);
}

gboolean
qst_protobuf_next_number (QstProtobuf *self, QstWire wire, guint64 *number)
{
  QstReader packed = self->reader;

  if (self->wire == wire && self->taken == 0)
    {
      self->taken = 1;
      *number = self->number;
      return TRUE;
    }
  if (self->wire != QST_WIRE_BYTES || self->taken >= self->length || self->reader.failed)
    return FALSE;
  packed.size = self->begin + self->length;
  packed.at = self->begin + self->taken;
  *number = read_number (&packed, wire);
  self->taken = packed.at - self->begin;
  self->reader.failed = packed.failed;
  return !packed.failed;
}

char *
qst_protobuf_copy_text (const QstProtobuf *self)
{
  if (self->wire != QST_WIRE_BYTES)
    return NULL;
  return g_utf8_make_valid ((const char *)self->reader.data + self->begin, (gssize)MIN (self->length, QST_LIMIT_NAME_BYTES));
}
