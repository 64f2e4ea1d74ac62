/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "lessons/qsl-expression.h"

G_BEGIN_DECLS

/* Lessons are data: one text file each, whose form data/lessons/README.md tells. Everything here is immutable once read; texts are
 * in the user's language. */

/* How a measured number is shown. */
typedef enum
{
  QSL_SHOW_NUMBER,  /* four digits */
  QSL_SHOW_INTEGER, /* a code, a count */
  QSL_SHOW_PERCENT, /* a number that counts percent */
  QSL_SHOW_DB,
  QSL_N_SHOWS
} QslShow;

/* Something to do: done once check was true. */
typedef struct
{
  char *text;
  QslExpression *check;
  QslExpression *measured; /* (nullable) the number that is shown beside it */
  QslShow show;
  char *control;  /* (nullable) the control that it takes: bits, signed, sym, narrow, cal, s, z, round, pick, data, view */
  char *solution; /* what does it: a setup line, which may also have entry=NUMBER */
  gboolean has_entry;
} QslTask;

typedef struct
{
  char *text;
  char *reason; /* why it is right or wrong */
} QslOption;

/* One option is right, the first of the file; who shows them shuffles them. */
typedef struct
{
  char *text;
  char *hint;         /* after the second wrong answer */
  GPtrArray *options; /* of QslOption */
} QslQuestion;

typedef struct
{
  char *title;           /* (nullable) */
  char *text;            /* at most QSL_WORDS_MAX words; *word* is emphasis */
  char *state;           /* (nullable) a setup line: what the step begins with */
  char **views;          /* nicks, the large one first; empty: leave them */
  char *page;            /* (nullable) the page it plays on, NULL: the plots */
  GPtrArray *tasks;      /* of QslTask */
  QslQuestion *question; /* (nullable) */
} QslStep;

typedef enum
{
  QSL_KIND_LESSON,
  QSL_KIND_CHALLENGE, /* one step; the best score is kept */
} QslKind;

typedef struct
{
  gatomicrefcount refs;
  QslKind kind;
  char *id; /* the file's name without its extension */
  char *title;
  char *goal;           /* what one can do afterwards */
  int order;            /* place in the list */
  int minutes;          /* that it takes */
  GPtrArray *steps;     /* of QslStep */
  QslExpression *score; /* (nullable) of a challenge */
  gboolean score_low;   /* lower is better */
  QslShow score_show;
} QslLesson;

/* Limits of a file. */
#define QSL_WORDS_MAX 60
#define QSL_STEPS_MAX 20
#define QSL_TASKS_MAX 5
#define QSL_OPTIONS_MAX 6
#define QSL_FILE_BYTES_MAX (256 * 1024)

/* From the text of a file. NULL with G_IO_ERROR_INVALID_DATA: “line 12: …”. (transfer full) */
QslLesson *qsl_lesson_new (const char *id, const char *text, gsize length, GError **error);

/* From a file; its name gives the id. NULL with an error that names the file. */
QslLesson *qsl_lesson_load (const char *path, GError **error);
QslLesson *qsl_lesson_ref (QslLesson *self);
void qsl_lesson_unref (QslLesson *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QslLesson, qsl_lesson_unref)

/* The lessons (*.lesson) of folders, which are NULL-terminated, by their order; of two with the same id the later folder's. What
 * cannot be read is left out and told in errors (of char *). Blocking. (transfer full) */
GPtrArray *qsl_lesson_load_folders (const char *const *folders, GPtrArray *errors);

/* By kind and order; for g_ptr_array_sort of QslLesson. */
int qsl_lesson_compare (gconstpointer a, gconstpointer b);

/* Says where the catalogue of our lessons' words is: installed in localedir, or built in build_localedir (nullable). */
void qsl_lesson_bind_words (const char *build_localedir, const char *localedir);

/* All that the checks of a step need. */
QslNeeds qsl_step_get_needs (const QslStep *step);

G_END_DECLS
