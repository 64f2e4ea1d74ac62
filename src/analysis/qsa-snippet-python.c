/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NumPy and PyTorch. */
#include "analysis/qsa-snippet-private.h"

static const char constants[] = "SCALE = @SCALE@  # as float32\n"
                                "ZERO_POINT, CODE_MIN, CODE_MAX = @Z@, @MIN@, @MAX@\n"
                                "\n\n";

static void
add_constants (QsaSnippetWriter *self)
{
  g_autofree char *z = g_strdup_printf ("%d", self->params->zero_point);
  g_autofree char *min = g_strdup_printf ("%d", self->params->qmin);
  g_autofree char *max = g_strdup_printf ("%d", self->params->qmax);

  qsa_snippet_writer_add (self, constants, "SCALE", self->scale, "Z", z, "MIN", min, "MAX", max, NULL);
}

/* NumPy */

static const char numpy_units[] = "# One for each @UNIT@.\n"
                                  "SCALE = np.array([\n@SCALES@\n], dtype=np.float32)\n"
                                  "ZERO_POINT = np.array([\n@ZEROS@\n], dtype=np.int32)\n"
                                  "CODE_MIN, CODE_MAX = @MIN@, @MAX@\n"
                                  "\n\n"
                                  "def spread(numbers, shape):\n"
                                  "    \"\"\"Each value's own of numbers, for an array of that shape.\"\"\"\n"
                                  "@SPREAD@"
                                  "\n\n";

static const char numpy_half_up[] = "def round_half_up(v):\n"
                                    "    f = np.floor(v)\n"
                                    "    return np.where(v - f >= 0.5, f + 1, f)  # v + 0.5 would round before the floor does\n"
                                    "\n\n";

static const char numpy_stochastic[] =
    "def round_stochastic(v):\n"
    "    # SplitMix64 of the position in the array; the upper 24 bits are u in [0, 1).\n"
    "    h = np.arange(1, v.size + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(@SEED@)\n"
    "    h = (h ^ (h >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)\n"
    "    h = (h ^ (h >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)\n"
    "    h ^= h >> np.uint64(31)\n"
    "    u = (h >> np.uint64(40)).astype(np.float64) * 2.0**-24\n"
    "    return np.floor(v.astype(np.float64) + u.reshape(v.shape)).astype(np.float32)\n"
    "\n\n";

static const char numpy_body[] =
    "def quantize(x):\n"
    "    \"\"\"Codes of float32 values; NaN becomes the zero-point, an infinity the outermost code.\"\"\"\n"
    "@VALUES@"
    "    with np.errstate(all=\"ignore\"):\n"
    "        v = @RATIO@\n"
    "        v = @ROUNDED@\n"
    "    v = np.where(np.isnan(v), np.float32(0), v)\n"
    "    v = np.clip(v, CODE_MIN - @Z@, CODE_MAX - @Z@)\n"
    "    return (v.astype(np.int32) + @Z@).astype(np.@TYPE@)\n"
    "\n\n"
    "def dequantize(q):\n"
    "@CODES@"
    "    return (q.astype(np.int32) - @Z@).astype(np.float32) * np.float32(@S@)\n";

static const char *const numpy_calls[QSC_N_ROUNDINGS] = {
  [QSC_ROUND_HALF_EVEN] = "np.rint(v)",
  [QSC_ROUND_HALF_AWAY] = "np.copysign(round_half_up(np.abs(v)), v)",
  [QSC_ROUND_HALF_UP] = "round_half_up(v)",
  [QSC_ROUND_DOWN] = "np.floor(v)",
  [QSC_ROUND_UP] = "np.ceil(v)",
  [QSC_ROUND_TOWARD_ZERO] = "np.trunc(v)",
  [QSC_ROUND_STOCHASTIC] = "round_stochastic(v)",
};

static gboolean
needs_half_up (QscRounding rounding)
{
  return rounding == QSC_ROUND_HALF_UP || rounding == QSC_ROUND_HALF_AWAY;
}

