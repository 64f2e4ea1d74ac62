/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-scene.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* A .quantoscope file: a window's state as a key file, so that it can be read, compared and mailed. */
#define QS_SESSION_FILE_SUFFIX ".quantoscope"

typedef struct
{
  QsaScene scene;
  char *source;      /* (nullable) path of the file with the values; NULL: drawn, or none */
  char *tensor;      /* (nullable) its name there */
  char *mark;        /* (nullable) what the source was like: its size and the SHA-256 of its beginning */
  char **views;      /* nicks, the large one first */
  char *layout;      /* (nullable) nick */
  gboolean unlinked; /* views over r zoom each for itself */
  double bin_width;  /* of the histogram; 0: automatic */
  gboolean zoomed;
  double zoom_low, zoom_high;
} QsSessionFile;

void qs_session_file_init (QsSessionFile *self);
void qs_session_file_clear (QsSessionFile *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QsSessionFile, qs_session_file_clear)

/* Reads path. A source that stands there relative is found beside it. Blocking. FALSE with an error that names file and line. */
gboolean qs_session_file_load (QsSessionFile *self, const char *path, GError **error);

/* Writes path, all of it or nothing; a source in the same folder or below is written relative, so that both can move together. The
 * mark is made anew. Blocking. */
gboolean qs_session_file_save (const QsSessionFile *self, const char *path, GError **error);

/* What marks a file: its size and beginning. NULL where it cannot be read. Blocking. (transfer full) */
char *qs_session_file_mark (const char *path);

G_END_DECLS
