/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The opcodes that describe data, of protocols 2 to 5 (Python's pickletools documents them). */
#include "tensor/qst-pickle-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* Control */

static gboolean
run_proto (QstPickleMachine *m)
{
  guint8 version = qst_reader_u8 (m->reader);

  return version <= 5 || qst_pickle_refuse (m, QST_ERROR_UNSUPPORTED, _ ("protocols 2 to 5 are read"));
}

static gboolean
run_frame (QstPickleMachine *m)
{
  qst_reader_u64 (m->reader);
  return TRUE;
}

static gboolean
run_stop (QstPickleMachine *m)
{
  m->pickle->root = qst_pickle_pop (m);
  m->stopped = TRUE;
  return m->pickle->root != NULL;
}

static gboolean
run_mark (QstPickleMachine *m)
{
  g_array_append_val (m->marks, m->stack->len);
  return TRUE;
}

static gboolean
run_pop (QstPickleMachine *m)
{
  if (m->marks->len > 0 && m->stack->len == qst_pickle_get_floor (m))
    {
      g_array_set_size (m->marks, m->marks->len - 1);
      return TRUE;
    }
  return qst_pickle_pop (m) != NULL;
}

static gboolean
run_pop_mark (QstPickleMachine *m)
{
  guint first;

  if (!qst_pickle_pop_mark (m, &first))
    return FALSE;
  g_ptr_array_set_size (m->stack, (gint)first);
  return TRUE;
}

/* Numbers and texts */

static gboolean
push_integer (QstPickleMachine *m, QstPickleKind kind, gint64 value)
{
  QstPickleNode *node = qst_pickle_new_node (m, kind);

  node->integer = value;
  return qst_pickle_push (m, node);
}

static gboolean
run_none (QstPickleMachine *m)
{
  return qst_pickle_push (m, qst_pickle_new_node (m, QST_PICKLE_NONE));
}

static gboolean
run_true (QstPickleMachine *m)
{
  return push_integer (m, QST_PICKLE_BOOL, 1);
}

static gboolean
run_false (QstPickleMachine *m)
{
  return push_integer (m, QST_PICKLE_BOOL, 0);
}

static gboolean
run_binint (QstPickleMachine *m)
{
  return push_integer (m, QST_PICKLE_INT, (gint32)qst_reader_u32 (m->reader));
}

static gboolean
run_binint1 (QstPickleMachine *m)
{
  return push_integer (m, QST_PICKLE_INT, qst_reader_u8 (m->reader));
}

static gboolean
run_binint2 (QstPickleMachine *m)
{
  return push_integer (m, QST_PICKLE_INT, qst_reader_u16 (m->reader));
}

static gboolean
push_bytes (QstPickleMachine *m, QstPickleKind kind, guint64 length)
{
  const guint8 *bytes = qst_reader_bytes (m->reader, length);
  QstPickleNode *node;

  if (bytes == NULL)
    return TRUE; /* the reader has failed, which is told */
  if (length > G_MAXUINT32)
    return qst_pickle_refuse (m, QST_ERROR_LIMIT, _ ("a text or number of more than 2^32 bytes is not read"));
  node = qst_pickle_new_node (m, kind);
  node->text = (const char *)bytes;
  node->length = (guint32)length;
  return qst_pickle_push (m, node);
}

/* Two's complement, the lowest byte first. */
static gboolean
push_long (QstPickleMachine *m, guint64 length)
{
  const guint8 *bytes;
  guint64 value = 0;

  if (length > 8)
    return push_bytes (m, QST_PICKLE_LONG, length);
  bytes = qst_reader_bytes (m->reader, length);
  if (bytes == NULL)
    return TRUE;
  if (length > 0 && (bytes[length - 1] & 0x80) != 0)
    value = G_MAXUINT64;
  for (guint64 i = length; i-- > 0;)
    value = value << 8 | bytes[i];
  return push_integer (m, QST_PICKLE_INT, (gint64)value);
}

static gboolean
run_long1 (QstPickleMachine *m)
{
  return push_long (m, qst_reader_u8 (m->reader));
}

static gboolean
run_long4 (QstPickleMachine *m)
{
  return push_long (m, qst_reader_u32 (m->reader));
}

static gboolean
run_binfloat (QstPickleMachine *m)
{
  QstPickleNode *node = qst_pickle_new_node (m, QST_PICKLE_FLOAT);
  const guint64 bits = GUINT64_SWAP_LE_BE (qst_reader_u64 (m->reader));

  memcpy (&node->number, &bits, sizeof bits);
  return qst_pickle_push (m, node);
}

static gboolean
run_short_text (QstPickleMachine *m)
{
  return push_bytes (m, QST_PICKLE_TEXT, qst_reader_u8 (m->reader));
}

static gboolean
run_text (QstPickleMachine *m)
{
  return push_bytes (m, QST_PICKLE_TEXT, qst_reader_u32 (m->reader));
}

static gboolean
run_long_text (QstPickleMachine *m)
{
  return push_bytes (m, QST_PICKLE_TEXT, qst_reader_u64 (m->reader));
}

static gboolean
run_short_bytes (QstPickleMachine *m)
{
  return push_bytes (m, QST_PICKLE_BYTES, qst_reader_u8 (m->reader));
}

static gboolean
run_bytes (QstPickleMachine *m)
{
  return push_bytes (m, QST_PICKLE_BYTES, qst_reader_u32 (m->reader));
}

static gboolean
run_long_bytes (QstPickleMachine *m)
{
  return push_bytes (m, QST_PICKLE_BYTES, qst_reader_u64 (m->reader));
}

/* Containers */

static gboolean
run_empty_tuple (QstPickleMachine *m)
{
  return qst_pickle_push (m, qst_pickle_new_node (m, QST_PICKLE_TUPLE));
}

static gboolean
run_empty_list (QstPickleMachine *m)
{
  return qst_pickle_push (m, qst_pickle_new_node (m, QST_PICKLE_LIST));
}

static gboolean
run_empty_dict (QstPickleMachine *m)
{
  return qst_pickle_push (m, qst_pickle_new_node (m, QST_PICKLE_DICT));
}

static gboolean
push_tuple (QstPickleMachine *m, guint n)
{
  QstPickleNode *node;

  if (m->stack->len < qst_pickle_get_floor (m) + n)
    return qst_pickle_refuse_empty (m);
  node = qst_pickle_new_node (m, QST_PICKLE_TUPLE);
  qst_pickle_take_items (m, m->stack->len - n, node);
  return qst_pickle_push (m, node);
}

static gboolean
run_tuple1 (QstPickleMachine *m)
{
  return push_tuple (m, 1);
}

static gboolean
run_tuple2 (QstPickleMachine *m)
{
  return push_tuple (m, 2);
}

static gboolean
run_tuple3 (QstPickleMachine *m)
{
  return push_tuple (m, 3);
}

static gboolean
push_marked (QstPickleMachine *m, QstPickleKind kind)
{
  QstPickleNode *node;
  guint first;

  if (!qst_pickle_pop_mark (m, &first))
    return FALSE;
  if (kind == QST_PICKLE_DICT && (m->stack->len - first) % 2 != 0)
    return qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("a key has no value"));
  node = qst_pickle_new_node (m, kind);
  qst_pickle_take_items (m, first, node);
  return qst_pickle_push (m, node);
}

