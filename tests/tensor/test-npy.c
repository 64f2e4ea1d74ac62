/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor-test.h"

#include "tensor/qst-archive-private.h"

#include <string.h>

/* Headers over 64 bytes of data: the shape that comes out, or the reason for the refusal. */
typedef struct
{
  const char *name;
  const char *header;
  const char *shape;
  const char *told;
  QstError code;
} Case;

#define H(descr, order, shape) "{'descr': " descr ", 'fortran_order': " order ", 'shape': " shape ", }\n"

static const Case cases[] = {
  { "plain", H ("'<f4'", "False", "(2, 3)"), "2 × 3", NULL, 0 },
  { "scalar", H ("'<f4'", "False", "()"), "scalar", NULL, 0 },
  { "one", H ("'<f4'", "False", "(3,)"), "3", NULL, 0 },
  { "no-comma", "{'descr':'<f4','fortran_order':False,'shape':(3)}", "3", NULL, 0 },
  { "double-quotes", "{\"descr\":\"<f4\",\"fortran_order\":True,\"shape\":(1,2,)}", "1 × 2", NULL, 0 },
  { "long-suffix", H ("'<f4'", "False", "(2L, 3L)"), "2 × 3", NULL, 0 },
  { "question-mark", H ("'?'", "False", "(2,)"), "2", NULL, 0 },
  { "blanks", " { 'descr' : '<f4' , 'fortran_order' : False , 'shape' : ( 2 , 3 ) } \t\n", "2 × 3", NULL, 0 },
  { "object", H ("'|O'", "False", "(2,)"), NULL, "unpickled", QST_ERROR_UNSUPPORTED },
  { "void", H ("'|V2'", "False", "(2,)"), NULL, "bfloat16", QST_ERROR_UNSUPPORTED },
  { "unicode", H ("'<U4'", "False", "(2,)"), NULL, "text", QST_ERROR_UNSUPPORTED },
  { "bytes", H ("'|S4'", "False", "(2,)"), NULL, "text", QST_ERROR_UNSUPPORTED },
  { "complex", H ("'<c8'", "False", "(2,)"), NULL, "complex", QST_ERROR_UNSUPPORTED },
  { "timedelta", H ("'<m8[ns]'", "False", "(2,)"), NULL, "dates or times", QST_ERROR_UNSUPPORTED },
  { "datetime", H ("'<M8[s]'", "False", "(2,)"), NULL, "dates or times", QST_ERROR_UNSUPPORTED },
  { "long-double", H ("'<f16'", "False", "(2,)"), NULL, "<f16", QST_ERROR_UNSUPPORTED },
  { "structured", H ("[('a', '<f4')]", "False", "(2,)"), NULL, "structured", QST_ERROR_UNSUPPORTED },
  { "empty-dtype", H ("''", "False", "(2,)"), NULL, "dtype", QST_ERROR_UNSUPPORTED },
  { "negative", H ("'<f4'", "False", "(-2,)"), NULL, "dimension", QST_ERROR_DAMAGED },
  { "float-shape", H ("'<f4'", "False", "(2.0,)"), NULL, "expected", QST_ERROR_DAMAGED },
  { "2^64", H ("'<f4'", "False", "(18446744073709551616,)"), NULL, "2^64", QST_ERROR_DAMAGED },
  { "2^64-1", H ("'<f4'", "False", "(18446744073709551615,)"), NULL, "can be counted", QST_ERROR_DAMAGED },
  { "zero-times-huge", H ("'<f4'", "False", "(0, 4294967296, 4294967296)"), NULL, "can be counted", QST_ERROR_DAMAGED },
  { "17-floats", H ("'<f4'", "False", "(17,)"), NULL, "68 bytes expected", QST_ERROR_DAMAGED },
  { "33-dims", H ("'<f4'", "False", "(1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)"), NULL, "32 dimensions",
    QST_ERROR_LIMIT },
  { "order-none", H ("'<f4'", "None", "(2,)"), NULL, "True or False", QST_ERROR_DAMAGED },
  { "order-falsey", H ("'<f4'", "Falsey", "(2,)"), NULL, "True or False", QST_ERROR_DAMAGED },
  { "missing-key", "{'descr': '<f4', 'shape': (2,)}", NULL, "'fortran_order'", QST_ERROR_DAMAGED },
  { "twice", "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", NULL, "once each", QST_ERROR_DAMAGED },
  { "unknown-key", "{'descr': '<f4', 'x': 1, 'fortran_order': False, 'shape': (2,)}", NULL, "once each", QST_ERROR_DAMAGED },
  { "open-quote", "{'descr: ", NULL, "closing quote", QST_ERROR_DAMAGED },
  { "open-brace", "{'descr': '<f4'", NULL, "closing brace", QST_ERROR_DAMAGED },
  { "empty", "", NULL, "opening brace", QST_ERROR_DAMAGED },
  { "something-behind", H ("'<f4'", "False", "(2,)") "x", NULL, "end of the header", QST_ERROR_DAMAGED },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  static const guint8 values[64];
  g_autoptr (GBytes) file = tt_npy (c->header, values, sizeof values);
  g_autoptr (GError) error = NULL;
  g_autoptr (QstArchive) archive = qst_archive_open_bytes ("dir/name.of.array.npy", file, NULL, &error);
  g_autofree char *shape = NULL;

  if (c->shape == NULL)
    {
      g_assert_null (archive);
      g_assert_error (error, QST_ERROR, (int)c->code);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, c->told));
      return;
    }
  g_assert_no_error (error);
  shape = qst_tensor_describe_shape (qst_archive_get_tensor (archive, 0));
  g_assert_cmpstr (shape, ==, c->shape);
  g_assert_cmpstr (qst_tensor_get_name (qst_archive_get_tensor (archive, 0)), ==, "name.of.array");
}

