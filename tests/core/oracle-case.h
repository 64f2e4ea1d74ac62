/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/qsc.h"
#include "oracle.h"

/* A case of quantize_per_tensor.json. */
typedef struct
{
  json_t *json;
  const char *id;
  QscParams params; /* dividing, half to even */
  gsize n;
  float *x;
  gint32 *reference, *codes; /* the oracle's (G_MININT32: unspecified; NULL: hashes only) and ours */
} OracleCase;

typedef void (*OracleCaseFunc) (const OracleCase *c, gpointer data);

/* All 152. */
void oracle_for_each_case (OracleCaseFunc func, gpointer data);

/* x[n] to codes of any width. */
void oracle_quantize (const QscParams *params, const float *x, gsize n, gint32 *codes);

/* What a peer made of value i: its own code where the file lists one, else the reference's. */
gint32 oracle_case_get_peer_code (const OracleCase *c, const json_t *row, gsize i);
