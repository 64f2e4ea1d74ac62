/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "core/kernels/qsc-kernels.h"

/* Checks of the kernels with parameters for each value, and of the errors value by value; data is a QscKernels. */
#define QSC_KERNEL_EACH(suffix, type) void check_each_##suffix (gconstpointer data);
#define QSC_KERNEL_ERRORS(name) void check_##name (gconstpointer data);
#include "core/kernels/qsc-kernels.inc"
