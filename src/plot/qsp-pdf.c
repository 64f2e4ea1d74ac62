/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-pdf.h"

#include <cairo-pdf.h>

#define FONT_PX (7.0 / QSP_PT_PER_PX)
#define FONTS "Cantarell, Inter, Arial, sans-serif"

/* A fixed date: the same figure gives the same bytes, which lets files be compared. */
#define PDF_DATE "2000-01-01T00:00:00Z"

void
qsp_file_theme_init (QspTheme *theme, QspThemeKind kind)
{
  qsp_theme_init (theme, kind);
  theme->font = FONTS;
  theme->font_size = FONT_PX;
}

static cairo_status_t
append_cb (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

cairo_surface_t *
qsp_pdf_new (GByteArray *bytes, double width, double height, const char *title, const char *subject, const char *keywords)
{
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (append_cb, bytes, width * QSP_PT_PER_PX, height * QSP_PT_PER_PX);
  const struct
  {
    cairo_pdf_metadata_t key;
    const char *text;
  } texts[] = { { CAIRO_PDF_METADATA_TITLE, title },
                { CAIRO_PDF_METADATA_SUBJECT, subject },
                { CAIRO_PDF_METADATA_KEYWORDS, keywords },
                { CAIRO_PDF_METADATA_CREATOR, "Quantoscope" },
                { CAIRO_PDF_METADATA_CREATE_DATE, PDF_DATE } };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].text != NULL)
      cairo_pdf_surface_set_metadata (surface, texts[i].key, texts[i].text);
  return surface;
}
