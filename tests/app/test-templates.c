/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-test.h"

#include "app/qs-bit-row.h"
#include "app/qs-export-dialog.h"
#include "app/qs-raw-dialog.h"
#include "app/qs-formula-strip.h"
#include "app/qs-legend.h"
#include "app/qs-measures-panel.h"
#include "app/qs-plot-stack.h"
#include "app/qs-scheme-panel.h"
#include "app/qs-sparkline.h"
#include "app/qs-start-page.h"
#include "app/qs-tensor-picker.h"
#include "app/qs-values-panel.h"

/* Every template and every widget comes into being, and goes, without a warning (warnings are fatal here). */

static void
test_widget (gconstpointer data)
{
  GType type = ((GType (*) (void))data) ();
  GtkWidget *widget = g_object_ref_sink (g_object_new (type, NULL));

  g_assert_nonnull (widget);
  g_object_run_dispose (G_OBJECT (widget));
  g_object_unref (widget);
}

static void
test_cards (void)
{
  for (int i = 0; i < QSF_N_VIEWS; i++)
    {
      GtkWidget *card = g_object_ref_sink (qs_plot_card_new (i));

      gtk_test_accessible_assert_property (card, GTK_ACCESSIBLE_PROPERTY_LABEL, qsf_view_get_title (i));
      g_assert_finalize_object (card);
    }
}

static void
test_window (void)
{
  QsWindow *window = app_test_open_window (1000, 700);

  app_test_close (window);
}

static void
test_help_overlay (void)
{
  QsWindow *window = app_test_open_window (1000, 700);

  g_assert_nonnull (gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window)));
  app_test_close (window);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    GType (*get_type) (void);
  } types[] = {
    { "start-page", qs_start_page_get_type },
    { "values-panel", qs_values_panel_get_type },
    { "scheme-panel", qs_scheme_panel_get_type },
    { "measures-panel", qs_measures_panel_get_type },
    { "formula-strip", qs_formula_strip_get_type },
    { "plot-stack", qs_plot_stack_get_type },
    { "tensor-picker", qs_tensor_picker_get_type },
    { "bit-row", qs_bit_row_get_type },
    { "legend", qs_legend_get_type },
    { "sparkline", qs_sparkline_get_type },
    { "export-dialog", qs_export_dialog_get_type },
    { "raw-dialog", qs_raw_dialog_get_type },
  };

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autofree char *path = g_strdup_printf ("/app/templates/%s", types[i].name);

      g_test_add_data_func (path, (gconstpointer)types[i].get_type, test_widget);
    }
  g_test_add_func ("/app/templates/cards", test_cards);
  g_test_add_func ("/app/templates/window", test_window);
  g_test_add_func ("/app/templates/help-overlay", test_help_overlay);
  return g_test_run ();
}
