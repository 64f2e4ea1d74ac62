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
    "    with np.errstate(all=\"ignore\"):\n"
    "        v = @RATIO@\n"
    "        v = @ROUNDED@\n"
    "    v = np.where(np.isnan(v), np.float32(0), v)\n"
    "    v = np.clip(v, CODE_MIN - ZERO_POINT, CODE_MAX - ZERO_POINT)\n"
    "    return (v.astype(np.int32) + ZERO_POINT).astype(np.@TYPE@)\n"
    "\n\n"
    "def dequantize(q):\n"
    "    return (q.astype(np.int32) - ZERO_POINT).astype(np.float32) * np.float32(SCALE)\n";

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

void
qsa_snippet_write_numpy (QsaSnippetWriter *self)
{
  const QscRounding rounding = self->params->rounding;
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, self->params->seed);
  g_autofree char *factor = self->inverse[0] != '\0' ? g_strdup_printf ("* np.float32(%s)", self->inverse)
                                                     : g_strdup ("* (np.float32(1) / np.float32(SCALE))");
  g_autofree char *ratio = g_strconcat ("np.asarray(x, dtype=np.float32) ", self->multiplies ? factor : "/ np.float32(SCALE)",
                                        self->shifts ? " + np.float32(ZERO_POINT)" : "", NULL);
  g_autofree char *rounded = g_strconcat (numpy_calls[rounding], self->shifts ? " - np.float32(ZERO_POINT)" : "", NULL);

  qsa_snippet_writer_add (self, "import numpy as np\n\n", NULL);
  add_constants (self);
  if (needs_half_up (rounding))
    qsa_snippet_writer_add (self, numpy_half_up, NULL);
  if (rounding == QSC_ROUND_STOCHASTIC)
    qsa_snippet_writer_add (self, numpy_stochastic, "SEED", seed, NULL);
  qsa_snippet_writer_add (self, numpy_body, "RATIO", ratio, "ROUNDED", rounded, "TYPE", qsa_snippet_writer_get_type (self), NULL);
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
