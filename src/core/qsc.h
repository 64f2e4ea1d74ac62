/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "qsc-blocks.h"
#include "qsc-channels.h"
#include "qsc-convert.h"
#include "qsc-cpu.h"
#include "qsc-matmul.h"
#include "qsc-pack.h"
#include "qsc-params.h"
#include "qsc-quantize.h"
#include "qsc-requantize.h"
#include "qsc-rule.h"
#include "qsc-stats.h"
#include "qsc-types.h"
