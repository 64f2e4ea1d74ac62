/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "analysis/qsa-accuracy.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define QS_TYPE_DIGIT_LIST (qs_digit_list_get_type ())

/* Pictures that a network was shown, with what they are, what it took them for, and what it takes them for quantized. */
G_DECLARE_FINAL_TYPE (QsDigitList, qs_digit_list, QS, DIGIT_LIST, GtkWidget)

GtkWidget *qs_digit_list_new (void);

/* The examples[n] of accuracy. */
void qs_digit_list_set (QsDigitList *self, QsaAccuracy *accuracy, const gsize *examples, guint n);
guint qs_digit_list_get_n (QsDigitList *self);

/* A picture of side × side values 0 … 1, in squares of whole px. */
#define QS_TYPE_DIGIT_PICTURE (qs_digit_picture_get_type ())
G_DECLARE_FINAL_TYPE (QsDigitPicture, qs_digit_picture, QS, DIGIT_PICTURE, GtkWidget)

/* pixel: the size of a square in px. */
GtkWidget *qs_digit_picture_new (int pixel);
/* values: QSA_SAMPLES_SIDE² of them, copied; NULL: none. */
void qs_digit_picture_set_values (QsDigitPicture *self, const float *values);

G_END_DECLS
