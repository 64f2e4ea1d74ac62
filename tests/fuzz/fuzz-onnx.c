/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

/* A random change nearly always spoils the lengths of the messages around it. So the bytes are tried twice: as a model, and
 * as the graph of one. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GByteArray) file = g_byte_array_new ();
  size_t length;

  fuzz_read (&qst_format_onnx, "fuzz.onnx", data, size);
  g_byte_array_append (file, (const guint8[]){ 0x08, 0x08, 0x3a }, 3);
  for (length = size; length >= 0x80; length >>= 7)
    g_byte_array_append (file, &(guint8){ (guint8)(length | 0x80) }, 1);
  g_byte_array_append (file, &(guint8){ (guint8)length }, 1);
  g_byte_array_append (file, data, (guint)size);
  fuzz_read (&qst_format_onnx, "fuzz.onnx", file->data, file->len);
  return 0;
}
