/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-npy-header.h"

#include "tensor/qst-checked.h"
#include "tensor/qst-quote.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

typedef struct
{
  const char *begin;
  const char *at;
  const char *end;
  guint64 origin;
  GError **error;
} Parser;

static gboolean
fail (Parser *p, const char *expected)
{
  g_autofree char *found = qst_quote (p->at, MIN (p->end - p->at, 24));

  g_set_error (p->error, QST_ERROR, QST_ERROR_DAMAGED, _ ("The header is wrong at byte %" PRIu64 ": expected %s, found “%s”"),
               p->origin + (guint64)(p->at - p->begin), expected, found);
  return FALSE;
}

static void
skip_blanks (Parser *p)
{
  while (p->at < p->end && strchr (" \t\r\n\f\v", *p->at) != NULL && *p->at != '\0')
    p->at++;
}

/* The next sign after blanks, taken if it is c. */
static gboolean
take (Parser *p, char c)
{
  skip_blanks (p);
  if (p->at == p->end || *p->at != c)
    return FALSE;
  p->at++;
  return TRUE;
}

static gboolean
take_word (Parser *p, const char *word)
{
  gsize n = strlen (word);

  skip_blanks (p);
  if ((gsize)(p->end - p->at) < n || memcmp (p->at, word, n) != 0)
    return FALSE;
  if ((gsize)(p->end - p->at) > n && (g_ascii_isalnum (p->at[n]) || p->at[n] == '_'))
    return FALSE;
  p->at += n;
  return TRUE;
}

/* A string in either quote without escapes: none of the words that belong here needs one. */
static gboolean
parse_string (Parser *p, const char **text, gsize *length)
{
  const char *close;
  char quote;

  skip_blanks (p);
  if (p->at == p->end || (*p->at != '\'' && *p->at != '"'))
    return fail (p, _ ("a text in quotes"));
  quote = *p->at;
  close = memchr (p->at + 1, quote, (gsize)(p->end - p->at - 1));
  if (close == NULL)
    return fail (p, _ ("a closing quote"));
  *text = p->at + 1;
  *length = (gsize)(close - *text);
  p->at = close + 1;
  return TRUE;
}

static gboolean
parse_size (Parser *p, guint64 *value)
{
  const char *first;

  skip_blanks (p);
  first = p->at;
  *value = 0;
  for (; p->at < p->end && g_ascii_isdigit (*p->at); p->at++)
    if (!qst_checked_mul (*value, 10, value) || !qst_checked_add (*value, (guint64)(*p->at - '0'), value))
      {
        p->at = first;
        return fail (p, _ ("a dimension below 2^64"));
      }
  if (p->at == first)
    return fail (p, _ ("a dimension"));
  /* Python 2 wrote long integers as 3L. */
  if (p->at < p->end && *p->at == 'L')
    p->at++;
  return TRUE;
}

static gboolean
parse_shape (Parser *p, QstNpyHeader *self)
{
  if (!take (p, '('))
    return fail (p, _ ("the shape in parentheses"));
  self->n_dims = 0;
  while (!take (p, ')'))
    {
      if (self->n_dims == QST_LIMIT_DIMS)
        {
          g_set_error (p->error, QST_ERROR, QST_ERROR_LIMIT, _ ("The shape has more than %d dimensions"), QST_LIMIT_DIMS);
          return FALSE;
        }
      if (!parse_size (p, &self->shape[self->n_dims++]))
        return FALSE;
      if (!take (p, ','))
        return take (p, ')') ? TRUE : fail (p, _ ("a comma or a closing parenthesis"));
    }
  return TRUE;
}

static gboolean
parse_bool (Parser *p, gboolean *value)
{
  *value = take_word (p, "True");
  return *value || take_word (p, "False") ? TRUE : fail (p, _ ("True or False"));
}

static const struct
{
  const char *code;
  QstDtype dtype;
} codes[] = {
  { "f2", QST_DTYPE_F16 }, { "f4", QST_DTYPE_F32 },  { "f8", QST_DTYPE_F64 }, { "i1", QST_DTYPE_I8 },  { "i2", QST_DTYPE_I16 },
  { "i4", QST_DTYPE_I32 }, { "i8", QST_DTYPE_I64 },  { "u1", QST_DTYPE_U8 },  { "u2", QST_DTYPE_U16 }, { "u4", QST_DTYPE_U32 },
  { "u8", QST_DTYPE_U64 }, { "b1", QST_DTYPE_BOOL }, { "?", QST_DTYPE_BOOL },
};

