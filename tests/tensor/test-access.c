/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Things that are no files, files that go away, and files that are another kind than they say. */
#include "tensor-test.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = tt_folder_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  tt_folder_remove (self->folder);
}

static char *
below (Fixture *self, const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

static void
test_missing (Fixture *self, gconstpointer data)
{
  g_autofree char *path = below (self, "missing.npy");

  tt_assert_refused (path, QST_ERROR_ACCESS, "missing.npy: There is no such file");
}

static void
test_empty_path (Fixture *self, gconstpointer data)
{
  tt_assert_refused ("", QST_ERROR_ACCESS, "no such file");
}

static void
test_directory (Fixture *self, gconstpointer data)
{
  g_autofree char *path = below (self, "folder.npy");

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  tt_assert_refused (path, QST_ERROR_ACCESS, "folder");
}

static void
test_fifo (Fixture *self, gconstpointer data)
{
  g_autofree char *path = below (self, "pipe.safetensors");

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  alarm (5);
  tt_assert_refused (path, QST_ERROR_ACCESS, "pipe");
  alarm (0);
}

static void
test_socket (Fixture *self, gconstpointer data)
{
  g_autofree char *path = below (self, "socket.npz");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = socket (AF_UNIX, SOCK_STREAM, 0);

  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  g_assert_cmpint (bind (fd, (struct sockaddr *)&address, sizeof address), ==, 0);
  tt_assert_refused (path, QST_ERROR_ACCESS, "socket");
  close (fd);
}

static void
test_device (Fixture *self, gconstpointer data)
{
  g_autofree char *path = below (self, "zero.f32");

  g_assert_cmpint (symlink ("/dev/zero", path), ==, 0);
  tt_assert_refused (path, QST_ERROR_ACCESS, "device");
}

static void
test_unreadable (Fixture *self, gconstpointer data)
{
  g_autofree char *path = tt_write (self->folder, "unreadable.csv", "1,2\n", -1);

  if (geteuid () == 0)
    {
      g_test_skip ("root reads everything");
      return;
    }
  g_chmod (path, 0);
  tt_assert_refused (path, QST_ERROR_ACCESS, "permission");
}

static void
test_link_loop (Fixture *self, gconstpointer data)
{
  g_autofree char *path = below (self, "loop.onnx");

  g_assert_cmpint (symlink ("loop.onnx", path), ==, 0);
  tt_assert_refused (path, QST_ERROR_ACCESS, "link");
}

static void
test_dangling_link (Fixture *self, gconstpointer data)
{
  g_autofree char *path = below (self, "dangling.pt");

  g_assert_cmpint (symlink ("nowhere", path), ==, 0);
  tt_assert_refused (path, QST_ERROR_ACCESS, "dangling.pt");
}

static void
test_link (Fixture *self, gconstpointer data)
{
  g_autofree char *target = tt_write (self->folder, "target.csv", "1,2\n", -1);
  g_autofree char *path = below (self, "link.csv");
  g_autoptr (QstArchive) archive = NULL;

  g_assert_cmpint (symlink (target, path), ==, 0);
  archive = qst_archive_open (path, NULL, NULL);
  g_assert_nonnull (archive);
}

/* A sound array whose name holds a newline, an escape and a per cent sign. */
static void
test_control_name (Fixture *self, gconstpointer data)
{
  const float values[2] = { 1, 2 };
  g_autoptr (GBytes) npy = tt_npy ("{'descr': '=f4', 'fortran_order': False, 'shape': (2,)}", values, sizeof values);
  g_autofree char *path =
      tt_write (self->folder, "a\n\033[31m%n%s.npy", g_bytes_get_data (npy, NULL), (gssize)g_bytes_get_size (npy));
  g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);
  g_autofree char *broken = tt_write (self->folder, "b\n\033[31m%n%s.npy", "\x93NUMPY", 6);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (archive);
  g_assert_cmpstr (qst_tensor_get_name (qst_archive_get_tensor (archive, 0)), ==, "a\n\033[31m%n%s");
  g_assert_null (qst_archive_open (broken, NULL, &error));
  g_assert_nonnull (strstr (error->message, "b\\x0a\\x1b[31m%n%s.npy: "));
  g_assert_null (strchr (error->message, '\n'));
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autofree char *path = tt_write (self->folder, "a.csv", "1,2\n", -1);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_null (qst_archive_open (path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

#define CUT_VALUES (64 * 1024)

/* Cut while mapped: what is left reads as before, the rest as 0, and the check tells. */
static void
test_cut (Fixture *self, gconstpointer data)
{
  goffset left = GPOINTER_TO_SIZE (data);
  g_autofree float *values = g_new (float, CUT_VALUES);
  g_autofree float *scratch = g_new (float, CUT_VALUES);
  g_autoptr (GBytes) npy = NULL;
  g_autofree char *path = NULL;
  g_autoptr (QstArchive) archive = NULL;
  g_autoptr (GError) error = NULL;
  QstTensor *tensor;
  const float *span;
  gsize torn = 0;

  for (gsize i = 0; i < CUT_VALUES; i++)
    values[i] = 1;
  npy = tt_npy ("{'descr': '=f4', 'fortran_order': False, 'shape': (65536,)}       ", values, CUT_VALUES * sizeof (float));
  path = tt_write (self->folder, "cut.npy", g_bytes_get_data (npy, NULL), (gssize)g_bytes_get_size (npy));
  archive = qst_archive_open (path, NULL, NULL);
  tensor = qst_archive_get_tensor (archive, 0);
  g_assert_true (qst_tensor_check (tensor, NULL));

  g_assert_cmpint (truncate (path, left), ==, 0);
  span = qst_tensor_get_span (tensor, 0, CUT_VALUES, scratch);
  for (gsize i = 0; i < CUT_VALUES; i++)
    torn += span[i] != 0 && span[i] != 1;
  g_assert_cmpuint (torn, <=, 1); /* the value that the cut goes through */
  g_assert_cmpfloat (span[CUT_VALUES - 1], ==, 0);
  g_assert_cmpfloat (qst_tensor_get_value (tensor, CUT_VALUES - 1), ==, 0);
  if (left > 4096)
    g_assert_cmpfloat (span[0], ==, 1);
  g_assert_false (qst_tensor_check (tensor, &error));
  g_assert_error (error, QST_ERROR, QST_ERROR_CHANGED);
}

/* A file that grows keeps what it had. */
static void
test_grow (Fixture *self, gconstpointer data)
{
  const float values[2] = { 1, 2 };
  g_autoptr (GBytes) npy = tt_npy ("{'descr': '=f4', 'fortran_order': False, 'shape': (2,)}", values, sizeof values);
  g_autofree char *path = tt_write (self->folder, "grow.npy", g_bytes_get_data (npy, NULL), (gssize)g_bytes_get_size (npy));
  g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);
  QstTensor *tensor = qst_archive_get_tensor (archive, 0);

  g_assert_cmpint (truncate (path, 1 << 20), ==, 0);
  g_assert_cmpfloat (qst_tensor_get_value (tensor, 1), ==, 2);
  g_assert_true (qst_tensor_check (tensor, NULL));
}

/* Cut before a compressed member, or one with a checksum, is read for the first time. */
static void
test_cut_member (Fixture *self, gconstpointer data)
{
  g_autofree char *source = tt_data_path (data);
  g_autofree char *bytes = NULL;
  g_autofree char *path = NULL;
  g_autoptr (QstArchive) archive = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (source, &bytes, &size, NULL));
  path = tt_write (self->folder, "cut.npz", bytes, (gssize)size);
  archive = qst_archive_open (path, NULL, NULL);
  g_assert_cmpint (truncate (path, 50), ==, 0);
  for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
    {
      QstTensor *tensor = qst_archive_get_tensor (archive, i);
      g_autoptr (GError) error = NULL;

      if (qst_tensor_get_count (tensor) > 0)
        qst_tensor_get_value (tensor, 0);
      g_assert_false (qst_tensor_check (tensor, &error));
      g_assert_error (error, QST_ERROR, QST_ERROR_CHANGED);
    }
}

/* Two files cut at once; a third beside them stays whole. */
static void
test_cut_several (Fixture *self, gconstpointer data)
{
  g_autofree char *zeros = g_malloc0 (1 << 20);
  QstArchive *archives[200];
  g_autoptr (GBytes) npy = tt_npy ("{'descr': '|u1', 'fortran_order': False, 'shape': (1048576,)}", zeros, 1 << 20);

  for (int i = 0; i < 200; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.npy", i % 3);
      g_autofree char *path = below (self, name);

      if (i < 3)
        g_free (tt_write (self->folder, name, g_bytes_get_data (npy, NULL), (gssize)g_bytes_get_size (npy)));
      archives[i] = qst_archive_open (path, NULL, NULL);
      g_assert_nonnull (archives[i]);
    }
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d.npy", i);
      g_autofree char *path = below (self, name);

      g_assert_cmpint (truncate (path, 100), ==, 0);
    }
  for (int i = 0; i < 200; i++)
    {
      QstTensor *tensor = qst_archive_get_tensor (archives[i], 0);

      g_assert_cmpfloat (qst_tensor_get_value (tensor, (1 << 20) - 1), ==, 0);
      g_assert_cmpint (qst_tensor_check (tensor, NULL), ==, i % 3 == 2);
      qst_archive_unref (archives[i]);
    }
}

