/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/qst-archive-private.h"

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* Opens the bytes as one format and reads all that comes out of them, up to a cap. */
void fuzz_read (const QstFormat *format, const char *path, const uint8_t *data, size_t size);
