/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_START_PAGE (qs_start_page_get_type ())

/* What is shown before there are values: open a file, or a tile for each of six distributions. */
G_DECLARE_FINAL_TYPE (QsStartPage, qs_start_page, QS, START_PAGE, GtkWidget)

G_END_DECLS
