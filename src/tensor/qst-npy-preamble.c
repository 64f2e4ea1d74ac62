/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in front of the header of an npy file. */
#include "tensor/qst-npy-header.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define MAGIC "\x93NUMPY"
#define MAGIC_LENGTH 6

gboolean
qst_npy_header_is_there (const guint8 *data, guint64 size)
{
  return size >= MAGIC_LENGTH && memcmp (data, MAGIC, MAGIC_LENGTH) == 0;
}

/* The text of the header and its version. */
static const char *
read_preamble (QstReader *reader, guint *major, gsize *length, GError **error)
{
  guint64 told;
  const guint8 *text;
  guint minor;

  qst_reader_bytes (reader, MAGIC_LENGTH);
  *major = qst_reader_u8 (reader);
  minor = qst_reader_u8 (reader);
  if (!reader->failed && (*major < 1 || *major > 3 || minor != 0))
    {
      g_set_error (error, QST_ERROR, QST_ERROR_UNSUPPORTED,
                   _ ("The version of the NumPy format is %u.%u; 1.0, 2.0 and 3.0 are read"), *major, minor);
      return NULL;
    }
  told = *major == 1 ? qst_reader_u16 (reader) : qst_reader_u32 (reader);
  if (!reader->failed && told > QST_LIMIT_NPY_HEADER_BYTES)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The header claims %" PRIu64 " bytes; the limit is %u"), told,
                   QST_LIMIT_NPY_HEADER_BYTES);
      return NULL;
    }
  text = qst_reader_bytes (reader, told);
  if (text == NULL)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                   _ ("The file ends inside its header: the header is to have %" PRIu64 " bytes, the file has %" PRIu64), told,
                   reader->size);
      return NULL;
    }
  *length = told;
  return (const char *)text;
}

gboolean
qst_npy_header_read (QstNpyHeader *self, QstReader *reader, GError **error)
{
  const char *text;
  gsize length;
  guint major;

  if (!qst_npy_header_is_there (reader->data, reader->size))
    {
      g_set_error_literal (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("It does not begin like a NumPy array"));
      return FALSE;
    }
  text = read_preamble (reader, &major, &length, error);
  if (text == NULL || !qst_npy_header_parse (self, text, length, reader->at - length, error))
    return FALSE;
  self->major = major;
  return TRUE;
}

guint64
qst_npy_header_get_length (const guint8 *data, guint64 size)
{
  QstReader reader;
  guint64 told;
  guint major;

  if (!qst_npy_header_is_there (data, size))
    return 0;
  qst_reader_init (&reader, data, size, FALSE);
  reader.at = MAGIC_LENGTH;
  major = qst_reader_u8 (&reader);
  qst_reader_u8 (&reader);
  told = major == 1 ? qst_reader_u16 (&reader) : qst_reader_u32 (&reader);
  return reader.at + told;
}
