/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-painter.h"
#include "plot/qsp-pdf.h"
#include "plot/qsp-report-private.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <langinfo.h>
#include <math.h>

static const char *const papers[QSP_N_PAPERS] = { "a4", "letter" };

const char *
qsp_paper_get_nick (QspPaper paper)
{
  g_return_val_if_fail (paper < QSP_N_PAPERS, NULL);

  return papers[paper];
}

gboolean
qsp_paper_from_nick (const char *nick, QspPaper *paper)
{
  for (guint i = 0; i < QSP_N_PAPERS; i++)
    if (g_strcmp0 (nick, papers[i]) == 0)
      {
        *paper = i;
        return TRUE;
      }
  return FALSE;
}

QspPaper
qsp_paper_get_default (void)
{
#ifdef __GLIBC__
  /* A number where other items have text. */
  return GPOINTER_TO_INT (nl_langinfo (_NL_PAPER_WIDTH)) == 216 ? QSP_PAPER_LETTER : QSP_PAPER_A4;
#else
  return QSP_PAPER_A4;
#endif
}

static void
block_free (gpointer data)
{
  QspBlock *block = data;

  g_free (block->heading);
  g_strfreev (block->words);
  g_clear_pointer (&block->figure, qsp_figure_unref);
  g_free (block);
}

QspReport *
qsp_report_new (const char *title, const char *subtitle)
{
  QspReport *self = g_new0 (QspReport, 1);

  self->title = g_strdup (title);
  self->subtitle = g_strdup (subtitle);
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  return self;
}

void
qsp_report_free (QspReport *self)
{
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->footer);
  g_free (self->parameters);
  g_ptr_array_unref (self->blocks);
  g_free (self);
}

void
qsp_report_set_footer (QspReport *self, const char *footer, const char *parameters)
{
  g_free (self->footer);
  g_free (self->parameters);
  self->footer = g_strdup (footer);
  self->parameters = g_strdup (parameters);
}

static QspBlock *
add (QspReport *self, QspBlockKind kind, const char *heading, const char *const *words)
{
  QspBlock *block = g_new0 (QspBlock, 1);

  block->kind = kind;
  block->heading = g_strdup (heading);
  block->words = g_strdupv ((char **)words);
  g_ptr_array_add (self->blocks, block);
  return block;
}

void
qsp_report_add_table (QspReport *self, const char *heading, const char *const *pairs)
{
  add (self, QSP_BLOCK_TABLE, heading, pairs);
}

void
qsp_report_add_lines (QspReport *self, const char *heading, const char *const *lines)
{
  add (self, QSP_BLOCK_LINES, heading, lines);
}

void
qsp_report_add_contents (QspReport *self, const char *heading)
{
  add (self, QSP_BLOCK_CONTENTS, heading, NULL);
}

void
qsp_report_add_figure (QspReport *self, QspFigure *figure)
{
  add (self, QSP_BLOCK_FIGURE, qsp_figure_get_title (figure), NULL)->figure = qsp_figure_ref (figure);
}

/* What drawing needs. */
typedef struct
{
  QspReport *report;
  const QspReportOptions *options;
  QspReportLayout layout;
  QspTheme theme;
  cairo_surface_t *surface;
  cairo_t *cr;
  QspPainter *painter;
  gboolean is_on_screen; /* where nothing lies under the pages */
} Draw;

static void
draw_text (const Draw *self, double x, double y, const char *text, double size, gboolean bold, double align, double opacity)
{
  QspTextStyle style = { size, bold, align, self->theme.colors[QSP_ROLE_FG], { 0 } };

  style.color.alpha = opacity;
  self->painter->klass->text (self->painter, x, y, text, &style);
}

static void
draw_rule (const Draw *self, double x, double y, double width, double opacity)
{
  const QspPoint ends[2] = { { x, y }, { x + width, y } };
  QspStroke stroke = { self->theme.colors[QSP_ROLE_FG], 0.75, QSP_DASH_NONE };

  stroke.color.alpha = opacity;
  self->painter->klass->stroke_segments (self->painter, ends, 1, &stroke);
}

static char *
get_destination (guint block)
{
  return g_strdup_printf ("section-%u", block);
}

