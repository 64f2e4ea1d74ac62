/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-session-file.h"

#include "lessons/qsl-keyfile.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define GROUP "Quantoscope"
#define FORMAT 1

/* A session is short; whatever is longer is something else. */
#define BYTES_MAX (64 * 1024)

/* Of the source, for its mark. */
#define MARK_BYTES (1024 * 1024)

void
qs_session_file_init (QsSessionFile *self)
{
  memset (self, 0, sizeof *self);
  qsa_scene_init (&self->scene);
  self->views = g_new0 (char *, 1);
}

void
qs_session_file_clear (QsSessionFile *self)
{
  g_clear_pointer (&self->source, g_free);
  g_clear_pointer (&self->tensor, g_free);
  g_clear_pointer (&self->mark, g_free);
  g_clear_pointer (&self->views, g_strfreev);
  g_clear_pointer (&self->layout, g_free);
}

/* Up to n bytes of a regular file's beginning; its size. */
static GBytes *
read_beginning (const char *path, gsize n, guint64 *size)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                                                  G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree guint8 *data = g_malloc (n);
  gsize got;

  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return NULL;
  *size = (guint64)g_file_info_get_size (info);
  stream = g_file_read (file, NULL, NULL);
  if (stream == NULL || !g_input_stream_read_all (G_INPUT_STREAM (stream), data, n, &got, NULL, NULL))
    return NULL;
  return g_bytes_new_take (g_steal_pointer (&data), got);
}

char *
qs_session_file_mark (const char *path)
{
  guint64 size;
  g_autoptr (GBytes) bytes = read_beginning (path, MARK_BYTES, &size);
  g_autofree char *sum = NULL;

  if (bytes == NULL)
    return NULL;
  sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  return g_strdup_printf ("%" G_GUINT64_FORMAT " %s", size, sum);
}

static gboolean
check_format (QslKeyfile *file, GError **error)
{
  g_autofree char *text = qsl_keyfile_get_text (file, GROUP, "Format");
  gint64 format = 0;

  if (text != NULL && g_ascii_string_to_signed (text, 10, 1, G_MAXINT, &format, NULL) && format == FORMAT)
    return TRUE;
  return qsl_keyfile_complain (file, GROUP, "Format", error,
                               format > FORMAT ? _ ("this session is from a newer version of Quantoscope")
                                               : _ ("expected Format=1"));
}

static gboolean
read_number (QslKeyfile *file, const char *key, double *number, GError **error)
{
  g_autofree char *text = qsl_keyfile_get_text (file, GROUP, key);
  char *end;

  *number = text != NULL ? g_ascii_strtod (text, &end) : (double)NAN;
  if (text == NULL || (end != text && *end == '\0' && isfinite (*number)))
    return TRUE;
  return qsl_keyfile_complain (file, GROUP, key, error, _ ("%s: expected a finite number"), key);
}

static gboolean
read_scene (QsSessionFile *self, QslKeyfile *file, GError **error)
{
  g_autofree char *text = qsl_keyfile_get_text (file, GROUP, "State");
  g_autoptr (GError) local = NULL;

  if (text == NULL)
    return qsl_keyfile_complain (file, GROUP, NULL, error, _ ("[%s] needs the key “%s”"), GROUP, "State");
  if (qsa_scene_apply (&self->scene, text, &local))
    return TRUE;
  return qsl_keyfile_complain (file, GROUP, "State", error, "%s", local->message);
}

