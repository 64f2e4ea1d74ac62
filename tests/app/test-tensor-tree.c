/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-tensor-item.h"

#include "tensor/qst-archive-private.h"

#include <string.h>

/* Names of tensors as groups within groups: needs no display. */

static QstArchive *
new_archive (void)
{
  return qst_archive_new ("test");
}

static void
add (QstArchive *archive, const char *name)
{
  qst_archive_take_tensor (archive, qst_tensor_new_take (name, "npy", 0, NULL, g_new0 (float, 1)));
}

/* A row for each item, in depth by blanks: "layers(4) 0(2) w b". */
static void
append_rows (GString *text, GListStore *list)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (list)); i++)
    {
      g_autoptr (QsTensorItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_string_append_printf (text, "%s%s", text->len > 0 && text->str[text->len - 1] != '(' ? " " : "", item->label);
      if (item->children == NULL)
        continue;
      g_string_append_c (text, '(');
      append_rows (text, item->children);
      g_string_append_printf (text, ")%u", (guint)item->n_tensors);
    }
}

static char *
make_tree (QstArchive *archive)
{
  g_autoptr (GListStore) list = qs_tensor_item_new_list (archive);
  g_autoptr (GListStore) tree = qs_tensor_item_new_tree (list);
  GString *text = g_string_new (NULL);

  if (tree == NULL)
    g_string_append (text, "none");
  else
    append_rows (text, tree);
  return g_string_free (text, FALSE);
}

static void
test_layers (void)
{
  g_autoptr (QstArchive) archive = new_archive ();
  g_autofree char *tree = NULL;

  for (guint layer = 0; layer < 12; layer++)
    {
      g_autofree char *q = g_strdup_printf ("model.layers.%u.attn.q", layer),
                      *k = g_strdup_printf ("model.layers.%u.attn.k", layer);

      add (archive, q);
      add (archive, k);
    }
  add (archive, "model.norm.weight");
  add (archive, "lm_head.weight");
  tree = make_tree (archive);
  /* What has one item in it is joined with that. */
  g_assert_true (g_str_has_prefix (tree, "model(layers(0.attn(q k)2 1.attn(q k)2 "));
  g_assert_true (g_str_has_suffix (tree, "11.attn(q k)2)24 norm.weight)25 lm_head.weight"));
}

static void
test_slashes (void)
{
  g_autoptr (QstArchive) archive = new_archive ();
  g_autofree char *tree = NULL;

  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("/block/%u:0", i);

      add (archive, name);
    }
  tree = make_tree (archive);
  /* A name that begins with its separator is one word. */
  g_assert_cmpstr (tree, ==, "none");
}

static void
test_few_and_flat (void)
{
  g_autoptr (QstArchive) few = new_archive (), flat = new_archive ();
  g_autofree char *first = NULL, *second = NULL;

  add (few, "a.b");
  add (few, "a.c");
  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *name = g_strdup_printf ("w%u", i);

      add (flat, name);
    }
  first = make_tree (few);
  second = make_tree (flat);
  g_assert_cmpstr (first, ==, "none");
  g_assert_cmpstr (second, ==, "none");
}

/* Names of strangers: thousands of parts, empty ones, none at all. */
static void
test_hostile (void)
{
  g_autoptr (QstArchive) archive = new_archive ();
  g_autofree char *tree = NULL;

  for (guint i = 0; i < 30; i++)
    {
      g_autoptr (GString) name = g_string_new (NULL);

      for (guint part = 0; part < 5000; part++)
        g_string_append (name, "a.");
      g_string_append_printf (name, "%u", i);
      add (archive, name->str);
    }
  add (archive, "");
  add (archive, "..");
  add (archive, "a..b");
  add (archive, "a.");
  tree = make_tree (archive);
  g_assert_true (g_str_has_prefix (tree, "a("));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/tensor-tree/layers", test_layers);
  g_test_add_func ("/app/tensor-tree/slashes", test_slashes);
  g_test_add_func ("/app/tensor-tree/few-and-flat", test_few_and_flat);
  g_test_add_func ("/app/tensor-tree/hostile", test_hostile);
  return g_test_run ();
}
