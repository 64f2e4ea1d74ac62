/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that stand beside what they name: each takes the place that costs least, and what it then covers costs the next one. */
#include "plot/qsp-figure-private.h"

#include <math.h>

/* What it costs to cover things; a place further down the list costs a little. */
#define COST_WORDS 1e5
#define COST_MARK 400.0
#define COST_LINE 8.0
#define COST_UPRIGHT 12.0
/* Of a joining line that crosses words or marks, and of words on a joining line. */
#define COST_CROSSING 50.0
#define COST_LEADER 60.0
#define COST_PLACE 1.5
#define COST_DISTANCE 0.6

/* Lines are known by points so far apart (px), marks by boxes of this half width. */
#define LINE_STEP 6.0
#define MARK_RADIUS 7.0
#define LINE_HEIGHT 15.0
/* A note that stands this far off (px) is joined to its mark. */
#define LEADER_MIN 16.0

typedef struct
{
  QspRect rect;
  double cost;
} Obstacle;

typedef struct
{
  const QspDraw *draw;
  GArray *obstacles;
  GArray *solid; /* those of them that are words or marks */
} Places;

static void
add_obstacle (Places *self, double x, double y, double width, double height, double cost)
{
  Obstacle obstacle = { { x, y, width, height }, cost };

  g_array_append_val (self->obstacles, obstacle);
  if (cost >= COST_MARK)
    g_array_append_val (self->solid, obstacle);
}

static void
add_line (Places *self, const QspMark *mark)
{
  double last_x = NAN, last_y = NAN;

  for (gsize i = 0; i < mark->n; i++)
    {
      double x = qsp_draw_x (self->draw, mark->x[i]), y = qsp_draw_y (self->draw, mark->y[i]);
      double length = hypot (x - last_x, y - last_y);

      for (double at = 0; at < length && length < 1e4; at += LINE_STEP)
        add_obstacle (self, last_x + (x - last_x) * at / length - 1, last_y + (y - last_y) * at / length - 1, 2, 2, COST_LINE);
      last_x = x;
      last_y = y;
    }
}

static double
measure (const Places *self, const char *text, gboolean bold)
{
  return self->draw->painter->klass->measure (self->draw->painter, text, 12.0 * self->draw->layout->k, bold);
}

static void
add_label (Places *self, const QspMark *mark)
{
  double k = self->draw->layout->k, width = measure (self, mark->text, mark->bold);
  double x = qsp_draw_x (self->draw, mark->x[0]) + mark->dx * k - mark->align * width;
  double y = qsp_draw_y (self->draw, mark->y[0]) + mark->dy * k;

  add_obstacle (self, x, y - LINE_HEIGHT * k / 2, width, LINE_HEIGHT * k, COST_WORDS);
}

static void
add_mark (Places *self, const QspMark *mark)
{
  const QspRect *area = &self->draw->layout->area;

  switch (mark->kind)
    {
    case QSP_MARK_LINE:
      add_line (self, mark);
      break;
    case QSP_MARK_LABEL:
      add_label (self, mark);
      break;
    case QSP_MARK_VLINES:
      for (gsize i = 0; i < mark->n; i++)
        add_obstacle (self, qsp_draw_x (self->draw, mark->x[i]) - 1, area->y, 2, area->height, COST_UPRIGHT);
      break;
    case QSP_MARK_DOTS:
    case QSP_MARK_RING:
    case QSP_MARK_DIAMONDS:
      for (gsize i = 0; i < mark->n; i++)
        add_obstacle (self, qsp_draw_x (self->draw, mark->x[i]) - MARK_RADIUS, qsp_draw_y (self->draw, mark->y[i]) - MARK_RADIUS,
                      2 * MARK_RADIUS, 2 * MARK_RADIUS, COST_MARK);
      break;
    default:
      break;
    }
}

static gboolean
is_inside (const QspRect *inner, const QspRect *outer)
{
  return inner->x >= outer->x && inner->y >= outer->y && inner->x + inner->width <= outer->x + outer->width
         && inner->y + inner->height <= outer->y + outer->height;
}

