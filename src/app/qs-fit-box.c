/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-fit-box.h"

#define SPACING 6

struct _QsFitBox
{
  GtkWidget parent_instance;
  gboolean complete;
  guint notify_id;
};

enum
{
  PROP_0,
  PROP_COMPLETE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (QsFitBox, qs_fit_box, GTK_TYPE_WIDGET)

gboolean
qs_fit_box_get_complete (QsFitBox *self)
{
  return self->complete;
}

static int
natural_width (GtkWidget *child)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static void
qs_fit_box_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                    int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_get_visible (child))
        continue;
      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_HORIZONTAL)
        {
          *natural += (*natural > 0 ? SPACING : 0) + child_natural;
        }
      else
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
        }
    }
}

static gboolean
notify_cb (gpointer user_data)
{
  QsFitBox *self = user_data;

  self->notify_id = 0;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_COMPLETE]);
  return G_SOURCE_REMOVE;
}

/* Who listens will change menus: not while sizes are being given out. */
static void
set_complete (QsFitBox *self, gboolean complete)
{
  if (self->complete == complete)
    return;
  self->complete = complete;
  if (self->notify_id == 0)
    self->notify_id = g_idle_add (notify_cb, self);
}

static void
qs_fit_box_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean complete = TRUE;
  int x = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_width = natural_width (child);

      complete = complete && x + child_width <= width;
      gtk_widget_set_child_visible (child, complete);
      if (complete)
        gtk_widget_size_allocate (child, &(GtkAllocation){ mirrored ? width - x - child_width : x, 0, child_width, height }, -1);
      x += child_width + SPACING;
    }
  set_complete (QS_FIT_BOX (widget), complete);
}

static void
qs_fit_box_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_COMPLETE)
    g_value_set_boolean (value, QS_FIT_BOX (object)->complete);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
qs_fit_box_dispose (GObject *object)
{
  QsFitBox *self = QS_FIT_BOX (object);
  GtkWidget *child;

  g_clear_handle_id (&self->notify_id, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (qs_fit_box_parent_class)->dispose (object);
}

static void
qs_fit_box_class_init (QsFitBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = qs_fit_box_get_property;
  object_class->dispose = qs_fit_box_dispose;
  widget_class->measure = qs_fit_box_measure;
  widget_class->size_allocate = qs_fit_box_size_allocate;
  props[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
qs_fit_box_init (QsFitBox *self)
{
  self->complete = TRUE;
}
