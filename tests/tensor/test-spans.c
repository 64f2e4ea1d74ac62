/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of every dtype, byte order and memory order, in every window. */
#include "tensor-test.h"

#include "tensor/qst-archive-private.h"
#include "tensor/qst-checked.h"
#include "tensor/qst-quote.h"
#include "tensor/qst-reader.h"

#include <math.h>
#include <string.h>

static const struct
{
  const char *code;
  gsize size;
} codes[] = { { "f2", 2 }, { "f4", 4 }, { "f8", 8 }, { "i1", 1 }, { "i2", 2 }, { "i4", 4 },
              { "i8", 8 }, { "u1", 1 }, { "u2", 2 }, { "u4", 4 }, { "u8", 8 }, { "b1", 1 } };

/* The small whole number n as the code writes it, most significant byte first. */
static void
encode (const char *code, guint n, guint8 *out)
{
  gsize size = (gsize)(code[1] - '0');
  guint64 bits = n;

  if (code[0] == 'f')
    {
      double x = n;
      float y = (float)n;
      guint32 bits32;

      memcpy (&bits, &x, 8);
      memcpy (&bits32, &y, 4);
      if (size == 4)
        bits = bits32;
      else if (size == 2) /* whole numbers below 2048: exponent and the upper 10 bits of the fraction */
        bits = n == 0 ? 0 : (((bits32 >> 23) - 112) << 10 | (bits32 >> 13 & 0x3ff));
    }
  else if (code[0] == 'b')
    bits = n % 2;
  for (gsize i = 0; i < size; i++)
    out[i] = (guint8)(bits >> (8 * (size - 1 - i)));
}

static QstArchive *
make (const char *code, gsize size, gboolean big, gboolean fortran, gsize n_dims, const guint64 *shape, gsize count)
{
  g_autofree guint8 *data = g_malloc (count * size + 1);
  g_autoptr (GString) header = g_string_new (NULL);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GError) error = NULL;
  QstArchive *archive;

  /* Value i in row-major order is i mod 120; placed by a naive walk. */
  for (gsize i = 0; i < count; i++)
    {
      gsize at = i, rest = i, step = 1;

      if (fortran)
        {
          guint64 index[8];

          for (gsize d = n_dims; d-- > 0;)
            {
              index[d] = rest % shape[d];
              rest /= shape[d];
            }
          at = 0;
          for (gsize d = 0; d < n_dims; d++)
            {
              at += index[d] * step;
              step *= shape[d];
            }
        }
      encode (code, (guint)(i % 120), data + at * size);
      if (!big)
        for (gsize k = 0; k < size / 2; k++)
          {
            guint8 t = data[at * size + k];

            data[at * size + k] = data[at * size + size - 1 - k];
            data[at * size + size - 1 - k] = t;
          }
    }
  g_string_printf (header, "{'descr': '%c%s', 'fortran_order': %s, 'shape': (", big ? '>' : '<', code,
                   fortran ? "True" : "False");
  for (gsize d = 0; d < n_dims; d++)
    g_string_append_printf (header, "%u,", (guint)shape[d]);
  g_string_append (header, ")}");
  file = tt_npy (header->str, data, count * size);
  archive = qst_archive_open_bytes ("x", file, NULL, &error);
  g_assert_no_error (error);
  return archive;
}

static void
check_window (QstTensor *tensor, guint64 begin, guint64 end, gboolean is_bool)
{
  g_autofree float *scratch = g_new (float, end - begin + 1);
  g_autofree double *doubles = g_new (double, end - begin + 1);
  const float *span;

  scratch[end - begin] = 77;
  doubles[end - begin] = 77;
  span = qst_tensor_get_span (tensor, begin, end, scratch);
  qst_tensor_read_f64 (tensor, begin, end, doubles);
  for (guint64 i = begin; i < end; i++)
    {
      double should = is_bool ? i % 120 % 2 : i % 120;

      if (span[i - begin] != should || doubles[i - begin] != should)
        g_error ("value %u of %u … %u is %g, should be %g", (guint)i, (guint)begin, (guint)end, (double)span[i - begin], should);
    }
  g_assert_cmpfloat (scratch[end - begin], ==, 77);
  g_assert_cmpfloat (doubles[end - begin], ==, 77);
}

static const struct
{
  gsize n_dims;
  guint64 shape[8];
} shapes[] = { { 0, { 0 } },          { 1, { 7 } },      { 2, { 3, 5 } },
               { 2, { 1, 9 } },       { 2, { 9, 1 } },   { 3, { 2, 3, 4 } },
               { 4, { 3, 1, 2, 5 } }, { 2, { 61, 43 } }, { 6, { 2, 2, 3, 1, 2, 2 } } };