static gboolean
run_tuple (QstPickleMachine *m)
{
  return push_marked (m, QST_PICKLE_TUPLE);
}

static gboolean
run_list (QstPickleMachine *m)
{
  return push_marked (m, QST_PICKLE_LIST);
}

static gboolean
run_dict (QstPickleMachine *m)
{
  return push_marked (m, QST_PICKLE_DICT);
}

/* What items of a kind go into: the container below them, or the entries of an object that was to be one. */
static QstPickleNode *
get_container (QstPickleMachine *m, guint first, QstPickleKind kind)
{
  QstPickleNode *node = first > qst_pickle_get_floor (m) ? g_ptr_array_index (m->stack, first - 1) : NULL;

  if (node != NULL && node->kind == kind)
    return node;
  if (node != NULL && (node->kind == QST_PICKLE_CALL || node->kind == QST_PICKLE_OBJECT))
    {
      if (node->entries == NULL)
        node->entries = qst_pickle_new_node (m, kind);
      if (node->entries->kind == kind)
        return node->entries;
    }
  qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("there is nothing of the right kind to put its items into"));
  return NULL;
}

static gboolean
add_items (QstPickleMachine *m, guint first, QstPickleKind kind)
{
  QstPickleNode *container = get_container (m, first, kind);

  if (container == NULL)
    return FALSE;
  if (kind == QST_PICKLE_DICT && (m->stack->len - first) % 2 != 0)
    return qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("a key has no value"));
  qst_pickle_take_items (m, first, container);
  return TRUE;
}

static gboolean
run_append (QstPickleMachine *m)
{
  return m->stack->len > qst_pickle_get_floor (m) ? add_items (m, m->stack->len - 1, QST_PICKLE_LIST)
                                                  : qst_pickle_refuse_empty (m);
}

static gboolean
run_setitem (QstPickleMachine *m)
{
  return m->stack->len > qst_pickle_get_floor (m) + 1 ? add_items (m, m->stack->len - 2, QST_PICKLE_DICT)
                                                      : qst_pickle_refuse_empty (m);
}

static gboolean
run_appends (QstPickleMachine *m)
{
  guint first;

  return qst_pickle_pop_mark (m, &first) && add_items (m, first, QST_PICKLE_LIST);
}

static gboolean
run_setitems (QstPickleMachine *m)
{
  guint first;

  return qst_pickle_pop_mark (m, &first) && add_items (m, first, QST_PICKLE_DICT);
}

/* The memo */

static gboolean
put (QstPickleMachine *m, guint64 index)
{
  QstPickleNode *node = qst_pickle_peek (m);

  if (m->reader->failed || node == NULL)
    return node != NULL;
  if (index >= m->reader->size - m->begin)
    {
      g_autofree char *reason = g_strdup_printf (_ ("its memo index %" PRIu64 " is beyond what %" PRIu64 " bytes can have made"),
                                                 index, m->reader->size - m->begin);

      return qst_pickle_refuse (m, QST_ERROR_DAMAGED, reason);
    }
  g_hash_table_insert (m->memo, GSIZE_TO_POINTER (index), node);
  return TRUE;
}

