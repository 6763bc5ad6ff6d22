/* A preloaded library between a program and the calls with which it writes files.
 *
 * It counts the calls that concern paths below PROOF_ROOTS (colon separated), over all processes of a command, and
 *   PROOF_FAULT=kill     kills the process group before call number PROOF_AT
 *   PROOF_FAULT=tear     the same, but half of a write is done first
 *   PROOF_FAULT=alone    kills only the process that makes the call
 *   PROOF_FAULT=stop     stops the process at that call, for whoever wants to look at the disk in between
 *   PROOF_FAULT=skip     answers "done" and does nothing (with PROOF_ONLY=fsync: a disk that lies)
 *   PROOF_FAULT=NUMBER   fails that call with this errno; PROOF_ON=1: and every later one
 * PROOF_ONLY=op,op limits counting to these operations; PROOF_QUOTA=N lets N bytes be written, then the disk is full.
 * PROOF_RECORD=FILE appends one line for each call that was made. PROOF_COUNT=FILE holds the shared counters.
 * Everything is read again by proof_arm(), so that a process that forks may be given orders after the fork.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sendfile.h>
#include <sys/uio.h>
#include <unistd.h>

struct shared { long count; long bytes; int ready; pthread_mutex_t order; };

static struct shared *counters;
static struct shared private_counters;
static char roots[4096];
static char only[512];
static const char *fault = "";
static char fault_text[32];
static long at, quota = -1;
static int later, record_fd = -1, armed;

#define NEXT(name) __typeof__(&name) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

static const char *env(const char *name) { const char *v = getenv(name); return v ? v : ""; }

void proof_arm(void) {
    int (*open_next)(const char *, int, ...) = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open");
    armed = 0;
    snprintf(roots, sizeof roots, "%s", env("PROOF_ROOTS"));
    snprintf(only, sizeof only, ",%s,", env("PROOF_ONLY"));
    snprintf(fault_text, sizeof fault_text, "%s", env("PROOF_FAULT"));
    fault = fault_text;
    at = atol(env("PROOF_AT"));
    later = atoi(env("PROOF_ON"));
    quota = *env("PROOF_QUOTA") ? atol(env("PROOF_QUOTA")) : -1;
    record_fd = *env("PROOF_RECORD") ? open_next(env("PROOF_RECORD"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    counters = &private_counters;
    if (*env("PROOF_COUNT")) {
        int fd = open_next(env("PROOF_COUNT"), O_RDWR | O_CLOEXEC);
        if (fd >= 0) {
            void *area = mmap(NULL, sizeof *counters, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
            if (area != MAP_FAILED) counters = area;
            close(fd);
        }
    }
    if (!__atomic_exchange_n(&counters->ready, 1, __ATOMIC_SEQ_CST)) {
        pthread_mutexattr_t kind;
        pthread_mutexattr_init(&kind);
        pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
        pthread_mutex_init(&counters->order, &kind);
    }
    armed = *roots != 0;
}

__attribute__((constructor)) static void begin(void) { proof_arm(); }

static int below(const char *path) {
    const char *here = roots;
    while (*here) {
        const char *end = strchrnul(here, ':');
        size_t size = (size_t)(end - here);
        if (size && !strncmp(path, here, size) && (path[size] == '/' || path[size] == 0)) return 1;
        here = *end ? end + 1 : end;
    }
    return 0;
}

static void of_fd(int fd, char *out) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, out, PATH_MAX - 1);
    out[size > 0 ? size : 0] = 0;
}

static void of_path(int dir, const char *path, char *out) {
    char base[PATH_MAX];
    if (!path) { *out = 0; return; }
    if (*path == '/') { snprintf(out, PATH_MAX, "%s", path); return; }
    if (dir == AT_FDCWD) { if (!getcwd(base, sizeof base)) *base = 0; } else of_fd(dir, base);
    if (!strncmp(path, "./", 2)) path += 2;
    if (snprintf(out, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) *out = 0;
}

struct call { int watched, skip, error; const char *op; char one[PATH_MAX], two[PATH_MAX]; };

static int wants(const char *op) {
    char named[64];
    if (only[1] == ',' ) return 1;
    snprintf(named, sizeof named, ",%s,", op);
    return strstr(only, named) != NULL;
}

/* Counts the call; true where it is the one to be disturbed. */
static int meets(struct call *c) {
    if (!wants(c->op)) return 0;
    long number = __atomic_add_fetch(&counters->count, 1, __ATOMIC_SEQ_CST);
    return at && (number == at || (later && number > at));
}

