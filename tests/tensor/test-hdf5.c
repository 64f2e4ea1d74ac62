/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HDF5 and Keras: every kind of data set against closed forms, what is refused, and a program that breaks down. The files were
 * written by h5py; w[i] = (i - 6) / 4 in all of them. */
#include "tensor-test.h"

#include "tensor/hdf5/qst-hdf5-protocol.h"
#include "tensor/qst-hdf5-private.h"

#include <math.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static QstArchive *
open_file (const char *name)
{
  g_autofree char *path = tt_data_path (name);
  g_autoptr (GError) error = NULL;
  QstArchive *archive = qst_archive_open (path, NULL, &error);

  g_assert_no_error (error);
  return archive;
}

static void
assert_ramp (QstArchive *archive, const char *name, QstDtype dtype, double step)
{
  QstTensor *tensor = qst_archive_find_tensor (archive, name);
  double values[12];

  g_assert_nonnull (tensor);
  g_assert_cmpint (qst_tensor_get_dtype (tensor), ==, dtype);
  g_assert_cmpuint (qst_tensor_get_n_dims (tensor), ==, 2);
  g_assert_cmpuint (qst_tensor_get_shape (tensor)[0], ==, 3);
  g_assert_cmpuint (qst_tensor_get_shape (tensor)[1], ==, 4);
  qst_tensor_read_f64 (tensor, 0, 12, values);
  for (int i = 0; i < 12; i++)
    g_assert_cmpfloat (values[i], ==, (i - 6) * step);
  g_assert_true (qst_tensor_check (tensor, NULL));
}

static const QstMissing *
find_missing (QstArchive *archive, const char *name)
{
  for (gsize i = 0; i < qst_archive_get_n_missing (archive); i++)
    if (strcmp (qst_archive_get_missing (archive, i)->name, name) == 0)
      return qst_archive_get_missing (archive, i);
  return NULL;
}

static void
assert_missing (QstArchive *archive, const char *name, const char *word)
{
  const QstMissing *missing = find_missing (archive, name);

  g_assert_nonnull (missing);
  g_test_message ("%s: %s", name, missing->reason);
  g_assert_nonnull (strstr (missing->reason, word));
}

static void
test_kinds (void)
{
  g_autoptr (QstArchive) archive = open_file ("hdf5/kinds.h5");
  QstTensor *tensor;
  double values[5];

  assert_ramp (archive, "/bf16", QST_DTYPE_BF16, 0.25);
  assert_ramp (archive, "/bf16_big", QST_DTYPE_BF16, 0.25);
  assert_ramp (archive, "/bf16_big_packed", QST_DTYPE_BF16, 0.25);
  assert_ramp (archive, "/f16_big", QST_DTYPE_F16, 0.25);
  assert_ramp (archive, "/f16_big_packed", QST_DTYPE_F16, 0.25);
  assert_ramp (archive, "/f24", QST_DTYPE_F32, 0.25);
  assert_ramp (archive, "/i24", QST_DTYPE_I32, 1000);
  assert_ramp (archive, "/compact", QST_DTYPE_F32, 0.25);
  for (int i = 0; i < 2; i++)
    {
      tensor = qst_archive_find_tensor (archive, i == 0 ? "/enum" : "/packed_enum");
      g_assert_cmpint (qst_tensor_get_dtype (tensor), ==, QST_DTYPE_I16);
      qst_tensor_read_f64 (tensor, 0, 4, values);
      g_assert_cmpfloat (values[0], ==, 1);
      g_assert_cmpfloat (values[1], ==, 5);
      g_assert_cmpfloat (values[2], ==, -7);
    }
  tensor = qst_archive_find_tensor (archive, "/never");
  qst_tensor_read_f64 (tensor, 0, 5, values);
  for (int i = 0; i < 5; i++)
    g_assert_cmpfloat (values[i], ==, 2.5);
  assert_missing (archive, "/complex", "several parts");
  assert_missing (archive, "/opaque", "opaque");
  assert_missing (archive, "/arrays", "arrays");
  assert_missing (archive, "/sequences", "sequences");
  assert_missing (archive, "/references", "references");
  assert_missing (archive, "/bits", "bit fields");
  assert_missing (archive, "/wide", "float64");
  g_assert_cmpuint (qst_archive_get_n_missing (archive), ==, 7);
  g_assert_null (qst_archive_find_tensor (archive, "/text"));
  g_assert_null (find_missing (archive, "/null"));
}

