/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-export-job.h"
#include "app/qs-export-units.h"

G_BEGIN_DECLS

/* The last choice, for the next time. */
void qs_export_settings_load (GSettings *settings, QsExportChoice *choice, QsUnit *unit);
void qs_export_settings_save (GSettings *settings, const QsExportChoice *choice, QsUnit unit);

G_END_DECLS
