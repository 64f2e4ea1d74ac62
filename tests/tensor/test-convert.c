/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written and read again is the same, bit for bit. */
#include "tensor-test.h"

#include "tensor/qst-convert.h"
#include "tensor/qst-tensor-private.h"

#include <string.h>

typedef struct
{
  const char *file;
  const char *out;
} Case;

static const Case cases[] = {
  { "weights/g2p_all_types.gguf", "a.safetensors" },
  { "weights/g2p_all_types.gguf", "a.npz" },
  { "weights/mnist_all_dtypes.safetensors", "a.safetensors" },
  { "weights/mnist_all_dtypes.safetensors", "a.npz" },
  { "unusual/safetensors/all_int.safetensors", "a.npz" },
  { "unusual/safetensors/scalar_and_zero.safetensors", "a.npz" },
  { "unusual/safetensors/scalar_and_zero.safetensors", "a.safetensors" },
  { "unusual/safetensors/metadata_unicode.safetensors", "a.npz" },
  { "unusual/safetensors/metadata_unicode.safetensors", "a.safetensors" },
  { "unusual/pytorch/views.pt", "a.npz" },
  { "unusual/pytorch/quantized.pt", "a.safetensors" },
  { "unusual/npy/big_endian_i2_fortran.npy", "a.npz" },
  { "unusual/text/integers.csv", "a.npz" },
  { "unusual/safetensors/empty.safetensors", "a.npz" },
};

static GPtrArray *
get_tensors (QstArchive *archive)
{
  GPtrArray *tensors = g_ptr_array_new ();

  for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
    g_ptr_array_add (tensors, qst_archive_get_tensor (archive, i));
  return tensors;
}

static gboolean
convert (QstArchive *archive, const char *path, GError **error)
{
  g_autoptr (GPtrArray) tensors = get_tensors (archive);
  QstConvertFormat format;

  g_assert_true (qst_convert_format_from_path (path, &format));
  return qst_convert ((QstTensor *const *)tensors->pdata, tensors->len, path, format, NULL, error);
}

static void
check_same (QstTensor *was, QstTensor *is)
{
  const guint64 n = qst_tensor_get_count (was);
  g_autofree double *a = g_new0 (double, n + 1), *b = g_new0 (double, n + 1);

  g_assert_nonnull (is);
  g_assert_cmpmem (qst_tensor_get_shape (was), qst_tensor_get_n_dims (was) * sizeof (guint64), qst_tensor_get_shape (is),
                   qst_tensor_get_n_dims (is) * sizeof (guint64));
  qst_tensor_read_f64 (was, 0, n, a);
  qst_tensor_read_f64 (is, 0, n, b);
  g_assert_cmpmem (a, n * sizeof *a, b, n * sizeof *b);
  g_assert_true (qst_tensor_check (is, NULL));
  if (qst_tensor_is_quantized (was))
    g_assert_cmpint (qst_tensor_get_dtype (is), ==, QST_DTYPE_F32);
  else if (qst_tensor_get_dtype (is) != QST_DTYPE_F32)
    g_assert_cmpuint (qst_dtype_get_size (qst_tensor_get_dtype (was)), ==, qst_dtype_get_size (qst_tensor_get_dtype (is)));
}

static void
test_round_trip (gconstpointer data)
{
  const Case *this = data;
  g_autofree char *path = tt_data_path (this->file);
  char *folder = tt_folder_new ();
  g_autofree char *out = g_build_filename (folder, this->out, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (QstArchive) was = qst_archive_open (path, NULL, &error);
  g_autoptr (QstArchive) is = NULL;

  g_assert_no_error (error);
  convert (was, out, &error);
  g_assert_no_error (error);
  is = qst_archive_open (out, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (qst_archive_get_errors (is)[0]);
  g_assert_cmpuint (qst_archive_get_n_tensors (is), ==, qst_archive_get_n_tensors (was));
  for (gsize i = 0; i < qst_archive_get_n_tensors (was); i++)
    {
      QstTensor *tensor = qst_archive_get_tensor (was, i);
      const char *name = qst_tensor_get_name (tensor);

      check_same (tensor, qst_archive_find_tensor (is, name[0] != '\0' ? name : "values"));
    }
  tt_folder_remove (folder);
}

/* A tensor whose values are damaged ends it, and leaves nothing behind. */
static void
test_damaged (void)
{
  g_autofree char *path = tt_data_path ("malformed/npz/bad_crc.npz");
  char *folder = tt_folder_new ();
  g_autofree char *out = g_build_filename (folder, "a.safetensors", NULL);
  g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;

  g_assert_false (convert (archive, out, &error));
  g_assert_error (error, QST_ERROR, QST_ERROR_DAMAGED);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  tt_folder_remove (folder);
}

static void
fill_float (gpointer data, guint64 n)
{
  for (guint64 i = 0; i < n; i++)
    ((float *)data)[i] = (float)i;
}

/* More than 65 536 values, so in several pieces, and more than 65 535 members. */
static void
test_large (void)
{
  const guint64 shape[] = { 200001 }, one[] = { 1 };
  g_autofree QstTensor **tensors = g_new (QstTensor *, 70000);
  char *folder = tt_folder_new ();
  g_autofree char *out = g_build_filename (folder, "a.npz", NULL);
  g_autoptr (QstArchive) archive = NULL;
  float *values = g_new (float, shape[0]);

  fill_float (values, shape[0]);
  tensors[0] = qst_tensor_new_take ("long", "test", 1, shape, values);
  for (guint i = 1; i < 70000; i++)
    {
      g_autofree char *name = g_strdup_printf ("t%u", i);
      float *value = g_new (float, 1);

      *value = (float)i;
      tensors[i] = qst_tensor_new_take (name, "test", 1, one, value);
    }
  g_assert_true (qst_convert (tensors, 70000, out, QST_CONVERT_NPZ, NULL, NULL));
  archive = qst_archive_open (out, NULL, NULL);
  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 70000);
  g_assert_cmpfloat (qst_tensor_get_value (qst_archive_find_tensor (archive, "long"), 200000), ==, 200000);
  g_assert_cmpfloat (qst_tensor_get_value (qst_archive_find_tensor (archive, "t69999"), 0), ==, 69999);
  for (guint i = 0; i < 70000; i++)
    qst_tensor_unref (tensors[i]);
  tt_folder_remove (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strdup_printf ("/tensor/convert/%s/%s", cases[i].file, cases[i].out);

      g_test_add_data_func (name, &cases[i], test_round_trip);
    }
  g_test_add_func ("/tensor/convert/damaged", test_damaged);
  g_test_add_func ("/tensor/convert/large", test_large);
  return g_test_run ();
}
