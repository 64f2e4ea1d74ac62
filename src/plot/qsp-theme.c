/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-theme.h"

#define HEX(h)                                                                                                                   \
  {                                                                                                                              \
    (((h) >> 16) & 0xff) / 255.0, (((h) >> 8) & 0xff) / 255.0, ((h)&0xff) / 255.0, 1.0                                           \
  }

/* Chosen by computed contrast (>= 4.6 on the card) and simulated colour-vision distance; greys are the text colour at 0.35,
 * 0.65 and 1 over white. */
static const QspColor palettes[QSP_N_THEMES][QSP_N_ROLES] = {
  [QSP_THEME_LIGHT] = { HEX (0x1c71d8), HEX (0xb85c00), HEX (0x8f2f8f), HEX (0xa51d2d), HEX (0x1b7f4f), HEX (0x00796b),
                        HEX (0x1a1a1a), HEX (0xffffff) },
  [QSP_THEME_DARK] = { HEX (0x69a5ee), HEX (0xffa348), HEX (0xf5c2ff), HEX (0xff7489), HEX (0x57e389), HEX (0x5bc8af),
                       HEX (0xffffff), HEX (0x363636) },
  [QSP_THEME_GREYSCALE] = { HEX (0xafafaf), HEX (0x1a1a1a), HEX (0x6a6a6a), HEX (0x6a6a6a), HEX (0x1a1a1a), HEX (0x6a6a6a),
                            HEX (0x1a1a1a), HEX (0xffffff) },
};

static const char *const nicks[QSP_N_THEMES] = { "light", "dark", "greyscale" };

void
qsp_theme_init (QspTheme *self, QspThemeKind kind)
{
  g_return_if_fail (kind < QSP_N_THEMES);

  *self = (QspTheme){ .kind = kind, .localized = TRUE, .font = "Cantarell", .font_size = 12.0, .text_scale = 1.0 };
  for (guint i = 0; i < QSP_N_ROLES; i++)
    self->colors[i] = palettes[kind][i];
}

const char *
qsp_theme_kind_get_nick (QspThemeKind kind)
{
  g_return_val_if_fail (kind < QSP_N_THEMES, NULL);

  return nicks[kind];
}

gboolean
qsp_theme_kind_from_nick (const char *nick, QspThemeKind *kind)
{
  for (guint i = 0; i < QSP_N_THEMES; i++)
    if (g_strcmp0 (nick, nicks[i]) == 0)
      {
        *kind = i;
        return TRUE;
      }
  return FALSE;
}
