/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keras 3: a zip archive of a JSON or two and an HDF5 file. */
#include "tensor/qst-hdf5-private.h"

#include "tensor/qst-json.h"
#include "tensor/qst-limits.h"
#include "tensor/qst-zip.h"

#include <glib/gi18n-lib.h>

#define WEIGHTS "model.weights.h5"
#define METADATA "metadata.json"
#define METADATA_BYTES (1024u * 1024u)

static gboolean
probe (const guint8 *data, guint64 size)
{
  return qst_zip_guess_kind (data, size) == QST_ZIP_KERAS;
}

/* Versions and dates; nothing hangs on them. */
static void
add_metadata (QstArchive *archive, QstZip *zip)
{
  const QstZipMember *member = qst_zip_find (zip, METADATA);
  g_autoptr (GBytes) bytes = member != NULL ? qst_zip_read (zip, member, METADATA_BYTES, NULL) : NULL;
  g_autoptr (json_t) root = NULL;
  const char *key;
  json_t *value;

  if (bytes == NULL)
    return;
  root = qst_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), member->header, NULL);
  if (json_is_object (root))
    json_object_foreach (root, key, value)
    {
      if (json_is_string (value))
        qst_archive_add_metadata (archive, key, json_string_value (value));
    }
}

/* Where the HDF5 file lies: in the archive, if it is stored, otherwise inflated. (transfer full) */
static QstMap *
find_weights (QstZip *zip, const QstZipMember *member, QstMap *map, QstHdf5File *file, GError **error)
{
  g_autoptr (QstStorage) storage = qst_zip_new_storage (zip, member, error);
  g_autoptr (GBytes) bytes = NULL;
  QstMap *inflated;

  if (storage == NULL)
    return NULL;
  if (qst_storage_get_data (storage) != NULL)
    {
      *file = (QstHdf5File){ map, qst_storage_get_origin (storage), qst_storage_get_size (storage), FALSE };
      return qst_map_ref (map);
    }
  bytes = qst_zip_read (zip, member, qst_limit_get_decoded_bytes (), error);
  if (bytes == NULL)
    return NULL;
  inflated = qst_map_new_bytes (bytes);
  *file = (QstHdf5File){ inflated, 0, g_bytes_get_size (bytes), TRUE };
  return inflated;
}

static gboolean
open_keras (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstZip) zip = qst_zip_open (map, error);
  const QstZipMember *member = zip != NULL ? qst_zip_find (zip, WEIGHTS) : NULL;
  g_autoptr (QstMap) weights = NULL;
  QstHdf5File file;

  if (zip == NULL)
    return FALSE;
  if (!qst_hdf5_is_built ())
    {
      g_set_error_literal (error, QST_ERROR, QST_ERROR_UNSUPPORTED,
                           _ ("The weights in this archive are an HDF5 file, and this program was built without HDF5"));
      return FALSE;
    }
  if (member == NULL)
    {
      g_set_error_literal (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("The archive has no member “model.weights.h5”"));
      return FALSE;
    }
  add_metadata (archive, zip);
  weights = find_weights (zip, member, map, &file, error);
  return weights != NULL && qst_hdf5_list (archive, &file, cancellable, error);
}

const QstFormat qst_format_keras = {
  .info = { "keras", N_ ("Keras archive"), "*.keras" },
  .probe = probe,
  .open = open_keras,
};
