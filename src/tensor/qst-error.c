/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-error.h"

G_DEFINE_QUARK (qst - error - quark, qst_error)
