/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A key file whose complaints name the line. */
typedef struct _QslKeyfile QslKeyfile;

/* NULL with G_IO_ERROR_INVALID_DATA: “line 3: …”. text must be UTF-8; a group or key that stands there twice is refused. */
QslKeyfile *qsl_keyfile_new (const char *text, gsize length, GError **error);
void qsl_keyfile_free (QslKeyfile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QslKeyfile, qsl_keyfile_free)

gboolean qsl_keyfile_has_group (QslKeyfile *self, const char *group);
/* In the order of the file; NULL-terminated. (transfer full) */
char **qsl_keyfile_get_groups (QslKeyfile *self);
char **qsl_keyfile_get_keys (QslKeyfile *self, const char *group);

/* NULL where the key is not there. (transfer full) */
char *qsl_keyfile_get_text (QslKeyfile *self, const char *group, const char *key);
/* In the user's language: the file's own KEY[ll], or else what the catalogue of lessons has for the text. (transfer full) */
char *qsl_keyfile_get_translated (QslKeyfile *self, const char *group, const char *key);

/* Sets “line N: …”, N being the line of the key, of the group where key is NULL or not there. Returns FALSE. */
gboolean qsl_keyfile_complain (QslKeyfile *self, const char *group, const char *key, GError **error, const char *format, ...)
    G_GNUC_PRINTF (5, 6);

G_END_DECLS
