/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "plot/qsp-export.h"
#include "plot/qsp-figure-build.h"

#include <math.h>
#include <string.h>

#define CAPTION "INT4 asymmetric · s = 0.02590 · z = −1 <&>"

static void
write_table (gpointer data, GString *csv)
{
  g_string_append (csv, "r,count\n0.5,3\n");
}

static QspFigure *
new_figure (void)
{
  QspFigure *figure = qsp_figure_new ("Values & grid");
  double x[4] = { -1, -0.5, 0, 0.5 }, x2[4] = { -0.5, 0, 0.5, 1 }, y[4] = { 1, 5, 4, 2 };
  QspMark *mark;

  qsp_figure_set_large (figure, TRUE);
  qsp_figure_set_description (figure, "Four bars.");
  qsp_figure_set_axis (figure, QSP_X, QSP_AXIS_VALUE, -1, 1, "Value r", 64);
  qsp_figure_set_axis (figure, QSP_Y, QSP_AXIS_COUNT, 0, 6, "Values per bin", 60);
  mark = qsp_figure_add_mark (figure, QSP_MARK_BARS, QSP_ROLE_DATA, 4, x, y);
  mark->x2 = g_memdup2 (x2, sizeof x2);
  mark->hatched = TRUE;
  qsp_figure_add_mark (figure, QSP_MARK_LINE, QSP_ROLE_GRID, 4, x, y)->dash = QSP_DASH_CURVE;
  qsp_figure_add_point (figure, QSP_MARK_RING, QSP_ROLE_FG, 0, 4);
  qsp_figure_add_label (figure, QSP_ROLE_ERROR, "+s/2 < 1", 0.2, 3, 0);
  qsp_figure_add_legend (figure, "Original", QSP_SWATCH_SQUARE, QSP_ROLE_DATA, TRUE);
  qsp_figure_add_legend (figure, "Clipped", QSP_SWATCH_HATCH, QSP_ROLE_CLIP, TRUE);
  qsp_figure_set_table (figure, write_table, NULL, NULL);
  return figure;
}

static GBytes *
render (QspExportFormat format, double dpi)
{
  g_autoptr (QspFigure) figure = new_figure ();
  g_autoptr (GError) error = NULL;
  QspExportOptions options;
  GBytes *bytes;

  qsp_export_options_init (&options);
  options.format = format;
  options.dpi = dpi;
  options.width = 3.5;
  options.height = 2.4;
  options.caption = options.parameters = CAPTION;
  bytes = qsp_export_render (figure, &options, &error);
  g_assert_no_error (error);
  return bytes;
}

static guint32
get_u32 (const guint8 *p)
{
  return ((guint32)p[0] << 24) | ((guint32)p[1] << 16) | ((guint32)p[2] << 8) | p[3];
}

/* The body of the first chunk of that type, its length in *size; checks the structure of the file on the way. */
static const guint8 *
find_chunk (GBytes *png, const char *type, gsize *size)
{
  gsize length, at = 8;
  const guint8 *data = g_bytes_get_data (png, &length), *found = NULL;

  g_assert_cmpmem (data, 8, "\211PNG\r\n\032\n", 8);
  while (at + 12 <= length)
    {
      guint32 n = get_u32 (data + at);

      g_assert_cmpuint (at + 12 + n, <=, length);
      if (memcmp (data + at + 4, type, 4) == 0 && found == NULL)
        {
          found = data + at + 8;
          *size = n;
        }
      at += 12 + n;
    }
  g_assert_cmpuint (at, ==, length);
  return found;
}

typedef struct
{
  const guint8 *data;
  gsize left;
} Reader;

static cairo_status_t
read_cb (void *closure, unsigned char *data, unsigned int length)
{
  Reader *reader = closure;

  if (length > reader->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, reader->data, length);
  reader->data += length;
  reader->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

static void
test_png (void)
{
  g_autoptr (GBytes) png = render (QSP_EXPORT_PNG, 300);
  Reader reader = { g_bytes_get_data (png, NULL), g_bytes_get_size (png) };
  cairo_surface_t *surface;
  const guint8 *chunk;
  gsize size = 0;

  chunk = find_chunk (png, "pHYs", &size);
  g_assert_cmpuint (size, ==, 9);
  g_assert_cmpuint (get_u32 (chunk), ==, 11811); /* 300 dpi */
  g_assert_cmpuint (get_u32 (chunk + 4), ==, 11811);
  g_assert_cmpuint (chunk[8], ==, 1);
  /* libpng checks the CRC of every chunk. */
  surface = cairo_image_surface_create_from_png_stream (read_cb, &reader);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 1050);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 720);
  cairo_surface_destroy (surface);
}

