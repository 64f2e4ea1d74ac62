/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-random.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define ROUNDS 10

void
qst_philox (const guint32 counter[4], const guint32 key[2], guint32 out[4])
{
  guint32 c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
  guint32 k0 = key[0], k1 = key[1];

  for (int round = 0; round < ROUNDS; round++)
    {
      guint64 a = (guint64)0xD2511F53u * c0;
      guint64 b = (guint64)0xCD9E8D57u * c2;

      c0 = (guint32)(b >> 32) ^ c1 ^ k0;
      c1 = (guint32)b;
      c2 = (guint32)(a >> 32) ^ c3 ^ k1;
      c3 = (guint32)a;
      k0 += 0x9E3779B9u;
      k1 += 0xBB67AE85u;
    }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/* The middle of one of 2^52 equal cells: never 0, never 1, symmetric about 1/2, exact. */
static double
to_unit (guint32 low, guint32 high)
{
  guint64 bits = ((guint64)high << 32 | low) >> 12;

  return ((double)bits + 0.5) * 0x1p-52;
}

void
qst_random_uniform (guint64 seed, guint32 stream, guint32 attempt, guint64 index, double u[2])
{
  guint32 counter[4] = { (guint32)index, (guint32)(index >> 32), stream, attempt };
  guint32 key[2] = { (guint32)seed, (guint32)(seed >> 32) };
  guint32 out[4];

  qst_philox (counter, key, out);
  u[0] = to_unit (out[0], out[1]);
  u[1] = to_unit (out[2], out[3]);
}

#define LN2_HIGH 6.93147180369123816490e-01 /* its last 32 bits are 0, so that k × LN2_HIGH is exact */
#define LN2_LOW 1.90821492927058770002e-10

/* x = 2^k m with m in [√½, √2); log m = 2 artanh ((m - 1) / (m + 1)) by its series. */
double
qst_det_log (double x)
{
  guint64 bits;
  gint64 k;
  double m, s, z, sum = 0;

  memcpy (&bits, &x, sizeof bits);
  k = (gint64)(bits >> 52) - 1023;
  bits = (bits & G_GUINT64_CONSTANT (0x000fffffffffffff)) | G_GUINT64_CONSTANT (0x3ff0000000000000);
  memcpy (&m, &bits, sizeof m);
  if (m > 1.4142135623730951)
    {
      m *= 0.5;
      k++;
    }
  s = (m - 1) / (m + 1);
  z = s * s; /* below 0.0295: the term behind the last is below 2^-56 */
  for (int n = 21; n >= 3; n -= 2)
    sum = (sum + 1.0 / n) * z;
  return (double)k * LN2_HIGH + (2 * s + (2 * s * sum + (double)k * LN2_LOW));
}

/* 2^k for k in -1022 … 1023. */
static double
power_of_two (int k)
{
  guint64 bits = (guint64)(k + 1023) << 52;
  double x;

  memcpy (&x, &bits, sizeof x);
  return x;
}

/* x = k ln 2 + r with |r| ≤ ½ ln 2; expm1 (r) by its series. */
static double
reduce (double x, int *k)
{
  static const double inverse_factorials[] = {
    1.0 / 6227020800.0, 1.0 / 479001600.0, 1.0 / 39916800.0, 1.0 / 3628800.0, 1.0 / 362880.0, 1.0 / 40320.0,
    1.0 / 5040.0,       1.0 / 720.0,       1.0 / 120.0,      1.0 / 24.0,      1.0 / 6.0,      0.5,
  };
  double scaled = x * 1.44269504088896338700;
  double r, sum = 0;

  *k = (int)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
  r = (x - *k * LN2_HIGH) - *k * LN2_LOW;
  for (gsize i = 0; i < G_N_ELEMENTS (inverse_factorials); i++)
    sum = (sum + inverse_factorials[i]) * r;
  return r + r * sum;
}

double
qst_det_expm1 (double x)
{
  double p, scale;
  int k;

  if (x > 709)
    return (double)INFINITY;
  if (x < -708)
    return -1;
  p = reduce (x, &k);
  if (k == 0)
    return p;
  scale = power_of_two (k);
  return p * scale + (scale - 1);
}

double
qst_det_exp (double x)
{
  double p;
  int k;

  if (x > 709)
    return (double)INFINITY;
  if (x < -708)
    return 0;
  p = reduce (x, &k);
  return (1 + p) * power_of_two (k);
}

static double
polynomial (const double *coefficients, int n, double x)
{
  double sum = coefficients[n - 1];

  for (int i = n - 2; i >= 0; i--)
    sum = sum * x + coefficients[i];
  return sum;
}

/* PPND16's three pairs of polynomials: centre, tail, far tail. */
static const double centre_a[8] = { 3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                                    1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                    3.3430575583588128105e+4, 2.5090809287301226727e+3 };
static const double centre_b[8] = { 1.0,
                                    4.2313330701600911252e+1,
                                    6.8718700749205790830e+2,
                                    5.3941960214247511077e+3,
                                    2.1213794301586595867e+4,
                                    3.9307895800092710610e+4,
                                    2.8729085735721942674e+4,
                                    5.2264952788528545610e+3 };
static const double tail_c[8] = { 1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                                  3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                                  2.27238449892691845833e-2, 7.74545014278341407640e-4 };
static const double tail_d[8] = { 1.0,
                                  2.05319162663775882187e0,
                                  1.67638483018380384940e0,
                                  6.89767334985100004550e-1,
                                  1.48103976427480074590e-1,
                                  1.51986665636164571966e-2,
                                  5.47593808499534494600e-4,
                                  1.05075007164441684324e-9 };
static const double far_e[8] = { 6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                                 2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                 2.71155556874348757815e-5, 2.01033439929228813265e-7 };
static const double far_f[8] = { 1.0,
                                 5.99832206555887937690e-1,
                                 1.36929880922735805310e-1,
                                 1.48753612908506148525e-2,
                                 7.86869131145613259100e-4,
                                 1.84631831751005468180e-5,
                                 1.42151175831644588870e-7,
                                 2.04426310338993978564e-15 };

double
qst_det_normal_quantile (double p)
{
  double q = p - 0.5;
  double r, x;

  if (q >= -0.425 && q <= 0.425)
    {
      r = 0.180625 - q * q;
      return q * polynomial (centre_a, 8, r) / polynomial (centre_b, 8, r);
    }
  r = sqrt (-qst_det_log (q < 0 ? p : 1 - p));
  if (r <= 5)
    x = polynomial (tail_c, 8, r - 1.6) / polynomial (tail_d, 8, r - 1.6);
  else
    x = polynomial (far_e, 8, r - 5) / polynomial (far_f, 8, r - 5);
  return q < 0 ? -x : x;
}
