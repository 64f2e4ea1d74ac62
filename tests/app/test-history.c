/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-history.h"

static void
set_bits (QsState *state, int bits)
{
  state->scheme.format.bits = bits;
}

static void
test_undo_redo (void)
{
  QsHistory *history = qs_history_new ();
  QsState state;

  qs_state_init (&state);
  for (int bits = 2; bits <= 6; bits++)
    {
      g_autofree char *label = g_strdup_printf ("%d bits", bits);

      qs_history_push (history, &state, NULL, label, bits);
      set_bits (&state, bits);
    }
  g_assert_cmpstr (qs_history_get_undo_label (history), ==, "6 bits");
  g_assert_null (qs_history_get_redo_label (history));
  for (int bits = 5; bits >= 2; bits--)
    {
      g_assert_true (qs_history_undo (history, &state));
      g_assert_cmpint (state.scheme.format.bits, ==, bits);
    }
  g_assert_true (qs_history_undo (history, &state));
  g_assert_cmpint (state.scheme.format.bits, ==, 8);
  g_assert_false (qs_history_undo (history, &state));
  g_assert_cmpstr (qs_history_get_redo_label (history), ==, "2 bits");
  for (int bits = 2; bits <= 6; bits++)
    {
      g_assert_true (qs_history_redo (history, &state));
      g_assert_cmpint (state.scheme.format.bits, ==, bits);
    }
  g_assert_false (qs_history_redo (history, &state));
  qs_state_clear (&state);
  qs_history_free (history);
}

static void
test_coalesce (void)
{
  QsHistory *history = qs_history_new ();
  QsState state;

  qs_state_init (&state);
  for (int i = 0; i < 100; i++)
    {
      qs_history_push (history, &state, "scale", "scale", i * 10000);
      state.scheme.scale = (float)(i + 1);
    }
  /* One drag is one step, though it lasted. */
  g_assert_true (qs_history_undo (history, &state));
  g_assert_cmpfloat (state.scheme.scale, !=, 99);
  g_assert_false (qs_history_undo (history, &state));
  qs_state_clear (&state);
  qs_history_free (history);
}

static void
test_pause_breaks (void)
{
  QsHistory *history = qs_history_new ();
  QsState state;

  qs_state_init (&state);
  qs_history_push (history, &state, "scale", "a", 0);
  qs_history_push (history, &state, "scale", "b", QS_HISTORY_COALESCE_USEC + 1);
  qs_history_push (history, &state, "zero-point", "c", QS_HISTORY_COALESCE_USEC + 2);
  qs_history_break (history);
  qs_history_push (history, &state, "zero-point", "d", QS_HISTORY_COALESCE_USEC + 3);
  for (int i = 0; i < 4; i++)
    g_assert_true (qs_history_undo (history, &state));
  g_assert_false (qs_history_undo (history, &state));
  qs_state_clear (&state);
  qs_history_free (history);
}

static void
test_change_drops_redo (void)
{
  QsHistory *history = qs_history_new ();
  QsState state;

  qs_state_init (&state);
  qs_history_push (history, &state, NULL, "first", 0);
  set_bits (&state, 3);
  g_assert_true (qs_history_undo (history, &state));
  qs_history_push (history, &state, NULL, "second", 1);
  set_bits (&state, 5);
  g_assert_false (qs_history_redo (history, &state));
  g_assert_cmpint (state.scheme.format.bits, ==, 5);
  qs_state_clear (&state);
  qs_history_free (history);
}

static void
test_limit (void)
{
  QsHistory *history = qs_history_new ();
  QsState state;
  int steps = 0;

  qs_state_init (&state);
  for (int i = 0; i < QS_HISTORY_MAX + 50; i++)
    qs_history_push (history, &state, NULL, "step", i);
  while (qs_history_undo (history, &state))
    steps++;
  g_assert_cmpint (steps, ==, QS_HISTORY_MAX);
  qs_state_clear (&state);
  qs_history_free (history);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/history/undo-redo", test_undo_redo);
  g_test_add_func ("/app/history/coalesce", test_coalesce);
  g_test_add_func ("/app/history/pause-breaks", test_pause_breaks);
  g_test_add_func ("/app/history/change-drops-redo", test_change_drops_redo);
  g_test_add_func ("/app/history/limit", test_limit);
  return g_test_run ();
}
