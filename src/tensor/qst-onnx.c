/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-onnx-private.h"

#include "tensor/qst-limits.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

enum
{
  MODEL_IR_VERSION = 1,
  MODEL_PRODUCER_NAME = 2,
  MODEL_PRODUCER_VERSION = 3,
  MODEL_DOMAIN = 4,
  MODEL_VERSION = 5,
  MODEL_DOC_STRING = 6,
  MODEL_GRAPH = 7,
  MODEL_OPSET_IMPORT = 8,
  MODEL_METADATA_PROPS = 14,
  MODEL_FUNCTIONS = 25,
  OPSET_DOMAIN = 1,
  OPSET_VERSION = 2,
  PAIR_KEY = 1,
  PAIR_VALUE = 2,
};

/* A model has no mark. Its first field is ir_version, a small number, and a field of a few known numbers follows. */
static gboolean
probe (const guint8 *data, guint64 size)
{
  return size >= 4 && data[0] == 0x08 && data[1] > 0 && data[1] < 0x40 && data[2] != 0
         && strchr ("\x12\x1a\x22\x28\x32\x3a\x42", data[2]) != NULL;
}

void
qst_onnx_check_message (QstOnnx *self, const QstProtobuf *message)
{
  if (message->reader.failed)
    qst_archive_take_error (self->archive, g_error_new (QST_ERROR, QST_ERROR_DAMAGED,
                                                        _ ("The model is damaged: the field at byte %" PRIu64
                                                           " does not fit into its message, which ends at byte %" PRIu64),
                                                        message->at, message->reader.size));
}

static void
take_metadata (QstArchive *archive, const char *key, char *value)
{
  if (value != NULL && *value != '\0')
    qst_archive_add_metadata (archive, key, value);
  g_free (value);
}

static void
read_opset (QstOnnx *self, const QstProtobuf *model)
{
  QstProtobuf pair;
  g_autofree char *domain = NULL, *key = NULL;
  gint64 version = 0;

  qst_protobuf_init (&pair, self->data, model->begin, model->begin + model->length);
  while (qst_protobuf_next (&pair))
    if (pair.field == OPSET_DOMAIN)
      {
        g_free (domain);
        domain = qst_protobuf_copy_text (&pair);
      }
    else if (pair.field == OPSET_VERSION && pair.wire == QST_WIRE_VARINT)
      version = (gint64)pair.number;
  key = domain == NULL || *domain == '\0' ? g_strdup (N_ ("opset")) : g_strconcat ("opset ", domain, NULL);
  take_metadata (self->archive, key, g_strdup_printf ("%" PRId64, version));
}

static void
read_property (QstOnnx *self, const QstProtobuf *model)
{
  QstProtobuf pair;
  g_autofree char *key = NULL, *value = NULL;

  qst_protobuf_init (&pair, self->data, model->begin, model->begin + model->length);
  while (qst_protobuf_next (&pair))
    if (pair.field == PAIR_KEY || pair.field == PAIR_VALUE)
      {
        char **text = pair.field == PAIR_KEY ? &key : &value;

        g_free (*text);
        *text = qst_protobuf_copy_text (&pair);
      }
  if (key != NULL)
    qst_archive_add_metadata (self->archive, key, value != NULL ? value : "");
}

/* What is said about the model as a whole. */
static void
read_about (QstOnnx *self, const QstProtobuf *model)
{
  static const char *const texts[] = { [MODEL_PRODUCER_NAME] = N_ ("producer"),
                                       [MODEL_PRODUCER_VERSION] = N_ ("producer version"),
                                       [MODEL_DOMAIN] = N_ ("domain"),
                                       [MODEL_DOC_STRING] = N_ ("description") };

  if (model->wire == QST_WIRE_VARINT && (model->field == MODEL_IR_VERSION || model->field == MODEL_VERSION))
    take_metadata (self->archive, model->field == MODEL_IR_VERSION ? N_ ("IR version") : N_ ("model version"),
                   g_strdup_printf ("%" PRId64, (gint64)model->number));
  if (model->wire != QST_WIRE_BYTES)
    return;
  if (model->field == MODEL_OPSET_IMPORT)
    read_opset (self, model);
  else if (model->field == MODEL_METADATA_PROPS)
    read_property (self, model);
  else if (model->field < G_N_ELEMENTS (texts) && texts[model->field] != NULL)
    take_metadata (self->archive, texts[model->field], qst_protobuf_copy_text (model));
}