static void enter(struct call *c) {
    c->skip = c->error = 0;
    c->watched = armed && (below(c->one) || (*c->two && below(c->two)));
    if (!c->watched) return;
    if (record_fd >= 0) pthread_mutex_lock(&counters->order);
    if (!meets(c) || !*fault) return;
    if (!strcmp(fault, "kill")) { kill(0, SIGKILL); for (;;) pause(); }
    if (!strcmp(fault, "alone")) { kill(getpid(), SIGKILL); for (;;) pause(); }
    if (!strcmp(fault, "stop")) { kill(getpid(), SIGSTOP); return; }
    if (!strcmp(fault, "tear")) { c->error = -1; return; }
    if (!strcmp(fault, "skip")) { c->skip = 1; return; }
    c->error = atoi(fault);
}

static void leave(struct call *c, long result, long offset, const void *data, long size) {
    int saved = errno;
    if (!c->watched) return;
    if (record_fd >= 0) {
        if (result >= 0) {
            size_t room = 2 * PATH_MAX + 200 + 2 * (size_t)(size > 0 ? size : 0);
            char *line = malloc(room), *end = line;
            end += snprintf(line, 2 * PATH_MAX + 190, "%d\t%s\t%s\t%s\t%ld\t", getpid(), c->op, c->one, c->two, offset);
            for (long i = 0; i < size; i++) {
                unsigned char byte = ((const unsigned char *)data)[i];
                *end++ = "0123456789abcdef"[byte >> 4];
                *end++ = "0123456789abcdef"[byte & 15];
            }
            *end++ = '\n';
            ssize_t (*put)(int, const void *, size_t) = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
            for (char *from = line; from < end;) {
                ssize_t done = put(record_fd, from, (size_t)(end - from));
                if (done <= 0) abort();
                from += done;
            }
            free(line);
        }
        pthread_mutex_unlock(&counters->order);
    }
    errno = saved;
}

/* What a disturbed call answers; -2: make it. A torn call does half of what it would (see writes) and dies. */
static long answer(struct call *c) {
    if (!c->watched) return -2;
    if (c->skip) { leave(c, -1, 0, NULL, 0); return 0; }
    if (c->error > 0) { leave(c, -1, 0, NULL, 0); errno = c->error; return -1; }
    if (c->error < 0 && strcmp(c->op, "write")) { kill(0, SIGKILL); for (;;) pause(); }
    return -2;
}

#define BY_PATHS(NAME, OP, PARAMETERS, ONE, TWO, CALL)                                                               \
    int NAME PARAMETERS {                                                                                            \
        NEXT(NAME);                                                                                                  \
        struct call c; c.op = OP; c.two[0] = 0;                                                                      \
        ONE; TWO;                                                                                                    \
        enter(&c);                                                                                                   \
        long early = answer(&c);                                                                                     \
        if (early != -2) return (int)early;                                                                          \
        int result = next CALL;                                                                                      \
        leave(&c, result, 0, NULL, 0);                                                                               \
        return result;                                                                                               \
    }

