/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-color-map.h"

#include <math.h>

/* How much of the text colour lies on the card where there is nothing to tell. */
#define WASH 0.04
#define OPACITY 0.85
#define EXPONENT 0.8
/* From here on the dark (in the dark theme: light) numbers can no longer be read. */
#define INK_OPACITY 0.70

/* Cividis (Nuñez, Anderton, Renslow 2018) at eleven equal steps, from high to low. */
static const guint32 cividis[] = { 0xfee838, 0xe5cf52, 0xc8b866, 0xaea371, 0x948e77, 0x7d7c78,
                                   0x666970, 0x4f576c, 0x35456c, 0x083370, 0x00224e };
/* What is dark on paper is much. */
static const guint32 greys[] = { 0xf2f2f2, 0x1a1a1a };

static QspColor
from_hex (guint32 hex)
{
  return (QspColor){ (hex >> 16) / 255.0, ((hex >> 8) & 0xff) / 255.0, (hex & 0xff) / 255.0, 1.0 };
}

static QspColor
mix (const QspColor *a, const QspColor *b, double share)
{
  return (QspColor){ a->red + (b->red - a->red) * share, a->green + (b->green - a->green) * share,
                     a->blue + (b->blue - a->blue) * share, 1.0 };
}

static double
get_opacity (double t)
{
  return OPACITY * pow (fabs (t), EXPONENT);
}

static QspColor
get_sequential (const QspTheme *theme, double t)
{
  const guint32 *stops = theme->kind == QSP_THEME_GREYSCALE ? greys : cividis;
  const guint n = theme->kind == QSP_THEME_GREYSCALE ? G_N_ELEMENTS (greys) : G_N_ELEMENTS (cividis);
  const double position = CLAMP (t, 0.0, 1.0) * (n - 1);
  const guint i = (guint)MIN (position, n - 2.0);
  const QspColor low = from_hex (stops[i]), high = from_hex (stops[i + 1]);

  return mix (&low, &high, position - i);
}

QspColor
qsp_color_map_get (QspColorMap map, const QspTheme *theme, double t)
{
  const QspColor *card = &theme->colors[QSP_ROLE_CARD];
  QspColor base;

  if (isnan (t))
    return *card;
  if (map == QSP_MAP_SEQUENTIAL)
    return get_sequential (theme, t);
  t = CLAMP (t, -1.0, 1.0);
  base = mix (card, &theme->colors[QSP_ROLE_FG], WASH);
  return mix (&base, &theme->colors[t < 0 ? QSP_ROLE_DATA : QSP_ROLE_GRID], get_opacity (t));
}

static double
to_linear (double c)
{
  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

/* Relative luminance (WCAG 2.1). */
static double
get_luminance (const QspColor *c)
{
  return 0.2126 * to_linear (c->red) + 0.7152 * to_linear (c->green) + 0.0722 * to_linear (c->blue);
}

QspColor
qsp_color_map_get_ink (QspColorMap map, const QspTheme *theme, double t)
{
  const QspColor white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 };
  QspColor ground;

  if (isnan (t))
    return theme->colors[QSP_ROLE_FG];
  if (map == QSP_MAP_DIVERGING && theme->kind != QSP_THEME_GREYSCALE && !theme->high_contrast)
    {
      if (get_opacity (CLAMP (t, -1.0, 1.0)) <= INK_OPACITY)
        return theme->colors[QSP_ROLE_FG];
      return theme->kind == QSP_THEME_DARK ? from_hex (0x101010) : white;
    }
  /* Where black and white contrast alike. */
  ground = qsp_color_map_get (map, theme, t);
  return get_luminance (&ground) < 0.179 ? white : black;
}
