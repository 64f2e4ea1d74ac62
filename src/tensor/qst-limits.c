/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-limits.h"

guint64
qst_limit_get_decoded_bytes (void)
{
  const char *text = g_getenv ("QUANTOSCOPE_MAX_DECODED");
  guint64 bytes;

  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &bytes, NULL))
    return bytes;
  return QST_LIMIT_DECODED_BYTES;
}

guint
qst_limit_get_hdf5_seconds (guint usual)
{
  const char *text = g_getenv ("QUANTOSCOPE_HDF5_SECONDS");
  guint64 seconds;

  if (text != NULL && g_ascii_string_to_unsigned (text, 10, 1, 1000000, &seconds, NULL))
    return (guint)seconds;
  return usual;
}