static const char *
describe_kind (char kind)
{
  switch (kind)
    {
    case 'O':
      return _ ("Python objects, which would have to be unpickled");
    case 'V':
      return _ ("raw bytes or a structure (bfloat16 and float8 are stored so, without their name)");
    case 'U':
    case 'S':
    case 'a':
      return _ ("text");
    case 'c':
      return _ ("complex numbers");
    case 'm':
    case 'M':
      return _ ("dates or times");
    case 'f':
      return _ ("floats of an unusual size");
    default:
      return _ ("values of an unknown kind");
    }
}

static gboolean
set_dtype (Parser *p, QstNpyHeader *self, const char *text, gsize length)
{
  const char *code = text;
  gsize n = length;
  char order = '|';

  if (n > 0 && strchr ("<>|=", *code) != NULL && *code != '\0')
    {
      order = *code++;
      n--;
    }
  self->big_endian = order == '>' || (order != '<' && G_BYTE_ORDER == G_BIG_ENDIAN);
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (strlen (codes[i].code) == n && memcmp (codes[i].code, code, n) == 0)
      {
        self->dtype = codes[i].dtype;
        return TRUE;
      }
  {
    g_autofree char *quoted = qst_quote (text, (gssize)length);

    g_set_error (p->error, QST_ERROR, QST_ERROR_UNSUPPORTED, _ ("The dtype “%s” is not supported: it means %s"), quoted,
                 describe_kind (n > 0 ? *code : '\0'));
  }
  return FALSE;
}

static gboolean
parse_descr (Parser *p, QstNpyHeader *self)
{
  const char *text;
  gsize length;

  skip_blanks (p);
  if (p->at < p->end && *p->at == '[')
    {
      g_set_error_literal (p->error, QST_ERROR, QST_ERROR_UNSUPPORTED,
                           _ ("The array has a structured dtype, which is not supported"));
      return FALSE;
    }
  return parse_string (p, &text, &length) && set_dtype (p, self, text, length);
}

enum
{
  HAS_DESCR = 1,
  HAS_ORDER = 2,
  HAS_SHAPE = 4,
  HAS_ALL = 7
};

static gboolean
parse_entry (Parser *p, QstNpyHeader *self, guint *seen)
{
  const char *before, *key;
  gsize length;
  guint flag;

  skip_blanks (p);
  before = p->at;
  if (!parse_string (p, &key, &length))
    return FALSE;
  if (length == 5 && memcmp (key, "descr", 5) == 0)
    flag = HAS_DESCR;
  else if (length == 13 && memcmp (key, "fortran_order", 13) == 0)
    flag = HAS_ORDER;
  else if (length == 5 && memcmp (key, "shape", 5) == 0)
    flag = HAS_SHAPE;
  else
    flag = 0;
  if (flag == 0 || (*seen & flag) != 0)
    {
      p->at = before;
      return fail (p, _ ("'descr', 'fortran_order' and 'shape', once each"));
    }
  *seen |= flag;
  if (!take (p, ':'))
    return fail (p, _ ("a colon"));
  return flag == HAS_DESCR   ? parse_descr (p, self)
         : flag == HAS_ORDER ? parse_bool (p, &self->fortran_order)
                             : parse_shape (p, self);
}

gboolean
qst_npy_header_parse (QstNpyHeader *self, const char *text, gsize length, guint64 origin, GError **error)
{
  Parser p = { text, text, text + length, origin, error };
  guint seen = 0;

  *self = (QstNpyHeader){ 0 };
  if (!take (&p, '{'))
    return fail (&p, _ ("an opening brace"));
  while (!take (&p, '}'))
    {
      if (!parse_entry (&p, self, &seen))
        return FALSE;
      if (take (&p, ','))
        continue;
      if (take (&p, '}'))
        break;
      return fail (&p, _ ("a comma or a closing brace"));
    }
  skip_blanks (&p);
  if (p.at != p.end)
    return fail (&p, _ ("the end of the header"));
  if (seen != HAS_ALL)
    return fail (&p, _ ("'descr', 'fortran_order' and 'shape', once each"));
  return TRUE;
}
