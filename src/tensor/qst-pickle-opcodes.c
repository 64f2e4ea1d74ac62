/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The opcodes that describe data, of protocols 2 to 5 (Python's pickletools documents them). */
#include "tensor/qst-pickle-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

static gboolean
push (QstPickleMachine *m, QstPickleNode *node)
{
  g_ptr_array_add (m->stack, node);
  return TRUE;
}

/* What lies above the last mark is all that an opcode may take. */
static guint
get_floor (const QstPickleMachine *m)
{
  return m->marks->len > 0 ? g_array_index (m->marks, guint, m->marks->len - 1) : 0;
}

static gboolean
refuse_empty (QstPickleMachine *m)
{
  return qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("it takes more from the stack than is there"));
}

static QstPickleNode *
pop (QstPickleMachine *m)
{
  if (m->stack->len > get_floor (m))
    return g_ptr_array_steal_index (m->stack, m->stack->len - 1);
  refuse_empty (m);
  return NULL;
}

static QstPickleNode *
peek (QstPickleMachine *m)
{
  if (m->stack->len > get_floor (m))
    return g_ptr_array_index (m->stack, m->stack->len - 1);
  refuse_empty (m);
  return NULL;
}

/* Takes off the last mark; *first: the height of the stack below what was above it. */
static gboolean
pop_mark (QstPickleMachine *m, guint *first)
{
  *first = get_floor (m);
  if (m->marks->len == 0)
    return qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("there is no mark on the stack"));
  g_array_set_size (m->marks, m->marks->len - 1);
  return TRUE;
}

/* Moves what lies above first into the node's items. */
static void
take_items (QstPickleMachine *m, guint first, QstPickleNode *node)
{
  for (guint i = first; i < m->stack->len; i++)
    g_ptr_array_add (node->items, g_ptr_array_index (m->stack, i));
  g_ptr_array_set_size (m->stack, (gint)first);
}

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
  m->pickle->root = pop (m);
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
  if (m->marks->len > 0 && m->stack->len == get_floor (m))
    {
      g_array_set_size (m->marks, m->marks->len - 1);
      return TRUE;
    }
  return pop (m) != NULL;
}

static gboolean
run_pop_mark (QstPickleMachine *m)
{
  guint first;

  if (!pop_mark (m, &first))
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
  return push (m, node);
}

static gboolean
run_none (QstPickleMachine *m)
{
  return push (m, qst_pickle_new_node (m, QST_PICKLE_NONE));
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
  return push (m, node);
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
  return push (m, node);
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
  return push (m, qst_pickle_new_node (m, QST_PICKLE_TUPLE));
}

static gboolean
run_empty_list (QstPickleMachine *m)
{
  return push (m, qst_pickle_new_node (m, QST_PICKLE_LIST));
}

static gboolean
run_empty_dict (QstPickleMachine *m)
{
  return push (m, qst_pickle_new_node (m, QST_PICKLE_DICT));
}

static gboolean
push_tuple (QstPickleMachine *m, guint n)
{
  QstPickleNode *node;

  if (m->stack->len < get_floor (m) + n)
    return refuse_empty (m);
  node = qst_pickle_new_node (m, QST_PICKLE_TUPLE);
  take_items (m, m->stack->len - n, node);
  return push (m, node);
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

  if (!pop_mark (m, &first))
    return FALSE;
  if (kind == QST_PICKLE_DICT && (m->stack->len - first) % 2 != 0)
    return qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("a key has no value"));
  node = qst_pickle_new_node (m, kind);
  take_items (m, first, node);
  return push (m, node);
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
  QstPickleNode *node = first > get_floor (m) ? g_ptr_array_index (m->stack, first - 1) : NULL;

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
  take_items (m, first, container);
  return TRUE;
}

static gboolean
run_append (QstPickleMachine *m)
{
  return m->stack->len > get_floor (m) ? add_items (m, m->stack->len - 1, QST_PICKLE_LIST) : refuse_empty (m);
}

static gboolean
run_setitem (QstPickleMachine *m)
{
  return m->stack->len > get_floor (m) + 1 ? add_items (m, m->stack->len - 2, QST_PICKLE_DICT) : refuse_empty (m);
}

static gboolean
run_appends (QstPickleMachine *m)
{
  guint first;

  return pop_mark (m, &first) && add_items (m, first, QST_PICKLE_LIST);
}

static gboolean
run_setitems (QstPickleMachine *m)
{
  guint first;

  return pop_mark (m, &first) && add_items (m, first, QST_PICKLE_DICT);
}

/* The memo */

static gboolean
put (QstPickleMachine *m, guint64 index)
{
  QstPickleNode *node = peek (m);

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
  return node != NULL ? push (m, node) : qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("its memo index was never set"));
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

/* Names, and what was to be done with them */

static gboolean
push_symbol (QstPickleMachine *m, const char *module, gsize module_length, const char *name, gsize name_length)
{
  QstPickleNode *node = qst_pickle_new_node (m, QST_PICKLE_SYMBOL);
  g_autoptr (GString) whole = g_string_new_len (module, (gssize)module_length);

  g_string_append_c (whole, '.');
  g_string_append_len (whole, name, (gssize)name_length);
  node->text = g_string_chunk_insert_const (m->pickle->symbols, whole->str);
  node->length = (guint32)strlen (node->text);
  return push (m, node);
}

static const char *
read_line (QstPickleMachine *m, gsize *length)
{
  const char *begin = (const char *)m->reader->data + m->reader->at;
  const char *end = memchr (begin, '\n', qst_reader_left (m->reader));

  *length = end != NULL ? (gsize)(end - begin) : 0;
  if (end == NULL)
    m->reader->failed = TRUE;
  else
    qst_reader_bytes (m->reader, *length + 1);
  return begin;
}

