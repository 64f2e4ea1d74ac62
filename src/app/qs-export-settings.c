/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-export-settings.h"

static void
load_words (GSettings *settings, QsExportChoice *choice, QsUnit *unit)
{
  g_autofree char *format = g_settings_get_string (settings, "export-format");
  g_autofree char *theme = g_settings_get_string (settings, "export-theme");
  g_autofree char *scope = g_settings_get_string (settings, "export-scope");
  g_autofree char *paper = g_settings_get_string (settings, "export-paper");
  g_autofree char *unit_nick = g_settings_get_string (settings, "export-unit");

  for (guint i = 0; i < QSP_N_EXPORTS; i++)
    if (g_str_equal (format, qsp_export_format_get_nick (i)))
      choice->figure.format = i;
  qsp_theme_kind_from_nick (theme, &choice->figure.theme);
  qs_export_scope_from_nick (scope, &choice->scope);
  /* What was never chosen is the locale's. */
  choice->paper = qsp_paper_get_default ();
  qsp_paper_from_nick (paper, &choice->paper);
  *unit = qs_unit_get_default ();
  qs_unit_from_nick (unit_nick, unit);
}

void
qs_export_settings_load (GSettings *settings, QsExportChoice *choice, QsUnit *unit)
{
  *choice = (QsExportChoice){ .scope = QS_EXPORT_PLOT };
  qsp_export_options_init (&choice->figure);
  load_words (settings, choice, unit);
  choice->figure.dpi = g_settings_get_double (settings, "export-dpi");
  choice->figure.width = g_settings_get_double (settings, "export-width");
  choice->figure.height = g_settings_get_double (settings, "export-height");
  choice->figure.legend = g_settings_get_boolean (settings, "export-legend");
  choice->figure.transparent = g_settings_get_boolean (settings, "export-transparent");
  choice->has_caption = g_settings_get_boolean (settings, "export-caption");
  choice->has_pick = g_settings_get_boolean (settings, "export-pick");
}

void
qs_export_settings_save (GSettings *settings, const QsExportChoice *choice, QsUnit unit)
{
  g_settings_set_string (settings, "export-format", qsp_export_format_get_nick (choice->figure.format));
  g_settings_set_string (settings, "export-theme", qsp_theme_kind_get_nick (choice->figure.theme));
  g_settings_set_string (settings, "export-scope", qs_export_scope_get_nick (choice->scope));
  g_settings_set_string (settings, "export-paper", qsp_paper_get_nick (choice->paper));
  g_settings_set_string (settings, "export-unit", qs_unit_get_nick (unit));
  g_settings_set_double (settings, "export-dpi", choice->figure.dpi);
  g_settings_set_double (settings, "export-width", choice->figure.width);
  g_settings_set_double (settings, "export-height", choice->figure.height);
  g_settings_set_boolean (settings, "export-legend", choice->figure.legend);
  g_settings_set_boolean (settings, "export-transparent", choice->figure.transparent);
  g_settings_set_boolean (settings, "export-caption", choice->has_caption);
  g_settings_set_boolean (settings, "export-pick", choice->has_pick);
}
