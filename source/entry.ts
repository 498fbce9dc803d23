#!/usr/bin/env node
/**
 * The entry of `dist/cli.js`. It has no static import and uses only old syntax, so a Node that is too old for the rest
 * can still run it and print the reason.
 */
const minVersion = 22;
const {node} = process.versions;

if (Number(node.split('.')[0]) < minVersion) {
  process.stderr.write(`portwatch: needs Node ${minVersion} or later, and this is ${node}\n`);
  process.exitCode = 2;
} else {
  void import('./cli/start.ts');
}

export {};
