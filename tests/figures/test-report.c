/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The report as a file, read by other programs. */
#define _GNU_SOURCE
#include "figures/qsf-report.h"
#include "plot/qsp-number.h"
#include "tensor/qst-distribution.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define N_VALUES 20000

typedef struct
{
  char *folder, *path;
  QsaSource *source;
  QsaScheme scheme;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (QstTensor) tensor = NULL;
  QstDistribution distribution;

  f->folder = g_dir_make_tmp ("quantoscope-report-XXXXXX", NULL);
  f->path = g_build_filename (f->folder, "report.pdf", NULL);
  qst_distribution_init (&distribution, QST_DISTRIBUTION_LAPLACE);
  distribution.count = N_VALUES;
  tensor = qst_distribution_draw (&distribution, NULL, NULL);
  f->source = qsa_source_new (tensor, NULL, NULL);
  qsa_scheme_init (&f->scheme);
  f->scheme.format.bits = 4;
  f->scheme.calibration = QSA_CALIBRATION_MANUAL;
  f->scheme.scale = 0.375f;
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_unlink (f->path);
  g_rmdir (f->folder);
  g_free (f->folder);
  g_free (f->path);
  qsa_source_unref (f->source);
}

static GBytes *
render (Fixture *f, QspPaper paper, QspThemeKind theme)
{
  const QspReportOptions options = { .paper = paper, .theme = theme, .legend = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (QspReport) report = qsf_report_new (f->source, &f->scheme, NULL, 0, NULL, &error);
  GBytes *bytes;

  g_assert_no_error (error);
  bytes = qsp_report_render (report, &options, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (f->path, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), NULL));
  return bytes;
}

/* What a program says about the file; NULL, and the test skipped, where it is not there. */
static char *
ask (Fixture *f, const char *program, const char *option)
{
  g_autofree char *line = g_strdup_printf ("%s %s %s -", program, option, f->path);
  g_auto (GStrv) arguments = g_strsplit (line, " ", -1);
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status;

  if (strcmp (program, "pdftotext") != 0)
    g_clear_pointer (&arguments[g_strv_length (arguments) - 1], g_free);
  if (!g_spawn_sync (NULL, arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL, &status, &error))
    {
      g_test_skip (error->message);
      return NULL;
    }
  g_assert_cmpint (status, ==, 0);
  return out;
}

/* The number behind a label at the beginning of a column. */
static double
get_number (const char *text, const char *label)
{
  g_autofree char *pattern = g_strdup_printf ("(^|  )%s +([−0-9.×⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", label);
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = NULL;
  double value;

  if (!g_regex_match (regex, text, 0, &match))
    g_error ("no “%s” in:\n%s", label, text);
  number = g_match_info_fetch (match, 2);
  g_assert_true (qsp_parse_number (number, &value));
  return value;
}

/* The same sums, straight from the definitions and in double. */
static void
test_numbers (Fixture *f, gconstpointer data)
{
  QstTensor *tensor = qsa_source_get_tensor (f->source);
  g_autoptr (GBytes) bytes = render (f, QSP_PAPER_A4, QSP_THEME_LIGHT);
  g_autofree char *text = ask (f, "pdftotext", "-layout");
  double sse = 0, power = 0, bias = 0, largest = 0, clipped = 0;

  g_assert_cmpuint (g_bytes_get_size (bytes), >, 0);
  if (text == NULL)
    return;
  for (guint64 i = 0; i < N_VALUES; i++)
    {
      const double r = (double)qst_tensor_get_value (tensor, i), q = rint (r / 0.375), e = CLAMP (q, -8, 7) * 0.375 - r;

      sse += e * e;
      power += r * r;
      bias += e;
      largest = MAX (largest, fabs (e));
      clipped += q > 7;
    }
  g_assert_cmpfloat_with_epsilon (get_number (text, "Mean squared"), sse / N_VALUES, 1e-4 * sse / N_VALUES);
  g_assert_cmpfloat_with_epsilon (get_number (text, "SQNR"), 10 * log10 (power / sse), 0.006);
  g_assert_cmpfloat_with_epsilon (get_number (text, "Largest"), largest, 1e-4 * largest);
  g_assert_cmpfloat_with_epsilon (get_number (text, "Bias"), bias / N_VALUES, 1e-4 * fabs (bias) / N_VALUES + 1e-7);
  g_assert_cmpfloat (get_number (text, "Clipped high"), ==, clipped);
  g_assert_cmpfloat (get_number (text, "Scale"), ==, 0.375);
  g_assert_nonnull (strstr (text, "bits=4 signed=1 sym=1 s=0.375 z=0 round=half-even gran=tensor"));
}

