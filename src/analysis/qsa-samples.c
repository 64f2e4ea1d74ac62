/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-samples.h"

#include "analysis/qsa-samples-data.h"

#define PREFIX "/io/github/quantoscope/Quantoscope/samples/"
/* The number that stands for 1 in the pictures. */
#define FULL 16.0

static const char *const names[] = { "mlp-64-32-10", "mlp-64-64-10", "mlp-64-48-24-10" };

guint
qsa_samples_get_n (void)
{
  return G_N_ELEMENTS (names);
}

const char *
qsa_samples_get_name (guint i)
{
  g_return_val_if_fail (i < G_N_ELEMENTS (names), NULL);
  return names[i];
}

gboolean
qsa_samples_find (const char *name, guint *i)
{
  for (guint j = 0; j < G_N_ELEMENTS (names); j++)
    if (g_strcmp0 (name, names[j]) == 0)
      {
        *i = j;
        return TRUE;
      }
  return FALSE;
}

/* A static library's constructors are left out where nothing refers to them: registered at the first use. */
static void
ensure_registered (void)
{
  static gsize registered;

  if (g_once_init_enter (&registered))
    {
      qsa_samples_register_resource ();
      g_once_init_leave (&registered, 1);
    }
}

static QstArchive *
open_archive (const char *name, GError **error)
{
  g_autofree char *file = g_strconcat (name, ".safetensors", NULL);
  g_autofree char *path = g_strconcat (PREFIX, file, NULL);
  g_autoptr (GBytes) bytes = NULL;

  ensure_registered ();
  bytes = g_resource_lookup_data (qsa_samples_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  return bytes != NULL ? qst_archive_open_memory (file, bytes, error) : NULL;
}

static QsaExamples *
open_examples (const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstArchive) archive = open_archive (name, error);

  return archive != NULL ? qsa_examples_new (archive, FULL, cancellable, error) : NULL;
}

QsaReference *
qsa_samples_open (guint i, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstArchive) archive = open_archive (qsa_samples_get_name (i), error);
  g_autoptr (QsaNetwork) network = archive != NULL ? qsa_network_new (archive, cancellable, error) : NULL;
  g_autoptr (QsaExamples) examples = network != NULL ? open_examples ("digits-test", cancellable, error) : NULL;
  g_autoptr (QsaExamples) training = examples != NULL ? open_examples ("digits-train", cancellable, error) : NULL;

  return training != NULL ? qsa_reference_new (network, examples, training, cancellable, error) : NULL;
}
