/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the program that runs libhdf5 tells the one that started it, on its standard output: records of a kind (u32), a length
 * (u32) and so many bytes, all numbers little-endian. No answer is whole without END; nothing follows it. */
enum
{
  QST_HDF5_DATASET = 1, /* u16 dtype, u8 big-endian, u8 in place, u32 n_dims, u64 address, u64 offset, u64 shape…, name */
  QST_HDF5_MISSING,     /* u16 reason, u16 type class, u32 length of the detail, u32 n_dims, u64 shape…, detail, name */
  QST_HDF5_METADATA,    /* u32 length of the key, key, value */
  QST_HDF5_SUMMARY,     /* u64 data sets in chunks, u64 texts, names of the filters */
  QST_HDF5_VALUES,      /* the next bytes of a data set, little-endian, row-major */
  QST_HDF5_FAILURE,     /* u16 reason, detail: all that comes */
  QST_HDF5_END,
};

/* Bytes of one record beyond its head. */
#define QST_HDF5_RECORD_BYTES (256u * 1024u)
#define QST_HDF5_RECORD_HEAD 8

/* The open file in the started program. */
#define QST_HDF5_DESCRIPTOR 3

/* How values are told: those in place with the byte order that the record names, others little-endian. */
enum
{
  QST_HDF5_F64,
  QST_HDF5_F32,
  QST_HDF5_F16,
  QST_HDF5_BF16,
  QST_HDF5_I64,
  QST_HDF5_I32,
  QST_HDF5_I16,
  QST_HDF5_I8,
  QST_HDF5_U64,
  QST_HDF5_U32,
  QST_HDF5_U16,
  QST_HDF5_U8,
  QST_HDF5_BOOL,
  QST_HDF5_N_DTYPES
};

/* Why something cannot be had; what the detail is. */
enum
{
  QST_HDF5_WHY_LIBRARY, /* libhdf5's own words */
  QST_HDF5_WHY_TYPE,    /* nothing; the type class tells */
  QST_HDF5_WHY_FILTER,  /* the name of the filter */
  QST_HDF5_WHY_LINK,    /* the other file */
  QST_HDF5_WHY_STORAGE, /* the other file */
  QST_HDF5_WHY_VIRTUAL,
  QST_HDF5_WHY_DEPTH,
  QST_HDF5_WHY_DIMS,
  QST_HDF5_WHY_NAME,
  QST_HDF5_WHY_COUNT,
  QST_HDF5_WHY_MEMORY,
  QST_HDF5_WHY_CHANGED, /* what is read is not what was listed */
  QST_HDF5_N_REASONS
};

/* Types that are not read. */
enum
{
  QST_HDF5_TYPE_OTHER,
  QST_HDF5_TYPE_COMPOUND,
  QST_HDF5_TYPE_OPAQUE,
  QST_HDF5_TYPE_REFERENCE,
  QST_HDF5_TYPE_SEQUENCE,
  QST_HDF5_TYPE_ARRAY,
  QST_HDF5_TYPE_BITS,
  QST_HDF5_TYPE_TIME,
  QST_HDF5_TYPE_WIDE_INTEGER,
  QST_HDF5_TYPE_WIDE_FLOAT,
  QST_HDF5_N_TYPES
};