static void
test_png_texts (void)
{
  g_autoptr (GBytes) png = render (QSP_EXPORT_PNG, 96);
  const guint8 *data = g_bytes_get_data (png, NULL);
  gsize size = g_bytes_get_size (png);

  g_assert_nonnull (memmem (data, size, "iTXtTitle\0\0\0\0\0Values & grid", 27));
  g_assert_nonnull (memmem (data, size, "iTXtComment\0\0\0\0\0" CAPTION, 16 + strlen (CAPTION)));
}

typedef struct
{
  GString *path, *texts;
  guint n_texts;
  gboolean in_text;
} Svg;

static void
start_cb (GMarkupParseContext *context, const char *name, const char **names, const char **values, gpointer data, GError **error)
{
  Svg *svg = data;

  svg->in_text = strcmp (name, "text") == 0 || strcmp (name, "title") == 0 || strcmp (name, "desc") == 0;
  svg->n_texts += strcmp (name, "text") == 0;
  for (; *names != NULL; names++, values++)
    {
      g_assert_null (strstr (*values, "nan"));
      g_assert_null (strstr (*values, "inf"));
    }
}

static void
text_cb (GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Svg *svg = data;

  if (svg->in_text)
    {
      g_string_append_len (svg->texts, text, (gssize)length);
      g_string_append_c (svg->texts, '|');
    }
}

static void
test_svg (void)
{
  static const GMarkupParser parser = { .start_element = start_cb, .text = text_cb };
  g_autoptr (GBytes) bytes = render (QSP_EXPORT_SVG, 96);
  g_autoptr (GString) texts = g_string_new ("|");
  g_autoptr (GError) error = NULL;
  Svg svg = { .texts = texts };
  g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&parser, 0, &svg, NULL);

  g_markup_parse_context_parse (context, g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
  g_markup_parse_context_end_parse (context, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (svg.n_texts, >, 10);
  g_assert_nonnull (strstr (texts->str, "|Values & grid|"));
  g_assert_nonnull (strstr (texts->str, "|Values per bin|"));
  g_assert_nonnull (strstr (texts->str, "|+s/2 < 1|"));
  g_assert_nonnull (strstr (texts->str, "|Original|"));
  g_assert_nonnull (strstr (texts->str, "|" CAPTION "|"));
  g_assert_nonnull (strstr (texts->str, "Four bars."));
}

/* In points: a figure of 3.5 in is 252 pt wide. */
static void
test_svg_size (void)
{
  g_autoptr (GBytes) bytes = render (QSP_EXPORT_SVG, 96);

  g_assert_nonnull (memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "width=\"252pt\" height=\"172.8pt\"", 30));
}

static void
test_pdf (void)
{
  g_autoptr (GBytes) bytes = render (QSP_EXPORT_PDF, 96);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), 5, "%PDF-", 5);
  g_assert_nonnull (memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "%%EOF", 5));
  g_assert_nonnull (memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "20000101000000Z", 15));
}

static void
test_csv (void)
{
  g_autoptr (GBytes) bytes = render (QSP_EXPORT_CSV, 96);

  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "r,count\n0.5,3\n", 14);
}

static void
test_same_bytes (gconstpointer data)
{
  g_autoptr (GBytes) first = render (GPOINTER_TO_INT (data), 150), second = NULL;

  /* the PDF's date must not be the clock's */
  if (GPOINTER_TO_INT (data) == QSP_EXPORT_PDF)
    g_usleep (1100 * 1000);
  second = render (GPOINTER_TO_INT (data), 150);
  g_assert_true (g_bytes_equal (first, second));
}

static gpointer
render_pdf_cb (gpointer data)
{
  return render (QSP_EXPORT_PDF, 96);
}

/* Pictures of other scales drawn before, in the same thread, leave no trace. */
static void
test_same_bytes_after_others (void)
{
  g_autoptr (GBytes) fresh = g_thread_join (g_thread_new ("fresh", render_pdf_cb, NULL));

  for (double dpi = 72; dpi <= 144; dpi += 24)
    {
      g_autoptr (GBytes) picture = render (QSP_EXPORT_PNG, dpi), after = render (QSP_EXPORT_PDF, 96);

      g_assert_nonnull (picture);
      g_assert_true (g_bytes_equal (fresh, after));
    }
}

/* What no caption says is in the metadata all the same. */
static void
test_parameters_without_caption (void)
{
  for (int format = QSP_EXPORT_PNG; format <= QSP_EXPORT_PDF; format++)
    {
      g_autoptr (QspFigure) figure = new_figure ();
      g_autoptr (GBytes) bytes = NULL;
      QspExportOptions options;

      qsp_export_options_init (&options);
      options.format = (QspExportFormat)format;
      options.parameters = "bits=4 s=0.5";
      bytes = qsp_export_render (figure, &options, NULL);
      g_assert_nonnull (memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "bits=4 s=0.5", 12));
    }
}

