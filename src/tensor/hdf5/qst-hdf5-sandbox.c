/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "tensor/hdf5/qst-hdf5-program.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>
#ifdef HAVE_SECCOMP
#include <seccomp.h>
#endif

/* A macro, because libraries disagree about the type of which. */
#define SET_LIMIT(which, limit) setrlimit (which, &(const struct rlimit){ .rlim_cur = limit, .rlim_max = limit })

#ifdef HAVE_SECCOMP
/* Memory, the two descriptors that are open, the clock, the end. All else fails as if it were not permitted; memory is never
 * executable. */
static void
filter_calls (void)
{
  static const int allowed[] = {
    SCMP_SYS (read),         SCMP_SYS (pread64),      SCMP_SYS (write),     SCMP_SYS (close),         SCMP_SYS (lseek),
    SCMP_SYS (brk),          SCMP_SYS (munmap),       SCMP_SYS (mremap),    SCMP_SYS (madvise),       SCMP_SYS (futex),
    SCMP_SYS (exit),         SCMP_SYS (exit_group),   SCMP_SYS (fstat),     SCMP_SYS (clock_gettime), SCMP_SYS (gettimeofday),
    SCMP_SYS (rt_sigreturn), SCMP_SYS (rt_sigaction), SCMP_SYS (getrandom), SCMP_SYS (getrusage),     SCMP_SYS (rt_sigprocmask),
    SCMP_SYS (time),         SCMP_SYS (getpid),       SCMP_SYS (gettid),
  };
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_ERRNO (1 /* EPERM */));

  if (filter == NULL)
    return;
  for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
    seccomp_rule_add (filter, SCMP_ACT_ALLOW, allowed[i], 0);
  seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  /* abort() ends itself by a signal. */
  seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1, SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t)getpid ()));
  seccomp_load (filter);
  seccomp_release (filter);
}
#endif

void
enter_sandbox (const Limits *limits)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  prctl (PR_SET_DUMPABLE, 0);
  prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  SET_LIMIT (RLIMIT_AS, limits->memory);
  SET_LIMIT (RLIMIT_CPU, limits->seconds);
  SET_LIMIT (RLIMIT_CORE, 0);
  SET_LIMIT (RLIMIT_FSIZE, 0);
  SET_LIMIT (RLIMIT_NPROC, 0);
  SET_LIMIT (RLIMIT_NOFILE, 0); /* what is open stays so, and nothing else can be opened */
#ifdef HAVE_SECCOMP
  filter_calls ();
#endif
}
