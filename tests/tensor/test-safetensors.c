/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor-test.h"

#include "tensor/qst-archive-private.h"
#include "tensor/qst-limits.h"

#include <string.h>

/* Headers over a buffer of n bytes 0, 1, 2 …: which tensors come out and what is told. */
typedef struct
{
  const char *name;
  const char *header;
  gsize n;
  const char *tensors; /* names in order, separated by blanks; NULL: the file is refused */
  const char *told;    /* part of the first message; NULL: none */
} Case;

#define A "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}"
#define B(rest) "\"b\":{" rest "}"

static const Case cases[] = {
  { "two", "{" A "," B ("\"dtype\":\"F16\",\"shape\":[2,1],\"data_offsets\":[4,8]") "}", 8, "a b", NULL },
  { "data-order", "{" B ("\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[4,8]") "," A "}", 8, "a b", NULL },
  { "extra-key", "{" A "," B ("\"dtype\":\"I8\",\"shape\":[],\"data_offsets\":[4,5],\"x\":1") "}", 5, "a b", NULL },
  { "blanks-behind", "{" A "}     \n", 4, "a", NULL },
  { "hole", "{" A "," B ("\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[6,8]") "}", 8, "a b", "belong to no tensor" },
  { "hole-in-front", "{" B ("\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[6,8]") "}", 8, "b", "belong to no tensor" },
  { "bytes-behind", "{" A "}", 5, "a", "belong to no tensor" },
  { "overlap",
    "{" A "," B ("\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[3,6]") ",\"c\":{\"dtype\":\"U8\",\"shape\":[1],\"data_"
                                                                          "offsets\":[6,7]}}",
    7, "c", "overlap" },
  { "overlap-inside",
    "{" A "," B ("\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]") ",\"c\":{\"dtype\":\"U8\",\"shape\":[1],\"data_"
                                                                          "offsets\":[4,5]}}",
    5, "c", "overlap" },
  { "same-bytes", "{" A "," B ("\"dtype\":\"I8\",\"shape\":[4],\"data_offsets\":[0,4]") "}", 4, NULL, "overlap" },
  { "cut-off", "{" A "," B ("\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]") "}", 6, "a", "holds only 6" },
  { "short-range", "{" A "," B ("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,8]") "}", 8, "a",
    "need 8 bytes, data_offsets gives it 4" },
  { "long-range", "{" A "," B ("\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[4,8]") "}", 8, "a",
    "need 2 bytes, data_offsets gives it 4" },
  { "backward", "{" A "," B ("\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[8,4]") "}", 8, "a", "before it begins" },
  { "negative-offset", "{" A "," B ("\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[-4,0]") "}", 4, "a", "data_offsets" },
  { "real-offset", "{" A "," B ("\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4.0,8.0]") "}", 8, "a", "data_offsets" },
  { "three-offsets", "{" A "," B ("\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,6,8]") "}", 8, "a", "data_offsets" },
  { "no-offsets", "{" A "," B ("\"dtype\":\"U8\",\"shape\":[4]") "}", 4, "a", "data_offsets" },
  { "negative-shape", "{" A "," B ("\"dtype\":\"U8\",\"shape\":[-1],\"data_offsets\":[4,8]") "}", 8, "a", "dimension 0" },
  { "text-shape", "{" A "," B ("\"dtype\":\"U8\",\"shape\":[1,\"4\"],\"data_offsets\":[4,8]") "}", 8, "a", "dimension 1" },
  { "no-shape", "{" A "," B ("\"dtype\":\"U8\",\"data_offsets\":[4,8]") "}", 8, "a", "shape is missing" },
  { "wrapping-shape", "{" A "," B ("\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[4,4]") "}", 4, "a",
    "can be counted" },
  { "wrapping-bytes", "{" A "," B ("\"dtype\":\"F64\",\"shape\":[2305843009213693952],\"data_offsets\":[4,4]") "}", 4, "a",
    "can be counted" },
  { "zero-times-huge", "{" A "," B ("\"dtype\":\"U8\",\"shape\":[0,4294967296,4294967296],\"data_offsets\":[4,4]") "}", 4, "a",
    "can be counted" },
  { "33-dims",
    "{" A "," B ("\"dtype\":\"U8\",\"shape\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],\"data_"
                 "offsets\":[4,5]") "}",
    5, "a", "33 dimensions" },
  { "new-dtype", "{" A "," B ("\"dtype\":\"F8_E8M0\",\"shape\":[4],\"data_offsets\":[4,8]") "}", 8, "a",
    "F8_E8M0 is not supported" },
  { "complex", "{" A "," B ("\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[4,12]") "}", 12, "a", "C64 is not supported" },
  { "text-dtype", "{" A "," B ("\"dtype\":\"TEXT\",\"shape\":[1],\"data_offsets\":[4,12]") "}", 12, "a", "“TEXT” is unknown" },
  { "lower-case-dtype", "{" A "," B ("\"dtype\":\"u8\",\"shape\":[4],\"data_offsets\":[4,8]") "}", 8, "a", "“u8” is unknown" },
  { "no-dtype", "{" A "," B ("\"shape\":[4],\"data_offsets\":[4,8]") "}", 8, "a", "dtype is missing" },
  { "not-an-object", "{" A ",\"b\":7}", 4, "a", "not an object" },
  { "metadata-list", "{\"__metadata__\":[]," A "}", 4, "a", "__metadata__" },
  { "metadata-number", "{\"__metadata__\":{\"k\":1}," A "}", 4, "a", "“k” is not a text" },
  { "duplicate-key-inside", "{" A "," B ("\"dtype\":\"U8\",\"dtype\":\"I8\",\"shape\":[4],\"data_offsets\":[4,8]") "}", 8, NULL,
    "duplicate" },
  { "not-closed", "{" A, 4, NULL, "JSON is wrong" },
  { "two-objects", "{" A "}{}", 4, NULL, "JSON is wrong" },
  { "escaped-nul", "{\"a\\u0000b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4, NULL, "JSON is wrong" },
  { "beyond-int64", "{" A "," B ("\"dtype\":\"U8\",\"shape\":[99999999999999999999],\"data_offsets\":[4,8]") "}", 8, NULL,
    "JSON is wrong" },
  { "nothing", "{}", 0, "", NULL },
  { "only-bytes", "{}", 4, NULL, "belong to no tensor" },
};

static void
test_case (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GBytes) file = tt_safetensors (c->header, c->n);
  g_autoptr (GError) error = NULL;
  g_autoptr (QstArchive) archive = qst_archive_open_bytes ("x", file, NULL, &error);
  g_autoptr (GString) names = g_string_new (NULL);

  if (c->tensors == NULL)
    {
      g_assert_null (archive);
      g_assert_true (error->domain == QST_ERROR);
      g_assert_nonnull (strstr (error->message, c->told));
      return;
    }
  g_assert_no_error (error);
  for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? " " : "", qst_tensor_get_name (qst_archive_get_tensor (archive, i)));
  g_assert_cmpstr (names->str, ==, c->tensors);
  if (c->told == NULL)
    g_assert_null (qst_archive_get_errors (archive)[0]);
  else
    g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], c->told));
}