BY_PATHS(rename, "rename", (const char *a, const char *b), of_path(AT_FDCWD, a, c.one), of_path(AT_FDCWD, b, c.two), (a, b))
BY_PATHS(renameat, "rename", (int d, const char *a, int e, const char *b), of_path(d, a, c.one), of_path(e, b, c.two), (d, a, e, b))
BY_PATHS(renameat2, "rename", (int d, const char *a, int e, const char *b, unsigned int f), of_path(d, a, c.one), of_path(e, b, c.two), (d, a, e, b, f))
BY_PATHS(link, "link", (const char *a, const char *b), of_path(AT_FDCWD, a, c.one), of_path(AT_FDCWD, b, c.two), (a, b))
BY_PATHS(linkat, "link", (int d, const char *a, int e, const char *b, int f), of_path(d, a, c.one), of_path(e, b, c.two), (d, a, e, b, f))
BY_PATHS(symlink, "symlink", (const char *a, const char *b), snprintf(c.two, PATH_MAX, "%s", a), of_path(AT_FDCWD, b, c.one), (a, b))
BY_PATHS(symlinkat, "symlink", (const char *a, int d, const char *b), snprintf(c.two, PATH_MAX, "%s", a), of_path(d, b, c.one), (a, d, b))
BY_PATHS(unlink, "unlink", (const char *a), of_path(AT_FDCWD, a, c.one), , (a))
BY_PATHS(rmdir, "rmdir", (const char *a), of_path(AT_FDCWD, a, c.one), , (a))
BY_PATHS(unlinkat, f & AT_REMOVEDIR ? "rmdir" : "unlink", (int d, const char *a, int f), of_path(d, a, c.one), , (d, a, f))
BY_PATHS(mkdir, "mkdir", (const char *a, mode_t m), of_path(AT_FDCWD, a, c.one), , (a, m))
BY_PATHS(mkdirat, "mkdir", (int d, const char *a, mode_t m), of_path(d, a, c.one), , (d, a, m))
BY_PATHS(chmod, "chmod", (const char *a, mode_t m), of_path(AT_FDCWD, a, c.one), , (a, m))
BY_PATHS(fchmodat, "chmod", (int d, const char *a, mode_t m, int f), of_path(d, a, c.one), , (d, a, m, f))
BY_PATHS(fchmod, "chmod", (int d, mode_t m), of_fd(d, c.one), , (d, m))
BY_PATHS(fsync, "fsync", (int d), of_fd(d, c.one), , (d))
BY_PATHS(fdatasync, "fsync", (int d), of_fd(d, c.one), , (d))

#define CUTS(NAME, PARAMETERS, ONE, SIZE, CALL)                                                                      \
    int NAME PARAMETERS {                                                                                            \
        NEXT(NAME);                                                                                                  \
        struct call c; c.op = "truncate"; c.two[0] = 0;                                                              \
        ONE;                                                                                                         \
        enter(&c);                                                                                                   \
        long early = answer(&c);                                                                                     \
        if (early != -2) return (int)early;                                                                          \
        int result = next CALL;                                                                                      \
        leave(&c, result, (long)(SIZE), NULL, 0);                                                                    \
        return result;                                                                                               \
    }

CUTS(ftruncate, (int d, off_t n), of_fd(d, c.one), n, (d, n))
CUTS(ftruncate64, (int d, off64_t n), of_fd(d, c.one), n, (d, n))
CUTS(truncate, (const char *a, off_t n), of_path(AT_FDCWD, a, c.one), n, (a, n))
CUTS(truncate64, (const char *a, off64_t n), of_path(AT_FDCWD, a, c.one), n, (a, n))

#define OPENS(NAME, PARAMETERS, DIRECTORY, CALL)                                                                     \
    int NAME PARAMETERS {                                                                                            \
        NEXT(NAME);                                                                                                  \
        mode_t mode = 0;                                                                                             \
        if (flags & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); } \
        struct call c; c.op = "open"; c.two[0] = 0; c.watched = 0;                                                   \
        if (!armed || (flags & O_ACCMODE) == O_RDONLY) return next CALL;                                             \
        of_path(DIRECTORY, path, c.one);                                                                             \
        int fresh = armed && below(c.one) && faccessat(AT_FDCWD, c.one, F_OK, 0);                                    \
        enter(&c);                                                                                                   \
        long early = answer(&c);                                                                                     \
        if (early == -1) return -1;                                                                                  \
        int result = next CALL;                                                                                      \
        c.op = fresh ? "create" : flags & O_TRUNC ? "empty" : "open";                                                \
        leave(&c, result, 0, NULL, 0);                                                                               \
        return result;                                                                                               \
    }

