/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/qs-session.h"

G_BEGIN_DECLS

/* The changes of the scheme that controls, handles and keys make, each with the words that undo shows for it. Values outside their
 * limits are brought inside. */
void qs_session_set_bits (QsSession *self, int bits);
void qs_session_set_signed (QsSession *self, gboolean is_signed);
void qs_session_set_narrow_range (QsSession *self, gboolean narrow_range);
void qs_session_set_symmetric (QsSession *self, gboolean symmetric);
void qs_session_set_calibration (QsSession *self, QsaCalibration calibration);
void qs_session_set_percentile (QsSession *self, double percentile);
void qs_session_set_sigmas (QsSession *self, double sigmas);
/* Rounding and arithmetic become the rule's, too. */
void qs_session_set_rule (QsSession *self, QscRule rule);
void qs_session_set_rounding (QsSession *self, QscRounding rounding);

/* These make the calibration manual. */
void qs_session_set_scale (QsSession *self, double scale);
void qs_session_set_zero_point (QsSession *self, int zero_point);
void qs_session_set_parameters (QsSession *self, double scale, int zero_point, const char *control);

/* Both at once, chosen as a point: one undo step. A zero-point that a symmetric scheme cannot have makes it asymmetric. */
void qs_session_choose_parameters (QsSession *self, double scale, int zero_point);
/* The same while a handle is dragged; where the zero-point is bound it stays. */
void qs_session_drag_parameters (QsSession *self, double scale, int zero_point);

/* The parameters in force, as well as they are known now: those of the result, or of the scheme itself when manual. */
/* How many values share a scale. A scale set by hand holds for the tensor only: of the two the one chosen last stays, and the session
 * says so ("notice"). */
void qs_session_set_granularity (QsSession *self, const QsaGranularity *granularity);
void qs_session_set_power_of_two (QsSession *self, gboolean power_of_two);
void qs_session_get_params (QsSession *self, QscParams *params);
/* Those of all units; of an earlier state while the newest are not known. (transfer full) */
QsaUnitParams *qs_session_get_unit_params (QsSession *self);

G_END_DECLS
