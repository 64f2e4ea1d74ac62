/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "qsc-types.h"

#ifdef __cplusplus
extern "C"
{
#endif

  /* What programs do to get from a range of reals to scale, zero-point and codes. m and M are its ends, widened to hold 0;
   * "÷127" stands for INT8 and the same of other widths. What each program leaves undefined, and what is done instead, is said in
   * kernels/README.md.
   *
   * TEXTBOOK: s = max (-m, M) / (qmax - z), or (M - m) / (qmax - qmin) and z = rint (qmin - m / s), in double. s below FLT_MIN: 1.
   * ONNX: compute_scale_zp of onnxruntime's quant_utils.py. M - m in float32, the rest in double. Symmetric: 8 bits and more leave
   *   out one code (-127 … 127, 0 … 254), fewer do not (÷7.5), z = rint ((qmin + qmax) / 2). s below FLT_MIN: s = 1, z = 0.
   * ONNX_DYNAMIC: the operator DynamicQuantizeLinear, in float32; made for UINT8 asymmetric. m = M: s = 1. Symmetric as ONNX.
   * PYTORCH: UniformQuantizationObserverBase._calculate_qparams of torch/ao/quantization/observer.py, in float32. Symmetric: ÷127.5,
   *   so that the largest magnitude may be clipped; z = 0, 128 for UINT8. s is 2^-23 at least. Codes by the reciprocal.
   * FBGEMM: ChooseQuantizationParams of FBGEMM's QuantUtils.cc and ATen's QuantUtils.h, symmetric as preserve_sparsity does:
   *   max (|m| / 128, |M| / 127), but only where m < 0 < M. z from the end that leaves the smaller error by its estimate, half to
   *   even. s without a reciprocal: 0.1, below 6.1e-5: 6.1e-5. Codes by the reciprocal.
   * TFLITE: ChooseQuantizationParams of quantization_util.h, z from the end with the smaller terms, half away; symmetric: ÷127,
   *   without the lowest code from 8 bits on (the 8-bit specification). Codes by AffineQuantize, half away.
   * TFLITE_DYNAMIC: PortableAsymmetricQuantizeFloats and PortableSymmetricQuantizeFloats of portable_tensor_utils.cc: codes by the
   *   reciprocal, 127 / max (-m, M) where symmetric, and z added first.
   * AIMET: MinMaxEncodingAnalyzer of aimet_torch.v2, in float32: symmetric: max (M / 127, -m / 128), so that nothing is clipped. A
   *   step below 2^-23 widens the range by 2^-23 a step.
   * AIMET_V1: getComputedEncodings of DlQuantization as it was up to 1.x: M is m + 0.01 at least; symmetric ÷127; offsets and codes
   *   half away. AIMET keeps s in double, so its codes may be others next to a tie. */

  /* "textbook", "onnx", "onnx-dynamic", "pytorch", "fbgemm", "tflite", "tflite-dynamic", "aimet", "aimet-v1". */
  QSC_API const char *qsc_rule_get_name (QscRule rule);

  /* false, and rule untouched, for another name. */
  QSC_API bool qsc_rule_from_name (const char *name, QscRule *rule);

  /* Makes scheme one of rule: its formulas, rounding and arithmetic. Bits, sign, symmetry and seed stay. */
  QSC_API void qsc_rule_apply (QscRule rule, QscScheme *scheme);

  /* Parameters that let min … max fit into the codes, by the rule of scheme. The codes may be fewer than the scheme's, and the
   * zero-point of a symmetric scheme another than qsc_scheme_get_symmetric_zero_point: where the rule's program has it so. */
  QSC_API QscStatus qsc_params_init_from_range (QscParams *params, const QscScheme *scheme, double min, double max);

#ifdef __cplusplus
}
#endif
