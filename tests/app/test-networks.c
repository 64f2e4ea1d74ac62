/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app-test.h"

#include "app/qs-accuracy-page.h"
#include "app/qs-integer-terms.h"
#include "app/qs-window-private.h"

#include <string.h>

/* The pages of networks in a real window. Right answers are those that numpy counted: tests/data/analysis/oracle_accuracy.json. */

typedef struct
{
  QsWindow *window;
  QsSession *session;
  QsNetworkModel *model;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = app_test_file ("../data/samples/mlp-64-32-10.safetensors");

  fixture->window = app_test_open_window (1200, 800);
  fixture->session = qs_window_get_session (fixture->window);
  fixture->model = fixture->window->network;
  qs_window_open (fixture->window, path, NULL);
  app_test_wait_for_result (fixture->session);
  app_test_change (fixture->window, "narrow-range", g_variant_new_boolean (TRUE));
  app_test_change (fixture->window, "page", g_variant_new_string (data));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  app_test_close (fixture->window);
}

static gboolean
is_complete (gpointer model)
{
  return !qs_network_model_is_stale (model) && !qs_network_model_is_curve_stale (model);
}

static void
assert_right (Fixture *fixture, int bits, guint expected)
{
  g_autofree char *words = g_strdup_printf ("%u of 540 right", expected);

  app_test_change (fixture->window, "bits", g_variant_new_int32 (bits));
  g_assert_true (app_test_wait (is_complete, fixture->model, 30));
  app_test_run (30);
  g_assert_cmpstr (qs_accuracy_page_get_headline (fixture->window->accuracy), ==, words);
}

/* Bits, granularity, activations and network: each moves the number to what it should be. */
static void
test_right (Fixture *fixture, gconstpointer data)
{
  assert_right (fixture, 4, 514);
  assert_right (fixture, 3, 477);
  app_test_change (fixture->window, "network-scales", g_variant_new_string ("channel"));
  assert_right (fixture, 3, 503);
  app_test_change (fixture->window, "network-activations", g_variant_new_boolean (TRUE));
  assert_right (fixture, 3, 493);
  app_test_change (fixture->window, "network", g_variant_new_string ("mlp-64-64-10"));
  assert_right (fixture, 4, 527);
  app_test_change (fixture->window, "network-weights", g_variant_new_boolean (FALSE));
  app_test_change (fixture->window, "network-activations", g_variant_new_boolean (FALSE));
  assert_right (fixture, 2, 531); /* nothing quantized */
  g_assert_cmpuint (qs_accuracy_page_get_n_pictures (fixture->window->accuracy), ==, 0);
}

/* A scale set by hand changes the network's alike: half of min-max's clips half of the range. */
static void
test_scale (Fixture *fixture, gconstpointer data)
{
  QsaAccuracyRequest request;

  assert_right (fixture, 4, 514);
  app_test_change (fixture->window, "scale", g_variant_new_double (0.5 * qs_session_get_min_max_scale (fixture->session)));
  g_assert_true (app_test_wait (is_complete, fixture->model, 30));
  g_assert_true (qs_network_model_get_request (fixture->model, &request));
  g_assert_cmpfloat_with_epsilon (request.scale_factor, 0.5, 1e-6);
  g_assert_cmpuint (qsa_accuracy_get_n_right (qs_network_model_get_accuracy (fixture->model)), !=, 514);
}

/* Picking a cell shows its pictures; picking nothing those that flipped. */
static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  QsaAccuracy *accuracy;
  const guint *counts;
  gsize n, n_flipped;
  guint label, answer;

  assert_right (fixture, 3, 477);
  accuracy = qs_network_model_get_accuracy (fixture->model);
  counts = qsa_accuracy_get_confusion (accuracy, &n);
  qsa_accuracy_get_flipped (accuracy, &n_flipped);
  g_assert_cmpuint (qs_accuracy_page_get_n_pictures (fixture->window->accuracy), ==, n_flipped);
  app_test_action (fixture->window, "confusion-cell", g_variant_new ("(uu)", 1u, 8u));
  g_assert_cmpuint (qs_accuracy_page_get_n_pictures (fixture->window->accuracy), ==, counts[1 * n + 8]);
  g_assert_true (qs_accuracy_page_get_pick (fixture->window->accuracy, &label, &answer));
  g_assert_cmpuint (label, ==, 1);
  app_test_action (fixture->window, "confusion-cell", g_variant_new ("(uu)", G_MAXUINT, 0u));
  g_assert_cmpuint (qs_accuracy_page_get_n_pictures (fixture->window->accuracy), ==, n_flipped);
}

