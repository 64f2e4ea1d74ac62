/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-matrix-tiles.h"

#include "app/qs-task.h"

/* Tiles that were last seen longest ago go first: at least so many stay, or twice as many as are looked at in a frame. */
#define TILES_MIN 48
/* Cells that one task reads before it shows them. */
#define CELLS_PER_TASK (1u << 20)

typedef struct
{
  guint64 row, column;
} Key;

typedef struct
{
  Key key;
  QsMatrixTile tile;
  guint look; /* that it is painted in, or its errors are of */
  guint64 last_frame;
} Entry;

struct _QsMatrixTiles
{
  GSourceFunc changed;
  gpointer user_data;
  QsMatrixTiling tiling;
  QsMatrixLook look;
  guint look_serial;
  guint64 frame;
  guint n_seen;        /* in this frame */
  GHashTable *entries; /* of Entry, by their key */
  GArray *wanted;      /* of Key, in this frame */
  GTask *task;         /* that is under way */
};

/* One tile for a worker. */
typedef struct
{
  Key key;
  QsaPatch *patch; /* as known before, or read */
  GBytes *pixels;
} Piece;

typedef struct
{
  QsMatrixTiles *tiles; /* NULL once they are no more */
  QsMatrixTiling tiling;
  QsMatrixLook look;
  guint look_serial;
  GArray *pieces;
} Work;

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return (guint)(key->row * 2654435761u ^ (key->column + 0x9e3779b9u) * 40503u);
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  return ((const Key *)a)->row == ((const Key *)b)->row && ((const Key *)a)->column == ((const Key *)b)->column;
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->tile.patch, qsa_patch_unref);
  g_clear_object (&entry->tile.texture);
  g_free (entry);
}

static void
piece_clear (gpointer data)
{
  Piece *piece = data;

  g_clear_pointer (&piece->patch, qsa_patch_unref);
  g_clear_pointer (&piece->pixels, g_bytes_unref);
}

static void
work_free (gpointer data)
{
  Work *work = data;

  qst_tensor_unref (work->tiling.tensor);
  qs_matrix_look_set (&work->look, NULL);
  g_array_unref (work->pieces);
  g_free (work);
}

/* Coarse samples know their largest error only under the params they were read with. */
static gboolean
depends_on_params (const QsMatrixTiling *tiling, const QsMatrixLook *look)
{
  return tiling->step > 1 && qs_matrix_look_needs_units (look);
}

static gboolean
make_piece (const Work *work, Piece *piece, GCancellable *cancellable)
{
  const QsMatrixTiling *tiling = &work->tiling;
  const guint64 n = tiling->side * tiling->step;
  const guint64 n_rows = qsa_matrix_get_n_rows (&tiling->matrix), n_columns = qsa_matrix_get_n_columns (&tiling->matrix);
  QsaWindow window = { piece->key.row * n, piece->key.column * n, 0, 0, tiling->step, tiling->step };

  window.n_rows = MIN (n, n_rows - window.row);
  window.n_columns = MIN (n, n_columns - window.column);
  if (piece->patch == NULL)
    piece->patch = qsa_patch_new (tiling->tensor, &tiling->matrix, &window,
                                  depends_on_params (tiling, &work->look) ? work->look.units : NULL, cancellable, NULL);
  if (piece->patch == NULL)
    return FALSE;
  if (tiling->pixels > 0)
    piece->pixels = qs_matrix_pixels_render (piece->patch, &work->look, qsa_patch_get_n_columns (piece->patch) * tiling->pixels,
                                             qsa_patch_get_n_rows (piece->patch) * tiling->pixels, tiling->gap);
  return TRUE;
}

static void
work_thread (GTask *task, gpointer object, gpointer task_data, GCancellable *cancellable)
{
  Work *work = task_data;

  for (guint i = 0; i < work->pieces->len; i++)
    if (!make_piece (work, &g_array_index (work->pieces, Piece, i), cancellable))
      break;
  g_task_return_boolean (task, TRUE);
}