/* A fault that is none of ours ends the program as ever. */
static void
test_other_fault (void)
{
  if (g_test_subprocess ())
    {
      g_autofree char *folder = tt_folder_new ();
      g_autofree char *path = tt_write (folder, "a.csv", "1\n", -1);
      g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);

      g_assert_nonnull (archive);
      g_unlink (path);
      g_rmdir (folder);
      kill (getpid (), SIGBUS);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
}

/* Names do not count; well-known kinds that are not read are named. */
static const struct
{
  const char *name;
  const char *bytes;
  gsize length;
  const char *word;
} kinds[] = {
  { "zip", "PK\3\4abcdefgh", 12, "zip" },
  { "pickle", "\x80\x04\x95\x10", 4, "pickle" },
  { "gzip", "\x1f\x8b\x08\0\0\0", 6, "gzip" },
  { "utf-16",
    "\xff\xfe"
    "1\0,\0",
    6, "UTF-16" },
  { "json", "{\"a\": 1}", 8, "weight_map" },
  { "words", "To whom it may concern\n", 23, "no row of numbers" },
  { "comments-only", "# nothing\n# here\n", 17, "no numbers" },
  { "blank", "\n\n \n", 4, "no numbers" },
};

static void
test_kind (Fixture *self, gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *path = tt_write (self->folder, "weights.safetensors", kinds[i].bytes, (gssize)kinds[i].length);

  tt_assert_refused (path, QST_ERROR_UNKNOWN_FORMAT, kinds[i].word);
}

