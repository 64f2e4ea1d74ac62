/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/hdf5/qst-hdf5-program.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static unsigned char buffer[64 * 1024];
static size_t used;

/* Nobody listens any more: there is nothing left to do. */
static void
write_all (const unsigned char *bytes, size_t n)
{
  while (n > 0)
    {
      ssize_t written = write (STDOUT_FILENO, bytes, n);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        _exit (1);
      bytes += written;
      n -= (size_t)written;
    }
}

void
flush_answer (void)
{
  write_all (buffer, used);
  used = 0;
}

void
put_bytes (const void *bytes, size_t n)
{
  if (n > sizeof buffer - used)
    flush_answer ();
  if (n > sizeof buffer)
    write_all (bytes, n);
  else if (n > 0)
    {
      memcpy (buffer + used, bytes, n);
      used += n;
    }
}

static void
put_number (uint64_t value, size_t n)
{
  unsigned char bytes[8];

  for (size_t i = 0; i < n; i++)
    bytes[i] = (unsigned char)(value >> (8 * i));
  put_bytes (bytes, n);
}

void
put_u8 (uint8_t value)
{
  put_number (value, 1);
}

void
put_u16 (uint16_t value)
{
  put_number (value, 2);
}

void
put_u32 (uint32_t value)
{
  put_number (value, 4);
}

void
put_u64 (uint64_t value)
{
  put_number (value, 8);
}

void
put_text (const char *text)
{
  put_bytes (text, strlen (text));
}

void
begin_record (uint32_t kind, uint64_t length)
{
  put_u32 (kind);
  put_u32 ((uint32_t)length);
}

void
put_failure (int why, const char *detail)
{
  begin_record (QST_HDF5_FAILURE, 2 + strlen (detail));
  put_u16 ((uint16_t)why);
  put_text (detail);
}

static herr_t
keep_words (unsigned n, const H5E_error2_t *entry, void *data)
{
  snprintf (data, 200, "%s", entry->desc != NULL ? entry->desc : "");
  return 1; /* the first is the innermost */
}

const char *
get_library_words (void)
{
  static char words[200];

  *words = '\0';
  H5Ewalk2 (H5E_DEFAULT, H5E_WALK_UPWARD, keep_words, words);
  return words;
}

void
put_library_failure (void)
{
  put_failure (QST_HDF5_WHY_LIBRARY, get_library_words ());
}
