/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <jansson.h>

G_BEGIN_DECLS

/* What the tests of the command line share: a folder of their own, the program under test, what it said. */
typedef struct
{
  char *folder; /* removed at the end */
  char *out, *err;
  int status;
} Cli;

/* Takes the program's path from the arguments; before g_test_run. */
void cli_test_init (int *argc, char ***argv);

void cli_set_up (Cli *self, gconstpointer data);
void cli_tear_down (Cli *self, gconstpointer data);

/* A command line split like a shell would; @SAMPLE@ and @TESTS@ stand for the sample and the folder tests/, relative names are
 * inside the folder. LC_ALL=C.UTF-8. */
void cli_run (Cli *self, const char *line);
void cli_run_in_locale (Cli *self, const char *locale, const char *line);

/* It went well and said nothing on standard error. */
void cli_assert_ok (const Cli *self);

/* It ended with status, one line on standard error, which holds words, and nothing on standard output. */
void cli_assert_error (const Cli *self, int status, const char *words);

/* Standard output as JSON. */
json_t *cli_parse (const Cli *self);
json_t *cli_get (json_t *root, const char *path);

/* A file of the folder, whole. */
GBytes *cli_read (const Cli *self, const char *name);

/* How many entries the folder has. */
guint cli_count_files (const Cli *self);

G_END_DECLS
