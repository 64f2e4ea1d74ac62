/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/qsa-network.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  QsaSource *weights;
  QsaSource **rows;
  float *values; /* [out, in] */
  float *bias;
} Layer;

struct _QsaNetwork
{
  gatomicrefcount refs;
  gsize n_layers;
  gsize widths[QSA_NETWORK_LAYERS_MAX + 1];
  Layer layers[QSA_NETWORK_LAYERS_MAX];
};

static void set_error (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
set_error (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (G_IO_ERROR, G_IO_ERROR_INVALID_DATA, format, arguments);
  va_end (arguments);
}

/* All values of a tensor, of finite numbers only: a network with NaN among its weights answers nothing. */
static float *
read_values (QstTensor *tensor, GError **error)
{
  const gsize count = (gsize)qst_tensor_get_count (tensor);
  g_autofree float *values = g_new (float, count + 1);
  const float *span = qst_tensor_get_span (tensor, 0, count, values);

  if (span != values && count > 0)
    memcpy (values, span, count * sizeof *values);
  if (!qst_tensor_check (tensor, error))
    return NULL;
  for (gsize i = 0; i < count; i++)
    if (!(values[i] - values[i] == 0.0f))
      {
        set_error (error, _ ("The tensor “%s” holds values that are not finite"), qst_tensor_get_name (tensor));
        return NULL;
      }
  return g_steal_pointer (&values);
}

static QsaSource *
new_row (const Layer *layer, gsize row, gsize width, GCancellable *cancellable, GError **error)
{
  const guint64 shape[] = { width };
  g_autoptr (QstTensor) tensor =
      qst_tensor_new_take ("", "row", 1, shape, g_memdup2 (layer->values + row * width, width * sizeof *layer->values));

  return qsa_source_new (tensor, cancellable, error);
}

/* The matrix and the vector of a layer, of the right shapes: *in is the width that comes in, 0 for any. NULL matrix: no more. */
static gboolean
find_layer (QstArchive *archive, gsize i, gsize in, QstTensor **weight, QstTensor **bias, GError **error)
{
  g_autofree char *weight_name = g_strdup_printf ("fc%" G_GSIZE_FORMAT ".weight", i + 1);
  g_autofree char *bias_name = g_strdup_printf ("fc%" G_GSIZE_FORMAT ".bias", i + 1);
  const guint64 *shape;

  *weight = qst_archive_find_tensor (archive, weight_name);
  *bias = qst_archive_find_tensor (archive, bias_name);
  if (*weight == NULL)
    return TRUE;
  shape = qst_tensor_get_shape (*weight);
  if (qst_tensor_get_n_dims (*weight) != 2 || shape[0] < 1 || shape[0] > QSA_NETWORK_WIDTH_MAX || shape[1] < 1
      || shape[1] > QSA_NETWORK_WIDTH_MAX || (in != 0 && shape[1] != in))
    {
      set_error (error,
                 _ ("The tensor “%s” is no matrix of a layer: expected [out, in], in being the width before, each at most %d"),
                 weight_name, QSA_NETWORK_WIDTH_MAX);
      return FALSE;
    }
  if (*bias == NULL || qst_tensor_get_count (*bias) != shape[0])
    {
      set_error (error, _ ("The tensor “%s” is missing, or does not have one value for each row of “%s”"), bias_name,
                 weight_name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
add_layer (QsaNetwork *self, QstTensor *weight, QstTensor *bias, GCancellable *cancellable, GError **error)
{
  Layer *layer = &self->layers[self->n_layers];
  const guint64 *shape = qst_tensor_get_shape (weight);
  const gsize out = (gsize)shape[0], in = (gsize)shape[1];

  self->widths[self->n_layers++] = in;
  self->widths[self->n_layers] = out;
  layer->rows = g_new0 (QsaSource *, out);
  layer->values = read_values (weight, error);
  layer->bias = layer->values != NULL ? read_values (bias, error) : NULL;
  layer->weights = layer->bias != NULL ? qsa_source_new (weight, cancellable, error) : NULL;
  if (layer->weights == NULL)
    return FALSE;
  for (gsize row = 0; row < out; row++)
    {
      layer->rows[row] = new_row (layer, row, in, cancellable, error);
      if (layer->rows[row] == NULL)
        return FALSE;
    }
  return TRUE;
}

QsaNetwork *
qsa_network_new (QstArchive *archive, GCancellable *cancellable, GError **error)
{
  g_autoptr (QsaNetwork) self = g_new0 (QsaNetwork, 1);
  QstTensor *weight, *bias;

  g_atomic_ref_count_init (&self->refs);
  while (self->n_layers < QSA_NETWORK_LAYERS_MAX)
    {
      if (!find_layer (archive, self->n_layers, self->n_layers > 0 ? self->widths[self->n_layers] : 0, &weight, &bias, error))
        return NULL;
      if (weight == NULL)
        break;
      if (!add_layer (self, weight, bias, cancellable, error))
        return NULL;
    }
  if (self->n_layers == 0)
    {
      set_error (error, _ ("The file holds no network: expected the tensors fc1.weight, fc1.bias, fc2.weight and so on"));
      return NULL;
    }
  return g_steal_pointer (&self);
}

QsaNetwork *
qsa_network_ref (QsaNetwork *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
qsa_network_unref (QsaNetwork *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  for (gsize i = 0; i < self->n_layers; i++)
    {
      for (gsize row = 0; row < self->widths[i + 1]; row++)
        g_clear_pointer (&self->layers[i].rows[row], qsa_source_unref);
      g_free (self->layers[i].rows);
      g_clear_pointer (&self->layers[i].weights, qsa_source_unref);
      g_free (self->layers[i].values);
      g_free (self->layers[i].bias);
    }
  g_free (self);
}

gsize
qsa_network_get_n_layers (QsaNetwork *self)
{
  return self->n_layers;
}

gsize
qsa_network_get_width (QsaNetwork *self, gsize i)
{
  return self->widths[i];
}

QsaSource *
qsa_network_get_weights (QsaNetwork *self, gsize layer)
{
  return self->layers[layer].weights;
}

QsaSource *
qsa_network_get_row (QsaNetwork *self, gsize layer, gsize row)
{
  return self->layers[layer].rows[row];
}

const float *
qsa_network_get_values (QsaNetwork *self, gsize layer)
{
  return self->layers[layer].values;
}

const float *
qsa_network_get_bias (QsaNetwork *self, gsize layer)
{
  return self->layers[layer].bias;
}

guint64
qsa_network_get_n_weights (QsaNetwork *self)
{
  guint64 n = 0;

  for (gsize i = 0; i < self->n_layers; i++)
    n += (guint64)self->widths[i] * self->widths[i + 1];
  return n;
}

/* Four sums at a time, each in the order of the inputs: what one of them waits for the others use. */
static void
add_products (const float *x, const float *w, gsize in, gsize out, const float *bias, double *y)
{
  gsize row = 0;

  for (; row + 4 <= out; row += 4, w += 4 * in)
    {
      double sums[4] = { 0 };

      for (gsize j = 0; j < in; j++)
        for (gsize k = 0; k < 4; k++)
          sums[k] += (double)x[j] * (double)w[k * in + j];
      for (gsize k = 0; k < 4; k++)
        y[row + k] = sums[k] + (double)bias[row + k];
    }
  for (; row < out; row++, w += in)
    {
      double sum = 0.0;

      for (gsize j = 0; j < in; j++)
        sum += (double)x[j] * (double)w[j];
      y[row] = sum + (double)bias[row];
    }
}

void
qsa_network_run (QsaNetwork *self, const float *const *weights, const float *input, QsaNetworkTap tap, gpointer data,
                 double *logits)
{
  float x[QSA_NETWORK_WIDTH_MAX];
  double y[QSA_NETWORK_WIDTH_MAX];

  memcpy (x, input, self->widths[0] * sizeof *x);
  for (gsize i = 0; i < self->n_layers; i++)
    {
      const gsize in = self->widths[i], out = self->widths[i + 1];
      const float *w = weights != NULL && weights[i] != NULL ? weights[i] : self->layers[i].values;

      if (tap != NULL)
        tap (data, i, x, in);
      add_products (x, w, in, out, self->layers[i].bias, y);
      if (i + 1 == self->n_layers)
        memcpy (logits, y, out * sizeof *y);
      else
        for (gsize row = 0; row < out; row++)
          x[row] = (float)MAX (y[row], 0.0);
    }
}