/* Nothing leads out of the file: the one data set of its own is what is shown. */
static void
test_outside (void)
{
  g_autoptr (QstArchive) archive = open_file ("hdf5/outside.h5");

  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
  assert_ramp (archive, "/w", QST_DTYPE_F32, 0.25);
  assert_missing (archive, "/link", "“other.h5”, which is not followed");
  assert_missing (archive, "/storage", "“/etc/passwd”, which is not opened");
  assert_missing (archive, "/virtual", "virtual");
}

static void
test_deep (void)
{
  g_autoptr (QstArchive) archive = open_file ("hdf5/deep.h5");

  assert_ramp (archive, "/g/g/g/g/w", QST_DTYPE_F32, 0.25);
  assert_ramp (archive, "/top", QST_DTYPE_F32, 0.25);
  g_assert_cmpuint (qst_archive_get_n_missing (archive), ==, 1);
  g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], "64 levels"));
}

static void
test_names (void)
{
  g_autoptr (QstArchive) archive = open_file ("hdf5/names.h5");

  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 3);
  assert_ramp (archive, "/tab\there\x1b[31m", QST_DTYPE_F32, 0.25);
  assert_ramp (archive, "/\xef\xbf\xbd\xef\xbf\xbd", QST_DTYPE_F32, 0.25);
}

/* Larger than what the program reads at a time, in chunks that fit neither rows nor columns: n[i] = i. */
static void
test_slabs (void)
{
  g_autoptr (QstArchive) archive = open_file ("hdf5/slabs.h5");
  QstTensor *tensor = qst_archive_find_tensor (archive, "/n");
  static double values[2048];

  for (guint64 row = 0; row < 3000; row++)
    {
      qst_tensor_read_f64 (tensor, row * 2048, (row + 1) * 2048, values);
      for (guint64 i = 0; i < 2048; i++)
        g_assert_cmpfloat (values[i], ==, (double)(row * 2048 + i));
    }
  g_assert_true (qst_tensor_check (tensor, NULL));
}

static void
test_damaged (void)
{
  g_autoptr (QstArchive) archive = open_file ("hdf5/damaged.h5");
  QstTensor *tensor = qst_archive_find_tensor (archive, "/w");
  g_autoptr (GError) error = NULL;

  assert_ramp (archive, "/good", QST_DTYPE_F32, 0.25);
  g_assert_cmpfloat (qst_tensor_get_value (tensor, 7), ==, 0);
  g_assert_false (qst_tensor_check (tensor, &error));
  g_assert_error (error, QST_ERROR, QST_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "“/w”: damaged.h5: libhdf5 cannot read it: "));
  g_assert_nonnull (strstr (error->message, "inflate"));
}

static void
test_unpacked_limit (void)
{
  g_autoptr (QstArchive) archive = NULL;

  g_setenv ("QUANTOSCOPE_MAX_DECODED", "1000000", TRUE);
  archive = open_file ("unusual/hdf5/gzip_shuffle.h5");
  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
  {
    g_autofree char *path = tt_data_path ("hdf5/slabs.h5");

    tt_assert_refused (path, QST_ERROR_LIMIT, "24576000 bytes unpacked; the limit is 1000000");
  }
  g_unsetenv ("QUANTOSCOPE_MAX_DECODED");
}

