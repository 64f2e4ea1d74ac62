/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Compiled once per public header, which must stand alone and twice. */
#include QSC_TEST_HEADER
#include QSC_TEST_HEADER

extern const QscStatus qsc_test_header;
const QscStatus qsc_test_header = QSC_OK;
