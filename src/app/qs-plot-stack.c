/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-plot-stack.h"

#include "app/qs-paint.h"

#include <math.h>

#define GAP 12
/* The small row: as tall as this if there is room, and never more than a third. */
#define SMALL_HEIGHT 236
#define SMALL_HEIGHT_MIN 176
/* Below these only the large plot is shown. */
#define MANY_WIDTH_MIN 540
#define MANY_HEIGHT_MIN 440

static const char *const nicks[QS_N_LAYOUTS] = { "one", "one-three", "two", "four" };

struct _QsPlotStack
{
  GtkWidget parent_instance;
  QsPlotCard *cards[QSF_N_VIEWS]; /* by view */
  QsfView order[QSF_N_VIEWS];     /* the first is the large one */
  QsLayout layout;
  gboolean is_single; /* one plot is shown */
};

G_DEFINE_FINAL_TYPE (QsPlotStack, qs_plot_stack, GTK_TYPE_WIDGET)

const char *
qs_layout_get_nick (QsLayout layout)
{
  g_return_val_if_fail (layout < QS_N_LAYOUTS, NULL);
  return nicks[layout];
}

gboolean
qs_layout_from_nick (const char *nick, QsLayout *layout)
{
  for (guint i = 0; i < QS_N_LAYOUTS; i++)
    if (g_str_equal (nick, nicks[i]))
      {
        *layout = i;
        return TRUE;
      }
  return FALSE;
}