/* Keys lead the cursor over both figures; Enter picks a cell, or sets the bits. */
static void
test_keys (Fixture *fixture, gconstpointer data)
{
  QsFigureView *confusion = qs_accuracy_page_find_view (fixture->window->accuracy, "confusion");
  QsFigureView *curve = qs_accuracy_page_find_view (fixture->window->accuracy, "accuracy");
  g_autoptr (GVariant) bits = NULL;
  guint label, answer;

  assert_right (fixture, 4, 514);
  app_test_run (60);
  g_assert_true (qs_figure_view_press_key (confusion, GDK_KEY_Right, 0)); /* the first cell: 0 for 0 */
  g_assert_true (qs_figure_view_press_key (confusion, GDK_KEY_Right, 0));
  g_assert_true (qs_figure_view_press_key (confusion, GDK_KEY_Down, 0));
  g_assert_true (qs_figure_view_press_key (confusion, GDK_KEY_Down, 0));
  app_test_run (60);
  g_assert_nonnull (strstr (qsp_figure_get_readout (qs_figure_view_get_figure (confusion)), "2 taken for 1"));
  g_assert_true (qs_figure_view_press_key (confusion, GDK_KEY_Return, 0));
  g_assert_true (qs_accuracy_page_get_pick (fixture->window->accuracy, &label, &answer));
  g_assert_cmpuint (label, ==, 2);
  g_assert_cmpuint (answer, ==, 1);
  for (int i = 0; i < 5; i++)
    g_assert_true (qs_figure_view_press_key (curve, GDK_KEY_Right, 0)); /* 2 bits first */
  app_test_run (60);
  g_assert_nonnull (strstr (qsp_figure_get_readout (qs_figure_view_get_figure (curve)), "529 of 540 right"));
  g_assert_true (qs_figure_view_press_key (curve, GDK_KEY_Return, 0));
  bits = app_test_state (fixture->window, "bits");
  g_assert_cmpint (g_variant_get_int32 (bits), ==, 6);
  g_assert_true (qs_figure_view_press_key (curve, GDK_KEY_Escape, 0));
  g_assert_false (qs_figure_view_press_key (curve, GDK_KEY_Left, GDK_ALT_MASK)); /* steps through the values */
}

/* What the figures tell those who do not see them. */
static void
test_words (Fixture *fixture, gconstpointer data)
{
  QsFigureView *curve = qs_accuracy_page_find_view (fixture->window->accuracy, "accuracy");
  g_autoptr (QspFigure) figure = NULL;
  g_autofree char *csv = NULL;

  assert_right (fixture, 4, 514);
  figure = qs_figure_view_build (curve);
  g_assert_nonnull (strstr (qsp_figure_get_description (figure), "514 of 540 answers are right at 4 bits, 529 in float32."));
  csv = qsp_figure_to_csv (figure);
  g_assert_nonnull (strstr (csv, "\n4,514,540,529\n"));
}

static gboolean
is_worked_out (gpointer model)
{
  return !qs_integer_model_is_stale (model);
}

/* "−1 234" with the signs and blanks of the window. */
static gint64
read_number (const char *text)
{
  GString *plain = g_string_new (text);
  gint64 number;

  g_string_replace (plain, "−", "-", 0);
  g_string_replace (plain, "\u202f", "", 0);
  number = g_ascii_strtoll (plain->str, NULL, 10);
  g_string_free (plain, TRUE);
  return number;
}

static void
check_terms (Fixture *fixture)
{
  QsaInteger *integer;
  const gint32 *x, *w;
  const QsaIntegerOutput *output;
  gint64 products = 0, sum = 0;
  gsize n, n_outputs;

  g_assert_true (app_test_wait (is_worked_out, fixture->window->integers, 30));
  app_test_run (30);
  integer = qs_integer_model_get_integer (fixture->window->integers);
  x = qsa_integer_get_inputs (integer, &n);
  w = qsa_integer_get_weights (integer, &n);
  output = &qsa_integer_get_outputs (integer, &n_outputs)[qsa_integer_get_request (integer)->row];
  for (gsize i = 0; i < n; i++)
    {
      products += (gint64)x[i] * w[i];
      sum += (gint64)(x[i] - output->input.zero_point) * (w[i] - output->weight.zero_point);
    }
  g_assert_cmpint (read_number (qs_integer_page_get_term (fixture->window->integer, QS_TERM_PRODUCTS)), ==, products);
  sum += read_number (qs_integer_page_get_term (fixture->window->integer, QS_TERM_BIAS));
  g_assert_cmpint (read_number (qs_integer_page_get_term (fixture->window->integer, QS_TERM_SUM)), ==, sum);
  g_assert_cmpint (read_number (qs_integer_page_get_term (fixture->window->integer, QS_TERM_CODE)), ==, output->code);
}

