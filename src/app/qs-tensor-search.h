/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a search for tensors can look at. */
typedef struct
{
  const char *name;
  const char *dtype;       /* "Q4_K"; NULL if not known */
  const char *dtype_label; /* "float32"; NULL if not known */
  gsize n_dims;
  const guint64 *shape; /* NULL if not known */
  guint index;          /* place in the file */
  double sqnr;          /* in dB; NaN if not known */
} QsTensorFacts;

/* The words of a search text, which all must fit: a part of the name; "dtype:f16" or "type:f16", how the type begins in a file or for
 * people; "shape:768x256", lengths in a row, of which "*" is any; "ndim:2"; "sqnr<12", also with >, <= and >=; "#7", the place in the
 * file. Case does not matter. (transfer full) */
char **qs_tensor_search_parse (const char *text);
gboolean qs_tensor_search_matches (char *const *words, const QsTensorFacts *facts);

G_END_DECLS
