/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <libintl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "core/qsc.h"
#include "lessons/qsl-lesson.h"
#include "tensor/qst-quote.h"

typedef struct
{
  const char *name;
  const char *summary;
  QsCliRun run;
} Command;

static const Command commands[] = {
  { "inspect", N_ ("Show what a file holds"), qs_cli_inspect },
  { "convert", N_ ("Write the real values of a file into another"), qs_cli_convert },
  { "measure", N_ ("Quantize values and measure the error"), qs_cli_measure },
  { "plot", N_ ("Draw a figure of it into a file"), qs_cli_plot },
  { "report", N_ ("Write parameters, measures and every view as a PDF"), qs_cli_report },
  { "quantize", N_ ("Write the codes, or what they stand for, into a file"), qs_cli_quantize },
  { "accuracy", N_ ("Count the right answers of a quantized network"), qs_cli_accuracy },
  { "rank", N_ ("Find the tensors of a file that quantization harms most"), qs_cli_rank },
  { "integer", N_ ("Work out one output of a network with integers alone"), qs_cli_integer },
  { "sizes", N_ ("Tell what a model takes and loses at 32, 16, 8 and 4 bits"), qs_cli_sizes },
  { "race", N_ ("Measure int8 against float32 on this machine"), qs_cli_race },
  { "code", N_ ("Print code that gives the same codes: NumPy, PyTorch, ONNX, C"), qs_cli_code },
  { "lesson", N_ ("Check a lesson file"), qs_cli_lesson },
};

GQuark
qs_cli_usage_error_quark (void)
{
  return g_quark_from_static_string ("qs-cli-usage-error-quark");
}

gboolean
qs_cli_refuse (GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, QS_CLI_USAGE_ERROR, 0, message);
  return FALSE;
}

static void
print_help (void)
{
  g_print ("%s\n  quantoscope-cli %s\n\n%s\n\n%s\n", _ ("Usage:"), _ ("COMMAND [OPTION…]"),
           _ ("Shows what integer quantization does to numbers: q = clamp(round(r/s) + z), r̂ = s(q − z)."), _ ("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-10s %s\n", commands[i].name, _ (commands[i].summary));
  g_print ("\n  --help     %s\n  --version  %s\n\n%s\n", _ ("Show this help, or with a command that command's"),
           _ ("Show the version"), _ ("See the manual page quantoscope-cli(1) for all of it."));
}

/* One line whatever is in it. */
static void
print_error (const GError *error)
{
  g_autofree char *line = g_strdup (error->message);

  g_strdelimit (line, "\n\r\t\v\f\033", ' ');
  g_printerr ("quantoscope-cli: %s\n", line);
}

/* "inspect, measure, …" (transfer full) */
static char *
list_commands (void)
{
  GString *names = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", commands[i].name);
  return g_string_free (names, FALSE);
}

static gboolean
run (char **arguments, GError **error)
{
  const char *name = arguments[0];
  g_autofree char *names = list_commands ();

  if (name == NULL)
    return qs_cli_refuse (error, _ ("A command is needed, one of %s; --help tells more"), names);
  if (strcmp (name, "--help") == 0 || strcmp (name, "-h") == 0)
    {
      print_help ();
      return TRUE;
    }
  if (strcmp (name, "--version") == 0)
    {
      g_print ("quantoscope-cli %s\n", PACKAGE_VERSION);
      /* Translators: the names of processor instructions, such as avx2; products are those of matrices. */
      g_print (_ ("Instructions: %s; for products: %s"), qsc_isa_get_name (qsc_get_isa ()), qsc_matmul_get_instructions ());
      g_print ("\nQSC_CPU: %s\n", g_getenv ("QSC_CPU") != NULL ? g_getenv ("QSC_CPU") : "–");
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (name, commands[i].name) == 0)
      return commands[i].run (arguments, error);

  g_autofree char *shown = qst_quote (name, -1);
  return qs_cli_refuse (error, _ ("“%s” is not a command; expected one of %s"), shown, names);
}

/* What was printed has arrived; a full disk or a closed pipe is an error like any other. */
static gboolean
flush (GError **error)
{
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  g_set_error (error, G_IO_ERROR, (gint)g_io_error_from_errno (errno), _ ("Could not write the output: %s"), g_strerror (errno));
  return FALSE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  const char *localedir = g_getenv ("QS_LOCALEDIR"); /* set by ./dev run, which does not install */

  /* A limit on file sizes is an error to be told, not a reason to die. */
  signal (SIGXFSZ, SIG_IGN);
  setlocale (LC_ALL, "");
  /* The C locale of a bare container cannot write "−" or "σ"; its twin can. */
  if (g_strcmp0 (setlocale (LC_CTYPE, NULL), "C") == 0)
    setlocale (LC_CTYPE, "C.UTF-8");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  qsl_lesson_bind_words (localedir, LOCALEDIR);
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("quantoscope-cli");

  if (argc > 0 && run (argv + 1, &error) && flush (&error))
    return 0;
  if (error == NULL)
    return 2;
  print_error (error);
  return error->domain == QS_CLI_USAGE_ERROR || error->domain == G_OPTION_ERROR ? 2 : 1;
}
