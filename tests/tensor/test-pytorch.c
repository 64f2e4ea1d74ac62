/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pickles written here opcode by opcode. */
#include "tensor-zip.h"

#include "tensor/qst-archive-private.h"
#include "tensor/qst-limits.h"
#include "tensor/qst-pickle.h"

#include <string.h>
#include <time.h>

/* Pieces of pickles, as text of which \0 is a part. */
#define P(Text) Text, sizeof (Text) - 1
#define PROTO "\x80\x02"
#define REBUILD "ctorch._utils\n_rebuild_tensor_v2\n"
#define TEXT(Letter) "X\1\0\0\0" Letter
#define STORAGE(Type, Count) "(X\7\0\0\0storagectorch\n" Type "\n" TEXT ("0") "X\3\0\0\0cpuK" Count "tQ"
#define HOOKS "ccollections\nOrderedDict\n)R"

/* _rebuild_tensor_v2 (storage of 16 float32, offset, shape (2, 3), strides, False, hooks), as opcodes */
#define TENSOR(Offset, Shape, Strides) REBUILD "(" STORAGE ("FloatStorage", "\x10") "K" Offset Shape Strides "\x89" HOOKS "tR"
#define PLAIN TENSOR ("\0", "K\2K\3\x86", "K\3K\1\x86")

static QstArchive *
open_pickle (const char *pickle, gsize size, GError **error)
{
  guint32 values[16];
  g_autoptr (GBytes) contents = g_bytes_new (pickle, size);
  g_autoptr (GBytes) storage = NULL;
  g_autoptr (GByteArray) file = NULL;
  g_autoptr (GBytes) bytes = NULL;

  for (int i = 0; i < 16; i++)
    {
      const float value = (float)i;

      memcpy (&values[i], &value, 4);
      values[i] = GUINT32_TO_LE (values[i]);
    }
  storage = g_bytes_new (values, sizeof values);
  file = tt_zip ((TtMember[]){ { "m/data.pkl", contents }, { "m/data/0", storage } }, 2, "");
  bytes = g_bytes_new (file->data, file->len);
  return qst_archive_open_bytes ("x.pt", bytes, NULL, error);
}

static void
assert_refused (const char *pickle, gsize size, QstError code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_pickle (pickle, size, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, QST_ERROR, (int)code);
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_plain (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QstArchive) archive = open_pickle (P (PROTO "}" TEXT ("w") PLAIN "s."), &error);
  QstTensor *tensor;

  g_assert_no_error (error);
  tensor = qst_archive_find_tensor (archive, "w");
  g_assert_cmpfloat (qst_tensor_get_value (tensor, 5), ==, 5);
  g_assert_cmpuint (qst_tensor_get_shape (tensor)[0], ==, 2);
}

static void
test_strides (void)
{
  g_autoptr (QstArchive) archive =
      open_pickle (P (PROTO "}(" TEXT ("t") TENSOR ("\1", "K\2K\3\x86", "K\1K\5\x86") TEXT ("e")
                          TENSOR ("\7", "M\1\1\x85", "K\0\x85") TEXT ("z") TENSOR ("\x63", "K\0K\3\x86", "K\3K\1\x86") "u."),
                   NULL);
  QstTensor *t = qst_archive_find_tensor (archive, "t"), *e = qst_archive_find_tensor (archive, "e");
  static const float should[] = { 1, 6, 11, 2, 7, 12 };

  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat (qst_tensor_get_value (t, i), ==, should[i]);
  g_assert_cmpuint (qst_tensor_get_count (e), ==, 257);
  g_assert_cmpfloat (qst_tensor_get_value (e, 256), ==, 7);
  g_assert_cmpuint (qst_tensor_get_count (qst_archive_find_tensor (archive, "z")), ==, 0);
}