/* A place that links and the outline lead to. */
static void
draw_heading (const Draw *self, guint i)
{
  const QspBlock *block = g_ptr_array_index (self->report->blocks, i);
  g_autofree char *name = get_destination (i);
  g_autofree char *place = g_strdup_printf ("name='%s'", name);
  g_autofree char *target = g_strdup_printf ("dest='%s'", name);

  cairo_tag_begin (self->cr, CAIRO_TAG_DEST, place);
  draw_text (self, block->rect.x, block->rect.y + 8.0, block->heading, 13.0, TRUE, 0.0, 1.0);
  cairo_tag_end (self->cr, CAIRO_TAG_DEST);
  if (cairo_surface_get_type (self->surface) == CAIRO_SURFACE_TYPE_PDF)
    cairo_pdf_surface_add_outline (self->surface, CAIRO_PDF_OUTLINE_ROOT, block->heading, target, 0);
}

static void
draw_table (const Draw *self, const QspBlock *block)
{
  double y = block->rect.y + QSP_REPORT_HEADING;

  for (char **pair = block->words; pair[0] != NULL && pair[1] != NULL; pair += 2, y += QSP_REPORT_ROW)
    {
      const double label = qsp_text_measure (self->theme.font, pair[0], QSP_REPORT_TEXT, FALSE);
      g_autofree char *value = qsp_report_fit (self->theme.font, pair[1], QSP_REPORT_TEXT, block->rect.width - label - 12.0);

      draw_text (self, block->rect.x, y, pair[0], QSP_REPORT_TEXT, FALSE, 0.0, 0.7);
      draw_text (self, block->rect.x + block->rect.width, y, value, QSP_REPORT_TEXT, FALSE, 1.0, 1.0);
      draw_rule (self, block->rect.x, y + QSP_REPORT_ROW / 2, block->rect.width, 0.12);
    }
}

static void
draw_lines (const Draw *self, const QspBlock *block)
{
  double y = block->rect.y + QSP_REPORT_HEADING;

  for (char **line = block->words; *line != NULL; line++, y += QSP_REPORT_ROW)
    draw_text (self, block->rect.x, y, *line, QSP_REPORT_TEXT, FALSE, 0.0, 1.0);
}

static void
draw_contents (const Draw *self, const QspBlock *contents)
{
  double y = contents->rect.y + QSP_REPORT_HEADING;

  for (guint i = 0; i < self->report->blocks->len; i++)
    {
      const QspBlock *block = g_ptr_array_index (self->report->blocks, i);
      g_autofree char *name = get_destination (i);
      g_autofree char *link = g_strdup_printf ("dest='%s'", name);
      g_autofree char *page = g_strdup_printf ("%u", block->page + 1);

      if (block->kind != QSP_BLOCK_FIGURE)
        continue;
      cairo_tag_begin (self->cr, CAIRO_TAG_LINK, link);
      draw_text (self, contents->rect.x, y, block->heading, QSP_REPORT_TEXT, FALSE, 0.0, 1.0);
      draw_text (self, contents->rect.x + contents->rect.width, y, page, QSP_REPORT_TEXT, FALSE, 1.0, 1.0);
      cairo_tag_end (self->cr, CAIRO_TAG_LINK);
      draw_rule (self, contents->rect.x, y + QSP_REPORT_ROW / 2, contents->rect.width, 0.12);
      y += QSP_REPORT_ROW;
    }
}

static void
draw_figure (const Draw *self, const QspBlock *block)
{
  const double notes = 14.0 * g_strv_length (block->words) + 8.0;
  const double height = block->rect.height - QSP_REPORT_HEADING - notes;
  const QspDecoration decoration = { self->options->legend, NULL };
  QspTheme theme = self->theme;
  double y = block->rect.y + QSP_REPORT_HEADING + height + 12.0;

  theme.transparent = TRUE; /* the page is the background */
  self->painter->klass->push_offset (self->painter, block->rect.x, block->rect.y + QSP_REPORT_HEADING - 6.0);
  qsp_figure_paint (block->figure, self->painter, &theme, block->rect.width, height, &decoration);
  self->painter->klass->pop_offset (self->painter);
  for (char **line = block->words; *line != NULL; line++, y += 14.0)
    draw_text (self, block->rect.x, y, *line, QSP_REPORT_NOTE, FALSE, 0.0, 0.7);
}

static void
draw_block (const Draw *self, guint i)
{
  const QspBlock *block = g_ptr_array_index (self->report->blocks, i);

  draw_heading (self, i);
  switch (block->kind)
    {
    case QSP_BLOCK_TABLE:
      draw_table (self, block);
      break;
    case QSP_BLOCK_LINES:
      draw_lines (self, block);
      break;
    case QSP_BLOCK_CONTENTS:
      draw_contents (self, block);
      break;
    case QSP_BLOCK_FIGURE:
    default:
      draw_figure (self, block);
      break;
    }
}

