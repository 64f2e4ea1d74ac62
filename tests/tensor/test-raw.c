/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files without a header: values of every type and order, what does not fit, and what stands in a line of text. */
#include "tensor-test.h"

#include "tensor/qst-raw.h"

#include <string.h>

typedef struct
{
  char *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = tt_folder_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  tt_folder_remove (self->folder);
}

/* The bytes behind three others, as the type and order say; the values they stand for, by the standards that define them. */
static const struct
{
  const char *raw;
  const char *bytes;
  gsize length;
  double values[2];
} cases[] = {
  { "F32:2:3:little", "\0\0\xc0\x3f\0\0\0\xc1", 8, { 1.5, -8 } },
  { "F32::3:big", "\x3f\xc0\0\0\xc1\0\0\0", 8, { 1.5, -8 } },
  { "F64:2:3:big", "\x3f\xf8\0\0\0\0\0\0\xc0\x20\0\0\0\0\0\0", 16, { 1.5, -8 } },
  { "F16:2x1:3:little", "\0\x3e\0\xc8", 4, { 1.5, -8 } },
  { "BF16:2:3:big", "\x3f\xc0\xc1\0", 4, { 1.5, -8 } },
  { "F8_E4M3:2:3:little", "\x3c\xd0", 2, { 1.5, -8 } },
  { "F8_E5M2:2:3:little", "\x3e\xc8", 2, { 1.5, -8 } },
  { "I64:2:3:little", "\x2a\0\0\0\0\0\0\0\xfe\xff\xff\xff\xff\xff\xff\xff", 16, { 42, -2 } },
  { "I32:1x2:3:big", "\0\0\0\x2a\xff\xff\xff\xfe", 8, { 42, -2 } },
  { "I16:2:3:big", "\x01\x02\xff\xfe", 4, { 258, -2 } },
  { "U16:2:3:little", "\x02\x01\xfe\xff", 4, { 258, 65534 } },
  { "I8:2:3:little", "\x2a\xfe", 2, { 42, -2 } },
  { "U8::3:little", "\x2a\xfe", 2, { 42, 254 } },
  { "BOOL:2:3:little", "\1\0", 2, { 1, 0 } },
  { "I4:2:3:little", "\xe7", 1, { 7, -2 } },
  { "U4::3:little", "\xe7", 1, { 7, 14 } },
};

static void
test_values (Fixture *self, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *path = NULL, *text = NULL;
  g_autoptr (QstArchive) archive = NULL;
  QstTensor *tensor;
  QstRaw raw;
  double values[2];

  g_byte_array_append (bytes, (const guint8 *)"abc", 3);
  g_byte_array_append (bytes, (const guint8 *)cases[i].bytes, (guint)cases[i].length);
  path = tt_write (self->folder, "weights.raw", bytes->data, bytes->len);
  g_assert_true (qst_raw_from_text (&raw, cases[i].raw));
  text = qst_raw_to_text (&raw);
  g_assert_cmpstr (text, ==, cases[i].raw);
  archive = qst_archive_open_raw (path, &raw, NULL, NULL);
  g_assert_nonnull (archive);
  g_assert_cmpstr (qst_archive_get_format (archive), ==, "raw");
  g_assert_true (qst_raw_equal (qst_archive_get_raw (archive), &raw));
  tensor = qst_archive_get_tensor (archive, 0);
  g_assert_cmpuint (qst_tensor_get_count (tensor), ==, 2);
  g_assert_cmpuint (qst_tensor_get_offset (tensor), ==, 3);
  qst_tensor_read_f64 (tensor, 0, 2, values);
  g_assert_cmpfloat (values[0], ==, cases[i].values[0]);
  g_assert_cmpfloat (values[1], ==, cases[i].values[1]);
}

static const struct
{
  const char *raw;
  const char *word;
} misfits[] = {
  { "F32::0:little",
    "The 10 bytes from byte 0 on are no whole number of float32 values, which have 4 bytes each: 2 are left over" },
  { "F32:2x2:0:little", "2 × 2 values of float32 take 16 bytes, but from byte 0 on the file has 10: 6 too few" },
  { "F64:1:3:little", "1 values of float64 take 8 bytes, but from byte 3 on the file has 7: 1 too few" },
  { "I8::10:little", "Byte 10, where the values should begin, is beyond the file: it has 10" },
  { "F32:4294967296x4294967296x2:0:little", "more values than can be counted" },
  { "F64:4611686018427387904:0:little", "more values than can be counted" },
};