static gboolean
read_keys (QsSessionFile *self, QslKeyfile *file, const char *path, GError **error)
{
  g_autofree char *source = qsl_keyfile_get_text (file, GROUP, "Source");
  g_autofree char *views = qsl_keyfile_get_text (file, GROUP, "Views");
  g_autofree char *unlinked = qsl_keyfile_get_text (file, GROUP, "LinkAxes");
  g_autofree char *folder = g_path_get_dirname (path);

  if (!check_format (file, error) || !read_scene (self, file, error) || !read_number (file, "ZoomLow", &self->zoom_low, error)
      || !read_number (file, "ZoomHigh", &self->zoom_high, error) || !read_number (file, "BinWidth", &self->bin_width, error))
    return FALSE;
  self->zoomed = self->zoom_low < self->zoom_high;
  if (!(self->bin_width > 0))
    self->bin_width = 0;
  self->unlinked = unlinked != NULL && g_str_equal (g_strstrip (unlinked), "0");
  self->source = source != NULL ? g_canonicalize_filename (source, folder) : NULL;
  self->tensor = qsl_keyfile_get_text (file, GROUP, "Tensor");
  self->mark = qsl_keyfile_get_text (file, GROUP, "Mark");
  self->layout = qsl_keyfile_get_text (file, GROUP, "Layout");
  g_strfreev (self->views);
  self->views = g_strsplit (views != NULL ? g_strstrip (views) : "", " ", -1);
  return TRUE;
}

gboolean
qs_session_file_load (QsSessionFile *self, const char *path, GError **error)
{
  g_autoptr (QslKeyfile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint64 size = 0;

  qs_session_file_clear (self);
  qs_session_file_init (self);
  bytes = read_beginning (path, BYTES_MAX + 1, &size);
  if (bytes == NULL || g_bytes_get_size (bytes) > BYTES_MAX)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("A session is a text file of at most %d KiB"), BYTES_MAX / 1024);
  else
    file = qsl_keyfile_new (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  if (file != NULL && !qsl_keyfile_has_group (file, GROUP))
    qsl_keyfile_complain (file, GROUP, NULL, error, _ ("expected the group [%s] first"), GROUP);
  else if (file != NULL && read_keys (self, file, path, error))
    return TRUE;
  g_prefix_error (error, "%s: ", path);
  return FALSE;
}

static void
set_number (GKeyFile *file, const char *key, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_key_file_set_string (file, GROUP, key, g_ascii_dtostr (text, sizeof text, value));
}

static void
set_source (const QsSessionFile *self, GKeyFile *file, const char *path)
{
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GFile) source = g_file_new_for_path (self->source);
  g_autofree char *dirname = g_path_get_dirname (path);
  g_autofree char *relative = NULL;
  g_autofree char *mark = qs_session_file_mark (self->source);

  folder = g_file_new_for_path (dirname);
  relative = g_file_get_relative_path (folder, source);
  g_key_file_set_string (file, GROUP, "Source", relative != NULL ? relative : self->source);
  if (self->tensor != NULL)
    g_key_file_set_string (file, GROUP, "Tensor", self->tensor);
  if (mark != NULL)
    g_key_file_set_string (file, GROUP, "Mark", mark);
}

gboolean
qs_session_file_save (const QsSessionFile *self, const char *path, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *state = qsa_scene_to_text (&self->scene);
  g_autofree char *views = g_strjoinv (" ", self->views);
  g_autofree char *text = NULL;
  gsize length;

  g_key_file_set_integer (file, GROUP, "Format", FORMAT);
  g_key_file_set_string (file, GROUP, "State", state);
  if (self->source != NULL)
    set_source (self, file, path);
  g_key_file_set_string (file, GROUP, "Views", views);
  if (self->layout != NULL)
    g_key_file_set_string (file, GROUP, "Layout", self->layout);
  if (self->unlinked)
    g_key_file_set_string (file, GROUP, "LinkAxes", "0");
  if (self->bin_width > 0)
    set_number (file, "BinWidth", self->bin_width);
  if (self->zoomed)
    {
      set_number (file, "ZoomLow", self->zoom_low);
      set_number (file, "ZoomHigh", self->zoom_high);
    }
  text = g_key_file_to_data (file, &length, NULL);
  return g_file_set_contents_full (path, text, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT, 0644, error);
}