static void
test_layout (gconstpointer data)
{
  const char *code = data;
  gsize size = (gsize)(code[1] - '0');

  for (int variant = 0; variant < 4; variant++)
    for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
      {
        guint64 count = 1, step;
        g_autoptr (QstArchive) archive = NULL;
        QstTensor *tensor;

        g_assert_true (qst_checked_count (shapes[s].shape, shapes[s].n_dims, &count));
        archive = make (code, size, variant & 1, variant >> 1, shapes[s].n_dims, shapes[s].shape, count);
        tensor = qst_archive_get_tensor (archive, 0);
        step = count > 200 ? 97 : 1;
        for (guint64 begin = 0; begin <= count; begin += step)
          for (guint64 end = begin; end <= count; end += step)
            check_window (tensor, begin, end, code[0] == 'b');
        check_window (tensor, 0, count, code[0] == 'b');
        for (guint64 i = 0; i < count; i += step)
          g_assert_cmpfloat (qst_tensor_get_value (tensor, i), ==, code[0] == 'b' ? (float)(i % 120 % 2) : (float)(i % 120));
        g_assert_cmpuint (qst_tensor_get_stored_bytes (tensor), ==, count * size);
      }
}

/* Aligned float32 of this machine's order is not copied; anything else is. */
static void
test_zero_copy (void)
{
  static const char *const headers[] = {
    "{'descr': '=f4', 'fortran_order': False, 'shape': (4,)}       ",
    "{'descr': '=f4', 'fortran_order': False, 'shape': (4,)}        ",
    "{'descr': '=f4', 'fortran_order': True, 'shape': (4,)}        ",
    "{'descr': '=f4', 'fortran_order': True, 'shape': (2,2)}       ",
  };
  const float values[4] = { 1, 2, 3, 4 };
  char *folder = tt_folder_new ();

  for (int i = 0; i < 4; i++)
    {
      g_autoptr (GBytes) npy = tt_npy (headers[i], values, sizeof values);
      g_autofree char *path = tt_write (folder, "a.npy", g_bytes_get_data (npy, NULL), (gssize)g_bytes_get_size (npy));
      g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);
      gboolean aligned = (g_bytes_get_size (npy) - sizeof values) % 4 == 0;
      float scratch[4];
      const float *span = qst_tensor_get_span (qst_archive_get_tensor (archive, 0), 0, 4, scratch);

      g_assert_cmpint (span != scratch, ==, aligned && i != 3);
      g_assert_cmpfloat (span[1], ==, i == 3 ? 3 : 2);
      if (span != scratch)
        g_assert_true (qst_tensor_get_span (qst_archive_get_tensor (archive, 0), 2, 4, scratch) == span + 2);
    }
  tt_folder_remove (folder);
}

/* float64 → float32 rounds to nearest, ties to even; 64-bit integers round once. */
static void
test_rounding (void)
{
  const double doubles[] = { 1 + 0x1p-24, 1 + 3 * 0x1p-24, 1 + 0x1p-24 + 0x1p-50, 3.5e38, -1e300, 1e-46, 0x1p-149 };
  const float floats[] = { 1, 1 + 0x1p-22f, 1 + 0x1p-23f, INFINITY, -INFINITY, 0, 0x1p-149f };
  const gint64 integers[] = { (G_GINT64_CONSTANT (1) << 60) + (G_GINT64_CONSTANT (1) << 36) + 1, G_MAXINT64, G_MININT64,
                              -16777217, 9007199254740993 };
  const double as_double[] = { 0x1p60 + 0x1p36, 0x1p63, -0x1p63, -16777217, 9007199254740992 };
  const float as_float[] = { 0x1p60f + 0x1p37f, 0x1p63f, -0x1p63f, -16777216, 9007199254740992.0f };
  g_autoptr (GBytes) a = tt_npy ("{'descr': '=f8', 'fortran_order': False, 'shape': (7,)}", doubles, sizeof doubles);
  g_autoptr (GBytes) b = tt_npy ("{'descr': '=i8', 'fortran_order': False, 'shape': (5,)}", integers, sizeof integers);
  g_autoptr (QstArchive) x = qst_archive_open_bytes ("x", a, NULL, NULL);
  g_autoptr (QstArchive) y = qst_archive_open_bytes ("y", b, NULL, NULL);
  double exact[5];

  for (gsize i = 0; i < G_N_ELEMENTS (floats); i++)
    g_assert_cmpfloat (qst_tensor_get_value (qst_archive_get_tensor (x, 0), i), ==, floats[i]);
  qst_tensor_read_f64 (qst_archive_get_tensor (y, 0), 0, 5, exact);
  for (gsize i = 0; i < 5; i++)
    {
      g_assert_cmpfloat (exact[i], ==, as_double[i]);
      g_assert_cmpfloat (qst_tensor_get_value (qst_archive_get_tensor (y, 0), i), ==, as_float[i]);
    }
}

