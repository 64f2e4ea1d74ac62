/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-reader.h"

G_BEGIN_DECLS

/* How a field is written. */
typedef enum
{
  QST_WIRE_VARINT = 0,
  QST_WIRE_FIXED64 = 1,
  QST_WIRE_BYTES = 2, /* a text, a message, or packed numbers */
  QST_WIRE_BEGIN_GROUP = 3,
  QST_WIRE_END_GROUP = 4,
  QST_WIRE_FIXED32 = 5,
} QstWire;

/* A message of Protocol Buffers, read in place, field after field: nothing is copied and what a field holds is passed over,
 * so that a message of many gigabytes costs no more than its fields. No access leaves the message; the first that would sets
 * reader.failed and ends it.
 * https://protobuf.dev/programming-guides/encoding/ */
typedef struct
{
  QstReader reader; /* over the file, up to the end of the message */

  /* The field that was read last. */
  guint64 at; /* where it begins in the file */
  guint field;
  QstWire wire;
  guint64 number;        /* of a varint, the bits of a fixed one */
  guint64 begin, length; /* in the file, of bytes */
  guint64 taken;         /* of its numbers, in bytes */
} QstProtobuf;

/* The message in the bytes begin … end of data, which are there. */
void qst_protobuf_init (QstProtobuf *self, const guint8 *data, guint64 begin, guint64 end);

/* Reads the next field; groups, which are no longer in use, are passed over. FALSE at the end and where the message is
 * damaged. */
gboolean qst_protobuf_next (QstProtobuf *self);

/* The numbers of a repeated field of varints or fixed numbers, whether it is packed or has one number: the next until FALSE. */
gboolean qst_protobuf_next_number (QstProtobuf *self, QstWire wire, guint64 *number);

/* The field as UTF-8, at most QST_LIMIT_NAME_BYTES of it; NULL if it is no text. (transfer full) */
char *qst_protobuf_copy_text (const QstProtobuf *self);

G_END_DECLS
