/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tensor/hdf5/qst-hdf5-protocol.h"

#include <hdf5.h>
#include <stdint.h>

/* The program that runs libhdf5: started for one answer, with limits, on one open descriptor. It uses neither GLib nor any
 * other library of the application. */

/* What its arguments say. */
typedef struct
{
  uint64_t begin; /* the part of the descriptor's file that is the HDF5 file */
  uint64_t size;
  uint64_t memory; /* bytes it may take in all */
  uint64_t seconds;
  uint64_t depth; /* of groups */
  uint64_t count; /* of data sets */
} Limits;

/* A part of the descriptor as an HDF5 file, read-only. Opens no other file, whatever it is asked. (qst-hdf5-driver.c) */
hid_t open_descriptor (const Limits *limits);

/* Gives up whatever reading one open file does not need. (qst-hdf5-sandbox.c) */
void enter_sandbox (const Limits *limits);

/* The answer (qst-hdf5-answer.c). A record is begun with the length that it will have. */
void begin_record (uint32_t kind, uint64_t length);
void put_u8 (uint8_t value);
void put_u16 (uint16_t value);
void put_u32 (uint32_t value);
void put_u64 (uint64_t value);
void put_bytes (const void *bytes, size_t n);
void put_text (const char *text);
void put_failure (int why, const char *detail);

/* The failure in libhdf5's words. */
void put_library_failure (void);

/* The innermost of libhdf5's messages. */
const char *get_library_words (void);

void flush_answer (void);

/* How the values of a data set are told, and read (qst-hdf5-type.c). */
typedef struct
{
  uint16_t dtype;
  size_t size;
  int big_endian;
  int is_plain; /* bytes of the file are the values: they need no conversion beyond their byte order */
} ValueType;

/* -1, with the class in *refused, for types that are not read. */
int find_value_type (hid_t type, ValueType *value, int *refused);

/* The type in memory to read as: little-endian. */
hid_t new_memory_type (hid_t type, const ValueType *value);

/* Everything in the file. (qst-hdf5-list.c) */
int list_file (hid_t file, const Limits *limits);

/* What of a data set stands in the way of reading it: QST_HDF5_WHY_… with a detail, or -1. (qst-hdf5-storage.c) */
int find_obstacle (hid_t dataset, char *detail, size_t n);

/* Adds the names of its filters to those of others, unless they are there. */
void note_filters (hid_t dataset, char *names, size_t n);

/* Whether it is stored in chunks. */
int is_chunked (hid_t dataset);

/* Where its values lie as they are: 1 with the byte of the file. */
int find_place (hid_t dataset, const ValueType *value, uint64_t *offset);

/* The values of the data set at an address, which should be bytes in all. (qst-hdf5-read.c) */
int read_values (hid_t file, uint64_t address, uint64_t dtype, uint64_t bytes);
