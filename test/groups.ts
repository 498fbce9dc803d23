import {globSync} from 'node:fs';

/**
 * Test files, or folders of them, each of which gets a process of its own, and why. All other test files share one
 * process, which saves each of them the start of Node and the loading of the sources.
 */
export const ownProcess: Readonly<Record<string, string>> = {
  'test/app/keys/read-only.test.tsx': 'mounts Ink',
  'test/build/upstream.test.ts': 'runs git and the compiler',
  'test/collect/namespaces/every-namespace.test.ts': 'makes network namespaces',
  'test/collect/native/real.test.ts': 'reads the sockets of the host while others open and close theirs',
  'test/collect/netlink/differential.test.ts': 'makes a network namespace',
  'test/collect/netlink/kinds.test.ts': 'makes a network namespace',
  'test/collect/netlink/real.test.ts': 'makes connections in a network namespace',
  'test/collect/owners/real-reuse.test.ts': 'makes a PID namespace',
  'test/collect/owners/real-threads.test.ts': 'reads every process of the host while others come and go',
  'test/collect/saved/property.test.ts': 'reads thousands of random texts, half as long as all unit tests',
  'test/e2e': 'runs the built program',
  'test/engines': 'runs the built program, and engines that read its output',
  'test/fleet': 'works in another directory, with an engine that has threads',
  'test/hostile': 'tries every parser on thousands of changed inputs',
  'test/inspect/find-package.test.ts': 'runs package managers',
  'test/inspect/inspector.test.ts': 'runs lsof',
  'test/install': 'packs and installs the program',
  'test/media': 'draws the pictures of the readme',
  'test/runner.test.ts': 'runs tests',
  'test/soak': 'runs the built program for long',
  'test/system/run-tool.test.ts': 'runs tools that stall',
  'test/terminal/destructive-actions.test.ts': 'ends processes',
  'test/terminal/ink/app.test.tsx': 'mounts Ink',
  'test/terminal/ink/first-screen.test.ts': 'mounts Ink',
  'test/terminal/ink/patched.test.ts': 'mounts Ink',
  'test/terminal/ink/reuse-rows.test.ts': 'bundles a part of Ink',
  'test/evidence': 'stages intruders on hosts of its own',
  'test/ordinary': 'stages programs on a host of its own',
  'test/terminal/pager.test.ts': 'sends signals to this process',
};

/** The row of the table that a file belongs to; undefined where there is none. */
export const rowOf = (file: string): string | undefined =>
  Object.keys(ownProcess).find(row => file === row || file.startsWith(`${row}/`));

export const testFiles: readonly string[] = globSync('test/**/*.test.{ts,tsx}').sort();
export const unitFiles: readonly string[] = testFiles.filter(file => rowOf(file) === undefined);
export const ownProcessFiles: readonly string[] = testFiles.filter(file => rowOf(file) !== undefined);