/* What leads out of the storage, by one or by a wrap of 64 bits. */
static const struct
{
  const char *name;
  const char *pickle;
  gsize size;
  QstError code;
  const char *word;
} refusals[] = {
  { "one-beyond", P (PROTO "}" TEXT ("w") TENSOR ("\x0b", "K\2K\3\x86", "K\3K\1\x86") "s."), QST_ERROR_DAMAGED, "strides" },
  { "wrap", P (PROTO "}" TEXT ("w") TENSOR ("\0", "K\3\x85", "\x8a\x08\0\0\0\0\0\0\0\x40\x85") "s."), QST_ERROR_DAMAGED,
    "strides" },
  { "count-wraps", P (PROTO "}" TEXT ("w") TENSOR ("\0", "\x8a\x06\0\0\0\0\0\1\x8a\x06\0\0\0\0\0\1\x86", "K\0K\0\x86") "s."),
    QST_ERROR_DAMAGED, "counted" },
  { "expanded-too-far", P (PROTO "}" TEXT ("w") TENSOR ("\0", "\x8a\x06\0\0\0\0\0\1\x85", "K\0\x85") "s."), QST_ERROR_LIMIT,
    "limit" },
  { "negative-size", P (PROTO "}" TEXT ("w") TENSOR ("\0", "J\xff\xff\xff\xff\x85", "K\1\x85") "s."), QST_ERROR_DAMAGED,
    "shape" },
  { "negative-offset",
    P (PROTO "}" TEXT ("w") REBUILD "(" STORAGE ("FloatStorage", "\x10") "J\xff\xff\xff\xffK\2\x85K\1\x85\x89" HOOKS "tRs."),
    QST_ERROR_DAMAGED, "offset" },
  { "fewer-strides", P (PROTO "}" TEXT ("w") TENSOR ("\0", "K\2K\3\x86", "K\1\x85") "s."), QST_ERROR_DAMAGED, "strides" },
  { "storage-too-small",
    P (PROTO "}" TEXT ("w") REBUILD "(" STORAGE ("DoubleStorage", "\x10") "K\0K\2\x85K\1\x85\x89" HOOKS "tRs."),
    QST_ERROR_DAMAGED, "64 bytes are there" },
  { "complex", P (PROTO "}" TEXT ("w") REBUILD "(" STORAGE ("ComplexFloatStorage", "\2") "K\0K\2\x85K\1\x85\x89" HOOKS "tRs."),
    QST_ERROR_UNSUPPORTED, "ComplexFloatStorage" },
  { "no-such-storage",
    P (PROTO "}" TEXT ("w") REBUILD
       "((X\7\0\0\0storagectorch\nFloatStorage\n" TEXT ("9") "X\3\0\0\0cpuK\1tQK\0K\1\x85K\1\x85\x89" HOOKS "tRs."),
    QST_ERROR_DAMAGED, "“9” is not in the file" },
  { "no-storage", P (PROTO "}" TEXT ("w") REBUILD "(K\1K\0K\1\x85K\1\x85\x89" HOOKS "tRs."), QST_ERROR_DAMAGED, "storage" },
  { "no-arguments", P (PROTO "}" TEXT ("w") REBUILD ")Rs."), QST_ERROR_DAMAGED, "storage" },
  { "opcode-inst", P (PROTO "(ios\nsystem\n."), QST_ERROR_UNSUPPORTED, "INST at byte 3" },
  { "opcode-obj", P (PROTO "(cos\nsystem\no."), QST_ERROR_UNSUPPORTED, "OBJ at byte 14" },
  { "opcode-ext", P (PROTO "\x82\1."), QST_ERROR_UNSUPPORTED, "EXT1 at byte 2" },
  { "opcode-unknown", P (PROTO "\xf0."), QST_ERROR_UNSUPPORTED, "byte 2" },
  { "protocol", P ("\x80\6}."), QST_ERROR_UNSUPPORTED, "protocols 2 to 5" },
  { "empty-stack", P (PROTO "."), QST_ERROR_DAMAGED, "STOP at byte 2" },
  { "no-mark", P (PROTO "t."), QST_ERROR_DAMAGED, "mark" },
  { "below-the-mark", P (PROTO "}(s."), QST_ERROR_DAMAGED, "SETITEM at byte 4" },
  { "key-without-value", P (PROTO "}(K\1u."), QST_ERROR_DAMAGED, "key" },
  { "into-nothing", P (PROTO "K\1K\1K\1s."), QST_ERROR_DAMAGED, "right kind" },
  { "memo-unset", P (PROTO "h\5."), QST_ERROR_DAMAGED, "never set" },
  { "call-of-a-number", P (PROTO "K\1)R."), QST_ERROR_DAMAGED, "REDUCE" },
  { "cut-in-text", P (PROTO "X\xff\0\0\0abc"), QST_ERROR_DAMAGED, "cut off" },
  { "cut-in-global", P (PROTO "cos\nsys"), QST_ERROR_DAMAGED, "cut off" },
  { "no-stop", P (PROTO "}"), QST_ERROR_DAMAGED, "cut off" },
  { "system", P (PROTO "cposix\nsystem\nX\2\0\0\0ls\x85R."), QST_ERROR_UNSUPPORTED, "posix.system at byte 2" },
};

