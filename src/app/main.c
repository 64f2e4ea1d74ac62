/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-application.h"
#include "config.h"
#include "lessons/qsl-lesson.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

int
main (int argc, char **argv)
{
  g_autoptr (QsApplication) application = NULL;
  const char *localedir = g_getenv ("QS_LOCALEDIR"); /* set by ./dev run, which does not install */

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : QS_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  qsl_lesson_bind_words (localedir, QS_LOCALEDIR);
  textdomain (GETTEXT_PACKAGE);
  application = qs_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