/* Values that lie in the file as they are stay there: the bytes at the told place are the values. */
static void
assert_in_place (const char *name, const char *tensor_name)
{
  g_autofree char *path = tt_data_path (name), *contents = NULL;
  g_autoptr (QstArchive) archive = open_file (name);
  QstTensor *tensor = qst_archive_find_tensor (archive, tensor_name);
  guint64 offset = qst_tensor_get_offset (tensor);
  float first;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  g_assert_cmpuint (offset + qst_tensor_get_stored_bytes (tensor), <=, size);
  memcpy (&first, contents + offset, 4);
  g_assert_cmpfloat (first, ==, qst_tensor_get_value (tensor, 0));
  g_assert_cmpfloat (first, !=, 0);
}

static void
test_in_place (void)
{
  if (G_BYTE_ORDER == G_BIG_ENDIAN)
    return;
  assert_in_place ("hdf5/outside.h5", "/w");
  assert_in_place ("unusual/hdf5/userblock.h5", "/w");
  assert_in_place ("hdf5/stored.keras", "/layers/dense/vars/0");
}

static void
check_keras (QstArchive *archive)
{
  QstTensor *tensor = qst_archive_find_tensor (archive, "/layers/dense/vars/1");
  const char *key, *value;

  g_assert_cmpstr (qst_archive_get_format (archive), ==, "keras");
  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 2);
  assert_ramp (archive, "/layers/dense/vars/0", QST_DTYPE_F32, 0.25);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat (qst_tensor_get_value (tensor, i), ==, ((float)i - 6) / 4);
  qst_archive_get_metadata (archive, 0, &key, &value);
  g_assert_cmpstr (key, ==, "keras_version");
  g_assert_cmpstr (value, ==, "3.0.0");
}

static void
test_keras (void)
{
  g_autoptr (QstArchive) archive = open_file ("hdf5/stored.keras");

  check_keras (archive);
}

/* The same inflated: from memory, which belongs to no file. */
static void
test_keras_in_memory (void)
{
  g_autofree char *path = tt_data_path ("hdf5/stored.keras"), *contents = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (QstArchive) archive = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &contents, &size, NULL));
  bytes = g_bytes_new_take (g_steal_pointer (&contents), size);
  archive = qst_archive_open_bytes ("memory.keras", bytes, NULL, &error);
  g_assert_no_error (error);
  check_keras (archive);
}

static void
test_keras_deflated (void)
{
  g_autoptr (QstArchive) archive = open_file ("hdf5/deflated.keras");

  check_keras (archive);
  g_assert_cmpuint (qst_tensor_get_offset (qst_archive_get_tensor (archive, 0)), ==, G_MAXUINT64);
}

/* A link to the file itself is followed, as for every format: it is what the user named. */
static void
test_symlink (void)
{
  char *folder = tt_folder_new ();
  g_autofree char *target = tt_data_path ("hdf5/outside.h5"), *full = g_canonicalize_filename (target, NULL);
  g_autofree char *path = g_build_filename (folder, "link.h5", NULL);
  g_autoptr (QstArchive) archive = NULL;

  g_assert_cmpint (symlink (full, path), ==, 0);
  archive = qst_archive_open (path, NULL, NULL);
  g_assert_nonnull (archive);
  assert_ramp (archive, "/w", QST_DTYPE_F32, 0.25);
  tt_folder_remove (folder);
}

/* Puts a program that misbehaves as name says in the place of the real one, in a folder of its own. */
static char *fake_folder, *fake_program;

static void
begin_fake (const char *name)
{
  fake_folder = tt_folder_new ();
  fake_program = g_build_filename (fake_folder, name, NULL);
  g_assert_cmpint (symlink (FAKE_HDF5, fake_program), ==, 0);
  qst_hdf5_set_program (fake_program);
}

static void
end_fake (void)
{
  qst_hdf5_set_program (NULL);
  g_clear_pointer (&fake_program, g_free);
  tt_folder_remove (fake_folder);
}

