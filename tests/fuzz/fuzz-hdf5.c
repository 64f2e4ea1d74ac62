/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "tensor/qst-hdf5-private.h"

/* Input that begins as an HDF5 file goes through the program that runs libhdf5, which may break down as often as it likes. All
 * other is taken for the answer of that program: it is what stands between its faults and us. */
static gboolean
probe_answer (const guint8 *data, guint64 size)
{
  return TRUE;
}

/* The answer about a file that happens to hold the same bytes. It comes in two pieces. */
static gboolean
open_answer (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  const QstHdf5File file = { map, 0, qst_map_get_size (map), FALSE };

  return qst_hdf5_list_bytes (archive, &file, qst_map_get_data (map), qst_map_get_size (map), error);
}

static const QstFormat answer = { .info = { "hdf5", "", "" }, .probe = probe_answer, .open = open_answer };

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (qst_format_hdf5.probe (data, size) || qst_format_keras.probe (data, size))
    {
      qst_hdf5_set_program (NULL);
      fuzz_read (qst_format_hdf5.probe (data, size) ? &qst_format_hdf5 : &qst_format_keras, "fuzz.h5", data, size);
    }
  else
    {
      qst_hdf5_set_program ("/nonexistent");
      fuzz_read (&answer, "fuzz.h5", data, size);
    }
  return 0;
}