/* Several in one: each under its title, none outside. */
static void
test_panels (void)
{
  g_autoptr (QspFigure) figure = new_figure ();
  g_autoptr (GBytes) bytes = NULL;
  QspPanel panels[4] = { { figure }, { figure }, { figure }, { figure } };
  QspExportOptions options;
  const char *text;
  double area = 0;
  guint n = 0;

  qsp_panels_arrange (panels, 4, TRUE);
  for (int i = 0; i < 4; i++)
    {
      const QspRect *place = &panels[i].place;

      area += place->width * place->height;
      g_assert_true (place->x >= 0 && place->y >= 0 && place->x + place->width < 1 + 1e-9 && place->y + place->height < 1 + 1e-9);
    }
  g_assert_cmpfloat_with_epsilon (area, 1, 1e-9);
  g_assert_cmpfloat (panels[0].place.width, ==, 1);
  qsp_export_options_init (&options);
  options.format = QSP_EXPORT_SVG;
  bytes = qsp_export_render_panels (panels, 4, &options, NULL);
  text = g_bytes_get_data (bytes, NULL);
  for (const char *at = text; (at = strstr (at, ">Values &amp; grid</text>")) != NULL; at++)
    n++;
  g_assert_cmpuint (n, ==, 4);
}

static void
test_numbered_path (void)
{
  g_autofree char *csv = qsp_export_number_path ("/a.b/c.csv", 1, "mse"), *bare = qsp_export_number_path ("c", 0, "codes");

  g_assert_cmpstr (csv, ==, "/a.b/c-2-mse.csv");
  g_assert_cmpstr (bare, ==, "./c-1-codes");
}

static void
test_limits (void)
{
  static const struct
  {
    double width, height, dpi;
    QspExportFormat format;
  } cases[] = {
    { 0.49, 4, 96, QSP_EXPORT_PNG }, { 4, 100.1, 96, QSP_EXPORT_SVG },    { NAN, 4, 96, QSP_EXPORT_PDF },
    { 100, 4, 301, QSP_EXPORT_PNG }, { 4, 4, 0, QSP_EXPORT_PNG },         { 4, 4, NAN, QSP_EXPORT_PNG },
    { -4, 4, 96, QSP_EXPORT_SVG },   { 4, INFINITY, 96, QSP_EXPORT_SVG },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (QspFigure) figure = new_figure ();
      g_autoptr (GError) error = NULL;
      QspExportOptions options;

      qsp_export_options_init (&options);
      options.width = cases[i].width;
      options.height = cases[i].height;
      options.dpi = cases[i].dpi;
      options.format = cases[i].format;
      g_assert_null (qsp_export_render (figure, &options, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

static void
test_transparent (void)
{
  g_autoptr (QspFigure) figure = new_figure ();
  g_autoptr (GBytes) png = NULL;
  QspExportOptions options;
  const guint8 *header;
  gsize size = 0;

  qsp_export_options_init (&options);
  options.transparent = TRUE;
  options.dpi = 72;
  png = qsp_export_render (figure, &options, NULL);
  header = find_chunk (png, "IHDR", &size);
  g_assert_cmpuint (header[9], ==, 6); /* RGBA */
}

static void
test_formats (void)
{
  QspExportFormat format;

  for (guint i = 0; i < QSP_N_EXPORTS; i++)
    {
      g_autofree char *path = g_strconcat ("/a.b/c.", qsp_export_format_get_nick (i), NULL);

      g_assert_true (qsp_export_format_from_path (path, &format));
      g_assert_cmpint (format, ==, i);
    }
  g_assert_true (qsp_export_format_from_path ("A.PNG", &format));
  g_assert_cmpint (format, ==, QSP_EXPORT_PNG);
  g_assert_false (qsp_export_format_from_path ("figure", &format));
  g_assert_false (qsp_export_format_from_path ("folder.png/figure", &format));
  g_assert_false (qsp_export_format_from_path ("figure.jpeg", &format));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/export/png", test_png);
  g_test_add_func ("/plot/export/png-texts", test_png_texts);
  g_test_add_func ("/plot/export/svg", test_svg);
  g_test_add_func ("/plot/export/svg-size", test_svg_size);
  g_test_add_func ("/plot/export/pdf", test_pdf);
  g_test_add_func ("/plot/export/csv", test_csv);
  for (int i = 0; i < QSP_N_EXPORTS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/plot/export/same-bytes/%s", qsp_export_format_get_nick (i));

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_same_bytes);
    }
  g_test_add_func ("/plot/export/same-bytes-after-others", test_same_bytes_after_others);
  g_test_add_func ("/plot/export/parameters-without-caption", test_parameters_without_caption);
  g_test_add_func ("/plot/export/panels", test_panels);
  g_test_add_func ("/plot/export/numbered-path", test_numbered_path);
  g_test_add_func ("/plot/export/limits", test_limits);
  g_test_add_func ("/plot/export/transparent", test_transparent);
  g_test_add_func ("/plot/export/formats", test_formats);
  return g_test_run ();
}
