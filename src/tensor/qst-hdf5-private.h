/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-archive-private.h"

G_BEGIN_DECLS

/* libhdf5 runs in a process of its own, src/tensor/hdf5, which is started for each answer and is not believed: whatever it says
 * is checked like a file. */

/* The HDF5 file: a part of a mapped one. */
typedef struct
{
  QstMap *map;
  guint64 begin;
  guint64 size;
  gboolean is_inflated; /* the mapped bytes are in no file as they are */
} QstHdf5File;

/* A record of the answer. FALSE with error ends it. */
typedef gboolean (*QstHdf5Sink) (gpointer data, guint32 kind, const guint8 *payload, gsize size, GError **error);

/* Cuts bytes as they come into records (qst-hdf5-records.c). */
typedef struct
{
  GByteArray *rest;
  QstHdf5Sink sink;
  gpointer data;
  guint64 n_bytes;
  gboolean ended;
} QstHdf5Records;

void qst_hdf5_records_init (QstHdf5Records *self, QstHdf5Sink sink, gpointer data);
void qst_hdf5_records_clear (QstHdf5Records *self);

/* FALSE with error for what is no answer, for the failure it tells, and where the sink gives up. */
gboolean qst_hdf5_records_feed (QstHdf5Records *self, const guint8 *bytes, gsize size, GError **error);

/* Why something cannot be had, for a person: the number and the detail of the protocol. */
GError *qst_hdf5_new_error (guint why, guint type, const char *detail, gsize length);

/* Starts the program with "list" or "read" and numbers, and hands its answer to sink. memory and seconds are what it may take.
 * FALSE with QST_ERROR if it broke down, took too long or told a failure, and if the sink gave up. (qst-hdf5-process.c) */
typedef struct
{
  const QstHdf5File *file;
  const char *mode;
  const guint64 *numbers;
  gsize n_numbers;
  guint64 memory;
  guint seconds;
} QstHdf5Job;

gboolean qst_hdf5_run (const QstHdf5Job *job, QstHdf5Sink sink, gpointer data, GCancellable *cancellable, GError **error);

/* Whether this program was built with the one that reads HDF5. */
gboolean qst_hdf5_is_built (void);

/* Tests put another program in the place of the real one; NULL puts that back. */
void qst_hdf5_set_program (const char *path);

/* Lists the data sets of the file as tensors of archive. What goes wrong is an error of the archive, but for FALSE, which is
 * cancelled. (qst-hdf5.c) */
gboolean qst_hdf5_list (QstArchive *archive, const QstHdf5File *file, GCancellable *cancellable, GError **error);

/* One listing, as the program would write it, in two pieces: for tests. */
gboolean qst_hdf5_list_bytes (QstArchive *archive, const QstHdf5File *file, const guint8 *bytes, gsize size, GError **error);

G_END_DECLS