static void
test_tar (Fixture *self, gconstpointer data)
{
  char block[512] = "weights.pt";
  g_autofree char *path = NULL;

  memcpy (block + 257, "ustar", 5);
  path = tt_write (self->folder, "a.tar", block, sizeof block);
  tt_assert_refused (path, QST_ERROR_UNKNOWN_FORMAT, "tar archive");
}

static void
test_formats (void)
{
  static const char *const nicks[] = { "npy", "gguf",    "tflite", "safetensors",       "hdf5", "onnx",
                                       "npz", "pytorch", "keras",  "safetensors-index", "csv" };
  gsize n;
  const QstFormatInfo *formats = qst_formats_get (&n);

  g_assert_cmpuint (n, ==, G_N_ELEMENTS (nicks));
  for (gsize i = 0; i < n; i++)
    {
      g_assert_cmpstr (formats[i].nick, ==, nicks[i]);
      g_assert_true (formats[i].label != NULL && g_str_has_prefix (formats[i].patterns, "*."));
    }
}

#define ADD(Name, Func, Data) g_test_add ("/tensor/access/" Name, Fixture, Data, set_up, Func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("missing", test_missing, NULL);
  ADD ("empty-path", test_empty_path, NULL);
  ADD ("directory", test_directory, NULL);
  ADD ("fifo", test_fifo, NULL);
  ADD ("socket", test_socket, NULL);
  ADD ("device", test_device, NULL);
  ADD ("unreadable", test_unreadable, NULL);
  ADD ("link-loop", test_link_loop, NULL);
  ADD ("dangling-link", test_dangling_link, NULL);
  ADD ("link", test_link, NULL);
  ADD ("control-characters-in-name", test_control_name, NULL);
  ADD ("cancelled", test_cancelled, NULL);
  ADD ("cut/to-nothing", test_cut, GSIZE_TO_POINTER (0));
  ADD ("cut/inside-header", test_cut, GSIZE_TO_POINTER (20));
  ADD ("cut/at-page", test_cut, GSIZE_TO_POINTER (8192));
  ADD ("cut/inside-page", test_cut, GSIZE_TO_POINTER (10001));
  ADD ("cut/last-page", test_cut, GSIZE_TO_POINTER (CUT_VALUES * 4 - 1));
  ADD ("cut/deflated", test_cut_member, "unusual/npz/compressed.npz");
  ADD ("cut/stored-member", test_cut_member, "unusual/npz/mixed.npz");
  ADD ("cut/pytorch", test_cut_member, "unusual/pytorch/views.pt");
  ADD ("cut/gguf", test_cut_member, "weights/g2p_all_types.gguf");
  ADD ("grow", test_grow, NULL);
  ADD ("cut/several-files", test_cut_several, NULL);
  ADD ("tar", test_tar, NULL);
  g_test_add_func ("/tensor/access/other-fault", test_other_fault);
  g_test_add_func ("/tensor/access/formats", test_formats);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/access/kind/", kinds[i].name, NULL);

      g_test_add (name, Fixture, GSIZE_TO_POINTER (i), set_up, test_kind, tear_down);
    }
  return g_test_run ();
}
