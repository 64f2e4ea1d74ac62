/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-race-card.h"

#include "app/qs-inputs.h"
#include "app/qs-number-table.h"
#include "app/qs-task.h"
#include "analysis/qsa-race.h"
#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>

#define ROUNDS 15

static const guint sizes[] = { 256, 512, 1024 };

struct _QsRaceCard
{
  GtkWidget parent_instance;
  GtkWidget *box, *sizes, *start, *progress, *table, *outcome;
  GTask *task;
  guint progress_id;
  int round; /* atomic; of the worker */
};

G_DEFINE_FINAL_TYPE (QsRaceCard, qs_race_card, GTK_TYPE_WIDGET)

typedef struct
{
  guint size;
  QsaRace race;
} Work;

static void
round_cb (gpointer data, guint round, guint n_rounds)
{
  g_atomic_int_set (&QS_RACE_CARD (data)->round, (int)round);
}

static void
race_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;
  GError *error = NULL;

  if (qsa_race_run (work->size, ROUNDS, round_cb, object, cancellable, &work->race, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
update (QsRaceCard *self)
{
  const gboolean running = self->task != NULL;

  gtk_button_set_label (GTK_BUTTON (self->start), running ? _ ("_Cancel") : _ ("_Start Race"));
  gtk_widget_set_sensitive (self->sizes, !running);
  gtk_widget_set_visible (self->progress, running);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), (double)g_atomic_int_get (&self->round) / ROUNDS);
}

static gboolean
progress_cb (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_CONTINUE;
}

static char *
describe_time (const char *name, const QsaRaceTime *time, const char *instructions)
{
  g_autofree char *msec = qsp_format_number (time->seconds * 1e3, 3, TRUE);
  g_autofree char *speed = qsp_format_number (time->macs_per_second * 1e-9, 3, TRUE);
  g_autofree char *bytes = qsp_format_bytes (time->bytes, TRUE);

  return g_strjoin ("\t", name, instructions, bytes, msec, speed, NULL);
}

static void
show (QsRaceCard *self, const QsaRace *race)
{
  g_autofree char *int8 = describe_time ("int8", &race->int8, race->int8_instructions);
  g_autofree char *float32 = describe_time ("float32", &race->float32, race->float_instructions);
  g_autofree char *ratio = qsp_format_decimals (race->ratio, 2, TRUE);
  g_autofree char *text = NULL;

  qs_number_table_set_rows (QS_NUMBER_TABLE (self->table), (const char *const[]){ int8, float32, NULL });
  /* Translators: how many times, rows, rows, rounds */
  text = g_strdup_printf (
      _ ("int8 is %s times as fast as float32: two matrices of %zu × %zu, one thread, median of %u rounds, taken by "
         "turns. Other machines, sizes and programs differ."),
      ratio, race->size, race->size, race->rounds);
  gtk_label_set_text (GTK_LABEL (self->outcome), text);
}

static void
done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsRaceCard *self = QS_RACE_CARD (object);
  Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if ((gpointer)result != self->task)
    return;
  g_clear_object (&self->task);
  g_clear_handle_id (&self->progress_id, g_source_remove);
  if (g_task_propagate_boolean (G_TASK (result), &error))
    show (self, &work->race);
  else
    gtk_label_set_text (GTK_LABEL (self->outcome), g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                                                       ? _ ("The race was cancelled")
                                                       : error->message);
  update (self);
}

void
qs_race_card_start (QsRaceCard *self, guint size)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Work *work;

  if (self->task != NULL)
    return;
  work = g_new0 (Work, 1);
  work->size = size;
  g_atomic_int_set (&self->round, 0);
  self->task = g_task_new (self, cancellable, done_cb, NULL);
  g_task_set_task_data (self->task, work, g_free);
  qs_task_run_in_thread (self->task, race_thread);
  self->progress_id = g_timeout_add (100, progress_cb, self);
  update (self);
}

void
qs_race_card_stop (QsRaceCard *self)
{
  if (self->task != NULL)
    g_cancellable_cancel (g_task_get_cancellable (self->task));
}

gboolean
qs_race_card_is_running (QsRaceCard *self)
{
  return self->task != NULL;
}

const char *
qs_race_card_get_outcome (QsRaceCard *self)
{
  return gtk_label_get_text (GTK_LABEL (self->outcome));
}

static void
start_cb (GtkButton *button, QsRaceCard *self)
{
  if (self->task != NULL)
    qs_race_card_stop (self);
  else
    qs_race_card_start (self, sizes[MIN (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->sizes)), G_N_ELEMENTS (sizes) - 1)]);
}

/* A race that nobody sees ends: it would only take the machine's time. */
static void
qs_race_card_unmap (GtkWidget *widget)
{
  qs_race_card_stop (QS_RACE_CARD (widget));
  GTK_WIDGET_CLASS (qs_race_card_parent_class)->unmap (widget);
}

static void
qs_race_card_dispose (GObject *object)
{
  QsRaceCard *self = QS_RACE_CARD (object);

  qs_race_card_stop (self);
  g_clear_object (&self->task);
  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (qs_race_card_parent_class)->dispose (object);
}

static void
qs_race_card_class_init (QsRaceCardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = qs_race_card_dispose;
  GTK_WIDGET_CLASS (klass)->unmap = qs_race_card_unmap;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
build_controls (QsRaceCard *self)
{
  static const char *const names[] = { "256 × 256", "512 × 512", "1024 × 1024", NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->sizes = gtk_drop_down_new_from_strings (names);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->sizes), 1);
  qs_inputs_name_drop_down (GTK_DROP_DOWN (self->sizes), _ ("Size of the matrices"));
  self->start = gtk_button_new_with_mnemonic (_ ("_Start Race"));
  gtk_button_set_use_underline (GTK_BUTTON (self->start), TRUE);
  g_signal_connect (self->start, "clicked", G_CALLBACK (start_cb), self);
  self->progress = g_object_new (GTK_TYPE_PROGRESS_BAR, "valign", GTK_ALIGN_CENTER, "hexpand", TRUE, "visible", FALSE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Race"), -1);
  gtk_box_append (GTK_BOX (box), self->sizes);
  gtk_box_append (GTK_BOX (box), self->start);
  gtk_box_append (GTK_BOX (box), self->progress);
  return box;
}

static void
qs_race_card_init (QsRaceCard *self)
{
  const char *const titles[] = { "", _ ("Instructions"), _ ("Bytes"), "ms", "GMAC/s", NULL };

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_add_css_class (self->box, "matrix-below");
  gtk_box_append (GTK_BOX (self->box), build_controls (self));
  self->table = qs_number_table_new (_ ("Race"), titles);
  gtk_widget_set_size_request (self->table, -1, 110);
  gtk_box_append (GTK_BOX (self->box), self->table);
  self->outcome =
      g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "wrap", TRUE, "label",
                    _ ("Products of uint8 and int8 codes, summed in int32, against the same of float32: the same blocks, "
                       "each by the widest instructions of this processor."),
                    NULL);
  gtk_widget_add_css_class (self->outcome, "dim-label");
  gtk_box_append (GTK_BOX (self->box), self->outcome);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
qs_race_card_new (void)
{
  return g_object_new (QS_TYPE_RACE_CARD, NULL);
}
