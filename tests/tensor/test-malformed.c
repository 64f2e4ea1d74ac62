/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Damaged and hostile files: refused or read in part, with a reason, in bounded time and memory, and nothing left behind. */
#include "tensor-test.h"

#include "tensor/qst-hdf5-private.h"

#include <jansson.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define SECONDS 5
#define EXTRA_KIB (512 * 1024)

static long
peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* Whether all values are what the file should hold: what is compressed or has a checksum shows only now. */
static gboolean
read_everything (QstArchive *archive)
{
  gboolean sound = TRUE;

  for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
    {
      QstTensor *tensor = qst_archive_get_tensor (archive, i);
      g_autofree char *sha = tt_sha256 (tensor);
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (sha);
      if (qst_tensor_check (tensor, &error))
        continue;
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, qst_tensor_get_name (tensor)));
      sound = FALSE;
    }
  return sound;
}

static void
test_malformed (gconstpointer data)
{
  const json_t *file = data;
  const char *expect = json_string_value (json_object_get (file, "expect"));
  g_autofree char *path = tt_data_path (json_string_value (json_object_get (file, "file")));
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (QstArchive) archive = NULL;
  long before = peak_kib ();

  /* A hang ends the program, and so the test. */
  alarm (SECONDS);
  archive = qst_archive_open (path, NULL, &error);
  if (archive != NULL)
    {
      gboolean sound = read_everything (archive);

      g_assert_cmpstr (expect, !=, "refuse");
      if (strcmp (expect, "any") != 0)
        g_assert_true (!sound || qst_archive_get_errors (archive)[0] != NULL);
    }
  else
    {
      g_test_message ("%s", error->message);
      g_assert_true (error->domain == QST_ERROR);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_true (g_str_has_prefix (error->message, base));
      g_assert_cmpuint (strlen (error->message), >, strlen (base) + 15);
    }
  alarm (0);
  g_assert_cmpint (peak_kib () - before, <, EXTRA_KIB);
  g_assert_false (g_file_test ("QS_PWNED", G_FILE_TEST_EXISTS));
}