static const struct
{
  const char *name;
  QstError code;
  const char *word;
} fakes[] = {
  { "crash", QST_ERROR_DAMAGED, "outside.h5: libhdf5 broke down on the file (signal 11" },
  { "hang", QST_ERROR_LIMIT, "outside.h5: libhdf5 worked on the file for too long and was stopped; the limit is 1 s" },
  /* Where others work too, the clock may come before the limit of processor time. */
  { "spin", QST_ERROR_LIMIT, "1 s (QUANTOSCOPE_HDF5_SECONDS)" },
  { "nonsense", QST_ERROR_DAMAGED, "makes no sense" },
  { "short", QST_ERROR_DAMAGED, "ended before its answer did (status 0)" },
  { "silent", QST_ERROR_DAMAGED, "ended before its answer did (status 0)" },
  { "status", QST_ERROR_DAMAGED, "ended before its answer did (status 42)" },
};

static void
test_fake (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *path = tt_data_path ("hdf5/outside.h5");
  gint64 begin = g_get_monotonic_time ();

  begin_fake (fakes[i].name);
  g_setenv ("QUANTOSCOPE_HDF5_SECONDS", "1", TRUE);
  tt_assert_refused (path, fakes[i].code, fakes[i].word);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 20 * G_USEC_PER_SEC);
  g_unsetenv ("QUANTOSCOPE_HDF5_SECONDS");
  end_fake ();
}

/* What came before a breakdown stays, with a word about it; what is said after the end is not believed. */
static void
test_partial (gconstpointer data)
{
  g_autoptr (QstArchive) archive = NULL;

  begin_fake (data);
  archive = open_file ("hdf5/outside.h5");
  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
  g_assert_cmpstr (qst_tensor_get_name (qst_archive_get_tensor (archive, 0)), ==, "/w");
  g_assert_nonnull (qst_archive_get_errors (archive)[0]);
  g_test_message ("%s", qst_archive_get_errors (archive)[0]);
  end_fake ();
}

/* The program breaks down while values are read: a message, and the other tensors stay. */
static void
test_crash_in_reading (void)
{
  g_autoptr (QstArchive) archive = open_file ("unusual/hdf5/gzip_shuffle.h5");
  QstTensor *tensor = qst_archive_get_tensor (archive, 0);
  g_autoptr (GError) error = NULL;

  begin_fake ("crash");
  g_assert_cmpfloat (qst_tensor_get_value (tensor, 0), ==, 0);
  g_assert_false (qst_tensor_check (tensor, &error));
  g_assert_nonnull (strstr (error->message, "gzip_shuffle.h5: libhdf5 broke down"));
  end_fake ();
}