/* Every view has its place in the text, in the outline, and a link to it. */
static void
test_views (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = render (f, QSP_PAPER_A4, QSP_THEME_GREYSCALE);
  g_autofree char *text = ask (f, "pdftotext", "-layout"), *places = ask (f, "pdfinfo", "-dests");
  const char *data_bytes = g_bytes_get_data (bytes, NULL);
  const gsize size = g_bytes_get_size (bytes);

  if (text == NULL || places == NULL)
    return;
  for (guint view = 0; view < QSF_N_VIEWS; view++)
    {
      g_autofree char *entry = g_strdup_printf ("/Title (%s)", qsf_view_get_title (view));
      g_autofree char *place = g_strdup_printf ("\"section-%u\"", 6 + view);

      g_assert_nonnull (strstr (text, qsf_view_get_title (view)));
      g_assert_nonnull (strstr (places, place));
      if (g_str_is_ascii (entry) && memmem (data_bytes, size, entry, strlen (entry)) == NULL)
        g_error ("the outline lacks %s", entry);
    }
  g_assert_nonnull (memmem (data_bytes, size, "/Subtype /Link", 14));
}

static void
test_metadata (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) bytes = render (f, QSP_PAPER_LETTER, QSP_THEME_DARK);
  g_autofree char *text = ask (f, "pdfinfo", "-isodates");
  g_autofree char *fonts = ask (f, "pdffonts", "-l 100");
  g_autofree char *pages = g_strdup_printf ("Pages:           %d\n", 1 + (QSF_N_VIEWS + 1) / 2);
  g_auto (GStrv) lines = NULL;

  g_assert_cmpuint (g_bytes_get_size (bytes), >, 0);
  if (text == NULL || fonts == NULL)
    return;
  g_assert_nonnull (strstr (text, "612 x 792 pts (letter)"));
  g_assert_nonnull (strstr (text, pages));
  g_assert_nonnull (strstr (text, "bits=4 signed=1 sym=1 s=0.375 z=0"));
  g_assert_nonnull (strstr (text, "INT4 symmetric · s = 0.3750 · z = 0"));
  g_assert_nonnull (strstr (text, "2000-01-01T00:00:00Z"));
  lines = g_strsplit (fonts, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), >, 3);
  for (guint i = 2; lines[i] != NULL && lines[i][0] != '\0'; i++)
    g_assert_true (strlen (lines[i]) > 75 && strncmp (lines[i] + 72, "yes yes", 7) == 0); /* embedded, a subset */
}

static void
test_same_bytes (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) first = render (f, QSP_PAPER_A4, QSP_THEME_LIGHT), second = NULL;

  g_usleep (1100 * 1000); /* another second of the clock */
  second = render (f, QSP_PAPER_A4, QSP_THEME_LIGHT);
  g_assert_true (g_bytes_equal (first, second));
}

static void
test_page (Fixture *f, gconstpointer data)
{
  const QspReportOptions options = { .paper = QSP_PAPER_A4 };
  g_autoptr (QspReport) report = qsf_report_new (f->source, &f->scheme, NULL, 0, NULL, NULL);
  g_autoptr (GBytes) page = qsp_report_render_page (report, &options, 0, 48, NULL);

  g_assert_cmpmem (g_bytes_get_data (page, NULL), 8, "\211PNG\r\n\032\n", 8);
}

#define ADD(name, func) g_test_add ("/report/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("numbers", test_numbers);
  ADD ("views", test_views);
  ADD ("metadata", test_metadata);
  ADD ("same-bytes", test_same_bytes);
  ADD ("page", test_page);
  return g_test_run ();
}
