/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zip archives written here, sound and not. */
#include "tensor-test.h"

#include "tensor/qst-archive-private.h"

#include <string.h>
#include <zlib.h>

/* What a member says of itself; a 0 is filled in rightly. */
typedef struct
{
  const char *name;
  GBytes *contents;
  gboolean deflated;
  guint16 flags, method;
  guint32 crc, size, compressed_size;
  gboolean same_place; /* as the member before */
  int surplus;         /* bytes behind the deflated stream that count as compressed */
} Member;

static void
put (GByteArray *to, guint64 value, guint size)
{
  for (guint i = 0; i < size; i++)
    g_byte_array_append (to, &(guint8){ (guint8)(value >> (8 * i)) }, 1);
}

static GBytes *
deflate_raw (GBytes *contents)
{
  gsize size;
  const guint8 *from = g_bytes_get_data (contents, &size);
  z_stream stream = { 0 };
  guint8 *to;

  g_assert_cmpint (deflateInit2 (&stream, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY), ==, Z_OK);
  to = g_malloc (size + 1000);
  stream.next_in = (Bytef *)from;
  stream.avail_in = (uInt)size;
  stream.next_out = to;
  stream.avail_out = (uInt)size + 1000;
  g_assert_cmpint (deflate (&stream, Z_FINISH), ==, Z_STREAM_END);
  size = stream.total_out;
  deflateEnd (&stream);
  return g_bytes_new_take (to, size);
}

static void
put_header (GByteArray *to, const Member *member, gsize stored, guint32 crc)
{
  put (to, 20, 2);
  put (to, member->flags, 2);
  put (to, member->method != 0 ? member->method : member->deflated ? 8 : 0, 2);
  put (to, 0, 4);
  put (to, member->crc != 0 ? member->crc : crc, 4);
  put (to, member->compressed_size != 0 ? member->compressed_size : stored, 4);
  put (to, member->size != 0 ? member->size : g_bytes_get_size (member->contents), 4);
  put (to, strlen (member->name), 2);
  put (to, 0, 2);
}

static GByteArray *
make_zip (Member *members, gsize n, const char *comment)
{
  GByteArray *file = g_byte_array_new ();
  g_autoptr (GByteArray) directory = g_byte_array_new ();
  guint where = 0;

  for (gsize i = 0; i < n; i++)
    {
      Member *member = &members[i];
      g_autoptr (GBytes) packed = member->deflated ? deflate_raw (member->contents) : g_bytes_ref (member->contents);
      gsize size, stored = g_bytes_get_size (packed) + (gsize)member->surplus;
      const guint8 *contents = g_bytes_get_data (member->contents, &size);
      guint32 crc = (guint32)crc32 (0, contents, (uInt)size);

      if (!member->same_place)
        {
          where = file->len;
          put (file, 0x04034b50, 4);
          put_header (file, member, stored, crc);
          g_byte_array_append (file, (const guint8 *)member->name, (guint)strlen (member->name));
          g_byte_array_append (file, g_bytes_get_data (packed, NULL), (guint)g_bytes_get_size (packed));
          put (file, 0, (guint)member->surplus);
        }
      put (directory, 0x02014b50, 4);
      put (directory, 20, 2);
      put_header (directory, member, stored, crc);
      put (directory, 0, 10);
      put (directory, where, 4);
      g_byte_array_append (directory, (const guint8 *)member->name, (guint)strlen (member->name));
    }
  where = file->len;
  g_byte_array_append (file, directory->data, directory->len);
  put (file, 0x06054b50, 4);
  put (file, 0, 4);
  put (file, n, 2);
  put (file, n, 2);
  put (file, directory->len, 4);
  put (file, where, 4);
  put (file, strlen (comment), 2);
  g_byte_array_append (file, (const guint8 *)comment, (guint)strlen (comment));
  return file;
}

static QstArchive *
open_zip (Member *members, gsize n, GError **error)
{
  g_autoptr (GByteArray) file = make_zip (members, n, "");
  g_autoptr (GBytes) bytes = g_bytes_new (file->data, file->len);

  return qst_archive_open_bytes ("x.npz", bytes, NULL, error);
}

static GBytes *
make_array (void)
{
  const float values[4] = { 1, 2, 3, 4 };

  return tt_npy ("{'descr': '=f4', 'fortran_order': False, 'shape': (4,)}", values, sizeof values);
}

