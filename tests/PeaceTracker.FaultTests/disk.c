/*
 * A disk with a fault, for the tests: full, failing or slow as long as a file of that name lies in the folder that DISK_FAULTS names. Loaded before
 * everything else (LD_PRELOAD). Files of the store only: its name, that of its write-ahead log, and a rollback journal.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int has(const char *fault)
{
    char path[PATH_MAX];
    const char *folder = getenv("DISK_FAULTS");
    if (!folder || !*folder)
        return 0;
    snprintf(path, sizeof path, "%s/%s", folder, fault);
    return access(path, F_OK) == 0;
}

static int of_store(int descriptor)
{
    char link[64], path[PATH_MAX];
    const char *slash, *name;
    ssize_t length;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return 0;
    path[length] = 0;
    slash = strrchr(path, '/');
    name = slash ? slash + 1 : path;
    return strstr(name, ".db") && !strstr(name, "-shm") && !strstr(name, ".lock") && !strstr(name, ".migrating");
}

/* What is there may be written over on a full disk; what would make the file longer may not. */
static int refuses(int descriptor, off_t end)
{
    struct stat file;
    return has("full") && of_store(descriptor) && fstat(descriptor, &file) == 0 && end > file.st_size;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t at)
{
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real)
        real = (ssize_t (*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
    if (refuses(descriptor, at + (off_t)count))
    {
        errno = ENOSPC;
        return -1;
    }
    return real(descriptor, bytes, count, at);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t at)
{
    return pwrite64(descriptor, bytes, count, at);
}

ssize_t write(int descriptor, const void *bytes, size_t count)
{
    static ssize_t (*real)(int, const void *, size_t);
    if (!real)
        real = (ssize_t (*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    if (refuses(descriptor, lseek(descriptor, 0, SEEK_CUR) + (off_t)count))
    {
        errno = ENOSPC;
        return -1;
    }
    return real(descriptor, bytes, count);
}

static int flush(const char *name, int descriptor)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    if (of_store(descriptor))
    {
        if (has("slow"))
            usleep(200000);
        if (has("failing"))
        {
            errno = EIO;
            return -1;
        }
    }
    return real(descriptor);
}

int fsync(int descriptor)
{
    return flush("fsync", descriptor);
}

int fdatasync(int descriptor)
{
    return flush("fdatasync", descriptor);
}
