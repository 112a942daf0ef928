/*
 * A disk after a power cut, for the tests: whatever a program flushes with fsync is copied to the folder that POWERCUT_DIR names, and nothing else is.
 * Loaded before everything else (LD_PRELOAD). Files of the store only: its name, that of its write-ahead log, and a rollback journal. With POWERCUT_LIES
 * the disk says that it has written the log, and has not.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *shadow_folder(void)
{
    return getenv("POWERCUT_DIR");
}

/* The name of a file of the store, or NULL: the index of the write-ahead log is memory, and lost with it. */
static const char *store_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t length = strlen(name);
    if (!strstr(name, ".db") || strstr(name, ".lock") || strstr(name, ".migrating") || (length > 4 && strcmp(name + length - 4, "-shm") == 0))
        return NULL;
    return name;
}

/* Copied beside and then renamed: a kill in the midst of the copy is no power cut in the midst of a flush that ended. */
static void keep(int descriptor)
{
    char link[64], path[PATH_MAX], temporary[PATH_MAX], kept[PATH_MAX], buffer[1 << 16];
    ssize_t length, got;
    off_t at = 0;
    int out;
    const char *name, *folder = shadow_folder(), *lies = getenv("POWERCUT_LIES");
    if (!folder)
        return;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    length = readlink(link, path, sizeof path - 1);
    if (length < 0)
        return;
    path[length] = 0;
    name = store_name(path);
    if (!name || (lies && *lies && strstr(name, "-wal")))
        return;
    snprintf(kept, sizeof kept, "%s/%s", folder, name);
    snprintf(temporary, sizeof temporary, "%s/%s.tmp.%d", folder, name, descriptor);
    out = open(temporary, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    if (out < 0)
        abort();
    while ((got = pread(descriptor, buffer, sizeof buffer, at)) > 0)
    {
        if (write(out, buffer, (size_t)got) != got)
            abort();
        at += got;
    }
    close(out);
    if (rename(temporary, kept) != 0)
        abort();
}

int fsync(int descriptor)
{
    static int (*real)(int);
    int result;
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    result = real(descriptor);
    if (result == 0)
        keep(descriptor);
    return result;
}

int fdatasync(int descriptor)
{
    static int (*real)(int);
    int result;
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    result = real(descriptor);
    if (result == 0)
        keep(descriptor);
    return result;
}

/* A journal that is removed would otherwise come back, and roll back what was committed. */
int unlink(const char *path)
{
    static int (*real)(const char *);
    int result;
    const char *name = store_name(path), *folder = shadow_folder();
    if (!real)
        real = (int (*)(const char *))dlsym(RTLD_NEXT, "unlink");
    result = real(path);
    if (result == 0 && name && folder)
    {
        char kept[PATH_MAX];
        snprintf(kept, sizeof kept, "%s/%s", folder, name);
        real(kept);
    }
    return result;
}
