/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What a file from a stranger may ask for. Messages name the limit that was met. */
#define QST_LIMIT_HEADER_BYTES (100u * 1000u * 1000u) /* safetensors header, as the reference reader */
#define QST_LIMIT_NPY_HEADER_BYTES (64u * 1024u)
#define QST_LIMIT_NAME_BYTES (64u * 1024u)
#define QST_LIMIT_DIMS 32
#define QST_LIMIT_NESTING 64
#define QST_LIMIT_TENSORS 1000000u
#define QST_LIMIT_SHARDS 10000u
#define QST_LIMIT_ERRORS 100u                        /* messages kept from one file */
#define QST_LIMIT_TEXT_BYTES (1024u * 1024u * 1024u) /* text is parsed into memory */
#define QST_LIMIT_TEXT_COLUMNS 1000000u
#define QST_LIMIT_JSON_MEMORY (512u * 1024u * 1024u) /* that the tree of a JSON header may take */

/* A pickle of 1 000 tensors takes about 40 000 steps. Values of a tensor that share their bytes are counted singly. */
#define QST_LIMIT_PICKLE_BYTES (G_GUINT64_CONSTANT (256) << 20)
#define QST_LIMIT_PICKLE_NODES 4000000u
#define QST_LIMIT_PICKLE_STEPS 16000000u
#define QST_LIMIT_SHARED_VALUES (G_GUINT64_CONSTANT (1) << 30)
#define QST_LIMIT_UNITS 16000000u /* scales and zero-points of all tensors of a file */

/* Bytes that are decoded into memory, not mapped: one deflated member or one data set. QUANTOSCOPE_MAX_DECODED in the
 * environment, a number of bytes, says otherwise (qst_limit_get_decoded_bytes). */
#define QST_LIMIT_DECODED_BYTES (G_GUINT64_CONSTANT (1) << 30)
#define QST_LIMIT_CACHED_BYTES (256u * 1024u * 1024u) /* that stay decoded when nobody reads them */

/* What the process that runs libhdf5 may take: processor time for a list and for the values of one data set, that times
 * patience by the clock, and memory beyond twice the values it unpacks. QUANTOSCOPE_HDF5_SECONDS says otherwise. */
#define QST_LIMIT_HDF5_LIST_SECONDS 3u
#define QST_LIMIT_HDF5_READ_SECONDS 60u
#define QST_LIMIT_HDF5_PATIENCE 4
#define QST_LIMIT_HDF5_MEMORY (G_GUINT64_CONSTANT (384) << 20)

guint64 qst_limit_get_decoded_bytes (void);
guint qst_limit_get_hdf5_seconds (guint usual);
