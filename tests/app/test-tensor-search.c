/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-tensor-search.h"

#include <math.h>

static const guint64 shape[] = { 32, 64, 3, 3 };
static const QsTensorFacts facts = { "Layer.0.Conv.weight", "Q4_K", "float16", 4, shape, 17, 11.5 };

static const struct
{
  const char *text;
  gboolean fits;
} searches[] = {
  { "", TRUE },
  { "conv", TRUE },
  { "layer WEIGHT", TRUE },
  { "bias", FALSE },
  { "dtype:q4", TRUE },
  { "dtype:Float", TRUE },
  { "dtype:4", FALSE },
  { "shape:64", TRUE },
  { "shape:6", FALSE },
  { "shape:32x64", TRUE },
  { "shape:32x", TRUE },
  { "shape:64,3,3", TRUE },
  { "shape:32x*x3", TRUE },
  { "shape:64x32", FALSE },
  { "shape:32x64x3x3x1", FALSE },
  { "shape:", TRUE },
  { "shape:x", FALSE },
  { "conv shape:64 dtype:q4", TRUE },
  { "conv shape:64 dtype:q5", FALSE },
  { "shape:99999999999999999999999", FALSE },
  { "type:q4", TRUE },
  { "type:q5", FALSE },
  { "ndim:4", TRUE },
  { "ndim:", TRUE },
  { "ndim:2", FALSE },
  { "ndim:x", FALSE },
  { "#17", TRUE },
  { "#", TRUE },
  { "#1", FALSE },
  { "sqnr<12", TRUE },
  { "sqnr<11,5", FALSE },
  { "sqnr<=11.5", TRUE },
  { "sqnr>12", FALSE },
  { "sqnr>=-3", TRUE },
  { "sqnr<", TRUE },
  { "sqnr>=", TRUE },
  { "sqnr<loud", FALSE },
  { "sqnr", FALSE },
  { "SQNR<12 #17 conv", TRUE },
};

static void
test_search (gconstpointer data)
{
  const gsize i = GPOINTER_TO_SIZE (data);
  g_auto (GStrv) words = qs_tensor_search_parse (searches[i].text);

  g_assert_cmpint (qs_tensor_search_matches (words, &facts), ==, searches[i].fits);
}

/* Of a tensor that cannot be read not even type and shape may be known. */
static void
test_unknown (void)
{
  const QsTensorFacts unknown = { "x", NULL, NULL, 0, NULL, 0, NAN };
  g_auto (GStrv) dtype = qs_tensor_search_parse ("dtype:f"), length = qs_tensor_search_parse ("shape:3");
  g_auto (GStrv) n_dims = qs_tensor_search_parse ("ndim:0"), sqnr = qs_tensor_search_parse ("sqnr<99");

  g_assert_false (qs_tensor_search_matches (dtype, &unknown));
  g_assert_false (qs_tensor_search_matches (length, &unknown));
  g_assert_false (qs_tensor_search_matches (n_dims, &unknown));
  g_assert_false (qs_tensor_search_matches (sqnr, &unknown));
  g_assert_true (qs_tensor_search_matches (NULL, &unknown));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (searches); i++)
    {
      g_autofree char *name = g_strdup_printf ("/app/tensor-search/“%s”", searches[i].text);

      g_test_add_data_func (name, GSIZE_TO_POINTER (i), test_search);
    }
  g_test_add_func ("/app/tensor-search/unknown", test_unknown);
  return g_test_run ();
}