static gboolean
run_global (QstPickleMachine *m)
{
  gsize module_length, name_length = 0;
  const char *module = read_line (m, &module_length);
  const char *name = read_line (m, &name_length);

  return m->reader->failed || push_symbol (m, module, module_length, name, name_length);
}

static gboolean
run_stack_global (QstPickleMachine *m)
{
  QstPickleNode *name = pop (m);
  QstPickleNode *module = name != NULL ? pop (m) : NULL;

  if (module == NULL)
    return FALSE;
  if (name->kind != QST_PICKLE_TEXT || module->kind != QST_PICKLE_TEXT)
    return qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("module and name are not two texts"));
  return push_symbol (m, module->text, module->length, name->text, name->length);
}

static gboolean
push_pair (QstPickleMachine *m, QstPickleKind kind, QstPickleNode *a, QstPickleNode *b)
{
  QstPickleNode *node = qst_pickle_new_node (m, kind);

  g_ptr_array_add (node->items, a);
  g_ptr_array_add (node->items, b);
  return push (m, node);
}

/* Dictionaries are so common that they are made at once: OrderedDict() and, from Python 2, OrderedDict([[key, value], …]). */
static gboolean
is_dict_call (const QstPickleNode *callee, const QstPickleNode *arguments)
{
  const QstPickleNode *pairs = qst_pickle_item (arguments, 0);

  if (!qst_pickle_is (callee, QST_PICKLE_SYMBOL, "collections.OrderedDict"))
    return FALSE;
  if (pairs == NULL)
    return TRUE;
  if (qst_pickle_n_items (arguments) != 1 || pairs->kind != QST_PICKLE_LIST)
    return FALSE;
  for (guint i = 0; i < qst_pickle_n_items (pairs); i++)
    if (qst_pickle_n_items (qst_pickle_item (pairs, i)) != 2)
      return FALSE;
  return TRUE;
}

static QstPickleNode *
new_dict (QstPickleMachine *m, const QstPickleNode *pairs)
{
  QstPickleNode *dict = qst_pickle_new_node (m, QST_PICKLE_DICT);

  for (guint i = 0; i < qst_pickle_n_items (pairs); i++)
    for (guint k = 0; k < 2; k++)
      g_ptr_array_add (dict->items, (gpointer)qst_pickle_item (qst_pickle_item (pairs, i), k));
  /* The pairs may be shared, so that few steps would copy many of them. */
  m->n_steps += 2 * qst_pickle_n_items (pairs);
  return dict;
}

static gboolean
run_reduce (QstPickleMachine *m)
{
  QstPickleNode *arguments = pop (m);
  QstPickleNode *callee = arguments != NULL ? pop (m) : NULL;

  if (callee == NULL)
    return FALSE;
  if (arguments->kind != QST_PICKLE_TUPLE || callee->kind != QST_PICKLE_SYMBOL)
    return qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("a name and a tuple of arguments are expected"));
  if (is_dict_call (callee, arguments))
    return push (m, new_dict (m, qst_pickle_item (arguments, 0)));
  return push_pair (m, QST_PICKLE_CALL, callee, arguments);
}

static gboolean
run_newobj (QstPickleMachine *m)
{
  QstPickleNode *arguments = pop (m);
  QstPickleNode *class = arguments != NULL ? pop (m) : NULL;

  if (class == NULL)
    return FALSE;
  if (arguments->kind != QST_PICKLE_TUPLE || class->kind != QST_PICKLE_SYMBOL)
    return qst_pickle_refuse (m, QST_ERROR_DAMAGED, _ ("a name and a tuple of arguments are expected"));
  return push_pair (m, QST_PICKLE_OBJECT, class, arguments);
}

/* The attributes of a dictionary are no weights (_metadata); those of an object may be. */
static gboolean
run_build (QstPickleMachine *m)
{
  QstPickleNode *state = pop (m);
  QstPickleNode *node = state != NULL ? peek (m) : NULL;

  if (node == NULL)
    return FALSE;
  if (node->kind == QST_PICKLE_CALL || node->kind == QST_PICKLE_OBJECT)
    node->state = state;
  return TRUE;
}

static gboolean
run_binpersid (QstPickleMachine *m)
{
  QstPickleNode *id = pop (m), *node;

  if (id == NULL)
    return FALSE;
  node = qst_pickle_new_node (m, QST_PICKLE_REFERENCE);
  g_ptr_array_add (node->items, id);
  g_ptr_array_add (m->pickle->references, node);
  return push (m, node);
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
  ['Q'] = { "BINPERSID", run_binpersid },
  ['R'] = { "REDUCE", run_reduce },
  ['S'] = { "STRING", NULL },
  ['T'] = { "BINSTRING", run_text },
  ['U'] = { "SHORT_BINSTRING", run_short_text },
  ['V'] = { "UNICODE", NULL },
  ['X'] = { "BINUNICODE", run_text },
  [']'] = { "EMPTY_LIST", run_empty_list },
  ['a'] = { "APPEND", run_append },
  ['b'] = { "BUILD", run_build },
  ['c'] = { "GLOBAL", run_global },
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
  [0x81] = { "NEWOBJ", run_newobj },
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
  [0x93] = { "STACK_GLOBAL", run_stack_global },
  [0x94] = { "MEMOIZE", run_memoize },
  [0x95] = { "FRAME", run_frame },
  [0x96] = { "BYTEARRAY8", NULL },
  [0x97] = { "NEXT_BUFFER", NULL },
  [0x98] = { "READONLY_BUFFER", NULL },
};