static void
test_new_take (void)
{
  const guint64 shape[2] = { 2, 2 };
  float *values = g_new0 (float, 4);
  g_autoptr (QstTensor) tensor = qst_tensor_new_take ("n", "npy", 2, shape, values);
  g_autoptr (QstTensor) again = qst_tensor_ref (tensor);

  g_assert_true (qst_tensor_get_span (tensor, 0, 4, NULL) == values);
  g_assert_cmpstr (qst_tensor_get_format (again), ==, "npy");
  g_assert_cmpuint (qst_tensor_get_stored_bytes (tensor), ==, 16);
  g_assert_true (qst_tensor_check (tensor, NULL));
}

static void
test_dtypes (void)
{
  for (QstDtype dtype = 0; dtype < QST_N_DTYPES; dtype++)
    {
      QstDtype found;

      g_assert_true (qst_dtype_from_name (qst_dtype_get_name (dtype), &found));
      g_assert_cmpint (found, ==, dtype);
      g_assert_nonnull (qst_dtype_get_label (dtype));
    }
  g_assert_cmpuint (qst_dtype_get_size (QST_DTYPE_BF16), ==, 2);
  g_assert_true (qst_dtype_is_integer (QST_DTYPE_BOOL));
  g_assert_false (qst_dtype_is_integer (QST_DTYPE_F8_E4M3));
}

static void
test_checked_count (void)
{
  const guint64 wraps[] = { G_GUINT64_CONSTANT (1) << 32, G_GUINT64_CONSTANT (1) << 32 };
  const guint64 largest[] = { G_MAXUINT64, 1 };
  guint64 count;

  g_assert_false (qst_checked_count (wraps, 2, &count));
  g_assert_true (qst_checked_count (largest, 2, &count));
  g_assert_cmpuint (count, ==, G_MAXUINT64);
  g_assert_true (qst_checked_count (NULL, 0, &count));
  g_assert_cmpuint (count, ==, 1);
}

static void
test_reader (void)
{
  static const guint8 bytes[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  QstReader reader;

  qst_reader_init (&reader, bytes, sizeof bytes, FALSE);
  g_assert_cmphex (qst_reader_u16 (&reader), ==, 0x0201);
  g_assert_cmphex (qst_reader_u32 (&reader), ==, 0x06050403);
  g_assert_cmpuint (qst_reader_left (&reader), ==, 2);
  g_assert_cmphex (qst_reader_u32 (&reader), ==, 0);
  g_assert_true (reader.failed);
  g_assert_cmphex (qst_reader_u8 (&reader), ==, 0);
  g_assert_null (qst_reader_bytes (&reader, 0));

  qst_reader_init (&reader, bytes, sizeof bytes, TRUE);
  g_assert_cmphex (qst_reader_u64 (&reader), ==, G_GUINT64_CONSTANT (0x0102030405060708));
  g_assert_null (qst_reader_bytes (&reader, G_MAXUINT64));
}

static void
test_quote (void)
{
  static const char *const pairs[][2] = {
    { "conv.weight", "conv.weight" },
    { "a\nb", "a\\x0a"
              "b" },
    { "\033[31m", "\\x1b[31m" },
    { "é重", "é重" },
    { "\xff", "\xef\xbf\xbd" },
    { "a\xe2\x80\xae"
      "b",
      "a\\u202e"
      "b" },
    { "\xc2\x85", "\\x85" },
  };
  g_autofree char *filler = g_strnfill (5000, 'x');
  g_autofree char *shortened = qst_quote (filler, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *quoted = qst_quote (pairs[i][0], -1);

      g_assert_cmpstr (quoted, ==, pairs[i][1]);
    }
  g_assert_cmpint (g_utf8_strlen (shortened, -1), ==, 121);
  g_assert_true (g_str_has_suffix (shortened, "…"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/spans/layout/", codes[i].code, NULL);

      g_test_add_data_func (name, codes[i].code, test_layout);
    }
  g_test_add_func ("/tensor/spans/zero-copy", test_zero_copy);
  g_test_add_func ("/tensor/spans/rounding", test_rounding);
  g_test_add_func ("/tensor/spans/new-take", test_new_take);
  g_test_add_func ("/tensor/parts/dtypes", test_dtypes);
  g_test_add_func ("/tensor/parts/checked-count", test_checked_count);
  g_test_add_func ("/tensor/parts/reader", test_reader);
  g_test_add_func ("/tensor/parts/quote", test_quote);
  return g_test_run ();
}
