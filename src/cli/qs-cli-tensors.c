/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-tensors.h"

#include <glib/gi18n-lib.h>

#include "cli/qs-cli.h"
#include "tensor/qst-quote.h"

#define N_NAMES_SHOWN 8

static void
refuse_choice (QstArchive *archive, const GPtrArray *tensors, GError **error)
{
  const gsize n = tensors->len;
  g_autofree char *file = qst_quote_basename (qst_archive_get_path (archive));
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; i < n && i < N_NAMES_SHOWN; i++)
    {
      g_autofree char *name = qst_quote (qst_tensor_get_name (g_ptr_array_index (tensors, i)), -1);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  qs_cli_refuse (error, _ ("%s holds %zu tensors; choose one with --tensor: %s%s"), file, n, names->str,
                 n > N_NAMES_SHOWN ? ", …" : "");
}

static void
set_not_found (QstArchive *archive, const char *wanted, GError **error)
{
  const char *const *damages = qst_archive_get_errors (archive);
  g_autofree char *file = qst_quote_basename (qst_archive_get_path (archive));
  g_autofree char *name = qst_quote (wanted, -1);

  if (*damages == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("%s holds no tensor named “%s”"), file, name);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("%s, which is damaged, holds no tensor named “%s”: %s"), file, name,
                 *damages);
}

/* The tensor of that very name, or all that the pattern fits. */
static GPtrArray *
match (QstArchive *archive, const char *pattern)
{
  GPtrArray *tensors = g_ptr_array_new ();
  QstTensor *exact = pattern != NULL ? qst_archive_find_tensor (archive, pattern) : NULL;
  g_autoptr (GPatternSpec) spec = g_pattern_spec_new (pattern != NULL ? pattern : "*");

  for (gsize i = 0; i < qst_archive_get_n_tensors (archive); i++)
    {
      QstTensor *tensor = qst_archive_get_tensor (archive, i);

      if (exact != NULL ? tensor == exact : g_pattern_spec_match_string (spec, qst_tensor_get_name (tensor)))
        g_ptr_array_add (tensors, tensor);
    }
  return tensors;
}

GPtrArray *
qs_cli_match_tensors (QstArchive *archive, const char *pattern, GError **error)
{
  g_autoptr (GPtrArray) tensors = match (archive, pattern);

  if (tensors->len > 0 || pattern == NULL)
    return g_steal_pointer (&tensors);
  set_not_found (archive, pattern, error);
  return NULL;
}

QstTensor *
qs_cli_choose_tensor (QstArchive *archive, const char *pattern, GError **error)
{
  g_autoptr (GPtrArray) tensors = match (archive, pattern);
  g_autofree char *file = qst_quote_basename (qst_archive_get_path (archive));

  if (tensors->len == 1)
    return qst_tensor_ref (g_ptr_array_index (tensors, 0));
  if (tensors->len > 1)
    refuse_choice (archive, tensors, error);
  else if (pattern != NULL)
    set_not_found (archive, pattern, error);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("%s holds no tensors"), file);
  return NULL;
}
