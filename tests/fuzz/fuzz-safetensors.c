/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

/* A random change nearly always spoils the length in front. So the bytes are tried twice: as they are, and with the length
 * that makes a header of all up to the last brace. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree uint8_t *file = NULL;
  size_t header = size;
  uint64_t length;

  fuzz_read (&qst_format_safetensors, "fuzz.safetensors", data, size);
  if (size < 8)
    return 0;
  while (header > 8 && data[header - 1] != '}')
    header--;
  length = GUINT64_TO_LE (header - 8);
  file = g_memdup2 (data, size);
  memcpy (file, &length, 8);
  fuzz_read (&qst_format_safetensors, "fuzz.safetensors", file, size);
  return 0;
}