static void
test_versions (void)
{
  for (guint8 major = 0; major < 6; major++)
    {
      char bytes[] = "\x93NUMPY\0\0\0\0\0\0";
      g_autoptr (GBytes) file = NULL;
      g_autoptr (GError) error = NULL;

      bytes[6] = (char)major;
      file = g_bytes_new (bytes, 12);
      g_assert_null (qst_archive_open_bytes ("x", file, NULL, &error));
      g_assert_true (g_error_matches (error, QST_ERROR, major >= 1 && major <= 3 ? QST_ERROR_DAMAGED : QST_ERROR_UNSUPPORTED));
    }
}

/* A header of the size that version 1 can have opens; version 2 may claim more than the limit before a byte is read. */
static void
test_header_limit (void)
{
  g_autofree char *padding = g_strnfill (60000, ' ');
  g_autofree char *header = g_strdup_printf ("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}%s\n", padding);
  g_autoptr (GBytes) file = tt_npy (header, "\0\0\x80\x3f", 4);
  g_autoptr (QstArchive) archive = qst_archive_open_bytes ("x", file, NULL, NULL);
  g_autoptr (GBytes) huge = g_bytes_new ("\x93NUMPY\2\0\xff\xff\xff\xff{", 13);
  g_autoptr (GError) error = NULL;

  g_assert_cmpfloat (qst_tensor_get_value (qst_archive_get_tensor (archive, 0), 0), ==, 1);
  g_assert_null (qst_archive_open_bytes ("x", huge, NULL, &error));
  g_assert_error (error, QST_ERROR, QST_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, "4294967295"));
}

static void
test_every_cut (void)
{
  g_autoptr (GBytes) whole = tt_npy (cases[0].header, "aaaabbbbccccddddeeeeffff", 24);

  for (gsize n = 0; n < g_bytes_get_size (whole); n++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, n);
      g_autoptr (GError) error = NULL;

      g_assert_null (qst_archive_open_bytes ("x", cut, &qst_format_npy, &error));
      g_assert_true (error->domain == QST_ERROR);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/npy/", cases[i].name, NULL);

      g_test_add_data_func (name, &cases[i], test_case);
    }
  g_test_add_func ("/tensor/npy/versions", test_versions);
  g_test_add_func ("/tensor/npy/header-limit", test_header_limit);
  g_test_add_func ("/tensor/npy/every-cut", test_every_cut);
  return g_test_run ();
}
