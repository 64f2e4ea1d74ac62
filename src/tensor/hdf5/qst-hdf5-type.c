/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/hdf5/qst-hdf5-program.h"

#include <stdlib.h>
#include <string.h>

/* The binary floating-point formats that are told as they are. */
static const struct
{
  uint16_t dtype;
  size_t size, sign, exponent, exponent_size, mantissa_size, bias;
} floats[] = {
  { QST_HDF5_F64, 8, 63, 52, 11, 52, 1023 },
  { QST_HDF5_F32, 4, 31, 23, 8, 23, 127 },
  { QST_HDF5_F16, 2, 15, 10, 5, 10, 15 },
  { QST_HDF5_BF16, 2, 15, 7, 8, 7, 127 },
};

static int
is_ordered (hid_t type, ValueType *value)
{
  const H5T_order_t order = H5Tget_order (type);

  value->big_endian = order == H5T_ORDER_BE;
  return order == H5T_ORDER_BE || order == H5T_ORDER_LE || (order == H5T_ORDER_NONE && value->size == 1);
}

static int
find_float (hid_t type, ValueType *value, int *refused)
{
  size_t sign, exponent, exponent_size, mantissa, mantissa_size;

  if (H5Tget_fields (type, &sign, &exponent, &exponent_size, &mantissa, &mantissa_size) < 0)
    return -1;
  for (size_t i = 0; i < sizeof floats / sizeof *floats; i++)
    if (H5Tget_size (type) == floats[i].size && sign == floats[i].sign && exponent == floats[i].exponent
        && exponent_size == floats[i].exponent_size && mantissa == 0 && mantissa_size == floats[i].mantissa_size
        && H5Tget_ebias (type) == floats[i].bias && H5Tget_norm (type) == H5T_NORM_IMPLIED)
      {
        value->dtype = floats[i].dtype;
        value->size = floats[i].size;
        value->is_plain = is_ordered (type, value);
        if (value->is_plain)
          return 0;
      }
  *refused = QST_HDF5_TYPE_WIDE_FLOAT;
  if (exponent_size > 11 || mantissa_size > 52)
    return -1;
  /* An unusual one: the library makes the next wider of it, which loses nothing. */
  value->dtype = exponent_size <= 8 && mantissa_size <= 23 ? QST_HDF5_F32 : QST_HDF5_F64;
  value->size = value->dtype == QST_HDF5_F32 ? 4 : 8;
  value->is_plain = 0;
  return 0;
}

static int
find_integer (hid_t type, ValueType *value, int *refused)
{
  static const uint16_t with_sign[] = { QST_HDF5_I8, QST_HDF5_I16, QST_HDF5_I32, QST_HDF5_I64 };
  static const uint16_t without[] = { QST_HDF5_U8, QST_HDF5_U16, QST_HDF5_U32, QST_HDF5_U64 };
  const size_t size = H5Tget_size (type);
  size_t power = 0;

  *refused = QST_HDF5_TYPE_WIDE_INTEGER;
  if (size == 0 || size > 8)
    return -1;
  while (((size_t)1 << power) < size)
    power++;
  value->size = (size_t)1 << power;
  value->dtype = H5Tget_sign (type) == H5T_SGN_NONE ? without[power] : with_sign[power];
  value->is_plain = size == value->size && H5Tget_precision (type) == 8 * size && is_ordered (type, value);
  return 0;
}

/* h5py's and netCDF's booleans: an enumeration FALSE = 0, TRUE = 1 of one byte. */
static int
is_boolean (hid_t type)
{
  static const char *const names[] = { "FALSE", "TRUE" };

  if (H5Tget_nmembers (type) != 2 || H5Tget_size (type) != 1)
    return 0;
  for (unsigned i = 0; i < 2; i++)
    {
      char *name = H5Tget_member_name (type, i);
      unsigned char number = 0xff;
      const int same = name != NULL && strcmp (name, names[i]) == 0 && H5Tget_member_value (type, i, &number) >= 0 && number == i;

      H5free_memory (name);
      if (!same)
        return 0;
    }
  return 1;
}

static int
find_enumeration (hid_t type, ValueType *value, int *refused)
{
  const hid_t base = H5Tget_super (type);
  const int found = base < 0 ? -1 : find_integer (base, value, refused);

  if (base >= 0)
    H5Tclose (base);
  if (found == 0 && is_boolean (type))
    value->dtype = QST_HDF5_BOOL;
  return found;
}

int
find_value_type (hid_t type, ValueType *value, int *refused)
{
  *refused = QST_HDF5_TYPE_OTHER;
  memset (value, 0, sizeof *value);
  switch (H5Tget_class (type))
    {
    case H5T_INTEGER:
      return find_integer (type, value, refused);
    case H5T_FLOAT:
      return find_float (type, value, refused);
    case H5T_ENUM:
      return find_enumeration (type, value, refused);
    case H5T_COMPOUND:
      *refused = QST_HDF5_TYPE_COMPOUND;
      return -1;
    case H5T_OPAQUE:
      *refused = QST_HDF5_TYPE_OPAQUE;
      return -1;
    case H5T_REFERENCE:
      *refused = QST_HDF5_TYPE_REFERENCE;
      return -1;
    case H5T_VLEN:
      *refused = QST_HDF5_TYPE_SEQUENCE;
      return -1;
    case H5T_ARRAY:
      *refused = QST_HDF5_TYPE_ARRAY;
      return -1;
    case H5T_BITFIELD:
      *refused = QST_HDF5_TYPE_BITS;
      return -1;
    case H5T_TIME:
      *refused = QST_HDF5_TYPE_TIME;
      return -1;
    default:
      return -1;
    }
}

hid_t
new_memory_type (hid_t type, const ValueType *value)
{
  hid_t memory;

  switch (value->dtype)
    {
    case QST_HDF5_F64:
      return H5Tcopy (H5T_IEEE_F64LE);
    case QST_HDF5_F32:
      return H5Tcopy (H5T_IEEE_F32LE);
    case QST_HDF5_I64:
      return H5Tcopy (H5T_STD_I64LE);
    case QST_HDF5_I32:
      return H5Tcopy (H5T_STD_I32LE);
    case QST_HDF5_I16:
      return H5Tcopy (H5T_STD_I16LE);
    case QST_HDF5_I8:
      return H5Tcopy (H5T_STD_I8LE);
    case QST_HDF5_U64:
      return H5Tcopy (H5T_STD_U64LE);
    case QST_HDF5_U32:
      return H5Tcopy (H5T_STD_U32LE);
    case QST_HDF5_U16:
      return H5Tcopy (H5T_STD_U16LE);
    case QST_HDF5_U8:
      return H5Tcopy (H5T_STD_U8LE);
    default:
      /* The library has none of its own: the file's, so that only bytes change their order. */
      memory = H5Tcopy (type);
      if (memory >= 0 && value->dtype != QST_HDF5_BOOL)
        H5Tset_order (memory, H5T_ORDER_LE);
      return memory;
    }
}
