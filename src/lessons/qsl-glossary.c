/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lessons/qsl-glossary.h"

#include "lessons/qsl-keyfile.h"

#include <glib/gi18n-lib.h>

static void
term_free (QslTerm *self)
{
  g_free (self->id);
  g_free (self->title);
  g_free (self->text);
  g_strfreev (self->see);
  g_free (self);
}

/* Keys that are none of ours are misspelt ones. */
static gboolean
check_keys (QslKeyfile *file, const char *group, GError **error)
{
  static const char *const known[] = { "Title", "Text", "View", "See", NULL };
  g_auto (GStrv) keys = qsl_keyfile_get_keys (file, group);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      const char *bracket = strchr (keys[i], '[');
      g_autofree char *name = bracket != NULL ? g_strndup (keys[i], (gsize)(bracket - keys[i])) : g_strdup (keys[i]);

      if (!g_strv_contains (known, name))
        return qsl_keyfile_complain (file, group, keys[i], error, _ ("“%s” is no key of a term"), keys[i]);
    }
  return TRUE;
}

static gboolean
read_term (QslKeyfile *file, const char *id, GPtrArray *terms, GError **error)
{
  g_autofree char *view = qsl_keyfile_get_text (file, id, "View");
  g_autofree char *see = qsl_keyfile_get_text (file, id, "See");
  QslTerm *term = g_new0 (QslTerm, 1);

  g_ptr_array_add (terms, term);
  term->id = g_strdup (id);
  term->title = qsl_keyfile_get_translated (file, id, "Title");
  term->text = qsl_keyfile_get_translated (file, id, "Text");
  term->see = g_strsplit (see != NULL ? see : "", " ", -1);
  if (!check_keys (file, id, error))
    return FALSE;
  if (term->title == NULL || term->text == NULL)
    return qsl_keyfile_complain (file, id, NULL, error, _ ("a term needs Title= and Text="));
  if (view == NULL || !qsf_view_from_nick (view, &term->view))
    return qsl_keyfile_complain (file, id, "View", error, _ ("View= must name a view"));
  return TRUE;
}

static gboolean
check_links (QslKeyfile *file, GPtrArray *terms, GError **error)
{
  for (guint i = 0; i < terms->len; i++)
    {
      const QslTerm *term = g_ptr_array_index (terms, i);

      for (guint k = 0; term->see[k] != NULL; k++)
        if (qsl_glossary_find (terms, term->see[k]) == NULL)
          return qsl_keyfile_complain (file, term->id, "See", error, _ ("there is no term “%s”"), term->see[k]);
    }
  return TRUE;
}

GPtrArray *
qsl_glossary_new (const char *text, gsize length, GError **error)
{
  g_autoptr (QslKeyfile) file = qsl_keyfile_new (text, length, error);
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func ((GDestroyNotify)term_free);
  g_auto (GStrv) groups = NULL;

  if (file == NULL)
    return NULL;
  groups = qsl_keyfile_get_groups (file);
  for (guint i = 0; groups[i] != NULL; i++)
    if (!read_term (file, groups[i], terms, error))
      return NULL;
  return check_links (file, terms, error) ? g_steal_pointer (&terms) : NULL;
}

const QslTerm *
qsl_glossary_find (GPtrArray *glossary, const char *id)
{
  for (guint i = 0; i < glossary->len; i++)
    if (g_str_equal (((const QslTerm *)g_ptr_array_index (glossary, i))->id, id))
      return g_ptr_array_index (glossary, i);
  return NULL;
}

gboolean
qsl_term_matches (const QslTerm *term, const char *search)
{
  return g_str_match_string (search, term->title, TRUE) || g_str_match_string (search, term->text, TRUE);
}
