/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-archive-private.h"

#include "tensor/qst-limits.h"
#include "tensor/qst-quote.h"
#include "tensor/qst-tensor-private.h"
#include "tensor/qst-text-scan.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define PROBE_BYTES 4096
#define ROWS_PER_LOOK 1024 /* at the cancellable */
#define VALUES_PER_LOOK (256 * 1024)

/* The values so far. */
typedef struct
{
  QstTextDialect dialect;
  double *values;
  gsize n, room;
  guint64 columns; /* 0 before the first row */
  guint64 rows;
} Table;

/* Signs that text may hold besides printable ones. */
static gboolean
is_text (guint8 c)
{
  return c >= 0x20 ? c != 0x7f : c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

static gboolean
probe (const guint8 *data, guint64 size)
{
  for (guint64 i = 0; i < MIN (size, PROBE_BYTES); i++)
    if (!is_text (data[i]))
      return FALSE;
  return size > 0;
}

static gboolean
push (Table *table, double value, GError **error)
{
  if (table->n == table->room)
    {
      gsize room = MAX (1024, table->room * 2);
      double *values = g_try_realloc_n (table->values, room, sizeof (double));

      if (values == NULL)
        {
          g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("There is not enough memory for more than %zu numbers"), table->n);
          return FALSE;
        }
      table->values = values;
      table->room = room;
    }
  table->values[table->n++] = value;
  return TRUE;
}

static void
set_cell_error (GError **error, const QstTextRow *row, guint64 column, const QstTextField *field)
{
  g_autofree char *quoted = qst_quote (field->begin, field->end - field->begin);

  for (const char *p = field->begin; p < field->end; p++)
    if (!is_text ((guint8)*p))
      {
        g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("Line %" PRIu64 " holds binary data; expected numbers as text"),
                     row->line);
        return;
      }
  g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("Line %" PRIu64 ", field %" PRIu64 ": “%s” is not a number"), row->line,
               column + 1, quoted);
}

/* The fields of a row as values. */
static gboolean
parse_fields (Table *table, const QstTextRow *row, guint64 *n, gboolean *last_empty, GError **error)
{
  const char *at = row->begin;
  QstTextField field;
  double value;

  *n = 0;
  do
    {
      if (!qst_text_next_field (&at, row, table->dialect.separator, &field))
        {
          g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("Line %" PRIu64 ": a quote does not close where its field ends"),
                       row->line);
          return FALSE;
        }
      if (*n > QST_LIMIT_TEXT_COLUMNS)
        {
          g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("Line %" PRIu64 " has more than %u fields"), row->line,
                       QST_LIMIT_TEXT_COLUMNS);
          return FALSE;
        }
      if (!qst_text_parse_number (&field, table->dialect.decimal, &value))
        {
          set_cell_error (error, row, *n, &field);
          return FALSE;
        }
      if (!push (table, value, error))
        return FALSE;
      *last_empty = field.begin == field.end && !field.quoted;
      (*n)++;
    }
  while (!field.last);
  return TRUE;
}

static gboolean
parse_row (Table *table, const QstTextRow *row, GError **error)
{
  gboolean last_empty;
  gboolean drop;
  guint64 n;

  if (!parse_fields (table, row, &n, &last_empty, error))
    return FALSE;
  drop = last_empty && n > 1 && (table->columns == 0 ? !table->dialect.last_is_value : n == table->columns + 1);
  if (drop)
    {
      n--;
      table->n--;
    }
  if (table->columns == 0)
    table->columns = n;
  if (n != table->columns)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                   _ ("Line %" PRIu64 ": the number of fields is %" PRIu64 ", expected %" PRIu64 " as in the lines before"),
                   row->line, n, table->columns);
      return FALSE;
    }
  table->rows++;
  return TRUE;
}