/* What the page says is what a plain loop over the codes gives, for every kind of scheme. */
static void
test_terms (Fixture *fixture, gconstpointer data)
{
  guint example, layer, row;

  for (int kind = 0; kind < 4; kind++)
    for (int bits = 4; bits <= 8; bits += 4)
      {
        app_test_change (fixture->window, "bits", g_variant_new_int32 (bits));
        app_test_change (fixture->window, "signed", g_variant_new_boolean ((kind & 1) != 0));
        app_test_change (fixture->window, "symmetry", g_variant_new_string ((kind & 2) != 0 ? "symmetric" : "asymmetric"));
        app_test_action (fixture->window, "integer-place", g_variant_new ("(uuu)", 10u + (guint)kind, (guint)kind % 2, 5u));
        check_terms (fixture);
      }
  app_test_action (fixture->window, "integer-place", g_variant_new ("(uuu)", 9999u, 9u, 99u)); /* the last of each */
  check_terms (fixture);
  qs_integer_model_get_place (fixture->window->integers, &example, &layer, &row);
  g_assert_cmpuint (example, ==, 539);
  g_assert_cmpuint (layer, ==, 1);
  g_assert_cmpuint (row, ==, 9);
  app_test_change (fixture->window, "bits", g_variant_new_int32 (12)); /* too many for int32 */
  g_assert_true (app_test_wait (is_worked_out, fixture->window->integers, 30));
  g_assert_nonnull (qs_integer_model_get_error (fixture->window->integers));
}

static gboolean
is_over (gpointer card)
{
  return !qs_race_card_is_running (card);
}

/* A race is run and told; another is cancelled. Nothing about how fast. */
static void
test_race (Fixture *fixture, gconstpointer data)
{
  QsRaceCard *card = qs_integer_page_get_race (fixture->window->integer);

  app_test_run (50);
  app_test_action (fixture->window, "race", g_variant_new_uint32 (64));
  g_assert_true (qs_race_card_is_running (card));
  g_assert_true (app_test_wait (is_over, card, 60));
  g_assert_nonnull (strstr (qs_race_card_get_outcome (card), "64 × 64"));
  app_test_action (fixture->window, "race", g_variant_new_uint32 (128));
  qs_race_card_stop (card);
  g_assert_true (app_test_wait (is_over, card, 60));
  g_assert_nonnull (strstr (qs_race_card_get_outcome (card), "cancelled"));
}

static gboolean
is_gone (gpointer pointer)
{
  return *(gpointer *)pointer == NULL;
}

/* A window that is closed takes its race along, and all that it holds. */
static void
test_race_closed (void)
{
  QsWindow *window = app_test_open_window (1200, 800);
  gpointer card = qs_integer_page_get_race (window->integer), session = window->session;

  app_test_change (window, "page", g_variant_new_string ("integer"));
  app_test_run (50);
  app_test_action (window, "race", g_variant_new_uint32 (1024));
  app_test_run (50);
  g_assert_true (qs_race_card_is_running (card));
  g_object_add_weak_pointer (card, &card);
  g_object_add_weak_pointer (session, &session);
  app_test_close (window);
  g_assert_true (app_test_wait (is_gone, &card, 30));
  g_assert_true (app_test_wait (is_gone, &session, 30));
}

/* There is no figure to export: none of a page that is out of sight is offered instead. */
static void
test_no_export (Fixture *fixture, gconstpointer data)
{
  GActionGroup *actions = G_ACTION_GROUP (fixture->window);

  g_assert_false (g_action_group_get_action_enabled (actions, "export"));
  app_test_change (fixture->window, "bits", g_variant_new_int32 (5));
  app_test_wait_for_result (fixture->session);
  g_assert_false (g_action_group_get_action_enabled (actions, "export"));
  app_test_change (fixture->window, "page", g_variant_new_string ("explore"));
  g_assert_true (g_action_group_get_action_enabled (actions, "export"));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/networks/right", Fixture, "accuracy", set_up, test_right, tear_down);
  g_test_add ("/networks/scale", Fixture, "accuracy", set_up, test_scale, tear_down);
  g_test_add ("/networks/pictures", Fixture, "accuracy", set_up, test_pictures, tear_down);
  g_test_add ("/networks/keys", Fixture, "accuracy", set_up, test_keys, tear_down);
  g_test_add ("/networks/words", Fixture, "accuracy", set_up, test_words, tear_down);
  g_test_add ("/networks/terms", Fixture, "integer", set_up, test_terms, tear_down);
  g_test_add ("/networks/race", Fixture, "integer", set_up, test_race, tear_down);
  g_test_add_func ("/networks/race-closed", test_race_closed);
  g_test_add ("/networks/no-export", Fixture, "integer", set_up, test_no_export, tear_down);
  return g_test_run ();
}
