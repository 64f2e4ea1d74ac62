/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-export.h"

G_BEGIN_DECLS

/* How a figure is to look and where it is to go, as typed; each word NULL where it was not given. */
typedef struct
{
  char *theme, *size, *dpi, *out;
  gboolean no_caption, no_legend, transparent;
} QsCliLook;

void qs_cli_look_clear (QsCliLook *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QsCliLook, qs_cli_look_clear)

/* A pixel of the screen. */
#define QS_CLI_PIXELS_PER_INCH 96.0

gboolean qs_cli_look_get_options (const QsCliLook *self, QspExportOptions *options, GError **error);

G_END_DECLS