static gpointer
cancel_soon (gpointer cancellable)
{
  g_usleep (100000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  g_autofree char *path = tt_data_path ("hdf5/outside.h5");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  begin_fake ("hang");
  g_assert_null (qst_archive_open (path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
  g_thread_join (thread);
  end_fake ();
}

static void
test_no_program (void)
{
  g_autofree char *path = tt_data_path ("hdf5/outside.h5");

  qst_hdf5_set_program ("/nonexistent/quantoscope-hdf5");
  tt_assert_refused (path, QST_ERROR_ACCESS, "/nonexistent/quantoscope-hdf5");
  qst_hdf5_set_program (NULL);
}

/* The real program while it waits for us to read its answer: what it may still do. */
static void
test_sandbox (void)
{
  g_autofree char *path = tt_data_path ("hdf5/slabs.h5"), *program = NULL, *status = NULL, *limits = NULL;
  g_autofree char *status_path = NULL, *limits_path = NULL, *size = NULL;
  g_autoptr (QstMap) map = qst_map_open (path, NULL);
  int source = qst_map_dup_descriptor (map, NULL), target = QST_HDF5_DESCRIPTOR, answer;
  g_autoptr (GError) error = NULL;
  GPid child;

  size = g_strdup_printf ("%" G_GUINT64_FORMAT, qst_map_get_size (map));
  program = g_test_build_filename (G_TEST_BUILT, "..", "src", "tensor", "hdf5", "quantoscope-hdf5", NULL);
  {
    /* 800: where h5py puts the first object behind the root. A wrong one is a short answer, and the test fails. */
    const char *arguments[] = { program, "read", "0", size, "400000000", "10", "800", "5", "24576000", NULL };

    g_spawn_async_with_pipes_and_fds ("/", arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, -1, -1, -1, &source, &target,
                                      1, &child, NULL, &answer, NULL, &error);
  }
  g_assert_no_error (error);
  close (source);
  status_path = g_strdup_printf ("/proc/%d/status", (int)child);
  limits_path = g_strdup_printf ("/proc/%d/limits", (int)child);
  for (int i = 0; i < 200; i++)
    {
      GPollFD fd = { .fd = answer, .events = G_IO_IN };

      g_assert_cmpint (g_poll (&fd, 1, 10000), ==, 1);
      g_clear_pointer (&status, g_free);
      g_assert_true (g_file_get_contents (status_path, &status, NULL, NULL));
      if (strstr (status, "State:\tS") != NULL)
        break;
      g_usleep (10000);
    }
  g_assert_nonnull (strstr (status, "NoNewPrivs:\t1"));
  g_assert_true (g_file_get_contents (limits_path, &limits, NULL, NULL));
  g_assert_true (g_regex_match_simple ("Max open files +0 +0 ", limits, 0, 0));
  g_assert_true (g_regex_match_simple ("Max file size +0 +0 ", limits, 0, 0));
  g_assert_true (g_regex_match_simple ("Max core file size +0 +0 ", limits, 0, 0));
  g_assert_true (g_regex_match_simple ("Max address space +400000000 ", limits, 0, 0));
  g_assert_true (g_regex_match_simple ("Max cpu time +10 +10 ", limits, 0, 0));
  g_assert_true (g_regex_match_simple ("Max processes +0 +0 ", limits, 0, 0));
  kill (child, SIGKILL);
  waitpid (child, NULL, 0);
  close (answer);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (!qst_hdf5_is_built ())
    {
      g_print ("1..0 # SKIP built without HDF5\n");
      return 0;
    }
  g_test_add_func ("/tensor/hdf5/kinds", test_kinds);
  g_test_add_func ("/tensor/hdf5/outside", test_outside);
  g_test_add_func ("/tensor/hdf5/deep", test_deep);
  g_test_add_func ("/tensor/hdf5/names", test_names);
  g_test_add_func ("/tensor/hdf5/slabs", test_slabs);
  g_test_add_func ("/tensor/hdf5/damaged", test_damaged);
  g_test_add_func ("/tensor/hdf5/unpacked-limit", test_unpacked_limit);
  g_test_add_func ("/tensor/hdf5/in-place", test_in_place);
  g_test_add_func ("/tensor/hdf5/keras", test_keras);
  g_test_add_func ("/tensor/hdf5/keras-in-memory", test_keras_in_memory);
  g_test_add_func ("/tensor/hdf5/keras-deflated", test_keras_deflated);
  g_test_add_func ("/tensor/hdf5/symlink", test_symlink);
  for (gsize i = 0; i < G_N_ELEMENTS (fakes); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/hdf5/program/", fakes[i].name, NULL);

      g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_fake);
    }
  g_test_add_data_func ("/tensor/hdf5/program/crash-late", "crash-late", test_partial);
  g_test_add_data_func ("/tensor/hdf5/program/more", "more", test_partial);
  g_test_add_func ("/tensor/hdf5/program/crash-in-reading", test_crash_in_reading);
  g_test_add_func ("/tensor/hdf5/program/cancel", test_cancel);
  g_test_add_func ("/tensor/hdf5/program/none", test_no_program);
  g_test_add_func ("/tensor/hdf5/program/sandbox", test_sandbox);
  return g_test_run ();
}
