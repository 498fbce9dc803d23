/* Loaded into the program under test alone. A staged host has a process namespace of its own; the program takes the
   namespace for the first one of the machine, as on a real host. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <string.h>
#include <unistd.h>

ssize_t readlink(const char *restrict path, char *restrict text, size_t size) {
  static const char first[] = "pid:[4026531836]";
  if (strcmp(path, "/proc/self/ns/pid") == 0) {
    size_t length = size < sizeof first - 1 ? size : sizeof first - 1;
    memcpy(text, first, length);
    return length;
  }
  return ((ssize_t(*)(const char *, char *, size_t))dlsym(RTLD_NEXT, "readlink"))(path, text, size);
}
