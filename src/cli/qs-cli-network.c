/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-network.h"

#include <glib/gi18n-lib.h>

#include "analysis/qsa-samples.h"
#include "tensor/qst-quote.h"

void
qs_cli_network_clear (QsCliNetwork *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->accuracy, qsa_accuracy_unref);
  g_clear_pointer (&self->curve, qsa_accuracy_curve_unref);
}

char *
qs_cli_network_list (void)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < qsa_samples_get_n (); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", qsa_samples_get_name (i));
  return g_string_free (names, FALSE);
}

QsaReference *
qs_cli_network_open (const QsCliNetwork *self, GError **error)
{
  guint i = 0;

  if (self->name != NULL && !qsa_samples_find (self->name, &i))
    {
      g_autofree char *shown = qst_quote (self->name, -1), *names = qs_cli_network_list ();

      qs_cli_refuse (error, _ ("--network: “%s”; expected one of %s"), shown, names);
      return NULL;
    }
  return qsa_samples_open (i, NULL, error);
}

gboolean
qs_cli_network_compute (QsCliNetwork *self, const QsCliOptions *options, GError **error)
{
  g_autoptr (QsaReference) reference = NULL;
  QsaAccuracyRequest request = {
    .scale_factor = 1.0, .weights = TRUE, .per_channel = self->per_channel, .activations = self->activations
  };

  if (self->curve != NULL)
    return TRUE;
  if (options->scale != NULL)
    return qs_cli_refuse (error, _ ("--scale is one tensor's; the scales of a network are found for each of its own"));
  if (!qs_cli_options_get_scheme (options, &request.scheme, error))
    return FALSE;
  reference = qs_cli_network_open (self, error);
  if (reference == NULL)
    return FALSE;
  request.reference = reference;
  self->accuracy = qsa_accuracy_new (&request, NULL, error);
  if (self->accuracy != NULL)
    self->curve = qsa_accuracy_curve_new (&request, NULL, QSA_ACCURACY_CURVE_N, NULL, error);
  return self->curve != NULL;
}
