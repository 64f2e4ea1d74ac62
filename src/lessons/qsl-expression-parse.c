/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From text to tree, by precedence. */
#include "lessons/qsl-expression-private.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  const char *text, *at;
  QslExpression *expression;
  guint depth;
  GError **error;
} Parser;

/* What a sub-expression is. */
typedef struct
{
  guint node;
  gboolean is_text;
} Part;

static const struct
{
  const char *word;
  QslOp op;
  int level;
} operators[] = {
  /* Longer words before their beginnings. */
  { "||", QSL_OP_OR, 0 },      { "&&", QSL_OP_AND, 1 },      { "==", QSL_OP_EQUAL, 2 },   { "!=", QSL_OP_UNEQUAL, 2 },
  { "<=", QSL_OP_AT_MOST, 2 }, { ">=", QSL_OP_AT_LEAST, 2 }, { "<", QSL_OP_LESS, 2 },     { ">", QSL_OP_MORE, 2 },
  { "+", QSL_OP_ADD, 3 },      { "-", QSL_OP_SUBTRACT, 3 },  { "*", QSL_OP_MULTIPLY, 4 }, { "/", QSL_OP_DIVIDE, 4 },
};
#define LEVELS 5

static const struct
{
  const char *name;
  QslOp op;
} functions[] = {
  { "abs", QSL_OP_ABS },
  { "log", QSL_OP_LOG },
  { "sqrt", QSL_OP_SQRT },
  { "round", QSL_OP_ROUND },
};

static gboolean parse_level (Parser *self, int level, Part *part);

static gboolean
fail (Parser *self, const char *expected)
{
  /* The first complaint is the nearest to the cause. */
  if (self->error != NULL && *self->error == NULL)
    g_set_error (self->error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("column %d: expected %s"),
                 (int)g_utf8_strlen (self->text, self->at - self->text) + 1, expected);
  return FALSE;
}

static void
skip_blanks (Parser *self)
{
  while (*self->at == ' ' || *self->at == '\t')
    self->at++;
}

static gboolean
add_node (Parser *self, QslNode node, gboolean is_text, Part *part)
{
  GArray *nodes = self->expression->nodes;

  if (nodes->len >= QSL_EXPRESSION_NODES_MAX)
    {
      g_free (node.text);
      return fail (self, _ ("a shorter expression"));
    }
  g_array_append_val (nodes, node);
  *part = (Part){ nodes->len - 1, is_text };
  return TRUE;
}

static gboolean
parse_number (Parser *self, Part *part)
{
  char *end;
  const double number = g_ascii_strtod (self->at, &end);

  if (end == self->at || !isfinite (number))
    return fail (self, _ ("a finite number"));
  self->at = end;
  return add_node (self, (QslNode){ .op = QSL_OP_NUMBER, .number = number }, FALSE, part);
}

static gboolean
parse_text (Parser *self, Part *part)
{
  const char *end = strchr (self->at + 1, '"');
  g_autofree char *text = NULL;

  if (end == NULL)
    return fail (self, _ ("the closing quotation mark of this text"));
  text = g_strndup (self->at + 1, (gsize)(end - self->at - 1));
  self->at = end + 1;
  return add_node (self, (QslNode){ .op = QSL_OP_TEXT, .text = g_steal_pointer (&text) }, TRUE, part);
}

static gboolean
parse_brackets (Parser *self, Part *part)
{
  const char *begin = self->at;

  if (*self->at != '(')
    return fail (self, _ ("an opening bracket"));
  if (++self->depth > QSL_EXPRESSION_DEPTH_MAX)
    return fail (self, _ ("fewer brackets in each other"));
  self->at++;
  if (!parse_level (self, 0, part))
    return FALSE;
  skip_blanks (self);
  if (*self->at != ')')
    {
      if (*self->at == '\0')
        self->at = begin;
      return fail (self, *self->at == '(' ? _ ("the closing bracket of this one") : _ ("a closing bracket"));
    }
  self->at++;
  self->depth--;
  return TRUE;
}

