/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-wrap-box.h"

struct _QsWrapBox
{
  GtkWidget parent_instance;
  int spacing;
  gboolean fill;
};

G_DEFINE_FINAL_TYPE (QsWrapBox, qs_wrap_box, GTK_TYPE_WIDGET)

typedef struct
{
  GtkWidget *first, *end; /* the child after the last; NULL: none */
  int n, width, height;   /* width: what they need */
} Line;

static GtkWidget *
next_visible (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_get_visible (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

/* Those that fill are never wider than their share, so that only what they need at least counts. */
static int
get_width (QsWrapBox *self, GtkWidget *child)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return self->fill ? minimum : natural;
}

static int
get_height (GtkWidget *child, int width)
{
  int natural, minimum_width;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL, NULL);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, MAX (width, minimum_width), NULL, &natural, NULL, NULL);
  return natural;
}

static int
get_share (QsWrapBox *self, const Line *line, int width)
{
  return (width - (line->n - 1) * self->spacing) / line->n;
}

/* The line that begins with first, in that width. */
static Line
make_line (QsWrapBox *self, GtkWidget *first, int width)
{
  Line line = { .first = first };
  GtkWidget *child = first;

  for (; child != NULL; child = next_visible (gtk_widget_get_next_sibling (child)))
    {
      const int wanted = get_width (self, child) + (line.n > 0 ? self->spacing : 0);

      if (line.n > 0 && line.width + wanted > width)
        break;
      line.width += wanted;
      line.n++;
    }
  line.end = child;
  for (child = first; child != line.end; child = next_visible (gtk_widget_get_next_sibling (child)))
    line.height =
        MAX (line.height, get_height (child, self->fill ? get_share (self, &line, width) : MIN (get_width (self, child), width)));
  return line;
}

static void
measure_width (QsWrapBox *self, int *minimum, int *natural)
{
  for (GtkWidget *child = next_visible (gtk_widget_get_first_child (GTK_WIDGET (self))); child != NULL;
       child = next_visible (gtk_widget_get_next_sibling (child)))
    {
      int least;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural += get_width (self, child) + (*natural > 0 ? self->spacing : 0);
    }
}

static void
qs_wrap_box_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                     int *minimum_baseline, int *natural_baseline)
{
  QsWrapBox *self = QS_WRAP_BOX (widget);
  GtkWidget *child = next_visible (gtk_widget_get_first_child (widget));

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, minimum, natural);
      return;
    }
  while (child != NULL)
    {
      const Line line = make_line (self, child, for_size >= 0 ? for_size : G_MAXINT / 2);

      *natural += line.height + (*natural > 0 ? self->spacing : 0);
      child = line.end;
    }
  *minimum = *natural;
}

static void
qs_wrap_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  QsWrapBox *self = QS_WRAP_BOX (widget);
  const gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = next_visible (gtk_widget_get_first_child (widget));
  int y = 0;

  while (child != NULL)
    {
      const Line line = make_line (self, child, width);
      int x = 0;

      for (; child != line.end; child = next_visible (gtk_widget_get_next_sibling (child)))
        {
          const int wide = self->fill ? get_share (self, &line, width) : MIN (get_width (self, child), width);

          gtk_widget_size_allocate (child, &(GtkAllocation){ mirrored ? width - x - wide : x, y, wide, line.height }, -1);
          x += wide + self->spacing;
        }
      y += line.height + self->spacing;
    }
}

static GtkSizeRequestMode
qs_wrap_box_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
qs_wrap_box_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (qs_wrap_box_parent_class)->dispose (object);
}

static void
qs_wrap_box_class_init (QsWrapBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_wrap_box_dispose;
  widget_class->measure = qs_wrap_box_measure;
  widget_class->size_allocate = qs_wrap_box_size_allocate;
  widget_class->get_request_mode = qs_wrap_box_get_request_mode;
}

static void
qs_wrap_box_init (QsWrapBox *self)
{
}

void
qs_wrap_box_append (QsWrapBox *self, GtkWidget *child)
{
  gtk_widget_insert_before (child, GTK_WIDGET (self), NULL);
}

GtkWidget *
qs_wrap_box_new (int spacing, gboolean fill)
{
  QsWrapBox *self = g_object_new (QS_TYPE_WRAP_BOX, NULL);

  self->spacing = spacing;
  self->fill = fill;
  return GTK_WIDGET (self);
}