/* What each message must say beyond the name of the file. */
static const struct
{
  const char *file;
  QstError code;
  const char *word;
} reasons[] = {
  { "npy/hlen_beyond.npy", QST_ERROR_DAMAGED, "65535" },
  { "npy/header_code.npy", QST_ERROR_DAMAGED, "byte 20" },
  { "npy/header_deep.npy", QST_ERROR_DAMAGED, "dimension" },
  { "npy/object_pickle.npy", QST_ERROR_UNSUPPORTED, "|O" },
  { "npy/shape_wrap.npy", QST_ERROR_DAMAGED, "shape" },
  { "npy/data_missing.npy", QST_ERROR_DAMAGED, "4000000000" },
  { "safetensors/hlen_max.safetensors", QST_ERROR_DAMAGED, "18446744073709551615" },
  { "safetensors/json_deep.safetensors", QST_ERROR_LIMIT, "64" },
  { "safetensors/bad_utf8.safetensors", QST_ERROR_DAMAGED, "UTF-8 at byte" },
  { "safetensors/off_beyond.safetensors", QST_ERROR_DAMAGED, "conv.weight" },
  { "safetensors/overlap.safetensors", QST_ERROR_DAMAGED, "overlap" },
  { "safetensors/shape_wrap0.safetensors", QST_ERROR_DAMAGED, "shape" },
  { "safetensors/dup_name.safetensors", QST_ERROR_DAMAGED, "duplicate" },
  { "safetensors/lfs_pointer.safetensors", QST_ERROR_UNKNOWN_FORMAT, "Git LFS" },
  { "safetensors/empty.safetensors", QST_ERROR_UNKNOWN_FORMAT, "empty" },
  { "sharded/traversal.safetensors.index.json", QST_ERROR_DAMAGED, "etc/passwd" },
  { "gguf/nt_2p63.gguf", QST_ERROR_DAMAGED, "9223372036854775808" },
  { "gguf/key_2p60.gguf", QST_ERROR_DAMAGED, "byte 24" },
  { "gguf/arr_2p61.gguf", QST_ERROR_DAMAGED, "2305843009213693952 elements at byte 37" },
  { "gguf/nd_max.gguf", QST_ERROR_LIMIT, "4294967295 dimensions; the limit is 4" },
  { "gguf/ne_wrap.gguf", QST_ERROR_DAMAGED, "conv.weight" },
  { "gguf/off_wrap.gguf", QST_ERROR_DAMAGED, "18446744073709551584" },
  { "gguf/align0.gguf", QST_ERROR_DAMAGED, "general.alignment" },
  { "tflite/root_beyond.tflite", QST_ERROR_DAMAGED, "what byte 0 refers to does not fit into the 288 bytes" },
  { "tflite/vt_before.tflite", QST_ERROR_DAMAGED, "refers to does not fit into the 288 bytes" },
  { "tflite/vec_max.tflite", QST_ERROR_DAMAGED, "refers to does not fit into the 288 bytes" },
  { "tflite/buf_oob.tflite", QST_ERROR_DAMAGED, "its buffer is " },
  { "onnx/len_2p63.onnx", QST_ERROR_DAMAGED, "byte 2 does not fit" },
  { "onnx/ext_traversal.onnx", QST_ERROR_DAMAGED, "etc/passwd" },
  { "npz/csize_beyond.npz", QST_ERROR_DAMAGED, "2147483647 bytes from byte 35" },
  { "pytorch/os_system.pt", QST_ERROR_UNSUPPORTED, "os.system at byte 2" },
  { "pytorch/storage_lies.pt", QST_ERROR_DAMAGED, "conv.weight" },
  { "pytorch/stride_oob.pt", QST_ERROR_DAMAGED, "strides" },
  { "pytorch/deep_tuple.pt", QST_ERROR_LIMIT, "deeper than 64" },
  { "pytorch/memo_max.pt", QST_ERROR_DAMAGED, "LONG_BINPUT at byte 3: its memo index 4294967295" },
  { "pytorch/legacy_storage_2p60.pth", QST_ERROR_DAMAGED, "1152921504606846976 values at byte 260" },
  { "hdf5/half.h5", QST_ERROR_DAMAGED, "truncated file: eof = 4008" },
  { "hdf5/root_beyond.h5", QST_ERROR_DAMAGED, "address of object past end" },
  { "hdf5/fill_bomb.h5", QST_ERROR_LIMIT, "“/w”: it would take 4398046511104 bytes" },
  { "text/ragged.csv", QST_ERROR_DAMAGED, "Line 2" },
  { "text/binary.csv", QST_ERROR_UNKNOWN_FORMAT, "format" },
};

static void
test_reason (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *name = g_strconcat ("malformed/", reasons[i].file, NULL);
  g_autofree char *path = tt_data_path (name);

  if (g_str_has_prefix (reasons[i].file, "hdf5/") && !qst_hdf5_is_built ())
    {
      g_test_skip ("built without HDF5");
      return;
    }
  tt_assert_refused (path, reasons[i].code, reasons[i].word);
}

int
main (int argc, char *argv[])
{
  g_autofree char *manifest = NULL;
  json_t *root, *file;
  json_error_t failure;
  gsize i;
  int status;

  g_test_init (&argc, &argv, NULL);
  manifest = tt_data_path ("malformed.json");
  root = json_load_file (manifest, 0, &failure);
  g_assert_nonnull (root);
  json_array_foreach (json_object_get (root, "files"), i, file)
  {
    g_autofree char *name = g_strconcat ("/tensor/malformed/", json_string_value (json_object_get (file, "file")), NULL);

    g_test_add_data_func (name, file, test_malformed);
  }
  for (i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/malformed/reason/", reasons[i].file, NULL);

      g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_reason);
    }
  status = g_test_run ();
  json_decref (root);
  return status;
}
