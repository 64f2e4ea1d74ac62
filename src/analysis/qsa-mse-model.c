/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-calibrate-private.h"
