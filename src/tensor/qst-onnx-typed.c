/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that a TensorProto keeps as numbers, one after another, made into bytes when they are first read. */
#include "tensor/qst-onnx-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

typedef struct
{
  const guint8 *file;
  const QstOnnxType *type;
  guint64 n; /* numbers: two values each where they are half a byte */
  gsize n_parts;
  QstOnnxPart parts[];
} Typed;

/* Where the next number goes. */
typedef struct
{
  const Typed *typed;
  guint8 *bytes;
  gsize size; /* of a number */
  guint64 i;
} Output;

/* Numbers of signed types are there with all their sign bits, bits of floats without. */
static gboolean
fits (guint64 number, gsize size)
{
  const gint64 value = (gint64)number;

  return size == 8 || (value < (gint64)1 << 8 * size && value >= -((gint64)1 << (8 * size - 1)));
}

static gboolean
put_numbers (Output *output, QstProtobuf *message, GError **error)
{
  guint64 number;

  while (qst_protobuf_next_number (message, output->typed->type->wire, &number))
    {
      if (output->typed->type->wire == QST_WIRE_VARINT && !fits (number, output->size))
        {
          g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                       _ ("its value %" PRIu64 ", %" PRId64 ", does not fit into its dtype %s"), output->i, (gint64)number,
                       output->typed->type->name);
          return FALSE;
        }
      number = GUINT64_TO_LE (number);
      if (output->i < output->typed->n)
        memcpy (output->bytes + output->i * output->size, &number, output->size);
      output->i++;
    }
  return TRUE;
}

static gboolean
put_part (Output *output, const QstOnnxPart *part, GError **error)
{
  QstProtobuf message;

  qst_protobuf_init (&message, output->typed->file, part->begin, part->end);
  while (qst_protobuf_next (&message))
    if (message.field == output->typed->type->field && !put_numbers (output, &message, error))
      return FALSE;
  if (message.reader.failed)
    g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("the numbers of the field at byte %" PRIu64 " are damaged"), message.at);
  return !message.reader.failed;
}

static gboolean
load (gpointer data, guint8 *bytes, gsize size, GError **error)
{
  const Typed *typed = data;
  Output output = { .typed = typed, .bytes = bytes, .size = size / typed->n };

  for (gsize i = 0; i < typed->n_parts; i++)
    if (!put_part (&output, &typed->parts[i], error))
      return FALSE;
  if (output.i == typed->n)
    return TRUE;
  g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("it has %" PRIu64 " numbers where its shape and type make %" PRIu64),
               output.i, typed->n);
  return FALSE;
}

QstStorage *
qst_onnx_new_typed (QstOnnx *self, const QstOnnxPlace *place, const QstOnnxType *type, guint64 n, guint64 bytes)
{
  Typed *typed = g_malloc0 (sizeof *typed + place->n_parts * sizeof *place->parts);

  typed->file = self->data;
  typed->type = type;
  typed->n = n;
  typed->n_parts = place->n_parts;
  memcpy (typed->parts, place->parts, place->n_parts * sizeof *place->parts);
  return qst_storage_new_lazy (self->map, place->parts[0].begin, bytes, load, typed, g_free);
}