static void
add_unit_constants (QsaSnippetWriter *self)
{
  const QsaUnits *units = qsa_unit_params_get_units (self->units);
  const gboolean is_group = units->granularity.kind == QSA_PER_GROUP;
  g_autofree char *scales = qsa_snippet_writer_list (self, TRUE, "    ", "");
  g_autofree char *zeros = qsa_snippet_writer_list (self, FALSE, "    ", "");
  g_autofree char *min = g_strdup_printf ("%d", self->params->qmin);
  g_autofree char *max = g_strdup_printf ("%d", self->params->qmax);
  g_autofree char *spread =
      is_group
          ? g_strdup_printf ("    rows = np.repeat(numbers.reshape(-1, %" G_GUINT64_FORMAT "), %" G_GUINT64_FORMAT ", axis=1)\n"
                             "    return rows[:, :%" G_GUINT64_FORMAT "].reshape(shape)\n",
                             units->n_per_row, units->n_inner, units->n_columns)
          : g_strdup_printf ("    return numbers.reshape([-1 if axis == %d else 1 for axis in range(len(shape))])\n",
                             units->granularity.axis);

  qsa_snippet_writer_add (self, numpy_units, "UNIT", is_group ? "group" : "channel", "SCALES", scales, "ZEROS", zeros, "MIN", min,
                          "MAX", max, "SPREAD", spread, NULL);
}

void
qsa_snippet_write_numpy (QsaSnippetWriter *self)
{
  const QscRounding rounding = self->params->rounding;
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, self->params->seed);
  const gboolean has_units = self->units != NULL;
  const char *s = has_units ? "scale" : "SCALE", *z = has_units ? "zero_point" : "ZERO_POINT";
  g_autofree char *shift = g_strdup_printf ("np.float32(%s)", z);
  g_autofree char *factor = self->inverse[0] != '\0' ? g_strdup_printf ("* np.float32(%s)", self->inverse)
                                                     : g_strdup_printf ("* (np.float32(1) / np.float32(%s))", s);
  g_autofree char *divisor = g_strdup_printf ("/ np.float32(%s)", s);
  g_autofree char *ratio = g_strconcat ("np.asarray(x, dtype=np.float32) ", self->multiplies ? factor : divisor,
                                        self->shifts ? " + " : "", self->shifts ? shift : "", NULL);
  g_autofree char *rounded = g_strconcat (numpy_calls[rounding], self->shifts ? " - " : "", self->shifts ? shift : "", NULL);

  qsa_snippet_writer_add (self, "import numpy as np\n\n", NULL);
  if (has_units)
    add_unit_constants (self);
  else
    add_constants (self);
  if (needs_half_up (rounding))
    qsa_snippet_writer_add (self, numpy_half_up, NULL);
  if (rounding == QSC_ROUND_STOCHASTIC)
    qsa_snippet_writer_add (self, numpy_stochastic, "SEED", seed, NULL);
  qsa_snippet_writer_add (self, numpy_body, "S", s, "Z", z, "VALUES",
                          has_units ? "    scale, zero_point = spread(SCALE, np.shape(x)), spread(ZERO_POINT, np.shape(x))\n"
                                    : "",
                          "CODES",
                          has_units ? "    scale, zero_point = spread(SCALE, q.shape), spread(ZERO_POINT, q.shape)\n" : "",
                          "RATIO", ratio, "ROUNDED", rounded, "TYPE", qsa_snippet_writer_get_type (self), NULL);
}

/* PyTorch */

static const char torch_half_up[] =
    "def round_half_up(v):\n"
    "    f = torch.floor(v)\n"
    "    return torch.where(v - f >= 0.5, f + 1, f)  # v + 0.5 would round before the floor does\n"
    "\n\n";

