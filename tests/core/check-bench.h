/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Prints the speed of every kernel on every instruction set of this machine, beside a plain read of the same values. */
void check_bench (void);
