/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-archive.h"

#include <glib/gstdio.h>

/* A path below tests/data/tensor. */
char *tt_data_path (const char *name);

/* A folder of its own for one test, removed with all in it. */
char *tt_folder_new (void);
void tt_folder_remove (char *folder);

/* Writes bytes as folder/name and gives the path. */
char *tt_write (const char *folder, const char *name, const void *bytes, gssize length);

/* A safetensors file: the header's length, the header, n bytes 0, 1, 2 … */
GBytes *tt_safetensors (const char *header, gsize n);

/* An npy file of version 1 with the header, followed by data. */
GBytes *tt_npy (const char *header, const void *data, gsize n);

/* All values as float32 little-endian, every NaN as 0x7fc00000. */
char *tt_sha256 (QstTensor *tensor);

/* Asserts that the archive is refused with the code and that the message holds the word. */
void tt_assert_refused (const char *path, QstError code, const char *word);
