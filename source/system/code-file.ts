import {closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync} from 'node:fs';
import type {CompiledCode} from './script-loader.ts';

/** Compiled code, and in which modes of the program the functions in it were called. */
type KeptCode = {readonly modes: readonly string[]; readonly code: CompiledCode};

/** The first line of the file: for which build it is, and where each script's code lies after the line. */
type Head = {
  readonly build: string;
  readonly modes: readonly string[];
  readonly parts: readonly (readonly [name: string, length: number])[];
};

/** V8 copies code that does not begin at a multiple of this. */
const alignment = 8;
const padded = (length: number): number => Math.ceil(length / alignment) * alignment;

export const noCode: KeptCode = {modes: [], code: new Map()};

/** The code that a file keeps of a build; none where there is no such file, or it is of another build. */
export function readCode(path: string, build: string): KeptCode {
  try {
    const bytes = readFileSync(path);
    const end = bytes.indexOf('\n');
    const head = JSON.parse(bytes.toString('latin1', 0, end)) as Head;
    const whole = head.parts.reduce((sum, [, length]) => sum + padded(length), end + 1);
    if (head.build !== build || whole !== bytes.length) return noCode;
    let at = end + 1;
    const code = head.parts.map(([name, length]): [string, Uint8Array] => {
      const start = at;
      at += padded(length);
      return [name, bytes.subarray(start, start + length)];
    });
    return {modes: head.modes, code: new Map(code)};
  } catch {
    return noCode;
  }
}

/** Replaces the file as a whole, or leaves it as it was: where it cannot be written, the next start takes longer. */
export function writeCode(path: string, build: string, {modes, code}: KeptCode): void {
  const parts = [...code].map(([name, {length}]): [string, number] => [name, length]);
  const head = JSON.stringify({build, modes, parts} satisfies Head);
  const line = `${head.padEnd(padded(head.length + 1) - 1)}\n`;
  const spaces = parts.map(([, length]) => Buffer.alloc(padded(length) - length));
  const bytes = Buffer.concat([
    Buffer.from(line, 'latin1'),
    ...[...code.values()].flatMap((each, at) => [each, spaces[at] as Buffer]),
  ]);
  const draft = `${path}.${process.pid}`;
  try {
    const file = openSync(draft, 'wx', 0o600);
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      // After a crash of the system the file is whole, or the one before.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch {
    rmSync(draft, {force: true});
  }
}