static void
test_many (void)
{
  GString *header = g_string_new ("{");
  g_autoptr (GBytes) file = NULL;
  g_autoptr (QstArchive) archive = NULL;
  gint64 begin;

  for (int i = 0; i < 5000; i++)
    g_string_append_printf (
        header, "%s\"model.layers.%d.self_attn.q_proj.weight\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[%d,%d]}",
        i > 0 ? "," : "", i, 4 * i, 4 * i + 4);
  g_string_append_c (header, '}');
  file = tt_safetensors (header->str, 20000);
  g_string_free (header, TRUE);
  begin = g_get_monotonic_time ();
  archive = qst_archive_open_bytes ("x", file, NULL, NULL);
  g_test_message ("5000 tensors in %d µs", (int)(g_get_monotonic_time () - begin));
  g_assert_cmpint (g_get_monotonic_time () - begin, <,
                   10 * G_USEC_PER_SEC); /* no hang, also under sanitizers on a busy machine */
  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 5000);
}

static void
test_many_errors (void)
{
  GString *header = g_string_new ("{" A);
  g_autoptr (GBytes) file = NULL;
  g_autoptr (QstArchive) archive = NULL;

  for (int i = 0; i < 300; i++)
    g_string_append_printf (header, ",\"x%d\":0", i);
  g_string_append_c (header, '}');
  file = tt_safetensors (header->str, 4);
  g_string_free (header, TRUE);
  archive = qst_archive_open_bytes ("x", file, NULL, NULL);
  g_assert_cmpuint (g_strv_length ((char **)qst_archive_get_errors (archive)), ==, QST_LIMIT_ERRORS + 1);
  g_assert_nonnull (strstr (qst_archive_get_errors (archive)[QST_LIMIT_ERRORS], "200"));
}

