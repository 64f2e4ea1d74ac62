/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* FlatBuffers, read in place: little-endian tables, whose fields are found through a vtable, and vectors, joined by offsets. No
 * access leaves the bytes. The first that would sets failed and where; from then on every read gives 0 and no table has a
 * field, so a row of reads needs one check at its end.
 * https://flatbuffers.dev/internals/ */
typedef struct
{
  const guint8 *data;
  guint64 size;
  gboolean failed;
  guint64 failed_at; /* the byte of the offset, length or table that cannot be */
} QstFlatbuffer;

/* All 0: a table without fields. */
typedef struct
{
  guint64 at;
  guint64 size;
  guint64 vtable;
  guint64 vtable_size;
} QstFlatTable;

/* count 0: absent or empty. */
typedef struct
{
  guint64 at; /* of the first element */
  guint64 count;
} QstFlatVector;

void qst_flatbuffer_init (QstFlatbuffer *self, const guint8 *data, guint64 size);

/* A little-endian number of 1, 2, 4 or 8 bytes. */
guint64 qst_flatbuffer_read (QstFlatbuffer *self, guint64 at, guint size);

QstFlatTable qst_flatbuffer_get_root (QstFlatbuffer *self);

/* Fields by their number in the schema. */
gboolean qst_flatbuffer_has (QstFlatbuffer *self, const QstFlatTable *table, guint field);

/* The bits of a number, fallback where it is absent. */
guint64 qst_flatbuffer_get_number (QstFlatbuffer *self, const QstFlatTable *table, guint field, guint size, guint64 fallback);

QstFlatTable qst_flatbuffer_get_table (QstFlatbuffer *self, const QstFlatTable *table, guint field);

/* A vector of elements of so many bytes, all of which are there; the bytes of a string have 1. */
QstFlatVector qst_flatbuffer_get_vector (QstFlatbuffer *self, const QstFlatTable *table, guint field, guint element_size);

/* The table i of a vector of tables, i < count. */
QstFlatTable qst_flatbuffer_get_element (QstFlatbuffer *self, const QstFlatVector *vector, guint64 i);

G_END_DECLS