/* Reads what is about the model, and where its graph and its functions are. */
static void
read_model (QstOnnx *self, GArray *graph, GArray *functions)
{
  QstProtobuf model;

  qst_protobuf_init (&model, self->data, 0, self->size);
  while (qst_protobuf_next (&model))
    {
      const QstOnnxPart part = { model.begin, model.begin + model.length };

      if (model.field == MODEL_GRAPH && model.wire == QST_WIRE_BYTES)
        g_array_append_val (graph, part);
      else if (model.field == MODEL_FUNCTIONS && model.wire == QST_WIRE_BYTES)
        g_array_append_val (functions, part);
      else
        read_about (self, &model);
    }
  qst_onnx_check_message (self, &model);
}

static gboolean
read_all (QstOnnx *self, GError **error)
{
  g_autoptr (GArray) graph = g_array_new (FALSE, FALSE, sizeof (QstOnnxPart));
  g_autoptr (GArray) functions = g_array_new (FALSE, FALSE, sizeof (QstOnnxPart));

  read_model (self, graph, functions);
  if (graph->len == 0)
    qst_archive_take_error (self->archive, g_error_new_literal (QST_ERROR, QST_ERROR_DAMAGED,
                                                                _ ("This begins as an ONNX model but holds no graph")));
  else if (!qst_onnx_read_graph (self, (const QstOnnxPart *)graph->data, graph->len, error))
    return FALSE;
  for (guint i = 0; i < functions->len; i++)
    if (!qst_onnx_read_function (self, &g_array_index (functions, QstOnnxPart, i), error))
      return FALSE;
  if (!qst_onnx_apply_grids (self, error))
    return FALSE;
  for (guint i = 0; i < self->tensors->len; i++)
    qst_archive_take_tensor (self->archive, qst_tensor_ref (g_ptr_array_index (self->tensors, i)));
  return TRUE;
}

static void
clear_scope (gpointer data)
{
  g_free (((QstOnnxScope *)data)->prefix);
}

static void
unref_storage (gpointer data)
{
  g_clear_pointer ((QstStorage **)&data, qst_storage_unref);
}

static gboolean
open_onnx (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  g_autoptr (QstStorage) storage = qst_storage_new_map (map);
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, unref_storage);
  g_autoptr (GPtrArray) tensors = g_ptr_array_new_with_free_func ((GDestroyNotify)qst_tensor_unref);
  g_autoptr (GHashTable) by_scope = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) scopes = g_array_new (FALSE, FALSE, sizeof (QstOnnxScope));
  g_autoptr (GPtrArray) grids = g_ptr_array_new_with_free_func (qst_onnx_free_grid);
  QstOnnx self = { .archive = archive,
                   .cancellable = cancellable,
                   .map = map,
                   .data = qst_map_get_data (map),
                   .size = qst_map_get_size (map),
                   .storage = storage,
                   .files = files,
                   .tensors = tensors,
                   .by_scope = by_scope,
                   .names = names,
                   .scopes = scopes,
                   .grids = grids };
  gboolean done;

  g_array_set_clear_func (scopes, clear_scope);
  qst_folder_init (&self.folder, qst_archive_get_path (archive));
  done = read_all (&self, error);
  qst_folder_clear (&self.folder);
  return done;
}

const QstFormat qst_format_onnx = {
  .info = { "onnx", N_ ("ONNX model"), "*.onnx" },
  .probe = probe,
  .open = open_onnx,
};
