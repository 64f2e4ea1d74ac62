/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-model.h"

#include "analysis/qsa-scene.h"
#include "analysis/qsa-survey.h"
#include "app/qs-model-cache.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A scheme that is being changed is not measured at once. */
#define SETTLE_MSEC 600

const int qs_model_widths[QS_MODEL_N_WIDTHS] = { 4, 8 };

struct _QsModel
{
  GObject parent_instance;
  QsSession *session;
  QstArchive *archive;
  GListStore *rows;
  QsModelScheme scheme;
  QsaProfilePlan plan;
  QsaSurvey *survey;   /* NULL before it is known which file this is */
  GPtrArray *profiles; /* (nullable) shared with the cache */
  char *file_key;      /* (nullable) which file, in which state */
  GCancellable *query;
  gboolean shown, unwanted;
  guint settle_id;
};

enum
{
  ROWS,
  PROGRESS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (QsModel, qs_model, G_TYPE_OBJECT)

static const struct
{
  const char *nick, *title;
  gboolean symmetric;
  QsaCalibration calibration;
} schemes[QS_N_MODEL_SCHEMES] = {
  [QS_MODEL_SCHEME_MIN_MAX] = { "min-max", N_ ("Symmetric, Min–Max"), TRUE, QSA_CALIBRATION_MIN_MAX },
  [QS_MODEL_SCHEME_MSE] = { "mse", N_ ("Symmetric, Least Squared Error"), TRUE, QSA_CALIBRATION_MSE },
  [QS_MODEL_SCHEME_ASYMMETRIC] = { "asymmetric", N_ ("Asymmetric, Min–Max"), FALSE, QSA_CALIBRATION_MIN_MAX },
  [QS_MODEL_SCHEME_CURRENT] = { "current", N_ ("Current Scheme"), FALSE, QSA_CALIBRATION_MIN_MAX },
};

const char *
qs_model_scheme_get_nick (QsModelScheme scheme)
{
  g_return_val_if_fail (scheme < QS_N_MODEL_SCHEMES, NULL);
  return schemes[scheme].nick;
}

gboolean
qs_model_scheme_from_nick (const char *nick, QsModelScheme *scheme)
{
  for (guint i = 0; i < QS_N_MODEL_SCHEMES; i++)
    if (strcmp (nick, schemes[i].nick) == 0)
      {
        *scheme = i;
        return TRUE;
      }
  return FALSE;
}

const char *
qs_model_scheme_get_title (QsModelScheme scheme)
{
  g_return_val_if_fail (scheme < QS_N_MODEL_SCHEMES, NULL);
  return _ (schemes[scheme].title);
}

static void
make_plan (QsModel *self, QsaProfilePlan *plan)
{
  QsaScheme scheme;

  qsa_scheme_init (&scheme);
  scheme.format.symmetric = schemes[self->scheme].symmetric;
  scheme.calibration = schemes[self->scheme].calibration;
  if (self->scheme == QS_MODEL_SCHEME_CURRENT)
    scheme = qs_session_get_state (self->session)->scheme;
  qsa_profile_plan_init (plan, &scheme, QS_MODEL_N_WIDTHS, qs_model_widths);
}

static QsModelRow *
get_row (QsModel *self, guint index)
{
  return g_list_model_get_item (G_LIST_MODEL (self->rows), index);
}

static void
measured_cb (guint index, QsaProfile *profile, const GError *error, gpointer user_data)
{
  QsModel *self = user_data;
  g_autoptr (QsModelRow) row = get_row (self, index);

  qs_model_row_set_profile (row, profile, error != NULL ? error->message : NULL);
  if (profile != NULL && self->profiles != NULL && g_ptr_array_index (self->profiles, index) == NULL)
    self->profiles->pdata[index] = qsa_profile_ref (profile);
  g_signal_emit (self, signals[PROGRESS], 0);
}

/* With what is known from before. */
static void
take_cached (QsModel *self)
{
  for (guint i = 0; self->profiles != NULL && i < self->profiles->len; i++)
    {
      QsaProfile *profile = g_ptr_array_index (self->profiles, i);
      g_autoptr (QsModelRow) row = get_row (self, i);

      if (profile == NULL)
        continue;
      qs_model_row_set_profile (row, profile, NULL);
      qsa_survey_skip (self->survey, i);
    }
}

static void
run (QsModel *self)
{
  if (self->survey != NULL)
    qsa_survey_set_running (self->survey, self->shown && !self->unwanted);
  g_signal_emit (self, signals[PROGRESS], 0);
}

static char *
make_key (QsModel *self)
{
  g_autofree char *scheme = NULL;
  QsaScene scene;

  if (self->file_key == NULL)
    return NULL;
  qsa_scene_init (&scene);
  scene.scheme = self->plan.scheme;
  scene.scheme.format.bits = QSC_BITS_MAX; /* says nothing here */
  scheme = qsa_scene_to_text (&scene);
  return g_strconcat (self->file_key, "\n", scheme, NULL);
}

/* Measures anew under the plan; what was measured under another is forgotten. */
static void
start (QsModel *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  g_autoptr (GPtrArray) tensors = g_ptr_array_new ();
  g_autofree char *key = NULL;

  g_clear_pointer (&self->survey, qsa_survey_free);
  g_clear_pointer (&self->profiles, g_ptr_array_unref);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (QsModelRow) row = get_row (self, i);
      QstTensor *tensor = qs_model_row_get_entry (row)->tensor;

      qs_model_row_forget (row);
      g_ptr_array_add (tensors, qs_model_row_get_entry (row)->reason == NULL ? tensor : NULL);
    }
  self->survey = qsa_survey_new (tensors, &self->plan, measured_cb, self);
  key = make_key (self);
  if (key != NULL)
    self->profiles = qs_model_cache_get (key, n);
  take_cached (self);
  g_signal_emit (self, signals[ROWS], 0);
  run (self);
}

