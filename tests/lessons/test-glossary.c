/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lessons/qsl-glossary.h"
#include "lessons/qsl-lesson.h"

#include <string.h>

static GPtrArray *
parse (const char *text, GError **error)
{
  return qsl_glossary_new (text, strlen (text), error);
}

static GPtrArray *
load_own (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "glossary", "terms.glossary", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *terms;
  gsize length;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  terms = qsl_glossary_new (text, length, &error);
  g_assert_no_error (error);
  return terms;
}

static void
test_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) terms = parse ("[b]\nTitle=Bee\nText=It hums.\nView=codes\nSee=a\n"
                                       "[a]\nTitle=Ay\nText=Nothing.\nView=mse\n",
                                       &error);
  const QslTerm *term;

  g_assert_no_error (error);
  g_assert_cmpuint (terms->len, ==, 2);
  term = g_ptr_array_index (terms, 0); /* the order is the file's */
  g_assert_cmpstr (term->title, ==, "Bee");
  g_assert_cmpstr (qsf_view_get_nick (term->view), ==, "codes");
  g_assert_cmpstr (term->see[0], ==, "a");
  g_assert_null (qsl_glossary_find (terms, "c"));
  g_assert_null (((const QslTerm *)qsl_glossary_find (terms, "a"))->see[0]);
  g_assert_true (qsl_term_matches (term, "HUM"));
  g_assert_false (qsl_term_matches (term, "bark"));
}

/* Every mistake is told with its line. */
static void
test_mistakes (void)
{
  static const struct
  {
    const char *text, *line, *words;
  } bad[] = {
    { "Title=A\n", "line 1:", "group" },
    { "[a]\nTitle=A\nText=B\nView=codes\nColour=red\n", "line 5:", "Colour" },
    { "[a]\nText=B\nView=codes\n", "line 1:", "Title=" },
    { "[a]\nTitle=A\nText=B\nView=cods\n", "line 4:", "view" },
    { "[a]\nTitle=A\nText=B\n", "line 1:", "View=" },
    { "[a]\nTitle=A\nText=B\nView=codes\nSee=a b\n", "line 5:", "“b”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (parse (bad[i].text, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      g_assert_true (g_str_has_prefix (error->message, bad[i].line));
      g_assert_nonnull (strstr (error->message, bad[i].words));
    }
}

/* The terms that lessons link to are there: [words](term). */
static void
check_links (GPtrArray *terms, const char *text, guint *n)
{
  g_autoptr (GRegex) link = g_regex_new ("\\]\\(([^)]*)\\)", G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (link, text, G_REGEX_MATCH_DEFAULT, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *term = g_match_info_fetch (match, 1);

      if (qsl_glossary_find (terms, term) == NULL)
        g_error ("no term “%s”: %s", term, text);
      ++*n;
    }
}

static void
test_links (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "..", "data", "lessons", NULL);
  const char *const folders[] = { folder, NULL };
  g_autoptr (GPtrArray) errors = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) lessons = qsl_lesson_load_folders (folders, errors);
  g_autoptr (GPtrArray) terms = load_own ();
  guint n = 0;

  for (guint i = 0; i < lessons->len; i++)
    {
      const QslLesson *lesson = g_ptr_array_index (lessons, i);

      for (guint j = 0; j < lesson->steps->len; j++)
        check_links (terms, ((const QslStep *)g_ptr_array_index (lesson->steps, j))->text, &n);
    }
  g_assert_cmpuint (n, >, 10);
}

/* Two sentences each, no more and no less. */
static void
test_sentences (void)
{
  g_autoptr (GRegex) end = g_regex_new ("\\.(?= [A-Z0-9]|$)", G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  g_autoptr (GPtrArray) terms = load_own ();

  for (guint i = 0; i < terms->len; i++)
    {
      const QslTerm *term = g_ptr_array_index (terms, i);
      g_autoptr (GMatchInfo) match = NULL;
      guint n = 0;

      for (g_regex_match (end, term->text, G_REGEX_MATCH_DEFAULT, &match); g_match_info_matches (match);
           g_match_info_next (match, NULL))
        n++;
      if (n != 2)
        g_error ("“%s” has %u sentences", term->id, n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/glossary/whole", test_whole);
  g_test_add_func ("/glossary/mistakes", test_mistakes);
  g_test_add_func ("/glossary/links", test_links);
  g_test_add_func ("/glossary/sentences", test_sentences);
  return g_test_run ();
}
