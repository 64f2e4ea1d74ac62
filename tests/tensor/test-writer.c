/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-writer.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  char *folder, *path;
  GBytes *bytes;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->folder = g_dir_make_tmp ("quantoscope-writer-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "figure.svg", NULL);
  f->bytes = g_bytes_new_static ("new contents", 12);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_chmod (f->folder, 0700);
  g_unlink (f->path);
  g_assert_cmpuint (count_files (f->folder), ==, 0);
  g_rmdir (f->folder);
  g_free (f->folder);
  g_free (f->path);
  g_bytes_unref (f->bytes);
}

static void
assert_contents (const char *path, const char *expected)
{
  g_autofree char *contents = NULL;

  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, expected);
}

static void
test_save (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (qst_writer_save (f->bytes, f->path, &error));
  g_assert_no_error (error);
  assert_contents (f->path, "new contents");
  g_assert_cmpuint (count_files (f->folder), ==, 1);
}

static void
test_save_over (Fixture *f, gconstpointer data)
{
  GStatBuf info;

  g_assert_true (g_file_set_contents (f->path, "old", -1, NULL));
  g_chmod (f->path, 0640);
  g_assert_true (qst_writer_save (f->bytes, f->path, NULL));
  assert_contents (f->path, "new contents");
  g_assert_cmpint (g_stat (f->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0640);
}

static void
test_save_empty (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);

  g_assert_true (qst_writer_save (none, f->path, NULL));
  assert_contents (f->path, "");
}

static void
test_save_link (Fixture *f, gconstpointer data)
{
  g_autofree char *link = g_build_filename (f->folder, "link.svg", NULL);

  g_assert_true (g_file_set_contents (f->path, "old", -1, NULL));
  g_assert_cmpint (symlink ("figure.svg", link), ==, 0);
  g_assert_true (qst_writer_save (f->bytes, link, NULL));
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  assert_contents (f->path, "new contents");
  g_unlink (link);
}

static void
test_save_no_folder (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "missing", "figure.svg", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (qst_writer_save (f->bytes, path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_save_not_a_folder (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->path, "figure.svg", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (f->path, "old", -1, NULL));
  g_assert_false (qst_writer_save (f->bytes, path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_DIRECTORY);
  assert_contents (f->path, "old");
}

static void
test_save_is_folder (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (qst_writer_save (f->bytes, f->folder, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
}

/* In a process of its own, since root may write anywhere and has to become nobody first. */
static void
test_save_no_permission (Fixture *f, gconstpointer data)
{
  pid_t pid;
  int status;

  g_assert_true (g_file_set_contents (f->path, "old", -1, NULL));
  g_chmod (f->folder, 0555);
  pid = fork ();
  if (pid == 0)
    {
      GError *error = NULL;

      if (geteuid () == 0 && setuid (65534) != 0)
        _exit (2);
      _exit (!qst_writer_save (f->bytes, f->path, &error) && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED)
                     && strstr (error->message, f->path) != NULL
                 ? 0
                 : 1);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  assert_contents (f->path, "old");
}

static void
test_save_disk_full (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  if (access ("/dev/full", W_OK) != 0)
    {
      g_test_skip ("no /dev/full here");
      return;
    }
  g_assert_false (qst_writer_save (f->bytes, "/dev/full", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_nonnull (strstr (error->message, "/dev/full"));
}

/* In a process of its own, whose files may not grow past 4 KiB: the write fails half-way. */
static void
test_save_half_way (Fixture *f, gconstpointer data)
{
  g_autofree char *big = g_strnfill (100000, 'x');
  pid_t pid;
  int status;

  g_assert_true (g_file_set_contents (f->path, "old", -1, NULL));
  pid = fork ();
  if (pid == 0)
    {
      struct rlimit limit = { 4096, 4096 };
      g_autoptr (GBytes) bytes = g_bytes_new_static (big, 100000);
      GError *error = NULL;

      signal (SIGXFSZ, SIG_IGN);
      setrlimit (RLIMIT_FSIZE, &limit);
      _exit (!qst_writer_save (bytes, f->path, &error) && error != NULL ? 0 : 1);
    }
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  assert_contents (f->path, "old");
  g_assert_cmpuint (count_files (f->folder), ==, 1);
}

/* In pieces, and then given up: nothing remains, the old file stays. */
static void
test_given_up (Fixture *f, gconstpointer data)
{
  g_autoptr (QstWriter) writer = NULL;

  g_assert_true (g_file_set_contents (f->path, "old", -1, NULL));
  writer = qst_writer_new (f->path, NULL);
  g_assert_true (qst_writer_write (writer, "new ", 4, NULL));
  assert_contents (f->path, "old");
  g_clear_pointer (&writer, qst_writer_free);
  assert_contents (f->path, "old");
  g_assert_cmpuint (count_files (f->folder), ==, 1);
}

static void
test_pieces (Fixture *f, gconstpointer data)
{
  g_autoptr (QstWriter) writer = qst_writer_new (f->path, NULL);

  g_assert_true (qst_writer_write (writer, "one ", 4, NULL));
  g_assert_true (qst_writer_write (writer, "two", 3, NULL));
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
  g_assert_true (qst_writer_commit (writer, NULL));
  assert_contents (f->path, "one two");
}

#define ADD(name, func) g_test_add ("/tensor/writer/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("new", test_save);
  ADD ("over", test_save_over);
  ADD ("empty", test_save_empty);
  ADD ("link", test_save_link);
  ADD ("no-folder", test_save_no_folder);
  ADD ("not-a-folder", test_save_not_a_folder);
  ADD ("is-folder", test_save_is_folder);
  ADD ("no-permission", test_save_no_permission);
  ADD ("disk-full", test_save_disk_full);
  ADD ("half-way", test_save_half_way);
  ADD ("pieces", test_pieces);
  ADD ("given-up", test_given_up);
  return g_test_run ();
}
