/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-digit-list.h"

#include "app/qs-paint.h"
#include "analysis/qsa-samples.h"

#include <string.h>

#define SIDE QSA_SAMPLES_SIDE

struct _QsDigitPicture
{
  GtkWidget parent_instance;
  int pixel;
  gboolean has_values;
  float values[SIDE * SIDE];
};

G_DEFINE_FINAL_TYPE (QsDigitPicture, qs_digit_picture, GTK_TYPE_WIDGET)

static void
qs_digit_picture_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  QsDigitPicture *self = QS_DIGIT_PICTURE (widget);
  const float left = (float)((gtk_widget_get_width (widget) - SIDE * self->pixel) / 2);
  const float side = (float)(SIDE * self->pixel);
  GdkRGBA ink, edge;
  GskRoundedRect frame;
  QspTheme theme;

  if (!self->has_values)
    return;
  qs_paint_get_theme (widget, &theme);
  ink = (GdkRGBA){ (float)theme.colors[QSP_ROLE_FG].red, (float)theme.colors[QSP_ROLE_FG].green,
                   (float)theme.colors[QSP_ROLE_FG].blue, 1.0f };
  for (int i = 0; i < SIDE * SIDE; i++)
    {
      GdkRGBA color = ink;

      color.alpha *= self->values[i];
      if (self->values[i] > 0)
        gtk_snapshot_append_color (snapshot, &color,
                                   &GRAPHENE_RECT_INIT (left + (float)(i % SIDE * self->pixel), (float)(i / SIDE * self->pixel),
                                                        (float)self->pixel, (float)self->pixel));
    }
  edge = ink;
  edge.alpha *= 0.2f;
  gsk_rounded_rect_init_from_rect (&frame, &GRAPHENE_RECT_INIT (left, 0, side, side), 0);
  gtk_snapshot_append_border (snapshot, &frame, (float[4]){ 1, 1, 1, 1 }, (GdkRGBA[4]){ edge, edge, edge, edge });
}

static void
qs_digit_picture_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = SIDE * QS_DIGIT_PICTURE (widget)->pixel;
}

static void
qs_digit_picture_class_init (QsDigitPictureClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = qs_digit_picture_snapshot;
  GTK_WIDGET_CLASS (klass)->measure = qs_digit_picture_measure;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
qs_digit_picture_init (QsDigitPicture *self)
{
}

void
qs_digit_picture_set_values (QsDigitPicture *self, const float *values)
{
  self->has_values = values != NULL;
  if (values != NULL)
    memcpy (self->values, values, sizeof self->values);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GtkWidget *
qs_digit_picture_new (int pixel)
{
  QsDigitPicture *self = g_object_new (QS_TYPE_DIGIT_PICTURE, NULL);

  self->pixel = pixel;
  return GTK_WIDGET (self);
}
