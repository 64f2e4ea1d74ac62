/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "plot/qsp-panels.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  QSP_EXPORT_PNG,
  QSP_EXPORT_SVG,
  QSP_EXPORT_PDF,
  QSP_EXPORT_CSV,
  QSP_N_EXPORTS
} QspExportFormat;

/* How a figure becomes a file. 1 px on screen is 0.75 pt on paper. */
typedef struct
{
  QspExportFormat format;
  QspThemeKind theme;
  double width, height; /* inches */
  double dpi;           /* PNG */
  gboolean legend;      /* draw the legend inside the figure */
  gboolean transparent;
  gboolean plain;         /* as QspTheme's */
  const char *caption;    /* (nullable) one line under the plot */
  const char *parameters; /* (nullable) one line for the file's metadata */
} QspExportOptions;

/* 6.4 × 4 in, 300 dpi, PNG, light, legend, no caption. */
void qsp_export_options_init (QspExportOptions *self);

/* Sizes that are asked for often. */
typedef struct
{
  const char *nick;     /* "ieee-column" */
  const char *title;    /* to be translated */
  double width, height; /* inches */
  gboolean plain;
} QspExportPreset;

#define QSP_N_EXPORT_PRESETS 5

extern const QspExportPreset qsp_export_presets[QSP_N_EXPORT_PRESETS];

/* "png", "svg", "pdf", "csv"; by file name extension for _from_path. */
const char *qsp_export_format_get_nick (QspExportFormat format);
gboolean qsp_export_format_from_path (const char *path, QspExportFormat *format);

/* "figures.csv" is "figures-2-transfer.csv" for the one after the first: where several tables are saved. (transfer full) */
char *qsp_export_number_path (const char *path, gsize i, const char *name);

/* Limits, so that a typing slip does not eat the memory. */
#define QSP_EXPORT_PIXELS_MAX 30000
#define QSP_EXPORT_INCHES_MIN 0.5
#define QSP_EXPORT_INCHES_MAX 100.0

/* The bytes of the file; the same figure and options give the same bytes. NULL with G_IO_ERROR_INVALID_ARGUMENT for sizes
 * outside the limits, G_IO_ERROR_FAILED with Cairo's reason. (transfer full) */
GBytes *qsp_export_render (QspFigure *figure, const QspExportOptions *options, GError **error);

/* Several figures in one file; as CSV only one. */
GBytes *qsp_export_render_panels (const QspPanel *panels, gsize n, const QspExportOptions *options, GError **error);

G_END_DECLS