static void
test_misfit (Fixture *self, gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_autofree char *path = tt_write (self->folder, "ten.raw", "0123456789", 10);
  g_autoptr (GError) error = NULL;
  QstRaw raw;

  g_assert_true (qst_raw_from_text (&raw, misfits[i].raw));
  g_assert_null (qst_archive_open_raw (path, &raw, NULL, &error));
  g_assert_error (error, QST_ERROR, QST_ERROR_ARGUMENT);
  g_assert_true (g_str_has_prefix (error->message, "ten.raw: "));
  g_assert_nonnull (strstr (error->message, misfits[i].word));
}

/* What stands behind the last value is told, not refused. */
static void
test_rest (Fixture *self, gconstpointer data)
{
  g_autofree char *path = tt_write (self->folder, "ten.raw", "0123456789", 10);
  g_autoptr (QstArchive) archive = NULL;
  const char *key, *value;
  QstRaw raw;

  g_assert_true (qst_raw_from_text (&raw, "F32:1:2:little"));
  archive = qst_archive_open_raw (path, &raw, NULL, NULL);
  g_assert_nonnull (archive);
  qst_archive_get_metadata (archive, 1, &key, &value);
  g_assert_cmpstr (key, ==, "bytes behind the array");
  g_assert_cmpstr (value, ==, "4");
}

static void
test_access (Fixture *self, gconstpointer data)
{
  g_autofree char *empty = tt_write (self->folder, "empty.raw", "", 0);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  QstRaw raw;

  qst_raw_init (&raw);
  g_assert_null (qst_archive_open_raw (empty, &raw, NULL, &error));
  g_assert_error (error, QST_ERROR, QST_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (qst_archive_open_raw (self->folder, &raw, NULL, &error));
  g_assert_error (error, QST_ERROR, QST_ERROR_ACCESS);
  g_clear_error (&error);
  g_cancellable_cancel (cancelled);
  g_assert_null (qst_archive_open_raw (empty, &raw, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_text (void)
{
  static const char *const wrong[] = { "",
                                       "F32",
                                       "F32:2:0",
                                       "F32:2:0:middle",
                                       "F32:2:-1:little",
                                       "F32:2x:0:little",
                                       "F32:0:0:little",
                                       "F32:-2:0:little",
                                       "F32:2:0:little:more",
                                       "Q4_0:32:0:little",
                                       "TEXT:2:0:little",
                                       "F33:2:0:little",
                                       "F32:2.5:0:little" };
  QstRaw raw;

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (qst_raw_from_text (&raw, wrong[i]));
  qst_raw_init (&raw);
  g_assert_true (qst_raw_parse_shape (&raw, " 3 × 4, 5x6 "));
  g_assert_cmpuint (raw.n_dims, ==, 4);
  g_assert_cmpuint (raw.shape[1] * 10 + raw.shape[3], ==, 46);
  g_assert_false (qst_raw_parse_shape (&raw, "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1"));
  g_assert_cmpuint (raw.n_dims, ==, 4);
  g_assert_true (qst_raw_parse_dtype ("bfloat16", &raw.dtype));
  g_assert_cmpint (raw.dtype, ==, QST_DTYPE_BF16);
}

static void
test_may_be (Fixture *self, gconstpointer data)
{
  g_autofree char *numbers = tt_write (self->folder, "a", "\x12\x34\xc0\x3f\0\0\0\xc1", 8);
  g_autofree char *text = tt_write (self->folder, "b", "1,2\n3,4\n", 8);
  g_autofree char *packed = tt_write (self->folder, "c", "\x1f\x8b\x08\0\0\0\0\0", 8);
  g_autofree char *empty = tt_write (self->folder, "d", "", 0);

  g_autofree char *table = tt_write (self->folder, "e.CSV", "\x12\x34\xc0\x3f\0\0\0\xc1", 8);
  g_autofree char *binary = tt_write (self->folder, "e.bin", "\x12\x34\xc0\x3f\0\0\0\xc1", 8);

  g_assert_false (qst_raw_may_be (table));
  g_assert_true (qst_raw_may_be (binary));
  g_assert_true (qst_raw_may_be (numbers));
  g_assert_false (qst_raw_may_be (text));
  g_assert_false (qst_raw_may_be (packed));
  g_assert_false (qst_raw_may_be (empty));
  g_assert_false (qst_raw_may_be (self->folder));
}

#define ADD(Name, Func, Data) g_test_add (Name, Fixture, Data, set_up, Func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/raw/values/", cases[i].raw, NULL);

      ADD (name, test_values, GSIZE_TO_POINTER (i));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (misfits); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/raw/misfit/", misfits[i].raw, NULL);

      ADD (name, test_misfit, GSIZE_TO_POINTER (i));
    }
  ADD ("/tensor/raw/rest", test_rest, NULL);
  ADD ("/tensor/raw/access", test_access, NULL);
  ADD ("/tensor/raw/may-be", test_may_be, NULL);
  g_test_add_func ("/tensor/raw/text", test_text);
  return g_test_run ();
}
