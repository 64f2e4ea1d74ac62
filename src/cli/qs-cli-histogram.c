/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/qs-cli-histogram.h"

#include <float.h>
#include <glib/gi18n-lib.h>

#include "cli/qs-cli-options.h"

void
qs_cli_histogram_clear (QsCliHistogram *self)
{
  g_free (self->bin_width);
}

/* What was given, by name; NULL: nothing. */
static const char *
get_given (const QsCliHistogram *self)
{
  return self->log_count    ? "--log-count"
         : self->density    ? "--density"
         : self->cumulative ? "--cumulative"
         : self->outline    ? "--outline"
         : self->bin_width  ? "--bin-width"
                            : NULL;
}

gboolean
qs_cli_histogram_get_options (const QsCliHistogram *self, gboolean is_drawn, QsfOptions *options, double *bin_width,
                              GError **error)
{
  const char *given = get_given (self);

  if (given != NULL && !is_drawn)
    return qs_cli_refuse (error, _ ("%s has a meaning only with --view histogram"), given);
  if (self->density && self->cumulative)
    return qs_cli_refuse (error, _ ("Either --density or --cumulative, not both"));
  options->log_count = self->log_count;
  options->density = self->density;
  options->cumulative = self->cumulative;
  options->outline = self->outline;
  return self->bin_width == NULL || qs_cli_parse_real ("--bin-width", self->bin_width, DBL_MIN, G_MAXDOUBLE, bin_width, error);
}
