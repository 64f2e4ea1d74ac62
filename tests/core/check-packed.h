/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "core/kernels/qsc-kernels.h"

/* Checks of packing and unpacking; data is a QscKernels. */
#define QSC_KERNEL_PACK(bits) void check_pack_##bits##bit (gconstpointer data);
#include "core/kernels/qsc-kernels.inc"
