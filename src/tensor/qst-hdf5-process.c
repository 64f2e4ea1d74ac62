/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tensor/qst-hdf5-private.h"

#include "tensor/hdf5/qst-hdf5-protocol.h"
#include "tensor/qst-limits.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "quantoscope-hdf5"
#define MAX_NUMBERS 4
#define PIECE (64u * 1024u)

static const char *other_program;

gboolean
qst_hdf5_is_built (void)
{
#ifdef QST_HAVE_HDF5
  return TRUE;
#else
  return FALSE;
#endif
}

void
qst_hdf5_set_program (const char *path)
{
  other_program = path;
}

/* The installed one, or for a program in the build tree that of the same build. */
static char *
find_program (void)
{
  g_autofree char *own = g_file_read_link ("/proc/self/exe", NULL);

  if (other_program != NULL)
    return g_strdup (other_program);
  if (own != NULL && g_str_has_prefix (own, QST_BUILD_ROOT G_DIR_SEPARATOR_S))
    return g_build_filename (QST_BUILD_ROOT, "src", "tensor", "hdf5", PROGRAM, NULL);
  return g_build_filename (QST_LIBEXECDIR, PROGRAM, NULL);
}

/* Mode, part, limits and the job's own numbers, as text. */
static char **
new_arguments (const QstHdf5Job *job, char *program)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  const guint64 common[] = { job->file->begin, job->file->size, job->memory, job->seconds };

  g_ptr_array_add (arguments, program);
  g_ptr_array_add (arguments, g_strdup (job->mode));
  for (gsize i = 0; i < G_N_ELEMENTS (common); i++)
    g_ptr_array_add (arguments, g_strdup_printf ("%" PRIu64, common[i]));
  for (gsize i = 0; i < job->n_numbers; i++)
    g_ptr_array_add (arguments, g_strdup_printf ("%" PRIu64, job->numbers[i]));
  g_ptr_array_add (arguments, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&arguments), FALSE);
}

/* The child sees the file, its answer's pipe and nothing else: no environment, no other descriptor. */
static gboolean
start (const QstHdf5Job *job, GPid *child, int *answer, GError **error)
{
  static const char *const environment[] = { "HDF5_PLUGIN_PRELOAD=::", NULL };
  g_auto (GStrv) arguments = new_arguments (job, find_program ());
  const int target = QST_HDF5_DESCRIPTOR;
  const int source = qst_map_dup_descriptor (job->file->map, error);
  g_autoptr (GError) failure = NULL;
  gboolean started;

  if (source < 0)
    return FALSE;
  started = g_spawn_async_with_pipes_and_fds ("/", (const char *const *)arguments, environment,
                                              G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDERR_TO_DEV_NULL | G_SPAWN_CLOEXEC_PIPES,
                                              NULL, NULL, -1, -1, -1, &source, &target, 1, child, NULL, answer, NULL, &failure);
  close (source);
  if (!started)
    g_set_error (error, QST_ERROR, QST_ERROR_ACCESS, _ ("The program that reads HDF5 files, %s, cannot be started: %s"),
                 arguments[0], failure->message);
  return started;
}

static void
set_too_long (const QstHdf5Job *job, GError **error)
{
  g_set_error (error, QST_ERROR, QST_ERROR_LIMIT,
               _ ("libhdf5 worked on the file for too long and was stopped; the limit is %u s (QUANTOSCOPE_HDF5_SECONDS)"),
               job->seconds);
}

/* Until something is there to read. The clock counts on while the program waits for a disk, so it has more patience than the
 * limit of processor time. */
static gboolean
wait_for_answer (const QstHdf5Job *job, int answer, gint64 deadline, GCancellable *cancellable, GError **error)
{
  GPollFD fds[2] = { { .fd = answer, .events = G_IO_IN | G_IO_HUP } };
  const gboolean cancels = g_cancellable_make_pollfd (cancellable, &fds[1]);
  int ready;

  do
    {
      const gint64 left = deadline - g_get_monotonic_time ();

      ready = left > 0 ? g_poll (fds, cancels ? 2 : 1, (int)(left / 1000) + 1) : 0;
    }
  while (ready < 0 && errno == EINTR);
  if (cancels)
    g_cancellable_release_fd (cancellable);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (ready <= 0)
    set_too_long (job, error);
  return ready > 0;
}

static gboolean
read_answer (const QstHdf5Job *job, int answer, QstHdf5Records *records, GCancellable *cancellable, GError **error)
{
  const gint64 patience = (gint64)job->seconds * QST_LIMIT_HDF5_PATIENCE * G_USEC_PER_SEC;
  const gint64 deadline = g_get_monotonic_time () + patience;
  g_autofree guint8 *piece = g_malloc (PIECE);

  for (;;)
    {
      ssize_t n;

      if (!wait_for_answer (job, answer, deadline, cancellable, error))
        return FALSE;
      n = read (answer, piece, PIECE);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return TRUE;
      if (!qst_hdf5_records_feed (records, piece, (gsize)n, error))
        return FALSE;
    }
}

/* What the end of the program means where its answer was all read. */
static gboolean
check_end (const QstHdf5Job *job, int status, const QstHdf5Records *records, GError **error)
{
  if (WIFSIGNALED (status) && WTERMSIG (status) == SIGXCPU)
    set_too_long (job, error);
  else if (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL)
    /* Of processor time the limit is both soft and hard, so the kernel kills. So does it when memory runs out. */
    g_set_error (error, QST_ERROR, QST_ERROR_LIMIT,
                 _ ("libhdf5 was stopped on the file: it took too much memory, or more than %u s (QUANTOSCOPE_HDF5_SECONDS)"),
                 job->seconds);
  else if (WIFSIGNALED (status))
    g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED,
                 _ ("libhdf5 broke down on the file (signal %d, %s). It ran in a process of its own, so nothing else is harmed"),
                 WTERMSIG (status), g_strsignal (WTERMSIG (status)));
  else if (!records->ended || records->rest->len > 0)
    g_set_error (error, QST_ERROR, QST_ERROR_DAMAGED, _ ("The program that reads HDF5 ended before its answer did (status %d)"),
                 WEXITSTATUS (status));
  else
    return TRUE;
  return FALSE;
}

gboolean
qst_hdf5_run (const QstHdf5Job *job, QstHdf5Sink sink, gpointer data, GCancellable *cancellable, GError **error)
{
  QstHdf5Records records;
  gboolean done;
  int answer, status = 0;
  GPid child;

  if (!start (job, &child, &answer, error))
    return FALSE;
  qst_hdf5_records_init (&records, sink, data);
  done = read_answer (job, answer, &records, cancellable, error);
  close (answer);
  /* After its answer it has nothing left to do. */
  if (!done)
    kill (child, SIGKILL);
  while (waitpid (child, &status, 0) < 0 && errno == EINTR)
    ;
  if (done)
    done = check_end (job, status, &records, error);
  qst_hdf5_records_clear (&records);
  return done;
}