static void
test_refusal (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);

  assert_refused (refusals[i].pickle, refusals[i].size, refusals[i].code, refusals[i].word);
}

/* A whole module is an object; its attributes lead to the names of its state dict. */
static void
test_module (void)
{
  g_autoptr (QstArchive) archive = open_pickle (
      P (PROTO
         "c__main__\nNet\n)\x81}X\x08\0\0\0_modules}X\2\0\0\0fcctorch.nn.modules.linear\nLinear\n)\x81}X\x0b\0\0\0_parameters}"
         "X\6\0\0\0weightctorch._utils\n_rebuild_parameter\n(" PLAIN "\x88" HOOKS "tRssbssb."),
      NULL);

  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
  g_assert_cmpstr (qst_tensor_get_name (qst_archive_get_tensor (archive, 0)), ==, "fc.weight");
  g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], "__main__.Net at byte 2"));
  g_assert_nonnull (strstr (qst_archive_get_errors (archive)[1], "Linear"));
}

/* TorchScript names classes of its own, without a word of warning. */
static void
test_torchscript (void)
{
  g_autoptr (QstArchive) archive = open_pickle (P (PROTO "c__torch__\nNet\n)\x81}(X\1\0\0\0b" PLAIN "X\1\0\0\0c"
                                                         "c__torch__.torch\nConv\n)\x81}X\1\0\0\0w" PLAIN "sbub."),
                                                NULL);

  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 2);
  g_assert_nonnull (qst_archive_find_tensor (archive, "c.w"));
  g_assert_null (qst_archive_get_errors (archive)[0]);
}

/* torch.save (quantize_per_tensor (…)) and per channel, against s(q − z) computed here. */
static void
test_quantized (void)
{
  g_autofree char *path = tt_data_path ("unusual/pytorch/quantized.pt");
  g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);
  static const char *const names[] = { "pt", "pc" };

  for (gsize n = 0; n < G_N_ELEMENTS (names); n++)
    {
      QstTensor *tensor = qst_archive_find_tensor (archive, names[n]);
      const QstQuantization *grid = qst_tensor_get_quantization (tensor);
      g_autoptr (QstTensor) codes = qst_tensor_new_codes (tensor);

      g_assert_cmpuint (grid->n_units, ==, n == 0 ? 1 : qst_tensor_get_shape (tensor)[grid->axis]);
      for (guint64 i = 0; i < qst_tensor_get_count (tensor); i++)
        {
          const gsize unit = n == 0 ? 0 : grid->axis == 0 ? i / 5 : i % 5;
          const float code = qst_tensor_get_value (codes, i);

          g_assert_cmpfloat (qst_tensor_get_value (tensor, i), ==, (code - (float)grid->zero_points[unit]) * grid->scales[unit]);
        }
    }
}

/* What is left out is named; in valid.json the rest of these files. */
static void
test_left_out (void)
{
  static const char *const files[][2] = { { "unusual/pytorch/sparse.pt",
                                            "“s”: it is made by torch._utils._rebuild_sparse_tensor" },
                                          { "unusual/pytorch/namespace.pt", "argparse.Namespace at byte 17" },
                                          { "malformed/pytorch/eval_beside.pt", "builtins.eval at byte 181" } };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = tt_data_path (files[i][0]);
      g_autoptr (QstArchive) archive = qst_archive_open (path, NULL, NULL);

      g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
      g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], files[i][1]));
    }
}

