/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define QS_TYPE_GLOSSARY_WINDOW (qs_glossary_window_get_type ())

/* The words of the field: a list to search, and of each two sentences, the view that shows it, live, and what is near to it. */
G_DECLARE_FINAL_TYPE (QsGlossaryWindow, qs_glossary_window, QS, GLOSSARY_WINDOW, AdwWindow)

GtkWidget *qs_glossary_window_new (GtkWindow *parent, QsSession *session);

/* term: its id; "" or one that there is not leaves what is shown. */
void qs_glossary_window_show_term (QsGlossaryWindow *self, const char *term);

/* The id of the term that is shown. (transfer none) */
const char *qs_glossary_window_get_term (QsGlossaryWindow *self);

G_END_DECLS