static gboolean
get (QstPickleMachine *m, guint64 index)
{
  QstPickleNode *node = g_hash_table_lookup (m->memo, GSIZE_TO_POINTER (index));

  if (m->reader->failed)
    return TRUE;
  return node != NULL ? qst_pickle_push (m, node) : qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("its memo index was never set"));
}

static gboolean
run_binput (QstPickleMachine *m)
{
  return put (m, qst_reader_u8 (m->reader));
}

static gboolean
run_long_binput (QstPickleMachine *m)
{
  return put (m, qst_reader_u32 (m->reader));
}

static gboolean
run_memoize (QstPickleMachine *m)
{
  return put (m, g_hash_table_size (m->memo));
}

static gboolean
run_binget (QstPickleMachine *m)
{
  return get (m, qst_reader_u8 (m->reader));
}

static gboolean
run_long_binget (QstPickleMachine *m)
{
  return get (m, qst_reader_u32 (m->reader));
}

const QstPickleOpcode qst_pickle_opcodes[256] = {
  ['('] = { "MARK", run_mark },
  [')'] = { "EMPTY_TUPLE", run_empty_tuple },
  ['.'] = { "STOP", run_stop },
  ['0'] = { "POP", run_pop },
  ['1'] = { "POP_MARK", run_pop_mark },
  ['2'] = { "DUP", NULL },
  ['B'] = { "BINBYTES", run_bytes },
  ['C'] = { "SHORT_BINBYTES", run_short_bytes },
  ['F'] = { "FLOAT", NULL },
  ['G'] = { "BINFLOAT", run_binfloat },
  ['I'] = { "INT", NULL },
  ['J'] = { "BININT", run_binint },
  ['K'] = { "BININT1", run_binint1 },
  ['L'] = { "LONG", NULL },
  ['M'] = { "BININT2", run_binint2 },
  ['N'] = { "NONE", run_none },
  ['P'] = { "PERSID", NULL },
  ['Q'] = { "BINPERSID", qst_pickle_run_binpersid },
  ['R'] = { "REDUCE", qst_pickle_run_reduce },
  ['S'] = { "STRING", NULL },
  ['T'] = { "BINSTRING", run_text },
  ['U'] = { "SHORT_BINSTRING", run_short_text },
  ['V'] = { "UNICODE", NULL },
  ['X'] = { "BINUNICODE", run_text },
  [']'] = { "EMPTY_LIST", run_empty_list },
  ['a'] = { "APPEND", run_append },
  ['b'] = { "BUILD", qst_pickle_run_build },
  ['c'] = { "GLOBAL", qst_pickle_run_global },
  ['d'] = { "DICT", run_dict },
  ['e'] = { "APPENDS", run_appends },
  ['g'] = { "GET", NULL },
  ['h'] = { "BINGET", run_binget },
  ['i'] = { "INST", NULL },
  ['j'] = { "LONG_BINGET", run_long_binget },
  ['l'] = { "LIST", run_list },
  ['o'] = { "OBJ", NULL },
  ['p'] = { "PUT", NULL },
  ['q'] = { "BINPUT", run_binput },
  ['r'] = { "LONG_BINPUT", run_long_binput },
  ['s'] = { "SETITEM", run_setitem },
  ['t'] = { "TUPLE", run_tuple },
  ['u'] = { "SETITEMS", run_setitems },
  ['}'] = { "EMPTY_DICT", run_empty_dict },
  [0x80] = { "PROTO", run_proto },
  [0x81] = { "NEWOBJ", qst_pickle_run_newobj },
  [0x82] = { "EXT1", NULL },
  [0x83] = { "EXT2", NULL },
  [0x84] = { "EXT4", NULL },
  [0x85] = { "TUPLE1", run_tuple1 },
  [0x86] = { "TUPLE2", run_tuple2 },
  [0x87] = { "TUPLE3", run_tuple3 },
  [0x88] = { "NEWTRUE", run_true },
  [0x89] = { "NEWFALSE", run_false },
  [0x8a] = { "LONG1", run_long1 },
  [0x8b] = { "LONG4", run_long4 },
  [0x8c] = { "SHORT_BINUNICODE", run_short_text },
  [0x8d] = { "BINUNICODE8", run_long_text },
  [0x8e] = { "BINBYTES8", run_long_bytes },
  [0x8f] = { "EMPTY_SET", NULL },
  [0x90] = { "ADDITEMS", NULL },
  [0x91] = { "FROZENSET", NULL },
  [0x92] = { "NEWOBJ_EX", NULL },
  [0x93] = { "STACK_GLOBAL", qst_pickle_run_stack_global },
  [0x94] = { "MEMOIZE", run_memoize },
  [0x95] = { "FRAME", run_frame },
  [0x96] = { "BYTEARRAY8", NULL },
  [0x97] = { "NEXT_BUFFER", NULL },
  [0x98] = { "READONLY_BUFFER", NULL },
};
