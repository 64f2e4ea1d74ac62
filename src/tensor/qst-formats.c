/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-archive-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The formats that are read, in the order of their probes: the sure marks first, plain text last. */
static const QstFormat *const formats[] = {
  /* clang-format off */
  &qst_format_npy,
  &qst_format_gguf,
  &qst_format_tflite,
  &qst_format_safetensors,
  &qst_format_hdf5,
  &qst_format_onnx,
  &qst_format_npz,
  &qst_format_pytorch,
  &qst_format_pytorch_legacy,
  &qst_format_keras,
  &qst_format_sharded,
  &qst_format_text,
  /* clang-format on */
};

const QstFormatInfo *
qst_formats_get (gsize *n_formats)
{
  static QstFormatInfo infos[G_N_ELEMENTS (formats)];
  static gsize n_infos;

  if (g_once_init_enter (&n_infos))
    {
      gsize n = 0;

      /* Two readers of one format stand side by side. */
      for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
        if (n == 0 || strcmp (infos[n - 1].nick, formats[i]->info.nick) != 0)
          infos[n++] = formats[i]->info;
      g_once_init_leave (&n_infos, n);
    }
  *n_formats = n_infos;
  return infos;
}

/* Marks of files that people will try, so that the answer is better than “unknown”. */
static const struct
{
  gsize offset;
  const char *bytes;
  gsize length;
  const char *name;
} known[] = {
  { 0, "PK\3\4", 4, N_ ("a zip archive without NumPy arrays, PyTorch tensors or Keras weights") },
  { 257, "ustar", 5, N_ ("a tar archive") },
  { 0, "\x80\x02", 2, N_ ("a Python pickle") },
  { 0, "\x80\x03", 2, N_ ("a Python pickle") },
  { 0, "\x80\x04", 2, N_ ("a Python pickle") },
  { 0, "\x80\x05", 2, N_ ("a Python pickle") },
  { 0, "\x1f\x8b", 2, N_ ("a gzip-compressed file") },
  { 0, "\x28\xb5\x2f\xfd", 4, N_ ("a zstd-compressed file") },
  { 0,
    "\xfd"
    "7zXZ",
    5, N_ ("an xz-compressed file") },
  { 0, "BZh", 3, N_ ("a bzip2-compressed file") },
  { 0, "MATLAB 5.0 MAT-file", 19, N_ ("a MATLAB file") },
  { 0, "\xff\xfe", 2, N_ ("text in UTF-16") },
  { 0, "\xfe\xff", 2, N_ ("text in UTF-16") },
};

static gboolean
has_bytes (const guint8 *data, guint64 size, gsize offset, const char *bytes, gsize length)
{
  return size >= offset + length && memcmp (data + offset, bytes, length) == 0;
}

static const char *
recognise (const guint8 *data, guint64 size)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (has_bytes (data, size, known[i].offset, known[i].bytes, known[i].length))
      return _ (known[i].name);
  return NULL;
}

static void
set_unknown_error (GError **error, const guint8 *data, guint64 size)
{
  static const char lfs[] = "version https://git-lfs.github.com/spec/";
  const char *name = recognise (data, size);

  if (size == 0)
    g_set_error_literal (error, QST_ERROR, QST_ERROR_UNKNOWN_FORMAT, _ ("The file is empty"));
  else if (has_bytes (data, size, 0, lfs, strlen (lfs)))
    g_set_error_literal (error, QST_ERROR, QST_ERROR_UNKNOWN_FORMAT,
                         _ ("This is a Git LFS pointer that stands for the weights, not the weights themselves. "
                            "Fetch them with “git lfs pull”"));
  else if (name != NULL)
    g_set_error (error, QST_ERROR, QST_ERROR_UNKNOWN_FORMAT, _ ("This is %s, which is not supported"), name);
  else
    g_set_error_literal (error, QST_ERROR, QST_ERROR_UNKNOWN_FORMAT,
                         _ ("The content is of no known format: expected NumPy, PyTorch, GGUF, ONNX, TensorFlow Lite, HDF5, "
                            "safetensors, an index of safetensors or a table of numbers as text"));
}

gboolean
qst_formats_is_nameless (const guint8 *data, guint64 size)
{
  g_autoptr (GError) error = NULL;

  return size > 0 && qst_formats_find (data, size, &error) == NULL && recognise (data, size) == NULL
         && !has_bytes (data, size, 0, "version https://git-lfs", 23);
}

const QstFormat *
qst_formats_find (const guint8 *data, guint64 size, GError **error)
{
  static const char lfs[] = "version https://git-lfs.github.com/spec/";

  if (size > 0 && !has_bytes (data, size, 0, lfs, strlen (lfs)))
    for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
      if (formats[i]->probe (data, size))
        return formats[i];
  set_unknown_error (error, data, size);
  return NULL;
}
