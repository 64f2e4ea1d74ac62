/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-fault-guard.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* Slots live in blocks that are linked in front and never freed, so the handler can walk them at any moment without a lock.
 * A slot is in use while begin != 0. */
struct _QstFaultRange
{
  _Atomic uintptr_t begin;
  _Atomic uintptr_t end;
  _Atomic int hit;
};

#define BLOCK_SLOTS 64

typedef struct _Block Block;
struct _Block
{
  Block *next;
  QstFaultRange slots[BLOCK_SLOTS];
};

static _Atomic (Block *) blocks;
static GMutex registration;
static struct sigaction previous;
static uintptr_t page_size;

_Static_assert(ATOMIC_POINTER_LOCK_FREE == 2 && ATOMIC_INT_LOCK_FREE == 2, "the handler must not wait for a lock");

static QstFaultRange *
find_range (uintptr_t address)
{
  for (Block *block = atomic_load (&blocks); block != NULL; block = block->next)
    for (int i = 0; i < BLOCK_SLOTS; i++)
      {
        QstFaultRange *slot = &block->slots[i];
        uintptr_t begin = atomic_load (&slot->begin);
        uintptr_t end = atomic_load (&slot->end);

        if (begin != 0 && begin <= address && address < end && begin == atomic_load (&slot->begin))
          return slot;
      }
  return NULL;
}

/* Whatever lies behind a lost page is lost too: a file is cut at its end. One fault settles the whole rest. */
static gboolean
patch (QstFaultRange *range, uintptr_t address)
{
  uintptr_t from = address & ~(page_size - 1);
  uintptr_t end = atomic_load (&range->end);
  void *zeros = mmap ((void *)from, end - from, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);

  atomic_store (&range->hit, 1);
  return zeros != MAP_FAILED;
}

static void
pass_on (int number, siginfo_t *info, void *context)
{
  if ((previous.sa_flags & SA_SIGINFO) != 0 && previous.sa_sigaction != NULL)
    {
      previous.sa_sigaction (number, info, context);
      return;
    }
  if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN)
    {
      previous.sa_handler (number);
      return;
    }
  /* The default action: it comes when this handler returns, by the repeated fault or by the pending signal. */
  signal (number, SIG_DFL);
  if (info->si_code <= 0)
    raise (number);
}

static void
on_fault (int number, siginfo_t *info, void *context)
{
  uintptr_t address = (uintptr_t)info->si_addr;
  QstFaultRange *range = info->si_code > 0 ? find_range (address) : NULL;

  if (range == NULL || !patch (range, address))
    pass_on (number, info, context);
}

static void
install (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };

      page_size = (uintptr_t)sysconf (_SC_PAGESIZE);
      sigemptyset (&action.sa_mask);
      sigaction (SIGBUS, &action, &previous);
      g_once_init_leave (&done, 1);
    }
}

static QstFaultRange *
find_free_slot (void)
{
  Block *block;

  for (block = atomic_load (&blocks); block != NULL; block = block->next)
    for (int i = 0; i < BLOCK_SLOTS; i++)
      if (atomic_load (&block->slots[i].begin) == 0)
        return &block->slots[i];

  block = g_new0 (Block, 1);
  block->next = atomic_load (&blocks);
  atomic_store (&blocks, block);
  return &block->slots[0];
}

QstFaultRange *
qst_fault_guard_add (const void *begin, gsize size)
{
  QstFaultRange *range;
  uintptr_t whole;

  install ();
  whole = (size + page_size - 1) & ~(page_size - 1);

  g_mutex_lock (&registration);
  range = find_free_slot ();
  atomic_store (&range->hit, 0);
  atomic_store (&range->end, (uintptr_t)begin + whole);
  atomic_store (&range->begin, (uintptr_t)begin);
  g_mutex_unlock (&registration);
  return range;
}

gboolean
qst_fault_guard_is_hit (const QstFaultRange *range)
{
  return atomic_load (&range->hit) != 0;
}

void
qst_fault_guard_remove (QstFaultRange *range)
{
  g_mutex_lock (&registration);
  atomic_store (&range->begin, 0);
  g_mutex_unlock (&registration);
}
