/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PyTorch's archives: a zip with one pickle and a member for each storage. TorchScript's are of the same kind. */
#include "tensor/qst-torch-private.h"

#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"
#include "tensor/qst-zip.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PICKLE "data.pkl"

/* The members by name, and the folder that all of them are in. */
typedef struct
{
  QstZip *zip;
  GHashTable *by_name; /* name → QstZipMember */
  char *folder;        /* with a slash at its end */
  const char *storages;
} Container;

static gboolean
probe (const guint8 *data, guint64 size)
{
  return qst_zip_guess_kind (data, size) == QST_ZIP_PYTORCH;
}

static const QstZipMember *
find_member (const Container *container, const char *folder, const char *name)
{
  g_autofree char *path = g_strconcat (container->folder, folder, name, NULL);

  return g_hash_table_lookup (container->by_name, path);
}

static void
find_storage (QstTorch *torch, QstTorchStorage *storage)
{
  const Container *container = torch->container;
  const QstZipMember *member = find_member (container, container->storages, storage->key);

  if (member != NULL)
    storage->storage = qst_zip_new_storage (container->zip, member, &storage->error);
}

/* The member that ends in /data.pkl tells the folder. */
static gboolean
index_members (Container *self, GError **error)
{
  for (guint i = 0; i < self->zip->members->len; i++)
    {
      QstZipMember *member = &g_array_index (self->zip->members, QstZipMember, i);

      if (!g_hash_table_contains (self->by_name, member->name))
        g_hash_table_insert (self->by_name, member->name, member);
      if (self->folder == NULL && g_str_has_suffix (member->name, "/" PICKLE))
        self->folder = g_strndup (member->name, strlen (member->name) - strlen (PICKLE));
    }
  if (self->folder == NULL)
    g_set_error_literal (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("The archive has no pickle “data.pkl”"));
  return self->folder != NULL;
}

static gboolean
read_pickle (QstTorch *torch, const char *name, const char *prefix, GCancellable *cancellable, GError **error)
{
  const Container *container = torch->container;
  const QstZipMember *member = find_member (container, "", name);
  g_autoptr (GBytes) bytes = qst_zip_read (container->zip, member, QST_LIMIT_PICKLE_BYTES, error);
  g_autoptr (QstPickle) pickle = NULL;
  QstReader reader;
  gsize size;

  if (bytes == NULL)
    return FALSE;
  qst_reader_init (&reader, g_bytes_get_data (bytes, &size), 0, FALSE);
  reader.size = size;
  pickle = qst_pickle_run (&reader, cancellable, error);
  return pickle != NULL && qst_torch_add_tensors (torch, pickle->root, prefix, cancellable, error);
}

/* A short text, as the members "byteorder" and "version" hold. */
static char *
read_word (const Container *container, const char *name)
{
  const QstZipMember *member = find_member (container, "", name);
  g_autoptr (GBytes) bytes = member != NULL ? qst_zip_read (container->zip, member, 100, NULL) : NULL;
  g_autofree char *word = NULL;
  gsize size;
  const char *text;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &size);
  word = g_utf8_make_valid (text, (gssize)size);
  return g_strdup (g_strstrip (word));
}

static gboolean
read_facts (QstTorch *torch, GError **error)
{
  g_autofree char *order = read_word (torch->container, "byteorder");
  g_autofree char *version = read_word (torch->container, "version");
  g_autofree char *quoted = order != NULL ? qst_quote (order, -1) : NULL;

  torch->big_endian = g_strcmp0 (order, "big") == 0;
  if (order != NULL && !torch->big_endian && strcmp (order, "little") != 0)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("The byte order of the archive is “%s”; little or big is expected"),
                   quoted);
      return FALSE;
    }
  if (version != NULL)
    qst_archive_add_metadata (torch->archive, N_ ("version"), version);
  qst_archive_add_metadata (torch->archive, N_ ("byte order"), torch->big_endian ? N_ ("big-endian") : N_ ("little-endian"));
  return TRUE;
}

/* TorchScript keeps what its code takes for granted in a pickle of its own. Its storages have keys of their own, too. */
static gboolean
read_constants (QstTorch *torch, GCancellable *cancellable, GError **error)
{
  Container *container = torch->container;

  if (find_member (container, "", "constants.pkl") == NULL)
    return TRUE;
  qst_archive_add_metadata (torch->archive, N_ ("kind"), "TorchScript");
  g_hash_table_remove_all (torch->storages);
  container->storages = "constants/";
  return read_pickle (torch, "constants.pkl", "constants", cancellable, error);
}

static gboolean
open_pytorch (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstZip) zip = qst_zip_open (map, error);
  g_autoptr (GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
  Container container = { zip, by_name, NULL, "data/" };
  QstTorch torch;
  gboolean done;

  if (zip == NULL)
    return FALSE;
  qst_torch_init (&torch, archive);
  torch.container = &container;
  torch.find = find_storage;
  done = index_members (&container, error) && read_facts (&torch, error) && read_pickle (&torch, PICKLE, "", cancellable, error)
         && read_constants (&torch, cancellable, error);
  qst_torch_clear (&torch);
  g_free (container.folder);
  return done;
}

const QstFormat qst_format_pytorch = {
  .info = { "pytorch", N_ ("PyTorch checkpoint"), "*.pt;*.pth;*.bin;*.ckpt" },
  .probe = probe,
  .open = open_pytorch,
};
