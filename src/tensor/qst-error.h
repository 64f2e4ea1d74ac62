/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define QST_ERROR (qst_error_quark ())

/* Why a file or a tensor in it could not be had. Messages say what, where (tensor, byte offset) and what was expected. */
typedef enum
{
  QST_ERROR_ACCESS,         /* not there, not readable, not a regular file */
  QST_ERROR_UNKNOWN_FORMAT, /* no format's probe recognises the content */
  QST_ERROR_DAMAGED,        /* contradicts its own format */
  QST_ERROR_UNSUPPORTED,    /* sound, but of a kind that is not read */
  QST_ERROR_LIMIT,          /* beyond one of the limits of qst-limits.h */
  QST_ERROR_CHANGED,        /* the file shrank while it was open */
  QST_ERROR_ARGUMENT,       /* a distribution with impossible parameters */
} QstError;

GQuark qst_error_quark (void);

G_END_DECLS