static gboolean
overlaps (const QspRect *a, const QspRect *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

static double
get_cost (const Places *self, const QspRect *rect)
{
  double cost = 0;

  if (!is_inside (rect, &self->draw->layout->area))
    return INFINITY;
  for (guint i = 0; i < self->obstacles->len; i++)
    {
      const Obstacle *obstacle = &g_array_index (self->obstacles, Obstacle, i);

      if (overlaps (rect, &obstacle->rect))
        cost += obstacle->cost;
    }
  return cost;
}

typedef struct
{
  QspRect rect;
  double x, y;         /* what it stands beside */
  double end_x, end_y; /* where a joining line meets it */
  gboolean is_joined;  /* far enough for one */
  double cost;
} Choice;

/* For what lies between a mark and its name. */
static double
get_leader_cost (const Places *self, const Choice *choice)
{
  double cost = 0, length = hypot (choice->end_x - choice->x, choice->end_y - choice->y);

  for (double at = 2 * MARK_RADIUS; choice->is_joined && at < length - LINE_STEP; at += LINE_STEP)
    {
      QspRect point = { choice->x + (choice->end_x - choice->x) * at / length - 1,
                        choice->y + (choice->end_y - choice->y) * at / length - 1, 2, 2 };

      for (guint i = 0; i < self->solid->len; i++)
        if (overlaps (&point, &g_array_index (self->solid, Obstacle, i).rect))
          cost += COST_CROSSING;
    }
  return cost;
}

static void
consider (const Places *self, Choice *best, double width, double x, double y, double left, double middle, double extra)
{
  double height = LINE_HEIGHT * self->draw->layout->k;
  Choice choice = { { left, middle - height / 2, width, height }, x, y, .cost = extra };

  if (choice.cost >= best->cost)
    return;
  choice.cost += get_cost (self, &choice.rect);
  choice.end_x = CLAMP (x, left - 2, left + width + 2);
  choice.end_y = CLAMP (y, choice.rect.y, choice.rect.y + height);
  choice.is_joined = hypot (choice.end_x - x, choice.end_y - y) > LEADER_MIN * self->draw->layout->k;
  if (choice.cost < best->cost)
    choice.cost += get_leader_cost (self, &choice);
  if (choice.cost < best->cost)
    *best = choice;
}

/* Close to a line: above or below it, on the side where there is air. */
static void
consider_beside (const Places *self, Choice *best, double width, double x, double y, double extra)
{
  static const double sides[][3] = { { 7, 0, -9 }, { -7, 1, -9 }, { 7, 0, 10 }, { -7, 1, 10 } };
  double k = self->draw->layout->k;

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    consider (self, best, width, x, y, x + sides[i][0] * k - sides[i][1] * width, y + sides[i][2] * k,
              extra + (double)i * COST_PLACE);
}

/* Around a mark, nearer places first. */
static void
consider_around (const Places *self, Choice *best, double width, double x, double y)
{
  static const double distances[] = { 11, 24, 38, 54, 72, 92, 114, 140 };
  double k = self->draw->layout->k;

  for (gsize i = 0; i < G_N_ELEMENTS (distances); i++)
    {
      double far = distances[i] * k, aside = far * 0.8, extra = distances[i] * COST_DISTANCE;

      consider (self, best, width, x, y, x + aside, y - far * 0.8, extra);
      consider (self, best, width, x, y, x + aside, y + far * 0.8, extra + COST_PLACE);
      consider (self, best, width, x, y, x - aside - width, y - far * 0.8, extra + COST_PLACE);
      consider (self, best, width, x, y, x - aside - width, y + far * 0.8, extra + 2 * COST_PLACE);
      consider (self, best, width, x, y, x - width / 2, y - far - 4 * k, extra + 2 * COST_PLACE);
      consider (self, best, width, x, y, x - width / 2, y + far + 4 * k, extra + 2 * COST_PLACE);
      consider (self, best, width, x, y, x + far, y, extra + 3 * COST_PLACE);
      consider (self, best, width, x, y, x - far - width, y, extra + 3 * COST_PLACE);
    }
}

/* Later ones keep off it. */
static void
take (Places *self, const Choice *choice)
{
  double length = hypot (choice->end_x - choice->x, choice->end_y - choice->y);

  add_obstacle (self, choice->rect.x - 2, choice->rect.y, choice->rect.width + 4, choice->rect.height, COST_WORDS);
  for (double at = 0; choice->is_joined && at < length; at += LINE_STEP)
    add_obstacle (self, choice->x + (choice->end_x - choice->x) * at / length - 1,
                  choice->y + (choice->end_y - choice->y) * at / length - 1, 2, 2, COST_LEADER);
}

/* FALSE when there is no place. */
static gboolean
place_note (Places *self, const QspNote *note, Choice *best)
{
  const QspDraw *draw = self->draw;
  double width = measure (self, note->text, note->bold);

  /* A name of a line may be left out: the legend has it. */
  *best = (Choice){ .cost = note->far ? COST_WORDS : COST_MARK };
  for (gsize i = 0; i < note->n; i++)
    {
      double x = qsp_draw_x (draw, note->x[i]), y = qsp_draw_y (draw, note->y[i]);

      if (note->far)
        consider_around (self, best, width, x, y);
      else
        consider_beside (self, best, width, x, y, (double)i * COST_PLACE);
    }
  if (best->rect.width <= 0)
    return FALSE;
  take (self, best);
  return TRUE;
}

static void
draw_leader (const QspDraw *self, const Choice *choice)
{
  QspStroke stroke = qsp_draw_stroke (self, qsp_draw_ink (self, QSP_INK_AXIS), 1.0, QSP_DASH_NONE);
  QspPoint points[2] = { { choice->x, choice->y }, { choice->end_x, choice->end_y } };

  self->painter->klass->stroke_segments (self->painter, points, 1, &stroke);
}

static void
draw_note (const QspDraw *self, const QspNote *note, const Choice *choice)
{
  QspColor color = note->role == QSP_ROLE_FG ? qsp_draw_ink (self, QSP_INK_TEXT) : qsp_draw_role (self, note->role, 1.0);

  qsp_draw_text (self, choice->rect.x, choice->rect.y + choice->rect.height / 2, note->text, 0.0, note->bold, color, TRUE);
}

void
qsp_draw_notes (const QspDraw *self, const QspMark *mark)
{
  g_autoptr (GArray) obstacles = g_array_new (FALSE, FALSE, sizeof (Obstacle));
  g_autoptr (GArray) solid = g_array_new (FALSE, FALSE, sizeof (Obstacle));
  guint n = mark->notes != NULL ? mark->notes->len : 0;
  g_autofree Choice *choices = g_new0 (Choice, n + 1);
  Places places = { self, obstacles, solid };

  for (guint i = 0; i < self->figure->marks->len; i++)
    add_mark (&places, g_ptr_array_index (self->figure->marks, i));
  for (guint i = 0; i < n; i++)
    if (place_note (&places, g_ptr_array_index (mark->notes, i), &choices[i]) && choices[i].is_joined)
      draw_leader (self, &choices[i]);
  for (guint i = 0; i < n; i++)
    if (choices[i].rect.width > 0)
      draw_note (self, g_ptr_array_index (mark->notes, i), &choices[i]);
}
