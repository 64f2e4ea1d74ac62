/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "core/kernels/qsc-kernels.h"

/* Checks of the conversions from other float formats; data is a QscKernels. */
#define QSC_KERNEL_CONVERT(suffix, type) void check_convert_##suffix (gconstpointer data);
#include "core/kernels/qsc-kernels.inc"