static Entry *
find (QsMatrixTiles *self, const Key *key)
{
  return g_hash_table_lookup (self->entries, key);
}

static void
take_piece (QsMatrixTiles *self, const Work *work, Piece *piece)
{
  Entry *entry = find (self, &piece->key);

  if (piece->patch == NULL || (work->tiling.pixels > 0 && piece->pixels == NULL))
    return;
  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      entry->key = piece->key;
      entry->last_frame = self->frame;
      g_hash_table_replace (self->entries, &entry->key, entry);
    }
  g_clear_pointer (&entry->tile.patch, qsa_patch_unref);
  entry->tile.patch = g_steal_pointer (&piece->patch);
  entry->look = work->look_serial;
  g_clear_object (&entry->tile.texture);
  if (piece->pixels != NULL)
    {
      const guint width = qsa_patch_get_n_columns (entry->tile.patch) * work->tiling.pixels;
      const guint height = qsa_patch_get_n_rows (entry->tile.patch) * work->tiling.pixels;

      entry->tile.texture = gdk_memory_texture_new ((int)width, (int)height, GDK_MEMORY_R8G8B8A8, piece->pixels, 4 * width);
    }
}

static void start (QsMatrixTiles *self);

static void
work_done_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Work *work = g_task_get_task_data (G_TASK (result));
  QsMatrixTiles *self = work->tiles;

  if (self == NULL)
    return;
  g_clear_object (&self->task);
  for (guint i = 0; i < work->pieces->len; i++)
    take_piece (self, work, &g_array_index (work->pieces, Piece, i));
  self->changed (self->user_data);
  start (self);
}

/* Whether a tile that was looked at has to be made. */
static gboolean
is_missing (QsMatrixTiles *self, const Key *key)
{
  const Entry *entry = find (self, key);

  if (entry == NULL)
    return TRUE;
  return entry->look != self->look_serial && (self->tiling.pixels > 0 || depends_on_params (&self->tiling, &self->look));
}

/* One task at a time, so that what is wanted no more is never made. */
static void
start (QsMatrixTiles *self)
{
  const guint64 cells = (guint64)self->tiling.side * self->tiling.step * self->tiling.side * self->tiling.step;
  g_autoptr (GCancellable) cancellable = NULL;
  Work *work;

  if (self->task != NULL || self->tiling.tensor == NULL)
    return;
  work = g_new0 (Work, 1);
  work->pieces = g_array_new (FALSE, TRUE, sizeof (Piece));
  g_array_set_clear_func (work->pieces, piece_clear);
  work->tiles = self;
  work->tiling = self->tiling;
  qst_tensor_ref (work->tiling.tensor);
  qs_matrix_look_set (&work->look, &self->look);
  work->look_serial = self->look_serial;
  for (guint i = 0; i < self->wanted->len && (work->pieces->len == 0 || work->pieces->len * cells < CELLS_PER_TASK); i++)
    {
      Piece piece = { .key = g_array_index (self->wanted, Key, i) };
      const Entry *entry = find (self, &piece.key);

      if (!is_missing (self, &piece.key))
        continue;
      if (entry != NULL && !depends_on_params (&self->tiling, &self->look))
        piece.patch = qsa_patch_ref (entry->tile.patch);
      g_array_append_val (work->pieces, piece);
    }
  if (work->pieces->len == 0)
    {
      work_free (work);
      return;
    }
  cancellable = g_cancellable_new ();
  self->task = g_task_new (NULL, cancellable, work_done_cb, NULL);
  g_task_set_check_cancellable (self->task, FALSE);
  g_task_set_priority (self->task, G_PRIORITY_HIGH_IDLE);
  g_task_set_task_data (self->task, work, work_free);
  qs_task_run_in_thread (self->task, work_thread);
}

/* Whatever comes back from it is not looked at any more. */
static void
abandon (QsMatrixTiles *self)
{
  if (self->task == NULL)
    return;
  g_cancellable_cancel (g_task_get_cancellable (self->task));
  ((Work *)g_task_get_task_data (self->task))->tiles = NULL;
  g_clear_object (&self->task);
}