static void
test_sound (void)
{
  g_autoptr (GBytes) array = make_array ();
  Member members[] = { { "a.npy", array }, { "b.npy", array, TRUE }, { "c.txt", array } };
  g_autoptr (QstArchive) archive = open_zip (members, 3, NULL);

  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 2);
  for (gsize i = 0; i < 2; i++)
    {
      QstTensor *tensor = qst_archive_get_tensor (archive, i);

      g_assert_cmpfloat (qst_tensor_get_value (tensor, 3), ==, 4);
      g_assert_true (qst_tensor_check (tensor, NULL));
      g_assert_cmpstr (qst_tensor_get_name (tensor), ==, i == 0 ? "a" : "b");
    }
  g_assert_cmpstr (qst_archive_get_format (archive), ==, "npz");
}

/* What is wrong already in the directory or the header of a member. */
static void
test_missing (void)
{
  g_autoptr (GBytes) array = make_array (), words = g_bytes_new_static ("no array", 8);
  Member members[] = {
    { "encrypted.npy", array, FALSE, 1 },
    { "lzma.npy", array, FALSE, 0, 14 },
    { "sizes.npy", array, FALSE, 0, 0, 0, 5000 },
    { "ratio.npy", array, TRUE, 0, 0, 0, G_MAXINT },
    { "reach.npy", array, FALSE, 0, 0, 0, 500, 500 },
    { "words.npy", words },
    { "good.npy", array },
    { "good.npy", array },
  };
  static const char *const reasons[] = { "encrypted", "method 14", "differ", "inflated", "reach", "NumPy", "twice" };
  g_autoptr (QstArchive) archive = open_zip (members, G_N_ELEMENTS (members), NULL);

  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
  g_assert_cmpuint (qst_archive_get_n_missing (archive), ==, G_N_ELEMENTS (reasons));
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_test_message ("%s", qst_archive_get_errors (archive)[i]);
      g_assert_nonnull (strstr (qst_archive_get_missing (archive, i)->reason, reasons[i]));
    }
}

/* What shows only when the values are read. */
static void
test_values (void)
{
  g_autoptr (GBytes) array = make_array ();
  const guint32 size = (guint32)g_bytes_get_size (array);
  Member members[] = {
    { "stored.npy", array, FALSE, 0, 0, 0x12345678 },
    { "deflated.npy", array, TRUE, 0, 0, 0x12345678 },
    { "more.npy", array, TRUE, 0, 0, 0, size + 1 },
    { "behind.npy", array, TRUE, 0, 0, 0, 0, 0, FALSE, 3 },
    { "good.npy", array, TRUE },
  };
  static const char *const reasons[] = { "checksum", "checksum", "claims", "claims" };
  g_autoptr (QstArchive) archive = open_zip (members, G_N_ELEMENTS (members), NULL);

  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, G_N_ELEMENTS (members));
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      QstTensor *tensor = qst_archive_get_tensor (archive, i);
      float value = qst_tensor_get_value (tensor, 1);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (qst_tensor_check (tensor, &error), ==, i == G_N_ELEMENTS (reasons));
      if (i < G_N_ELEMENTS (reasons))
        {
          g_test_message ("%s", error->message);
          g_assert_error (error, QST_ERROR, QST_ERROR_DAMAGED);
          g_assert_nonnull (strstr (error->message, reasons[i]));
          g_assert_nonnull (strstr (error->message, members[i].name));
          g_assert_cmpfloat (value, ==, i == 0 ? 2 : 0);
        }
      else
        g_assert_cmpfloat (value, ==, 2);
    }
}

/* A stream that holds more than it claims is not followed further. */
static void
test_less (void)
{
  g_autoptr (GBytes) array = make_array ();
  g_autoptr (GByteArray) longer = g_byte_array_new ();
  g_autoptr (GBytes) all = NULL;
  g_autoptr (QstArchive) archive = NULL;
  Member member = { "a.npy", NULL, TRUE, 0, 0, 0, (guint32)g_bytes_get_size (array) };

  g_byte_array_append (longer, g_bytes_get_data (array, NULL), (guint)g_bytes_get_size (array));
  g_byte_array_set_size (longer, 1 << 20);
  all = g_bytes_new (longer->data, longer->len);
  member.contents = all;
  archive = open_zip (&member, 1, NULL);
  g_assert_cmpfloat (qst_tensor_get_value (qst_archive_get_tensor (archive, 0), 0), ==, 0);
  g_assert_false (qst_tensor_check (qst_archive_get_tensor (archive, 0), NULL));
}