static void
queried_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  QsModel *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->query);
  if (info != NULL && g_file_info_get_etag (info) != NULL)
    {
      g_autofree char *uri = g_file_get_uri (G_FILE (object));

      self->file_key =
          g_strdup_printf ("%s\n%s\n%" G_GOFFSET_FORMAT, uri, g_file_info_get_etag (info), g_file_info_get_size (info));
    }
  start (self);
}

/* Which file this is, so that it is known again. A model in several files would have to be asked about all of them. */
static void
query (QsModel *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (qst_archive_get_path (self->archive));

  if (g_str_has_suffix (qst_archive_get_path (self->archive), ".json"))
    {
      start (self);
      return;
    }
  self->query = g_cancellable_new ();
  g_file_query_info_async (file, G_FILE_ATTRIBUTE_ETAG_VALUE "," G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE,
                           G_PRIORITY_DEFAULT, self->query, queried_cb, self);
}

static void
drop_archive (QsModel *self)
{
  if (self->query != NULL)
    g_cancellable_cancel (self->query);
  g_clear_object (&self->query);
  g_clear_pointer (&self->survey, qsa_survey_free);
  g_clear_pointer (&self->profiles, g_ptr_array_unref);
  g_clear_pointer (&self->file_key, g_free);
  g_clear_pointer (&self->archive, qst_archive_unref);
  g_list_store_remove_all (self->rows);
}

static void
fill (QsModel *self)
{
  g_autoptr (GArray) entries = qsa_ranking_list (self->archive);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (items, qs_model_row_new (self->archive, &g_array_index (entries, QsaRankingEntry, i)));
  g_list_store_splice (self->rows, 0, 0, items->pdata, items->len);
}

static void
source_cb (QsModel *self)
{
  QstArchive *archive = qs_session_get_archive (self->session);

  if (archive == self->archive)
    return;
  drop_archive (self);
  self->unwanted = FALSE;
  if (archive != NULL)
    {
      self->archive = qst_archive_ref (archive);
      fill (self);
      query (self);
    }
  g_signal_emit (self, signals[ROWS], 0);
}

