/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-hdf5-private.h"

#include "tensor/hdf5/qst-hdf5-protocol.h"
#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"
#include "tensor/qst-reader.h"

#include <glib/gi18n-lib.h>

void
qst_hdf5_records_init (QstHdf5Records *self, QstHdf5Sink sink, gpointer data)
{
  *self = (QstHdf5Records){ .rest = g_byte_array_new (), .sink = sink, .data = data };
}

void
qst_hdf5_records_clear (QstHdf5Records *self)
{
  g_byte_array_unref (self->rest);
}

static const char *
describe_type (guint type)
{
  static const char *const words[QST_HDF5_N_TYPES] = {
    [QST_HDF5_TYPE_OTHER] = N_ ("values of an unknown type"),
    [QST_HDF5_TYPE_COMPOUND] = N_ ("values of several parts (compound, as complex numbers are)"),
    [QST_HDF5_TYPE_OPAQUE] = N_ ("opaque bytes"),
    [QST_HDF5_TYPE_REFERENCE] = N_ ("references to other objects"),
    [QST_HDF5_TYPE_SEQUENCE] = N_ ("sequences of variable length"),
    [QST_HDF5_TYPE_ARRAY] = N_ ("values that are arrays themselves"),
    [QST_HDF5_TYPE_BITS] = N_ ("bit fields"),
    [QST_HDF5_TYPE_TIME] = N_ ("times"),
    [QST_HDF5_TYPE_WIDE_INTEGER] = N_ ("integers wider than 64 bits"),
    [QST_HDF5_TYPE_WIDE_FLOAT] = N_ ("floating-point numbers wider than float64"),
  };

  return _ (words[type < QST_HDF5_N_TYPES ? type : QST_HDF5_TYPE_OTHER]);
}

GError *
qst_hdf5_new_error (guint why, guint type, const char *detail, gsize length)
{
  g_autofree char *quoted = qst_quote (detail, (gssize)length);

  switch (why)
    {
    case QST_HDF5_WHY_TYPE:
      return g_error_new (QST_ERROR, QST_ERROR_UNSUPPORTED, _ ("it holds %s, which are not supported"), describe_type (type));
    case QST_HDF5_WHY_FILTER:
      return g_error_new (QST_ERROR, QST_ERROR_UNSUPPORTED, _ ("it is packed with the filter “%s”, which is not supported"),
                          quoted);
    case QST_HDF5_WHY_LINK:
      return g_error_new (QST_ERROR, QST_ERROR_UNSUPPORTED, _ ("it is a link to another file, “%s”, which is not followed"),
                          quoted);
    case QST_HDF5_WHY_STORAGE:
      return g_error_new (QST_ERROR, QST_ERROR_UNSUPPORTED, _ ("its values lie in another file, “%s”, which is not opened"),
                          quoted);
    case QST_HDF5_WHY_VIRTUAL:
      return g_error_new_literal (QST_ERROR, QST_ERROR_UNSUPPORTED,
                                  _ ("it is put together from other data sets (virtual), which is not supported"));
    case QST_HDF5_WHY_DEPTH:
      return g_error_new (QST_ERROR, QST_ERROR_LIMIT, _ ("groups are nested deeper than %u levels"), QST_LIMIT_NESTING);
    case QST_HDF5_WHY_DIMS:
      return g_error_new (QST_ERROR, QST_ERROR_LIMIT, _ ("it has more than %u dimensions"), QST_LIMIT_DIMS);
    case QST_HDF5_WHY_NAME:
      return g_error_new (QST_ERROR, QST_ERROR_LIMIT, _ ("a name in it is longer than %u bytes"), QST_LIMIT_NAME_BYTES);
    case QST_HDF5_WHY_COUNT:
      return g_error_new (QST_ERROR, QST_ERROR_LIMIT, _ ("The file has more than %u data sets; the others are not listed"),
                          QST_LIMIT_TENSORS);
    case QST_HDF5_WHY_MEMORY:
      return g_error_new_literal (QST_ERROR, QST_ERROR_LIMIT, _ ("there is not enough memory to unpack it"));
    case QST_HDF5_WHY_CHANGED:
      return g_error_new_literal (QST_ERROR, QST_ERROR_CHANGED, _ ("it is not what it was when the file was opened"));
    default:
      return g_error_new (QST_ERROR, QST_ERROR_DAMAGED, _ ("libhdf5 cannot read it: %s"), *quoted != '\0' ? quoted : "?");
    }
}

static gboolean
set_no_answer (GError **error)
{
  g_set_error_literal (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("The program that reads HDF5 gave an answer that makes no sense"));
  return FALSE;
}

static gboolean
take_record (QstHdf5Records *self, guint32 kind, const guint8 *payload, gsize size, GError **error)
{
  QstReader reader;
  guint why;

  switch (kind)
    {
    case QST_HDF5_END:
      self->ended = TRUE;
      return size == 0 || set_no_answer (error);
    case QST_HDF5_FAILURE:
      qst_reader_init (&reader, payload, size, FALSE);
      why = qst_reader_u16 (&reader);
      if (reader.failed)
        return set_no_answer (error);
      g_propagate_error (error, qst_hdf5_new_error (why, 0, (const char *)payload + 2, size - 2));
      return FALSE;
    default:
      return self->sink (self->data, kind, payload, size, error)
             || (error != NULL && *error != NULL ? FALSE : set_no_answer (error));
    }
}

gboolean
qst_hdf5_records_feed (QstHdf5Records *self, const guint8 *bytes, gsize size, GError **error)
{
  gsize used = 0;

  g_byte_array_append (self->rest, bytes, (guint)size);
  while (self->rest->len - used >= QST_HDF5_RECORD_HEAD)
    {
      QstReader reader;
      guint32 kind, length;

      qst_reader_init (&reader, self->rest->data + used, self->rest->len - used, FALSE);
      kind = qst_reader_u32 (&reader);
      length = qst_reader_u32 (&reader);
      if (length > QST_HDF5_RECORD_BYTES || self->ended)
        return set_no_answer (error);
      if (qst_reader_left (&reader) < length)
        break;
      if (!take_record (self, kind, self->rest->data + used + QST_HDF5_RECORD_HEAD, length, error))
        return FALSE;
      used += QST_HDF5_RECORD_HEAD + length;
    }
  g_byte_array_remove_range (self->rest, 0, (guint)used);
  return TRUE;
}