/* A list that holds itself twice, and 40 pairs each of which holds the next twice: ends, and soon. */
static void
test_cycles (void)
{
  g_autoptr (GString) doubling = g_string_new_len (P (PROTO "]q\0"));
  g_autoptr (QstArchive) archive = NULL;
  const clock_t begin = clock (); /* of the processor: others may use it too */

  assert_refused (P (PROTO "]q\0(h\0h\0e."), QST_ERROR_LIMIT, "deeper than 64");
  for (int i = 0; i < 40; i++)
    {
      const char pair[] = { 'h', (char)i, 'h', (char)i, (char)0x86, 'q', (char)(i + 1) };

      g_string_append_len (doubling, pair, sizeof pair);
    }
  g_string_append_c (doubling, '.');
  archive = open_pickle (doubling->str, doubling->len, NULL);
  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 0);
  g_assert_cmpint (clock () - begin, <, 20 * CLOCKS_PER_SEC);
}

/* Long keys in a shared dictionary: names would take more room than any file. */
static void
test_long_names (void)
{
  g_autoptr (GString) pickle = g_string_new_len (P (PROTO "}q\0" TEXT ("w") PLAIN "s"));
  const clock_t begin = clock ();
  g_autoptr (QstArchive) archive = NULL;

  for (int level = 0; level < 20; level++)
    {
      g_string_append_len (pickle, P ("}("));
      for (int k = 0; k < 2; k++)
        {
          g_string_append_len (pickle, P ("X\0\2\0\0"));
          g_string_append_c (pickle, (char)('a' + k));
          for (int i = 1; i < 512; i++)
            g_string_append_c (pickle, 'x');
          g_string_append_c (pickle, 'h');
          g_string_append_c (pickle, (char)level);
        }
      g_string_append_len (pickle, P ("uq"));
      g_string_append_c (pickle, (char)(level + 1));
    }
  g_string_append_c (pickle, '.');
  archive = open_pickle (pickle->str, pickle->len, NULL);
  g_assert_nonnull (archive);
  g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], "the rest is left out"));
  g_assert_cmpint (clock () - begin, <, 5 * CLOCKS_PER_SEC);
}

/* The real file of each kind, cut at every place of its pickle and at some of its storages. */
static void
test_every_cut (gconstpointer data)
{
  g_autofree char *path = tt_data_path (data);
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  for (gsize cut = 20; cut < size; cut++)
    {
      g_autofree char *part = g_memdup2 (bytes, cut);
      g_autoptr (GBytes) file = g_bytes_new (part, cut);
      g_autoptr (GError) error = NULL;
      g_autoptr (QstArchive) archive = qst_archive_open_bytes ("x.pt", file, NULL, &error);

      g_assert_true (archive == NULL ? error != NULL : qst_archive_get_errors (archive)[0] != NULL);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tensor/pytorch/plain", test_plain);
  g_test_add_func ("/tensor/pytorch/strides", test_strides);
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/pytorch/refused/", refusals[i].name, NULL);

      g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_refusal);
    }
  g_test_add_func ("/tensor/pytorch/module", test_module);
  g_test_add_func ("/tensor/pytorch/torchscript", test_torchscript);
  g_test_add_func ("/tensor/pytorch/quantized", test_quantized);
  g_test_add_func ("/tensor/pytorch/left-out", test_left_out);
  g_test_add_func ("/tensor/pytorch/cycles", test_cycles);
  g_test_add_func ("/tensor/pytorch/long-names", test_long_names);
  g_test_add_data_func ("/tensor/pytorch/every-cut/zip", "unusual/pytorch/views.pt", test_every_cut);
  g_test_add_data_func ("/tensor/pytorch/every-cut/legacy", "unusual/pytorch/views_legacy.pth", test_every_cut);
  return g_test_run ();
}