static gboolean
parse_name (Parser *self, Part *part)
{
  const char *begin = self->at;
  gsize length = strspn (self->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.");
  g_autofree char *name = g_strndup (self->at, length);
  int fact = qsl_facts_find (name);

  self->at += length;
  for (gsize i = 0; i < G_N_ELEMENTS (functions) && *self->at == '('; i++)
    if (strcmp (functions[i].name, name) == 0)
      {
        Part argument;

        if (!parse_brackets (self, &argument))
          return FALSE;
        if (argument.is_text)
          return fail (self, _ ("a number in the brackets, not a text"));
        return add_node (self, (QslNode){ .op = functions[i].op, .left = argument.node, .right = argument.node }, FALSE, part);
      }
  if (fact < 0)
    {
      self->at = begin;
      return fail (self, _ ("a known name"));
    }
  return add_node (self, (QslNode){ .op = QSL_OP_FACT, .fact = (guint)fact }, qsl_facts_is_text ((guint)fact), part);
}

static gboolean
parse_operand (Parser *self, Part *part)
{
  const char sign = *self->at;

  if (sign == '(')
    return parse_brackets (self, part);
  if (sign == '"')
    return parse_text (self, part);
  if (g_ascii_isdigit (sign) || sign == '.')
    return parse_number (self, part);
  if (g_ascii_isalpha (sign))
    return parse_name (self, part);
  return fail (self, _ ("a number, a name, a text or an opening bracket"));
}

static gboolean
parse_unary (Parser *self, Part *part)
{
  char sign;

  skip_blanks (self);
  sign = *self->at;
  if (sign != '!' && sign != '-')
    return parse_operand (self, part);
  if (++self->depth > QSL_EXPRESSION_DEPTH_MAX)
    return fail (self, _ ("fewer signs in a row"));
  self->at++;
  if (!parse_unary (self, part))
    return FALSE;
  self->depth--;
  if (part->is_text)
    return fail (self, _ ("a number after the sign, not a text"));
  return add_node (self, (QslNode){ .op = sign == '!' ? QSL_OP_NOT : QSL_OP_NEGATE, .left = part->node, .right = part->node },
                   FALSE, part);
}

/* The operator that stands here, if it is of that level. */
static int
find_operator (Parser *self, int level)
{
  skip_blanks (self);
  for (gsize i = 0; i < G_N_ELEMENTS (operators); i++)
    if (g_str_has_prefix (self->at, operators[i].word))
      return operators[i].level == level ? (int)i : -1;
  return -1;
}

static gboolean
join (Parser *self, QslOp op, Part right, Part *part)
{
  if (part->is_text != right.is_text)
    return fail (self, _ ("both sides to be numbers, or both texts"));
  if (right.is_text && op != QSL_OP_EQUAL && op != QSL_OP_UNEQUAL)
    return fail (self, _ ("== or != between texts"));
  return add_node (self, (QslNode){ .op = op, .left = part->node, .right = right.node }, FALSE, part);
}

static gboolean
parse_level (Parser *self, int level, Part *part)
{
  int found;

  if (level == LEVELS)
    return parse_unary (self, part);
  if (!parse_level (self, level + 1, part))
    return FALSE;
  while ((found = find_operator (self, level)) >= 0)
    {
      Part right;

      self->at += strlen (operators[found].word);
      if (!parse_level (self, level + 1, &right) || !join (self, operators[found].op, right, part))
        return FALSE;
    }
  return TRUE;
}

QslExpression *
qsl_expression_new (const char *text, GError **error)
{
  g_autoptr (QslExpression) expression = g_new0 (QslExpression, 1);
  g_autoptr (GError) local = NULL;
  Parser parser = { .text = text, .at = text, .expression = expression, .error = &local };
  Part root;
  gboolean parsed;

  expression->nodes = g_array_new (FALSE, FALSE, sizeof (QslNode));
  parsed = parse_level (&parser, 0, &root);
  if (parsed)
    {
      skip_blanks (&parser);
      if (*parser.at != '\0')
        parsed = fail (&parser, _ ("an operator or the end"));
      else if (root.is_text)
        parsed = fail (&parser, _ ("a comparison, not a text alone"));
    }
  if (parsed)
    return g_steal_pointer (&expression);
  g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}
