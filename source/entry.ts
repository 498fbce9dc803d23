#!/usr/bin/env node
/**
 * What `dist/cli.js` runs. Before anything else is loaded it imports nothing and keeps to the JavaScript of old, so that a Node
 * that is too old for the rest can read it, and say so.
 */
const oldest = 22;
const {node} = process.versions;

if (Number(node.split('.')[0]) < oldest) {
  process.stderr.write(`portwatch: needs Node ${oldest} or later, and this is ${node}\n`);
  process.exitCode = 2;
} else {
  void import('./cli/start.ts');
}

export {};