/* int64 wraps as uint64 does; only the shifts need their sign taken away. */
static const char torch_stochastic[] =
    "def signed(h):\n"
    "    return h - 2**64 if h >= 2**63 else h\n"
    "\n\n"
    "def shift_right(h, n):  # of unsigned numbers, which torch has none of\n"
    "    return (h >> n) & (2 ** (64 - n) - 1)\n"
    "\n\n"
    "def round_stochastic(v):\n"
    "    # SplitMix64 of the position in the array; the upper 24 bits are u in [0, 1).\n"
    "    h = torch.arange(1, v.numel() + 1, dtype=torch.int64, device=v.device) * signed(0x9E3779B97F4A7C15) + signed(@SEED@)\n"
    "    h = (h ^ shift_right(h, 30)) * signed(0xBF58476D1CE4E5B9)\n"
    "    h = (h ^ shift_right(h, 27)) * signed(0x94D049BB133111EB)\n"
    "    h = h ^ shift_right(h, 31)\n"
    "    u = shift_right(h, 40).to(torch.float64) * 2.0**-24\n"
    "    return torch.floor(v.to(torch.float64) + u.reshape(v.shape)).to(torch.float32)\n"
    "\n\n";

static const char torch_body[] =
    "def quantize(x):\n"
    "    \"\"\"Codes of float32 values; NaN becomes the zero-point, an infinity the outermost code.\"\"\"\n"
    "    x = x.to(torch.float32)\n"
    "    # On x's device: a number from the processor would be turned into a multiplication on others.\n"
    "    scale = torch.full((), SCALE, dtype=torch.float32, device=x.device)\n"
    "    v = @RATIO@\n"
    "    v = @ROUNDED@\n"
    "    v = torch.where(torch.isnan(v), torch.zeros_like(v), v)\n"
    "    v = torch.clamp(v, CODE_MIN - ZERO_POINT, CODE_MAX - ZERO_POINT)\n"
    "    return (v.to(torch.int32) + ZERO_POINT)@CAST@\n"
    "\n\n"
    "def dequantize(q):\n"
    "    scale = torch.full((), SCALE, dtype=torch.float32, device=q.device)\n"
    "    return (q.to(torch.int32) - ZERO_POINT).to(torch.float32) * scale\n";

static const char *const torch_calls[QSC_N_ROUNDINGS] = {
  [QSC_ROUND_HALF_EVEN] = "torch.round(v)",
  [QSC_ROUND_HALF_AWAY] = "torch.copysign(round_half_up(torch.abs(v)), v)",
  [QSC_ROUND_HALF_UP] = "round_half_up(v)",
  [QSC_ROUND_DOWN] = "torch.floor(v)",
  [QSC_ROUND_UP] = "torch.ceil(v)",
  [QSC_ROUND_TOWARD_ZERO] = "torch.trunc(v)",
  [QSC_ROUND_STOCHASTIC] = "round_stochastic(v)",
};

/* Older versions have no uint16. */
static char *
get_cast (const QsaSnippetWriter *self)
{
  const char *type = qsa_snippet_writer_get_type (self);

  if (g_str_equal (type, "uint16"))
    return g_strdup ("  # int32: uint16 is not in every version");
  return g_strdup_printf (".to(torch.%s)", type);
}

void
qsa_snippet_write_pytorch (QsaSnippetWriter *self)
{
  const QscRounding rounding = self->params->rounding;
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, self->params->seed);
  g_autofree char *cast = get_cast (self);
  g_autofree char *factor = self->inverse[0] != '\0' ? g_strdup_printf ("x * %s", self->inverse) : g_strdup ("x * (1 / scale)");
  g_autofree char *ratio =
      g_strconcat (self->multiplies ? factor : "x / scale", self->shifts ? " + float(ZERO_POINT)" : "", NULL);
  g_autofree char *rounded = g_strconcat (torch_calls[rounding], self->shifts ? " - float(ZERO_POINT)" : "", NULL);

  if (!self->multiplies)
    qsa_snippet_writer_add (self,
                            "# torch.quantize_per_tensor multiplies by 1 / scale, which gives other codes next to the ties.\n",
                            NULL);
  qsa_snippet_writer_add (self, "import torch\n\n", NULL);
  add_constants (self);
  if (needs_half_up (rounding))
    qsa_snippet_writer_add (self, torch_half_up, NULL);
  if (rounding == QSC_ROUND_STOCHASTIC)
    qsa_snippet_writer_add (self, torch_stochastic, "SEED", seed, NULL);
  qsa_snippet_writer_add (self, torch_body, "RATIO", ratio, "ROUNDED", rounded, "CAST", cast, NULL);
}