static void
update_large (QsPlotStack *self)
{
  for (guint i = 0; i < QSF_N_VIEWS; i++)
    qs_plot_card_set_large (self->cards[self->order[i]], i == 0);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
qs_plot_stack_set_session (QsPlotStack *self, QsSession *session)
{
  for (guint i = 0; i < QSF_N_VIEWS; i++)
    qs_plot_card_set_session (self->cards[i], session);
}

void
qs_plot_stack_set_layout (QsPlotStack *self, QsLayout layout)
{
  self->layout = layout;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static guint
find_place (QsPlotStack *self, QsfView view)
{
  guint place = 0;

  while (self->order[place] != view)
    place++;
  return place;
}

void
qs_plot_stack_place_view (QsPlotStack *self, QsfView shown, QsfView view)
{
  guint to = find_place (self, shown), from = find_place (self, view);

  self->order[to] = view;
  self->order[from] = shown;
  update_large (self);
}

void
qs_plot_stack_set_large_view (QsPlotStack *self, QsfView view)
{
  qs_plot_stack_place_view (self, self->order[0], view);
}

void
qs_plot_stack_set_places (QsPlotStack *self, const char *const *view_nicks)
{
  guint place = 0;
  QsfView view;

  for (gsize i = 0; view_nicks[i] != NULL; i++)
    if (qsf_view_from_nick (view_nicks[i], &view) && find_place (self, view) >= place)
      qs_plot_stack_place_view (self, self->order[place++], view);
}

char **
qs_plot_stack_get_places (QsPlotStack *self)
{
  char **view_nicks = g_new0 (char *, QS_PLOT_STACK_PLACES + 1);

  for (guint i = 0; i < QS_PLOT_STACK_PLACES; i++)
    view_nicks[i] = g_strdup (qsf_view_get_nick (self->order[i]));
  return view_nicks;
}

QsfView
qs_plot_stack_get_large_view (QsPlotStack *self)
{
  return self->order[0];
}

gsize
qs_plot_stack_get_shown (QsPlotStack *self, QsfView *shown, gboolean *first_is_large)
{
  gsize n = 0;

  for (guint i = 0; i < QS_PLOT_STACK_PLACES; i++)
    if (i == 0 || gtk_widget_get_child_visible (GTK_WIDGET (self->cards[self->order[i]])))
      shown[n++] = self->order[i];
  *first_is_large = self->layout == QS_LAYOUT_ONE_THREE || n == 1;
  return n;
}

QsPlotView *
qs_plot_stack_get_plot_view (QsPlotStack *self, QsfView view)
{
  return qs_plot_card_get_plot_view (self->cards[view]);
}

/* Faster than this (px/s) is a swipe. */
#define SWIPE_VELOCITY 200.0

/* Where one plot is seen a swipe leafs through all of them; forwards is against the reading direction. */
static void
swipe_cb (GtkGestureSwipe *gesture, double velocity_x, double velocity_y, QsPlotStack *self)
{
  gboolean forwards = (velocity_x < 0) != (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL);

  if (self->is_single && fabs (velocity_x) >= SWIPE_VELOCITY && fabs (velocity_x) > 2 * fabs (velocity_y))
    gtk_widget_activate_action (GTK_WIDGET (self), forwards ? "win.next-view" : "win.previous-view", NULL);
}

static void
set_single (QsPlotStack *self, gboolean is_single)
{
  self->is_single = is_single;
  for (guint i = 0; i < QSF_N_VIEWS; i++)
    qs_plot_view_set_swiped (qs_plot_card_get_plot_view (self->cards[i]), is_single);
}

static void
place (QsPlotStack *self, guint position, int x, int y, int width, int height)
{
  GtkWidget *card = GTK_WIDGET (self->cards[self->order[position]]);
  int least_width, least_height;

  gtk_widget_set_child_visible (card, TRUE);
  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  gtk_widget_measure (card, GTK_ORIENTATION_VERTICAL, -1, &least_height, NULL, NULL, NULL);
  gtk_widget_size_allocate (card, &(GtkAllocation){ x, y, MAX (width, least_width), MAX (height, least_height) }, -1);
}

static void
hide_from (QsPlotStack *self, guint position)
{
  for (; position < QSF_N_VIEWS; position++)
    gtk_widget_set_child_visible (GTK_WIDGET (self->cards[self->order[position]]), FALSE);
}

/* With large text a plot needs more room. */
static int
scale_to_text (QsPlotStack *self, int pixels)
{
  QspTheme theme;

  qs_paint_get_theme (GTK_WIDGET (self), &theme);
  return (int)(pixels * theme.text_scale);
}

static void
place_one_three (QsPlotStack *self, int width, int height)
{
  int least = scale_to_text (self, SMALL_HEIGHT_MIN);
  int small = CLAMP (height / 3, least, MAX (least, SMALL_HEIGHT));
  int each = (width - 2 * GAP) / 3;

  place (self, 0, 0, 0, width, height - small - GAP);
  for (guint i = 1; i < QS_PLOT_STACK_PLACES; i++)
    {
      int x = (int)(i - 1) * (each + GAP);

      place (self, i, x, height - small, i == QS_PLOT_STACK_PLACES - 1 ? width - x : each, small);
    }
  hide_from (self, QS_PLOT_STACK_PLACES);
}

static void
qs_plot_stack_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  QsPlotStack *self = QS_PLOT_STACK (widget);
  gboolean is_small = width < scale_to_text (self, MANY_WIDTH_MIN) || height < scale_to_text (self, MANY_HEIGHT_MIN);
  QsLayout layout = is_small ? QS_LAYOUT_ONE : self->layout;
  int half_width = (width - GAP) / 2;
  int half_height = (height - GAP) / 2;

  set_single (self, layout == QS_LAYOUT_ONE);
  switch (layout)
    {
    case QS_LAYOUT_ONE_THREE:
      place_one_three (self, width, height);
      break;
    case QS_LAYOUT_TWO:
      place (self, 0, 0, 0, width, half_height);
      place (self, 1, 0, half_height + GAP, width, height - half_height - GAP);
      hide_from (self, 2);
      break;
    case QS_LAYOUT_FOUR:
      for (guint i = 0; i < QS_PLOT_STACK_PLACES; i++)
        place (self, i, (int)(i % 2) * (half_width + GAP), (int)(i / 2) * (half_height + GAP), half_width, half_height);
      hide_from (self, QS_PLOT_STACK_PLACES);
      break;
    case QS_LAYOUT_ONE:
    case QS_N_LAYOUTS:
    default:
      place (self, 0, 0, 0, width, height);
      hide_from (self, 1);
      break;
    }
}

static void
qs_plot_stack_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  QsPlotStack *self = QS_PLOT_STACK (widget);

  gtk_widget_measure (GTK_WIDGET (self->cards[self->order[0]]), orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = MAX (*minimum, 560);
  else
    *natural = *minimum; /* it takes what is left */
}

static void
qs_plot_stack_dispose (GObject *object)
{
  QsPlotStack *self = QS_PLOT_STACK (object);

  for (guint i = 0; i < QSF_N_VIEWS; i++)
    if (self->cards[i] != NULL)
      {
        gtk_widget_unparent (GTK_WIDGET (self->cards[i]));
        self->cards[i] = NULL;
      }
  G_OBJECT_CLASS (qs_plot_stack_parent_class)->dispose (object);
}

static void
qs_plot_stack_class_init (QsPlotStackClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = qs_plot_stack_dispose;
  widget_class->measure = qs_plot_stack_measure;
  widget_class->size_allocate = qs_plot_stack_size_allocate;
}

static void
qs_plot_stack_init (QsPlotStack *self)
{
  /* Beside the histogram: transfer, error, what the scale does. */
  static const char *const places[] = { "histogram", "transfer", "error", "mse", NULL };

  GtkGesture *swipe = gtk_gesture_swipe_new ();

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (swipe), TRUE);
  g_signal_connect (swipe, "swipe", G_CALLBACK (swipe_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (swipe));
  self->layout = QS_LAYOUT_ONE_THREE;
  for (guint i = 0; i < QSF_N_VIEWS; i++)
    {
      self->cards[i] = QS_PLOT_CARD (qs_plot_card_new (i));
      self->order[i] = i;
      gtk_widget_set_parent (GTK_WIDGET (self->cards[i]), GTK_WIDGET (self));
    }
  qs_plot_stack_set_places (self, places);
}
