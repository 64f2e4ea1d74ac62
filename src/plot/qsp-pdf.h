/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-theme.h"

#include <cairo.h>

G_BEGIN_DECLS

/* Private to plot: what figures and reports have in common as files. */

/* 1 px is 0.75 pt: an inch is 96 px. */
#define QSP_PX_PER_INCH 96.0
#define QSP_PT_PER_PX 0.75

/* The look of files: text of 7 pt. */
void qsp_file_theme_init (QspTheme *theme, QspThemeKind kind);

/* A PDF that is appended to bytes, in px. The same drawing gives the same bytes, whenever it is made. Texts may be NULL. */
cairo_surface_t *qsp_pdf_new (GByteArray *bytes, double width, double height, const char *title, const char *subject,
                              const char *keywords);

G_END_DECLS
