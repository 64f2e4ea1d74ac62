/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot/qsp-theme.h"

#include <math.h>

static double
linearize (double c)
{
  return c <= 0.04045 ? c / 12.92 : pow ((c + 0.055) / 1.055, 2.4);
}

/* WCAG 2.1 relative luminance. */
static double
get_luminance (const QspColor *c)
{
  return 0.2126 * linearize (c->red) + 0.7152 * linearize (c->green) + 0.0722 * linearize (c->blue);
}

static double
get_contrast (const QspColor *a, const QspColor *b)
{
  double la = get_luminance (a), lb = get_luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

static QspColor
blend (const QspColor *over, double opacity, const QspColor *under)
{
  return (QspColor){ over->red * opacity + under->red * (1 - opacity), over->green * opacity + under->green * (1 - opacity),
                     over->blue * opacity + under->blue * (1 - opacity), 1.0 };
}

static void
test_roles (gconstpointer data)
{
  QspTheme theme;

  qsp_theme_init (&theme, GPOINTER_TO_UINT (data));
  for (guint i = 0; i < QSP_ROLE_CARD; i++)
    g_assert_cmpfloat (get_contrast (&theme.colors[i], &theme.colors[QSP_ROLE_CARD]), >=, 4.5);
}

static void
test_areas (gconstpointer data)
{
  QspTheme theme;

  qsp_theme_init (&theme, GPOINTER_TO_UINT (data));
  for (guint i = 0; i < QSP_ROLE_CARD; i++)
    {
      QspColor area = blend (&theme.colors[i], 0.76, &theme.colors[QSP_ROLE_CARD]);

      g_assert_cmpfloat (get_contrast (&area, &theme.colors[QSP_ROLE_CARD]), >=, 3.0);
    }
}

static void
test_text (gconstpointer data)
{
  guint kind = GPOINTER_TO_UINT (data);
  QspTheme theme;
  QspColor text;

  qsp_theme_init (&theme, kind);
  text = blend (&theme.colors[QSP_ROLE_FG], kind == QSP_THEME_DARK ? 0.72 : 0.70, &theme.colors[QSP_ROLE_CARD]);
  g_assert_cmpfloat (get_contrast (&text, &theme.colors[QSP_ROLE_CARD]), >=, 6.4);
}

static void
test_nicks (void)
{
  QspThemeKind kind;

  for (guint i = 0; i < QSP_N_THEMES; i++)
    {
      g_assert_true (qsp_theme_kind_from_nick (qsp_theme_kind_get_nick (i), &kind));
      g_assert_cmpuint (kind, ==, i);
    }
  g_assert_false (qsp_theme_kind_from_nick ("Light", &kind));
  g_assert_false (qsp_theme_kind_from_nick (NULL, &kind));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = QSP_THEME_LIGHT; i <= QSP_THEME_DARK; i++)
    {
      g_autofree char *roles = g_strdup_printf ("/plot/theme/%s/roles", qsp_theme_kind_get_nick (i));
      g_autofree char *areas = g_strdup_printf ("/plot/theme/%s/areas", qsp_theme_kind_get_nick (i));
      g_autofree char *text = g_strdup_printf ("/plot/theme/%s/text", qsp_theme_kind_get_nick (i));

      g_test_add_data_func (roles, GUINT_TO_POINTER (i), test_roles);
      g_test_add_data_func (areas, GUINT_TO_POINTER (i), test_areas);
      g_test_add_data_func (text, GUINT_TO_POINTER (i), test_text);
    }
  g_test_add_func ("/plot/theme/nicks", test_nicks);
  return g_test_run ();
}