static gboolean
parse_rows (Table *table, QstTextCursor *cursor, QstTextRow *header, GCancellable *cancellable, GError **error)
{
  QstTextRow row;
  gsize next_look = VALUES_PER_LOOK;

  if (table->dialect.header)
    qst_text_cursor_next (cursor, header);
  while (qst_text_cursor_next (cursor, &row))
    {
      if (!parse_row (table, &row, error))
        return FALSE;
      if (table->rows % ROWS_PER_LOOK != 0 && table->n < next_look)
        continue;
      next_look = table->n + VALUES_PER_LOOK;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  if (table->rows > 0)
    return TRUE;
  if (table->dialect.header)
    {
      g_autofree char *quoted = qst_quote (header->begin, header->end - header->begin);

      g_set_error (error, QST_ERROR, QST_ERROR_UNKNOWN_FORMAT,
                   _ ("Line %" PRIu64 " holds words (“%s”) and no row of numbers follows"), header->line, quoted);
    }
  else
    g_set_error_literal (error, QST_ERROR, QST_ERROR_UNKNOWN_FORMAT, _ ("The text holds no numbers"));
  return FALSE;
}

static const char *
describe_separator (char separator)
{
  switch (separator)
    {
    case ',':
      return N_ ("comma");
    case ';':
      return N_ ("semicolon");
    case '\t':
      return N_ ("tab");
    default:
      return N_ ("blanks");
    }
}

static void
add_metadata (QstArchive *archive, const Table *table, const QstTextRow *header, guint64 comments)
{
  g_autofree char *words = table->dialect.header ? qst_quote (header->begin, header->end - header->begin) : NULL;
  g_autofree char *number = g_strdup_printf ("%" PRIu64, comments);

  qst_archive_add_metadata (archive, N_ ("separator"),
                            table->columns == 1 ? N_ ("none") : describe_separator (table->dialect.separator));
  qst_archive_add_metadata (archive, N_ ("decimal mark"), table->dialect.decimal == ',' ? N_ ("comma") : N_ ("point"));
  qst_archive_add_metadata (archive, N_ ("header"), words != NULL ? words : N_ ("none"));
  qst_archive_add_metadata (archive, N_ ("comment lines"), number);
}

static gboolean
open_text (QstArchive *archive, QstMap *map, GCancellable *cancellable, GError **error)
{
  const char *text = (const char *)qst_map_get_data (map);
  guint64 length = qst_map_get_size (map);
  QstTensorLayout layout = { .name = "",
                             .format = qst_format_text.info.nick,
                             .dtype = QST_DTYPE_TEXT,
                             .n_dims = 2,
                             .stored_bytes = length,
                             .big_endian = G_BYTE_ORDER == G_BIG_ENDIAN };
  Table table = { 0 };
  QstTextCursor cursor;
  QstTextRow header = { 0 };
  g_autoptr (QstStorage) storage = NULL;
  guint64 shape[2];

  if (length > QST_LIMIT_TEXT_BYTES)
    {
      g_set_error (error, QST_ERROR, QST_ERROR_LIMIT, _ ("The text has %" PRIu64 " bytes; the limit is %u"), length,
                   QST_LIMIT_TEXT_BYTES);
      return FALSE;
    }
  qst_text_detect (&table.dialect, text, length);
  qst_text_cursor_init (&cursor, text, length);
  if (!parse_rows (&table, &cursor, &header, cancellable, error))
    {
      g_free (table.values);
      return FALSE;
    }
  shape[0] = table.rows;
  shape[1] = table.columns;
  layout.shape = shape;
  layout.count = table.n;
  storage = qst_storage_new_take (g_realloc_n (table.values, table.n, sizeof (double)), table.n * sizeof (double));
  add_metadata (archive, &table, &header, cursor.comments);
  qst_archive_take_tensor (archive, qst_tensor_new (&layout, storage));
  return TRUE;
}

const QstFormat qst_format_text = {
  .info = { "csv", N_ ("Table of numbers as text"), "*.csv;*.tsv;*.txt" },
  .probe = probe,
  .open = open_text,
};
