/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-session-file.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder, *path, *source;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = g_dir_make_tmp ("quantoscope-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "a" QS_SESSION_FILE_SUFFIX, NULL);
  self->source = g_build_filename (self->folder, "weights, 2.npy", NULL);
  g_assert_true (g_file_set_contents (self->source, "abc", 3, NULL));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_remove (self->path);
  g_remove (self->source);
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->source);
}

static void
write_text (Fixture *self, const char *text)
{
  g_assert_true (g_file_set_contents (self->path, text, -1, NULL));
}

static void
test_round_trip (Fixture *self, gconstpointer data)
{
  static const char *const views[] = { "mse", "histogram", "codes", "error", NULL };
  g_auto (QsSessionFile) file = { 0 };
  g_auto (QsSessionFile) read = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  qs_session_file_init (&file);
  g_assert_true (qsa_scene_apply (&file.scene, "bits=4 sym=0 s=0.0259 z=-1 round=down pick=0.73", NULL));
  file.source = g_strdup (self->source);
  file.tensor = g_strdup ("layer.0; \"a\"\n=b");
  g_strfreev (file.views);
  file.views = g_strdupv ((char **)views);
  file.layout = g_strdup ("two");
  file.unlinked = TRUE;
  file.bin_width = 0.1;
  file.zoomed = TRUE;
  file.zoom_low = -0.1;
  file.zoom_high = 1.0 / 3;
  g_assert_true (qs_session_file_save (&file, self->path, &error));
  g_assert_no_error (error);

  qs_session_file_init (&read);
  qs_session_file_load (&read, self->path, &error);
  g_assert_no_error (error);
  g_assert_true (qsa_scene_equal (&file.scene, &read.scene));
  g_assert_cmpstr (read.source, ==, self->source);
  g_assert_cmpstr (read.tensor, ==, file.tensor);
  g_assert_cmpstr (read.layout, ==, "two");
  g_assert_true (g_strv_equal ((const char *const *)read.views, views));
  g_assert_true (read.unlinked);
  g_assert_cmpfloat (read.bin_width, ==, 0.1);
  g_assert_true (read.zoomed);
  g_assert_cmpfloat (read.zoom_high, ==, 1.0 / 3);
  /* SHA-256 of “abc” is the example of the standard, FIPS 180-2. */
  g_assert_cmpstr (read.mark, ==, "3 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

  /* Both files move together. */
  g_assert_true (g_file_get_contents (self->path, &text, NULL, NULL));
  g_assert_null (strstr (text, self->folder));
}

static void
test_bad (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *text, *words;
  } bad[] = {
    { "", "[Quantoscope]" },
    { "[Quantoscope]\nFormat=2\nState=bits=4\n", "line 2: this session is from a newer version" },
    { "[Quantoscope]\nState=bits=4\n", "line 1: expected Format=1" },
    { "[Quantoscope]\nFormat=1\n", "State" },
    { "[Quantoscope]\nFormat=1\nState=bits=99\n", "line 3:" },
    { "[Quantoscope]\nFormat=1\nState=bits=4\nZoomLow=x\n", "line 4:" },
    { "[Quantoscope]\nFormat=1\nnonsense\n", "line 3:" },
    { "[Quantoscope]\nFormat=1\nState=bits=4 s=1e999\n", "line 3:" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (QsSessionFile) file = { 0 };
      g_autoptr (GError) error = NULL;

      qs_session_file_init (&file);
      write_text (self, bad[i].text);
      g_assert_false (qs_session_file_load (&file, self->path, &error));
      g_assert_nonnull (error);
      if (strstr (error->message, bad[i].words) == NULL || strstr (error->message, self->path) == NULL)
        g_error ("“%s”: %s", bad[i].text, error->message);
    }
}

/* A zoom the wrong way round is none; no source is none. */
static void
test_lenient (Fixture *self, gconstpointer data)
{
  g_auto (QsSessionFile) file = { 0 };
  g_autoptr (GError) error = NULL;

  qs_session_file_init (&file);
  write_text (self, "[Quantoscope]\nFormat=1\nState=bits=4 data=laplace\nZoomLow=2\nZoomHigh=1\n");
  qs_session_file_load (&file, self->path, &error);
  g_assert_no_error (error);
  g_assert_false (file.zoomed);
  g_assert_null (file.source);
  g_assert_true (file.scene.is_drawn);
  g_assert_false (qs_session_file_load (&file, self->folder, NULL));
}

#define ADD(name, func) g_test_add ("/session-file/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("bad", test_bad);
  ADD ("lenient", test_lenient);
  return g_test_run ();
}