OPENS(open, (const char *path, int flags, ...), AT_FDCWD, (path, flags, mode))
OPENS(open64, (const char *path, int flags, ...), AT_FDCWD, (path, flags, mode))
OPENS(openat, (int dir, const char *path, int flags, ...), dir, (dir, path, flags, mode))
OPENS(openat64, (int dir, const char *path, int flags, ...), dir, (dir, path, flags, mode))

/* How many of `size` bytes the quota leaves; -1: none. */
static long allowed(struct call *c, long size) {
    if (!c->watched || quota < 0) return size;
    long before = __atomic_fetch_add(&counters->bytes, size, __ATOMIC_SEQ_CST);
    if (before >= quota) return -1;
    return before + size > quota ? quota - before : size;
}

static long place_of(int fd) {
    struct stat about;
    int flags = fcntl(fd, F_GETFL);
    if (flags & O_APPEND) return fstat(fd, &about) ? 0 : (long)about.st_size;
    off_t now = lseek(fd, 0, SEEK_CUR);
    return now < 0 ? 0 : (long)now;
}

#define WRITES(NAME, PARAMETERS, PLACE, SIZED, CALL)                                                                 \
    ssize_t NAME PARAMETERS {                                                                                        \
        NEXT(NAME);                                                                                                  \
        struct call c; c.op = "write"; c.two[0] = c.one[0] = 0;                                                      \
        if (armed) of_fd(fd, c.one);                                                                                 \
        enter(&c);                                                                                                   \
        long early = answer(&c);                                                                                     \
        if (early == 0) return (ssize_t)size;                                                                        \
        if (early == -1) return -1;                                                                                  \
        if (c.watched && c.error < 0) { size /= 2; SIZED; kill(0, SIGKILL); for (;;) pause(); }                      \
        long room = allowed(&c, (long)size), place = c.watched ? (long)(PLACE) : 0;                                  \
        if (room < 0) { leave(&c, -1, 0, NULL, 0); errno = ENOSPC; return -1; }                                      \
        size = (size_t)room;                                                                                         \
        ssize_t result = SIZED;                                                                                      \
        leave(&c, result, place, data, result);                                                                      \
        return result;                                                                                               \
    }

WRITES(write, (int fd, const void *data, size_t size), place_of(fd), next(fd, data, size), )
WRITES(pwrite, (int fd, const void *data, size_t size, off_t where), where, next(fd, data, size, where), )
WRITES(pwrite64, (int fd, const void *data, size_t size, off64_t where), where, next(fd, data, size, where), )

/* Copies inside the kernel are refused: their callers fall back to reading and writing, which is seen. */
#define REFUSES(NAME, PARAMETERS, FD, CALL)                                                                          \
    ssize_t NAME PARAMETERS {                                                                                        \
        NEXT(NAME);                                                                                                  \
        char path[PATH_MAX];                                                                                         \
        if (armed) { of_fd(FD, path); if (below(path)) { errno = ENOSYS; return -1; } }                              \
        return next CALL;                                                                                            \
    }

REFUSES(sendfile, (int out, int in, off_t *from, size_t n), out, (out, in, from, n))
REFUSES(sendfile64, (int out, int in, off64_t *from, size_t n), out, (out, in, from, n))
REFUSES(copy_file_range, (int in, off64_t *from, int out, off64_t *to, size_t n, unsigned int f), out, (in, from, out, to, n, f))