/* Members in one place would let a small file hold any amount. */
static void
test_overlap (void)
{
  g_autoptr (GBytes) array = make_array ();
  Member members[] = { { "a.npy", array }, { "b.npy", array, .same_place = TRUE }, { "c.npy", array } };
  g_autoptr (QstArchive) archive = open_zip (members, 3, NULL);

  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
  g_assert_cmpstr (qst_tensor_get_name (qst_archive_get_tensor (archive, 0)), ==, "c");
  g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], "reach into"));
}

static void
test_limit (void)
{
  g_autoptr (GBytes) array = make_array ();
  Member member = { "a.npy", array, TRUE };
  g_autoptr (QstArchive) archive = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("QUANTOSCOPE_MAX_DECODED", "64", TRUE);
  archive = open_zip (&member, 1, &error);
  g_unsetenv ("QUANTOSCOPE_MAX_DECODED");
  g_assert_null (archive);
  g_assert_error (error, QST_ERROR, QST_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "QUANTOSCOPE_MAX_DECODED"));
}

/* A comment that looks like the end of an archive does not end it, unless it is one. */
static void
test_comment (void)
{
  g_autoptr (GBytes) array = make_array ();
  Member member = { "a.npy", array };
  g_autoptr (GByteArray) file = make_zip (&member, 1, "PK\5\6 and some more words that hold no archive");
  g_autoptr (GBytes) bytes = g_bytes_new (file->data, file->len);
  g_autoptr (QstArchive) archive = qst_archive_open_bytes ("x.npz", bytes, NULL, NULL);

  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
}

static void
test_every_cut (void)
{
  g_autoptr (GBytes) array = make_array ();
  Member members[] = { { "a.npy", array }, { "b.npy", array, TRUE } };
  g_autoptr (GByteArray) file = make_zip (members, 2, "");

  for (guint cut = 4; cut < file->len; cut++)
    {
      g_autofree char *part = g_memdup2 (file->data, cut);
      g_autoptr (GBytes) bytes = g_bytes_new (part, cut);
      g_autoptr (GError) error = NULL;

      g_assert_null (qst_archive_open_bytes ("x.npz", bytes, NULL, &error));
      g_assert_true (error->domain == QST_ERROR);
      if (cut > 40)
        g_assert_nonnull (strstr (error->message, "cut off"));
    }
}

/* One byte changed anywhere: no crash, and nothing wrong passes for right. */
static void
test_every_flip (void)
{
  g_autoptr (GBytes) array = make_array ();
  Member members[] = { { "a.npy", array }, { "b.npy", array, TRUE } };
  g_autoptr (GByteArray) file = make_zip (members, 2, "");

  for (guint i = 0; i < file->len; i++)
    for (guint bit = 0; bit < 8; bit++)
      {
        g_autofree guint8 *copy = g_memdup2 (file->data, file->len);
        g_autoptr (GBytes) bytes = NULL;
        g_autoptr (QstArchive) archive = NULL;

        copy[i] ^= (guint8)(1u << bit);
        bytes = g_bytes_new (copy, file->len);
        archive = qst_archive_open_bytes ("x.npz", bytes, NULL, NULL);
        for (gsize k = 0; archive != NULL && k < qst_archive_get_n_tensors (archive); k++)
          {
            QstTensor *tensor = qst_archive_get_tensor (archive, k);
            guint64 n = qst_tensor_get_count (tensor);
            float last = n > 0 ? qst_tensor_get_value (tensor, n - 1) : 4;

            g_assert_true (!qst_tensor_check (tensor, NULL) || last == 4);
          }
      }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tensor/npz/sound", test_sound);
  g_test_add_func ("/tensor/npz/missing", test_missing);
  g_test_add_func ("/tensor/npz/values", test_values);
  g_test_add_func ("/tensor/npz/less", test_less);
  g_test_add_func ("/tensor/npz/overlap", test_overlap);
  g_test_add_func ("/tensor/npz/limit", test_limit);
  g_test_add_func ("/tensor/npz/comment", test_comment);
  g_test_add_func ("/tensor/npz/every-cut", test_every_cut);
  g_test_add_func ("/tensor/npz/every-flip", test_every_flip);
  return g_test_run ();
}
