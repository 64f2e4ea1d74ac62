/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One colour, one meaning. */
typedef enum
{
  QSP_ROLE_DATA,  /* original values r */
  QSP_ROLE_GRID,  /* levels, codes, reconstructed values */
  QSP_ROLE_ERROR, /* e and MSE */
  QSP_ROLE_CLIP,  /* clipped values, range ends */
  QSP_ROLE_OK,    /* optimum */
  QSP_ROLE_B,     /* third series */
  QSP_ROLE_FG,    /* picked value, zero, text, axes */
  QSP_ROLE_CARD,  /* the surface */
  QSP_N_ROLES
} QspRole;

typedef struct
{
  double red, green, blue, alpha;
} QspColor;

typedef enum
{
  QSP_THEME_LIGHT,
  QSP_THEME_DARK,
  QSP_THEME_GREYSCALE,
  QSP_N_THEMES
} QspThemeKind;

/* Everything about looks that a figure itself does not know; a small value. */
typedef struct
{
  QspThemeKind kind;
  gboolean high_contrast;
  gboolean transparent; /* no background */
  gboolean plain;       /* no horizontal grid, text in full colour: what some journals want */
  gboolean localized;   /* decimal separator of the locale, else "." */
  const char *font;     /* family list; static or interned */
  double font_size;     /* in logical px: 12 on screen */
  double text_scale;    /* 1; 1.5 for large text: scales fonts and margins, not lines */
  QspColor colors[QSP_N_ROLES];
} QspTheme;

/* The look of a kind: colours, Cantarell 12 px, scale 1, localized. */
void qsp_theme_init (QspTheme *self, QspThemeKind kind);

/* "light", "dark", "greyscale". */
const char *qsp_theme_kind_get_nick (QspThemeKind kind);
gboolean qsp_theme_kind_from_nick (const char *nick, QspThemeKind *kind);

G_END_DECLS
