/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

/* Prints the speed of every kernel on every instruction set of this machine, each beside a read of the same values that is timed in
 * turns with it; then what two threads reach. The same goes to json as an array of rows, when that is not NULL. n_parts > 0: only
 * of lines whose name holds one of parts. */
void check_bench (FILE *json, char *const *parts, int n_parts);
