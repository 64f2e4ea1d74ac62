/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-flatbuffer.h"

/* A vtable begins with its own size and that of the table. */
#define VTABLE_HEADER 4

void
qst_flatbuffer_init (QstFlatbuffer *self, const guint8 *data, guint64 size)
{
  *self = (QstFlatbuffer){ .data = data, .size = size };
}

static void
fail (QstFlatbuffer *self, guint64 at)
{
  if (!self->failed)
    self->failed_at = at;
  self->failed = TRUE;
}

guint64
qst_flatbuffer_read (QstFlatbuffer *self, guint64 at, guint size)
{
  guint64 value = 0;

  if (at > self->size || size > self->size - at)
    fail (self, at);
  if (self->failed)
    return 0;
  for (guint i = size; i-- > 0;)
    value = value << 8 | self->data[at + i];
  return value;
}

/* Where the offset at a place leads: always forward. */
static guint64
follow (QstFlatbuffer *self, guint64 at)
{
  guint64 distance = qst_flatbuffer_read (self, at, 4);

  if (!self->failed && (distance == 0 || distance >= self->size - at))
    fail (self, at);
  return self->failed ? 0 : at + distance;
}

/* The vtable may lie on either side of the table: its distance is signed. */
static QstFlatTable
open_table (QstFlatbuffer *self, guint64 at)
{
  const gint32 distance = (gint32)qst_flatbuffer_read (self, at, 4);
  const gint64 vtable = (gint64)at - distance;
  QstFlatTable table = { .at = at };

  if (!self->failed && vtable < 0)
    fail (self, at);
  table.vtable = (guint64)vtable;
  table.vtable_size = qst_flatbuffer_read (self, table.vtable, 2);
  table.size = qst_flatbuffer_read (self, table.vtable + 2, 2);
  if (!self->failed
      && (table.vtable_size < VTABLE_HEADER || table.vtable_size % 2 != 0 || table.vtable_size > self->size - table.vtable
          || table.size < 4 || table.size > self->size - at))
    fail (self, at);
  return self->failed ? (QstFlatTable){ 0 } : table;
}

QstFlatTable
qst_flatbuffer_get_root (QstFlatbuffer *self)
{
  return open_table (self, follow (self, 0));
}

/* Where a field of so many bytes lies; 0 where it is absent. */
static guint64
find_field (QstFlatbuffer *self, const QstFlatTable *table, guint field, guint size)
{
  const guint64 entry = VTABLE_HEADER + 2 * (guint64)field;
  guint64 offset;

  if (self->failed || entry >= table->vtable_size)
    return 0;
  offset = qst_flatbuffer_read (self, table->vtable + entry, 2);
  if (offset == 0)
    return 0;
  if (offset < 4 || size > table->size || offset > table->size - size)
    fail (self, table->vtable + entry);
  return self->failed ? 0 : table->at + offset;
}

gboolean
qst_flatbuffer_has (QstFlatbuffer *self, const QstFlatTable *table, guint field)
{
  return find_field (self, table, field, 1) != 0;
}

guint64
qst_flatbuffer_get_number (QstFlatbuffer *self, const QstFlatTable *table, guint field, guint size, guint64 fallback)
{
  guint64 at = find_field (self, table, field, size);

  return at == 0 ? fallback : qst_flatbuffer_read (self, at, size);
}

QstFlatTable
qst_flatbuffer_get_table (QstFlatbuffer *self, const QstFlatTable *table, guint field)
{
  guint64 at = find_field (self, table, field, 4);

  return at == 0 ? (QstFlatTable){ 0 } : open_table (self, follow (self, at));
}

QstFlatVector
qst_flatbuffer_get_vector (QstFlatbuffer *self, const QstFlatTable *table, guint field, guint element_size)
{
  QstFlatVector vector = { 0 };
  guint64 at = find_field (self, table, field, 4), begin;

  if (at == 0)
    return vector;
  begin = follow (self, at);
  vector.count = qst_flatbuffer_read (self, begin, 4);
  vector.at = begin + 4;
  if (!self->failed && vector.count > (self->size - vector.at) / element_size)
    fail (self, begin);
  return self->failed ? (QstFlatVector){ 0 } : vector;
}

QstFlatTable
qst_flatbuffer_get_element (QstFlatbuffer *self, const QstFlatVector *vector, guint64 i)
{
  return open_table (self, follow (self, vector->at + 4 * i));
}
