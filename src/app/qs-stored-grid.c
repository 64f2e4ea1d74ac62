/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/qs-stored-grid.h"

#include "plot/qsp-number.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

/* The tensor of the session, once its values are there; what is drawn is on no grid. */
static QstTensor *
get_tensor (QsSession *session)
{
  const QsState *state = qs_session_get_state (session);
  QsaSource *source = qs_session_get_source (session);

  return !state->is_drawn && source != NULL && qsa_source_get_tensor (source) == state->tensor ? state->tensor : NULL;
}

/* The place in the tensor of the value under the pointer or else of the picked one, and that of the first where neither has one. */
static gboolean
get_index (QsSession *session, QstTensor *tensor, guint64 *index)
{
  const guint64 count = qst_tensor_get_count (tensor);
  float value;

  if ((qs_session_get_shown (session, &value, index) && *index < count)
      || (qs_session_get_pick (session, &value, index) && *index < count))
    return TRUE;
  *index = 0;
  return FALSE;
}

static const char *
find_obstacle (const QsStoredGrid *grid, gboolean has_format)
{
  const QscScheme scheme = { .bits = grid->bits, .is_signed = grid->is_signed };
  QscParams params;

  if (!has_format)
    return _ ("The codes have more than 16 bits");
  if (grid->code.offset < 0 || grid->code.offset > 0)
    return _ ("The block adds a minimum, which no zero-point of this grid is");
  if (!(grid->code.scale > 0))
    return _ ("The scale is not above 0");
  return qsc_params_init (&params, &scheme, grid->code.scale, (int)CLAMP (grid->code.zero_point, G_MININT, G_MAXINT)) == QSC_OK
             ? NULL
             : _ ("The zero-point is none of the codes");
}

gboolean
qs_stored_grid_get (QsSession *session, QsStoredGrid *grid)
{
  QstTensor *tensor = get_tensor (session);
  const QstQuantization *quantizer = tensor != NULL ? qst_tensor_get_quantizer (tensor) : NULL;
  gboolean has_format;
  guint64 index;

  if (tensor == NULL || (quantizer == NULL && !qst_tensor_is_quantized (tensor)) || qst_tensor_get_count (tensor) == 0)
    return FALSE;
  *grid = (QsStoredGrid){ .is_quantizer = quantizer != NULL, .has_code = get_index (session, tensor, &index) };
  if (quantizer != NULL)
    {
      const guint64 unit = qst_tensor_get_unit (tensor, quantizer, index);

      grid->has_code = FALSE;
      grid->code = (QstStoredCode){ .scale = quantizer->scales[unit], .zero_point = quantizer->zero_points[unit] };
    }
  else
    qst_tensor_get_code (tensor, index, &grid->code);
  has_format = qst_dtype_get_code_format (quantizer != NULL ? quantizer->dtype : qst_tensor_get_dtype (tensor), &grid->bits,
                                          &grid->is_signed);
  grid->obstacle = find_obstacle (grid, has_format);
  return TRUE;
}

void
qs_stored_grid_use (QsSession *session)
{
  QsaScheme scheme = qs_session_get_state (session)->scheme;
  QsStoredGrid grid;

  if (!qs_stored_grid_get (session, &grid) || grid.obstacle != NULL)
    return;
  scheme.format.bits = grid.bits;
  scheme.format.is_signed = grid.is_signed;
  scheme.format.narrow_range = FALSE;
  scheme.format.symmetric = grid.code.zero_point == qsc_scheme_get_symmetric_zero_point (&scheme.format);
  scheme.calibration = QSA_CALIBRATION_MANUAL;
  scheme.scale = grid.code.scale;
  scheme.zero_point = (int)grid.code.zero_point;
  scheme.granularity.kind = QSA_PER_TENSOR;
  scheme.power_of_two = FALSE;
  qs_session_set_scheme (session, &scheme, NULL, FALSE, _ ("stored grid"));
}

char *
qs_stored_grid_describe (QstTensor *tensor)
{
  const QstQuantization *quantizer = qst_tensor_get_quantizer (tensor);
  const QstQuantization *grid = quantizer != NULL ? quantizer : qst_tensor_get_quantization (tensor);
  const QstDtype dtype = quantizer != NULL ? quantizer->dtype : qst_tensor_get_dtype (tensor);
  g_autofree char *scale = NULL;

  if (grid == NULL)
    return g_strdup_printf (_ ("%s: blocks of %zu values with scales of their own"), qst_dtype_get_label (dtype),
                            qst_dtype_get_block_length (dtype));
  if (grid->axis >= 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s: %zu scale along axis %d", "%s: %zu scales along axis %d",
                                         grid->n_units),
                            qst_dtype_get_label (dtype), grid->n_units, grid->axis);
  scale = qsp_format_number ((double)grid->scales[0], 5, TRUE);
  return g_strdup_printf (_ ("%s: s = %s, z = %" PRId64), qst_dtype_get_label (dtype), scale, grid->zero_points[0]);
}

char *
qs_stored_grid_describe_code (const QsStoredGrid *grid)
{
  GString *text = g_string_new (NULL);
  g_autofree char *scale = qsp_format_number ((double)grid->code.scale, 5, TRUE);
  g_autofree char *minimum = qsp_format_number ((double)-grid->code.offset, 5, TRUE);
  g_autofree char *code = qsp_format_integer (grid->code.code);
  g_autofree char *zero_point = qsp_format_integer (grid->code.zero_point);

  if (grid->has_code)
    g_string_append_printf (text, "q = %s · ", code);
  g_string_append_printf (text, "s = %s · ", scale);
  if (grid->code.offset < 0 || grid->code.offset > 0)
    g_string_append_printf (text, "r = s q − %s", minimum);
  else
    g_string_append_printf (text, "z = %s", zero_point);
  return g_string_free (text, FALSE);
}
