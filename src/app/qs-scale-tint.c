/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-scale-tint.h"

#include "app/qs-paint.h"

#include <math.h>

#define THICKNESS 3

struct _QsScaleTint
{
  GtkWidget parent_instance;
  GtkRange *range; /* not owned: both live in one template */
  double low, high;
};

G_DEFINE_FINAL_TYPE (QsScaleTint, qs_scale_tint, GTK_TYPE_WIDGET)

void
qs_scale_tint_set_range (QsScaleTint *self, GtkRange *range)
{
  self->range = range;
}

void
qs_scale_tint_set_stretch (QsScaleTint *self, double low, double high)
{
  self->low = CLAMP (low, 0, 1);
  self->high = CLAMP (high, 0, 1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
qs_scale_tint_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  QsScaleTint *self = QS_SCALE_TINT (widget);
  const QspColor *ok;
  QspTheme theme;
  GdkRectangle trough;
  graphene_rect_t bounds;
  double x, y;

  if (self->range == NULL || !(self->high > self->low))
    return;
  gtk_range_get_range_rect (self->range, &trough);
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (self->range), widget, trough.x, trough.y, &x, &y))
    return;
  qs_paint_get_theme (widget, &theme);
  ok = &theme.colors[QSP_ROLE_OK];
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x += trough.width * (1 - self->high);
  else
    x += trough.width * self->low;
  bounds =
      GRAPHENE_RECT_INIT ((float)x, (float)(y + trough.height + 1), (float)(trough.width * (self->high - self->low)), THICKNESS);
  gtk_snapshot_append_color (snapshot, &(GdkRGBA){ (float)ok->red, (float)ok->green, (float)ok->blue, 0.8f }, &bounds);
}

static void
qs_scale_tint_class_init (QsScaleTintClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = qs_scale_tint_snapshot;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
qs_scale_tint_init (QsScaleTint *self)
{
  self->low = self->high = NAN;
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}