static void
apply_plan (QsModel *self)
{
  QsaProfilePlan plan;

  make_plan (self, &plan);
  if (qsa_profile_plan_equal (&plan, &self->plan))
    return;
  self->plan = plan;
  if (self->archive != NULL && self->query == NULL)
    start (self);
  else
    g_signal_emit (self, signals[ROWS], 0);
}

static gboolean
settle_cb (gpointer user_data)
{
  QsModel *self = user_data;

  self->settle_id = 0;
  apply_plan (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (QsModel *self)
{
  if (self->scheme != QS_MODEL_SCHEME_CURRENT)
    return;
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (SETTLE_MSEC, settle_cb, self);
}

GListModel *
qs_model_get_rows (QsModel *self)
{
  return G_LIST_MODEL (self->rows);
}

QstArchive *
qs_model_get_archive (QsModel *self)
{
  return self->archive;
}

QsModelScheme
qs_model_get_scheme (QsModel *self)
{
  return self->scheme;
}

void
qs_model_set_scheme (QsModel *self, QsModelScheme scheme)
{
  self->scheme = scheme;
  g_clear_handle_id (&self->settle_id, g_source_remove);
  apply_plan (self);
}

const QsaProfilePlan *
qs_model_get_plan (QsModel *self)
{
  return &self->plan;
}

void
qs_model_set_shown (QsModel *self, gboolean shown)
{
  if (self->shown == shown)
    return;
  self->shown = shown;
  run (self);
}

void
qs_model_set_wanted (QsModel *self, gboolean wanted)
{
  self->unwanted = !wanted;
  run (self);
}

gboolean
qs_model_is_measuring (QsModel *self)
{
  return self->survey != NULL && qsa_survey_is_running (self->survey);
}

guint
qs_model_get_progress (QsModel *self, guint *n, double *seconds)
{
  *n = 0;
  *seconds = NAN;
  if (self->survey == NULL)
    return 0;
  *seconds = qsa_survey_get_seconds_left (self->survey);
  return qsa_survey_get_n_done (self->survey, n);
}

void
qs_model_prefer (QsModel *self, const guint *indices, guint n)
{
  if (self->survey != NULL)
    qsa_survey_prefer (self->survey, indices, n);
}

char *
qs_model_make_csv (QsModel *self, GListModel *rows)
{
  g_autoptr (GArray) ranking = g_array_new (FALSE, FALSE, sizeof (QsaRankingEntry));
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      QsModelRow *row = g_list_model_get_item (rows, i);

      g_ptr_array_add (held, row); /* the entries are its own */
      g_array_append_vals (ranking, qs_model_row_get_entry (row), 1);
    }
  return qsa_ranking_to_csv (ranking, &self->plan);
}

QsModel *
qs_model_new (QsSession *session)
{
  QsModel *self = g_object_new (QS_TYPE_MODEL, NULL);

  self->session = g_object_ref (session);
  make_plan (self, &self->plan);
  g_signal_connect_object (session, "source", G_CALLBACK (source_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  source_cb (self);
  return self;
}

static void
qs_model_dispose (GObject *object)
{
  QsModel *self = QS_MODEL (object);

  g_clear_handle_id (&self->settle_id, g_source_remove);
  drop_archive (self);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (qs_model_parent_class)->dispose (object);
}

static void
qs_model_finalize (GObject *object)
{
  g_clear_object (&QS_MODEL (object)->rows);
  G_OBJECT_CLASS (qs_model_parent_class)->finalize (object);
}

static void
qs_model_class_init (QsModelClass *klass)
{
  static const char *const names[N_SIGNALS] = { "rows", "progress" };

  G_OBJECT_CLASS (klass)->dispose = qs_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = qs_model_finalize;
  for (int i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], QS_TYPE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
qs_model_init (QsModel *self)
{
  self->rows = g_list_store_new (QS_TYPE_MODEL_ROW);
}
