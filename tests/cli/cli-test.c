/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli-test.h"

#include <glib/gstdio.h>
#include <string.h>

static char *program;

void
cli_test_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  if (*argc < 2)
    g_error ("the path of quantoscope-cli is expected");
  program = g_canonicalize_filename ((*argv)[1], NULL);
}

void
cli_set_up (Cli *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("quantoscope-cli-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
forget (Cli *self)
{
  g_clear_pointer (&self->out, g_free);
  g_clear_pointer (&self->err, g_free);
}

void
cli_tear_down (Cli *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  forget (self);
}

static char *
replace (const char *text, const char *what, const char *by)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);

  return g_strjoinv (by, parts);
}

static char **
make_arguments (const char *line)
{
  g_autofree char *tests = g_test_build_filename (G_TEST_DIST, ".", NULL);
  g_autofree char *sample = g_test_build_filename (G_TEST_DIST, "..", "data", "samples", "mlp-64-32-10.safetensors", NULL);
  g_autofree char *with_tests = replace (line, "@TESTS@", tests);
  g_autofree char *whole = replace (with_tests, "@SAMPLE@", sample);
  g_auto (GStrv) words = NULL;
  char **arguments;
  g_autoptr (GError) error = NULL;
  int n = 0;

  if (*whole != '\0')
    g_shell_parse_argv (whole, &n, &words, &error);
  g_assert_no_error (error);
  arguments = g_new0 (char *, n + 2);
  arguments[0] = g_strdup (program);
  for (int i = 0; i < n; i++)
    arguments[i + 1] = g_strdup (words[i]);
  return arguments;
}

void
cli_run_in_locale (Cli *self, const char *locale, const char *line)
{
  g_auto (GStrv) arguments = make_arguments (line);
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "LC_ALL", locale, TRUE);
  g_autoptr (GError) error = NULL;
  int wait_status;

  environment = g_environ_unsetenv (environment, "LANGUAGE");
  forget (self);
  g_spawn_sync (self->folder, arguments, environment, G_SPAWN_DEFAULT, NULL, NULL, &self->out, &self->err, &wait_status, &error);
  g_assert_no_error (error);
  if (g_spawn_check_wait_status (wait_status, &error))
    self->status = 0;
  else if (error->domain == G_SPAWN_EXIT_ERROR)
    self->status = error->code;
  else
    g_error ("%s: %s\n%s", line, error->message, self->err);
}

void
cli_run (Cli *self, const char *line)
{
  cli_run_in_locale (self, "C.UTF-8", line);
}

void
cli_assert_ok (const Cli *self)
{
  g_assert_cmpstr (self->err, ==, "");
  g_assert_cmpint (self->status, ==, 0);
}

void
cli_assert_error (const Cli *self, int status, const char *words)
{
  const char *end = strchr (self->err, '\n');

  if (end == NULL || end[1] != '\0' || strstr (self->err, words) == NULL || self->status != status)
    g_error ("expected status %d and one line with “%s”, got %d and:\n%s", status, words, self->status, self->err);
  g_assert_true (g_str_has_prefix (self->err, "quantoscope-cli: "));
  g_assert_cmpstr (self->out, ==, "");
}

json_t *
cli_parse (const Cli *self)
{
  json_error_t where;
  json_t *root = json_loads (self->out, JSON_REJECT_DUPLICATES, &where);

  if (root == NULL)
    g_error ("%s: %s", where.text, self->out);
  return root;
}

json_t *
cli_get (json_t *root, const char *path)
{
  g_auto (GStrv) parts = g_strsplit (path, ".", -1);
  json_t *at = root;

  for (char **part = parts; *part != NULL; part++)
    {
      at =
          g_ascii_isdigit (**part) ? json_array_get (at, (gsize)g_ascii_strtoull (*part, NULL, 10)) : json_object_get (at, *part);
      if (at == NULL)
        g_error ("no %s in %s", *part, path);
    }
  return at;
}

GBytes *
cli_read (const Cli *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize size = 0;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

guint
cli_count_files (const Cli *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}
