/* Names another file as its executable, then listens or connects: prctl(2), PR_SET_MM_EXE_FILE and PR_SET_MM_MAP.
   The kernel refuses while a mapping of the old file is left, so each is moved onto a copy in memory first. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/prctl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

struct part { unsigned long from, to; int protection; };

static void copy_into_memory(void) {
  static struct part parts[32];
  static char line[512];
  char self[256];
  int count = 0;
  ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
  self[length] = 0;
  FILE *maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps)) {
    char flags[8];
    if (!strstr(line, self)) continue;
    sscanf(line, "%lx-%lx %7s", &parts[count].from, &parts[count].to, flags);
    parts[count++].protection = (flags[0] == 'r' ? PROT_READ : 0) | (flags[1] == 'w' ? PROT_WRITE : 0) |
                                (flags[2] == 'x' ? PROT_EXEC : 0);
  }
  fclose(maps);
  for (int i = 0; i < count; i++) {
    size_t size = parts[i].to - parts[i].from;
    void *copy = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    memcpy(copy, (void *)parts[i].from, size);
    mprotect(copy, size, parts[i].protection);
    mremap(copy, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, (void *)parts[i].from);
  }
}

/* Field of /proc/self/stat; 1 is the first. */
static unsigned long stat_field(int wanted) {
  static char text[2048];
  int file = open("/proc/self/stat", O_RDONLY);
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  text[length] = 0;
  char *field = strrchr(text, ')') + 2;
  for (int at = 3; at < wanted; at++) field = strchr(field, ' ') + 1;
  return strtoul(field, NULL, 10);
}

int main(int count, char **words) {
  if (count != 5) return 2;
  int file = open(words[1], O_RDONLY);
  copy_into_memory();
  if (prctl(PR_SET_MM, PR_SET_MM_EXE_FILE, file, 0, 0) != 0) {
    struct prctl_mm_map map = {
        .start_code = stat_field(26), .end_code = stat_field(27), .start_data = stat_field(45),
        .end_data = stat_field(46), .start_brk = stat_field(47), .brk = (uintptr_t)sbrk(0),
        .start_stack = stat_field(28), .arg_start = stat_field(48), .arg_end = stat_field(49),
        .env_start = stat_field(50), .env_end = stat_field(51), .exe_fd = file,
    };
    if (prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof map, 0) != 0) return perror("prctl"), 1;
  }
  prctl(PR_SET_NAME, strrchr(words[1], '/') + 1);
  close(file);
  int end = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(words[4]))};
  inet_pton(AF_INET, words[3], &address.sin_addr);
  if (words[2][0] == 'l' ? bind(end, (void *)&address, sizeof address) || listen(end, 1)
                         : connect(end, (void *)&address, sizeof address))
    return perror("socket"), 1;
  for (;;) pause();
}