static void
draw_footer (const Draw *self, guint page)
{
  const double width = self->layout.width - 2 * QSP_REPORT_MARGIN;
  const double y = self->layout.height - QSP_REPORT_MARGIN + 2.0;
  g_autofree char *number = g_strdup_printf (_ ("%u of %u"), page + 1, self->layout.n_pages);
  g_autofree char *footer =
      qsp_report_fit (self->theme.font, self->report->footer != NULL ? self->report->footer : "", QSP_REPORT_NOTE, width - 80.0);

  draw_rule (self, QSP_REPORT_MARGIN, y - 12.0, width, 0.35);
  draw_text (self, QSP_REPORT_MARGIN, y, footer, QSP_REPORT_NOTE, FALSE, 0.0, 0.7);
  draw_text (self, QSP_REPORT_MARGIN + width, y, number, QSP_REPORT_NOTE, FALSE, 1.0, 0.7);
}

static void
draw_page (const Draw *self, guint page)
{
  const QspReport *report = self->report;

  if (self->theme.kind == QSP_THEME_DARK || self->is_on_screen)
    self->painter->klass->fill_rects (self->painter, &(QspRect){ 0, 0, self->layout.width, self->layout.height }, 1,
                                      &self->theme.colors[QSP_ROLE_CARD]);
  if (page == 0)
    {
      g_autofree char *title =
          qsp_report_fit (self->theme.font, report->title, 24.0, (self->layout.width - 2 * QSP_REPORT_MARGIN) * 0.9);

      draw_text (self, QSP_REPORT_MARGIN, QSP_REPORT_MARGIN + 10.0, title, 22.0, TRUE, 0.0, 1.0);
      if (report->subtitle != NULL)
        draw_text (self, QSP_REPORT_MARGIN, QSP_REPORT_MARGIN + 36.0, report->subtitle, QSP_REPORT_TEXT, FALSE, 0.0, 0.7);
    }
  for (guint i = 0; i < report->blocks->len; i++)
    if (((QspBlock *)g_ptr_array_index (report->blocks, i))->page == page)
      draw_block (self, i);
  draw_footer (self, page);
}

static void
init (Draw *self, QspReport *report, const QspReportOptions *options)
{
  *self = (Draw){ .report = report, .options = options };
  qsp_file_theme_init (&self->theme, options->theme);
  qsp_report_layout (report, options->paper, self->theme.font, &self->layout);
}

/* Draws pages from first to last on surface, 1 px being scale units, and ends it; Cairo's verdict. */
static cairo_status_t
draw_pages (Draw *self, cairo_surface_t *surface, double scale, guint first, guint last)
{
  cairo_status_t status;

  self->surface = surface;
  self->cr = cairo_create (surface);
  cairo_scale (self->cr, scale, scale);
  self->painter = qsp_painter_new_cairo (self->cr, self->theme.font);
  for (guint page = first; page <= last; page++)
    {
      draw_page (self, page);
      if (page < last)
        cairo_show_page (self->cr);
    }
  qsp_painter_free (self->painter);
  status = cairo_status (self->cr);
  cairo_destroy (self->cr);
  return status;
}

static GBytes *
finish (GByteArray *bytes, cairo_surface_t *surface, cairo_status_t status, GError **error)
{
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (bytes);
  g_byte_array_unref (bytes);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The figure could not be drawn: %s"), cairo_status_to_string (status));
  return NULL;
}

GBytes *
qsp_report_render (QspReport *self, const QspReportOptions *options, GError **error)
{
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;
  Draw draw;

  init (&draw, self, options);
  surface = qsp_pdf_new (bytes, draw.layout.width, draw.layout.height, self->title, self->footer, self->parameters);
  status = draw_pages (&draw, surface, QSP_PT_PER_PX, 0, draw.layout.n_pages - 1);
  cairo_surface_finish (surface);
  return finish (bytes, surface, status, error);
}

static cairo_status_t
append_cb (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
qsp_report_render_page (QspReport *self, const QspReportOptions *options, guint page, double dpi, GError **error)
{
  const double scale = dpi / QSP_PX_PER_INCH;
  GByteArray *bytes = g_byte_array_new ();
  cairo_surface_t *surface;
  cairo_status_t status;
  Draw draw;

  init (&draw, self, options);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int)(draw.layout.width * scale), (int)(draw.layout.height * scale));
  draw.is_on_screen = TRUE;
  status = draw_pages (&draw, surface, scale, page, page);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  return finish (bytes, surface, status, error);
}
