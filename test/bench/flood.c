/*
 * Floods of one process, for the benchmark: flood KIND COUNT
 *
 * descriptors  one listening socket on COUNT descriptors
 * threads      a process with a listening socket and COUNT threads
 * leaderless   the same, whose first thread has ended (proc_pid(5): it looks like a zombie)
 * processes    COUNT processes without a socket
 * sharers      COUNT processes that all have one listening socket open
 *
 * Prints "ready COUNT" with as many as the machine allowed; ends, and ends all, when standard input ends.
 */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Bytes; a thread of this program does nothing but sleep. */
enum { stack_size = 4096 };

static int sleeps(void *unused)
{
	for (;;) syscall(SYS_pause);
	return 0;
}

/* Ends all threads with standard input; children end with the thread that forked them. */
static int waits_for_end(void *unused)
{
	char byte;
	while (read(0, &byte, 1) > 0) continue;
	syscall(SYS_exit_group, 0);
	return 0;
}

static int listening(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, 1)) {
		perror("listen");
		exit(1);
	}
	return fd;
}

static long open_descriptors(long count)
{
	int fd = listening();
	struct rlimit limit;
	getrlimit(RLIMIT_NOFILE, &limit);
	if (limit.rlim_max < (rlim_t)count + 64) limit.rlim_max = count + 64;
	limit.rlim_cur = count + 64;
	/* Where the limit may not be raised, as many as there is room for. */
	if (setrlimit(RLIMIT_NOFILE, &limit)) {
		getrlimit(RLIMIT_NOFILE, &limit);
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	long opened = 1;
	while (opened < count && dup(fd) >= 0) opened++;
	return opened;
}

static long start_threads(long count)
{
	/* The bare call, since each thread of pthreads(7) takes two mappings, of which a process may have 65,530. */
	int flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM;
	char *stacks = mmap(0, count * stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (stacks == MAP_FAILED) return 1;
	long started = 1;
	while (started < count) {
		int (*work)(void *) = started == 1 ? waits_for_end : sleeps;
		if (clone(work, stacks + started * stack_size, flags, 0) < 0) break;
		started++;
	}
	return started;
}

static long fork_processes(long count)
{
	pid_t parent = getpid();
	long forked = 0;
	while (forked < count) {
		pid_t pid = fork();
		if (pid < 0) break;
		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			/* The parent may have ended before. */
			if (getppid() == parent) sleeps(0);
			_exit(0);
		}
		forked++;
	}
	return forked;
}

int main(int argc, char **argv)
{
	const char *kind = argc == 3 ? argv[1] : "";
	long count = argc == 3 ? atol(argv[2]) : 0, reached;
	if (!strcmp(kind, "descriptors")) {
		reached = open_descriptors(count);
	} else if (!strcmp(kind, "threads") || !strcmp(kind, "leaderless")) {
		listening();
		reached = start_threads(count);
	} else if (!strcmp(kind, "processes") || !strcmp(kind, "sharers")) {
		if (!strcmp(kind, "sharers")) listening();
		reached = fork_processes(count);
	} else {
		fprintf(stderr, "usage: flood descriptors|threads|leaderless|processes|sharers COUNT\n");
		return 2;
	}
	printf("ready %ld\n", reached);
	fflush(stdout);
	/* Ends this thread alone. */
	if (!strcmp(kind, "leaderless")) syscall(SYS_exit, 0);
	return waits_for_end(0);
}
