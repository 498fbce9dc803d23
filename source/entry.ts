#!/usr/bin/env node
/**
 * The first code of `dist/cli.js`. It imports nothing at its start and keeps to old JavaScript, so that a Node that is
 * too old for the rest can run it, and report its version.
 */
const minNode = 22;
const {node} = process.versions;

if (Number(node.split('.')[0]) < minNode) {
  process.stderr.write(`portwatch: needs Node ${minNode} or later, and this is ${node}\n`);
  process.exitCode = 2;
} else {
  leaveRemovedDirectory();
  void import('./cli/main.ts').then(({run}) => run());
}

/** Goes to `/` where the working directory was removed: packages ask for its path while they are loaded. */
function leaveRemovedDirectory() {
  try {
    process.cwd();
  } catch {
    process.chdir('/');
  }
}

export {};
