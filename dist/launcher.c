// Starts Sluice in the image, which has no shell: does there what dist/sluice and dist/memory.sh do elsewhere, and
// MemoryScriptTest holds both to the same figures.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef ROOT
#define ROOT "" // stands for / in tests
#endif
#define PROGRAM ROOT "/opt/sluice"
#define GROUPS ROOT "/sys/fs/cgroup"

enum {
  RUNTIME = 128, // MiB for the runtime itself
  MOST = 2048,   // MiB for heap and buffers each, where nothing limits the process
  LEAST = 48,    // and the least that works
  ASKING = 64,   // those of a command that asks a gateway, which may run beside it under the same limit
  CANNOT_START = 3
};

static const long long MIB = 1048576;
static const long long NONE = -1;

// Returns the number that `text` consists of, but for a newline behind it; NONE where it is none of at most `digits`.
static long long number(const char *text, size_t digits) {
  size_t length = strspn(text, "0123456789");
  size_t all = strcspn(text, "\n");
  return length == 0 || length != all || length > digits ? NONE : atoll(text);
}

static long long smaller(long long a, long long b) {
  return a == NONE || (b != NONE && b < a) ? b : a;
}

// Returns the limit in the file of that name in `folder`, in bytes. "max", and version 1's number for no limit, are none.
static long long limit_in(const char *folder, const char *name) {
  char text[64] = "", path[4096];
  FILE *file;
  if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path || !(file = fopen(path, "r"))) {
    return NONE;
  }
  if (!fgets(text, sizeof text, file)) {
    text[0] = 0;
  }
  fclose(file);
  return number(text, 16);
}

// Returns the smallest limit of the group `path` and the groups above it, up to the folder `top`.
static long long limit_of_group(const char *top, const char *path, const char *name) {
  char folder[4096];
  long long limit = NONE;
  if (snprintf(folder, sizeof folder, "%s%s", top, strcmp(path, "/") ? path : "") >= (int)sizeof folder) {
    return NONE;
  }
  for (;;) {
    limit = smaller(limit, limit_in(folder, name));
    if (strlen(folder) <= strlen(top)) {
      return limit;
    }
    *strrchr(folder, '/') = 0;
  }
}

// Returns the smallest limit of the control groups of this process, of version 1 or 2, in bytes.
static long long limit_of_groups(void) {
  char line[4096], list[4096];
  long long limit = NONE;
  FILE *file = fopen(ROOT "/proc/self/cgroup", "r");
  while (file && fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = 0;
    char *controllers = strchr(line, ':');
    char *path = controllers ? strchr(controllers + 1, ':') : NULL;
    if (!path) {
      continue;
    }
    *path++ = 0;
    snprintf(list, sizeof list, ",%s,", ++controllers);
    if (!*controllers) {
      limit = smaller(limit, limit_of_group(GROUPS, path, "memory.max"));
    } else if (strstr(list, ",memory,")) {
      limit = smaller(limit, limit_of_group(GROUPS "/memory", path, "memory.limit_in_bytes"));
    }
  }
  if (file) {
    fclose(file);
  }
  return limit;
}

// Returns the memory of the machine in MiB.
static long long machine(void) {
  char line[256];
  long long kib = NONE;
  FILE *file = fopen(ROOT "/proc/meminfo", "r");
  while (file && kib == NONE && fgets(line, sizeof line, file)) {
    sscanf(line, "MemTotal: %lld", &kib);
  }
  if (file) {
    fclose(file);
  }
  return kib == NONE ? NONE : kib / 1024;
}

static long long heap_of(long long limit) {
  return (limit * 85 / 100 - RUNTIME) / 2;
}

// Sets the MiB that the process may use, or NONE, and those of its heap.
static void share_out(long long *limit, long long *heap) {
  const char *asked = getenv("SLUICE_MEMORY");
  if (asked && *asked) {
    *limit = number(asked, 7);
    if (*limit == NONE || strchr(asked, '\n')) {
      fprintf(stderr, "sluice: SLUICE_MEMORY is \"%s\", which is not a number of MiB such as 4096\n", asked);
      exit(CANNOT_START);
    }
    *heap = heap_of(*limit);
  } else {
    long long groups = limit_of_groups();
    *limit = smaller(groups == NONE ? NONE : groups / MIB, machine());
    *heap = heap_of(*limit == NONE ? MOST * 8 : *limit);
    *heap = *heap < MOST ? *heap : MOST;
  }
  if (*heap < LEAST) {
    fprintf(stderr,
            "sluice: this process may use %lld MiB of memory, and the smallest that works is %d: raise the limit of the "
            "container (docker run -m, resources.limits.memory), or SLUICE_MEMORY\n",
            *limit, (LEAST * 2 + RUNTIME) * 100 / 85 + 1);
    exit(CANNOT_START);
  }
}

// Returns whether a command asks a gateway.
static int is_asking(const char *command) {
  static const char *const all[] = {"apply", "audit",  "budgets", "calls", "forget",
                                    "keys",  "reload", "report",  "spend", "teams"};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    if (!strcmp(command, all[i])) {
      return 1;
    }
  }
  return 0;
}

// Sets `commit` to the option that tells the commit of the build.
static void read_commit(char *commit, size_t size) {
  char text[64] = "unknown";
  FILE *file = fopen(PROGRAM "/lib/commit", "r");
  if (file) {
    if (!fgets(text, sizeof text, file)) {
      strcpy(text, "unknown");
    }
    fclose(file);
  }
  text[strcspn(text, "\n")] = 0;
  snprintf(commit, size, "-Dsluice.commit=%s", text);
}

int main(int count, char **arguments) {
  long long limit, heap;
  char most[64], buffers[64], memory[64], commit[128];
  share_out(&limit, &heap);
  if (count > 1 && is_asking(arguments[1]) && heap > ASKING) {
    heap = ASKING;
  }
  snprintf(most, sizeof most, "-Xmx%lldm", heap);
  snprintf(buffers, sizeof buffers, "-XX:MaxDirectMemorySize=%lldm", heap);
  snprintf(memory, sizeof memory, "-Dsluice.memory=%lld:%lld", limit == NONE ? 0 : limit, heap);
  read_commit(commit, sizeof commit);
  // The C library otherwise keeps a heap of its own for each of the first threads, eight a processor.
  setenv("MALLOC_ARENA_MAX", "2", 0);

  char *java[] = {PROGRAM "/runtime/bin/java",
                  "@" PROGRAM "/lib/jvm.options",
                  most,
                  buffers,
                  memory,
                  "-XX:AOTCache=" PROGRAM "/lib/sluice.aot",
                  commit,
                  "-jar",
                  PROGRAM "/lib/sluice.jar"};
  size_t own = sizeof java / sizeof *java, given = count > 1 ? (size_t)count - 1 : 0;
  char **all = calloc(own + given + 1, sizeof *all);
  if (!all) {
    perror("sluice");
    return CANNOT_START;
  }
  memcpy(all, java, sizeof java);
  memcpy(all + own, arguments + 1, given * sizeof *all);
  execv(all[0], all);
  fprintf(stderr, "sluice: %s: %s\n", all[0], strerror(errno));
  return CANNOT_START;
}
