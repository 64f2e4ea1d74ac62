/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zip archives written here, sound and not. */
#include "tensor-zip.h"

#include "tensor/qst-archive-private.h"

#include <string.h>

static QstArchive *
open_zip (TtMember *members, gsize n, GError **error)
{
  g_autoptr (GByteArray) file = tt_zip (members, n, "");
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
  TtMember members[] = { { "a.npy", array }, { "b.npy", array, TRUE }, { "c.txt", array } };
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
  TtMember members[] = {
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
  TtMember members[] = {
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
  TtMember member = { "a.npy", NULL, TRUE, 0, 0, 0, (guint32)g_bytes_get_size (array) };

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
  TtMember members[] = { { "a.npy", array }, { "b.npy", array, .same_place = TRUE }, { "c.npy", array } };
  g_autoptr (QstArchive) archive = open_zip (members, 3, NULL);

  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
  g_assert_cmpstr (qst_tensor_get_name (qst_archive_get_tensor (archive, 0)), ==, "c");
  g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], "reach into"));
}

static void
test_limit (void)
{
  g_autoptr (GBytes) array = make_array ();
  TtMember member = { "a.npy", array, TRUE };
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
  TtMember member = { "a.npy", array };
  g_autoptr (GByteArray) file = tt_zip (&member, 1, "PK\5\6 and some more words that hold no archive");
  g_autoptr (GBytes) bytes = g_bytes_new (file->data, file->len);
  g_autoptr (QstArchive) archive = qst_archive_open_bytes ("x.npz", bytes, NULL, NULL);

  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
}

static void
test_every_cut (void)
{
  g_autoptr (GBytes) array = make_array ();
  TtMember members[] = { { "a.npy", array }, { "b.npy", array, TRUE } };
  g_autoptr (GByteArray) file = tt_zip (members, 2, "");

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
  TtMember members[] = { { "a.npy", array }, { "b.npy", array, TRUE } };
  g_autoptr (GByteArray) file = tt_zip (members, 2, "");

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