QsMatrixTiles *
qs_matrix_tiles_new (GSourceFunc changed, gpointer user_data)
{
  QsMatrixTiles *self = g_new0 (QsMatrixTiles, 1);

  self->changed = changed;
  self->user_data = user_data;
  self->entries = g_hash_table_new_full (key_hash, key_equal, NULL, entry_free);
  self->wanted = g_array_new (FALSE, FALSE, sizeof (Key));
  return self;
}

void
qs_matrix_tiles_free (QsMatrixTiles *self)
{
  abandon (self);
  g_hash_table_unref (self->entries);
  g_array_unref (self->wanted);
  g_clear_pointer (&self->tiling.tensor, qst_tensor_unref);
  qs_matrix_look_set (&self->look, NULL);
  g_free (self);
}

void
qs_matrix_tiles_set_tiling (QsMatrixTiles *self, const QsMatrixTiling *tiling)
{
  const QsMatrixTiling *old = &self->tiling;

  if (old->tensor == tiling->tensor && old->step == tiling->step && old->side == tiling->side && old->pixels == tiling->pixels
      && old->gap == tiling->gap && qsa_matrix_equal (&old->matrix, &tiling->matrix))
    return;
  abandon (self);
  g_hash_table_remove_all (self->entries);
  g_array_set_size (self->wanted, 0);
  if (tiling->tensor != NULL)
    qst_tensor_ref (tiling->tensor);
  g_clear_pointer (&self->tiling.tensor, qst_tensor_unref);
  self->tiling = *tiling;
}

void
qs_matrix_tiles_set_look (QsMatrixTiles *self, const QsMatrixLook *look)
{
  if (self->look_serial > 0 && qs_matrix_look_equal (&self->look, look))
    return;
  qs_matrix_look_set (&self->look, look);
  self->look_serial++;
}

void
qs_matrix_tiles_begin_frame (QsMatrixTiles *self)
{
  self->frame++;
  self->n_seen = 0;
  g_array_set_size (self->wanted, 0);
}

const QsMatrixTile *
qs_matrix_tiles_get (QsMatrixTiles *self, guint64 tile_row, guint64 tile_column)
{
  const Key key = { tile_row, tile_column };
  Entry *entry = find (self, &key);

  self->n_seen++;
  if (is_missing (self, &key))
    g_array_append_val (self->wanted, key);
  if (entry == NULL)
    return NULL;
  entry->last_frame = self->frame;
  return &entry->tile;
}

const QsMatrixTile *
qs_matrix_tiles_peek (QsMatrixTiles *self, guint64 tile_row, guint64 tile_column)
{
  const Key key = { tile_row, tile_column };
  const Entry *entry = find (self, &key);

  return entry != NULL ? &entry->tile : NULL;
}

static int
compare_frames (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *)a, y = *(const guint64 *)b;

  return x < y ? -1 : x > y;
}

static gboolean
is_old (gpointer key, gpointer value, gpointer user_data)
{
  return ((Entry *)value)->last_frame < *(guint64 *)user_data;
}

/* Down to three quarters, so that it does not happen in every frame. */
static void
drop_old (QsMatrixTiles *self)
{
  g_autoptr (GArray) frames = g_array_new (FALSE, FALSE, sizeof (guint64));
  GHashTableIter iter;
  gpointer value;
  const guint most = MAX (TILES_MIN, 2 * self->n_seen);
  guint64 least;

  if (g_hash_table_size (self->entries) <= most)
    return;
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_array_append_val (frames, ((Entry *)value)->last_frame);
  g_array_sort (frames, compare_frames);
  least = MIN (g_array_index (frames, guint64, frames->len - most * 3 / 4), self->frame);
  g_hash_table_foreach_remove (self->entries, is_old, &least);
}

void
qs_matrix_tiles_end_frame (QsMatrixTiles *self)
{
  drop_old (self);
  start (self);
}

gboolean
qs_matrix_tiles_is_busy (QsMatrixTiles *self)
{
  return self->task != NULL;
}