static void
test_long_name (void)
{
  g_autofree char *name = g_strnfill (QST_LIMIT_NAME_BYTES + 1, 'n');
  g_autofree char *header = g_strdup_printf ("{" A ",\"%s\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[4,5]}}", name);
  g_autoptr (GBytes) file = tt_safetensors (header, 5);
  g_autoptr (QstArchive) archive = qst_archive_open_bytes ("x", file, NULL, NULL);

  g_assert_cmpuint (qst_archive_get_n_tensors (archive), ==, 1);
  g_assert_nonnull (strstr (qst_archive_get_errors (archive)[0], "the name has more than"));
  g_assert_cmpuint (strlen (qst_archive_get_errors (archive)[0]), <, 500);
}

/* 12 MB of brackets would make a tree of more than a gigabyte. */
static void
test_json_bomb (void)
{
  g_autofree char *middle = g_malloc (12 * 1000 * 1000 + 1);
  g_autofree char *header = NULL;
  g_autoptr (GBytes) file = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < 4 * 1000 * 1000; i++)
    memcpy (middle + 3 * i, "[],", 3);
  middle[12 * 1000 * 1000 - 1] = '\0';
  header = g_strdup_printf ("{\"a\":[%s]}", middle);
  file = tt_safetensors (header, 0);
  g_assert_null (qst_archive_open_bytes ("x", file, NULL, &error));
  g_assert_error (error, QST_ERROR, QST_ERROR_LIMIT);
}

/* Every cut of a sound file is refused or read in part, never more. */
static void
test_every_cut (void)
{
  g_autoptr (GBytes) whole = tt_safetensors (cases[0].header, cases[0].n);

  for (gsize n = 0; n < g_bytes_get_size (whole); n++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, n);
      g_autoptr (GError) error = NULL;
      g_autoptr (QstArchive) archive = qst_archive_open_bytes ("x", cut, NULL, &error);

      g_assert_true ((archive == NULL) == (error != NULL));
      if (archive != NULL)
        g_assert_nonnull (qst_archive_get_errors (archive)[0]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/tensor/safetensors/", cases[i].name, NULL);

      g_test_add_data_func (name, &cases[i], test_case);
    }
  g_test_add_func ("/tensor/safetensors/many", test_many);
  g_test_add_func ("/tensor/safetensors/many-errors", test_many_errors);
  g_test_add_func ("/tensor/safetensors/long-name", test_long_name);
  g_test_add_func ("/tensor/safetensors/json-bomb", test_json_bomb);
  g_test_add_func ("/tensor/safetensors/every-cut", test_every_cut);
  return g_test_run ();
}
