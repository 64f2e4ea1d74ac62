/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdio.h>

/* Prints the speed of every kernel on every instruction set of this machine, beside a plain read of the same values. The same
 * goes to json as an array of rows, when that is not NULL. */
void check_bench (FILE *json);
