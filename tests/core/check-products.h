/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Adds the checks of every set of instructions for products that this machine has. */
void check_products_add (void);
