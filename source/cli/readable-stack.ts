import {existsSync, readFileSync} from 'node:fs';
import {SourceMap} from 'node:module';
import {fileURLToPath} from 'node:url';

/** A built file and its source map. */
type Built = {readonly lines: readonly string[]; readonly map: SourceMap};

/**
 * A frame of V8's stack in a file: `    at async name (file:///directory/file.js:12:34)`, or without a name and
 * brackets.
 */
const frame = /^( +at (?:async |new )*)(?:([\w$]+)(.*?) \()?(file:\/\/[^\s()]+\.js):(\d+):(\d+)(\)?)$/gm;

/**
 * The stack of an error with names and places of the sources, as `run (source/cli/main.ts:12:3)`. Takes them from the
 * source maps that the build leaves beside its files; frames of a file without one, as in an installed package, stay as
 * they are.
 */
export function readableStack(stack: string): string {
  const files = new Map<string, Built | null>();
  return stack.replace(frame, (whole, start, name, rest, url, line, column, end) => {
    if (!files.has(url)) files.set(url, readBuilt(fileURLToPath(url)));
    const built = files.get(url);
    const origin = built?.map.findOrigin(Number(line), Number(column));
    if (!built || !origin || !('fileName' in origin)) return whole;
    const named = name === undefined ? '' : `${sourceName(built, name, Number(line))}${rest} (`;
    const file = origin.fileName.replace(/^(?:\.\.\/)+/, '');
    return `${start}${named}${file}:${origin.lineNumber}:${origin.columnNumber}${end}`;
  });
}

function readBuilt(path: string): Built | null {
  if (!existsSync(`${path}.map`)) return null;
  const map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')));
  return {lines: readFileSync(path, 'utf8').split('\n'), map};
}

/**
 * The name of a function in the source: from the last declaration of its short name in the built file, at or above a
 * line.
 */
function sourceName({lines, map}: Built, name: string, line: number): string {
  const declared = new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?=[=(])`);
  for (let index = line - 1; index >= 0; index--) {
    const column = lines[index]?.search(declared) ?? -1;
    const entry = column < 0 ? null : map.findEntry(index, column);
    if (entry && 'name' in entry && typeof entry.name === 'string') return entry.name;
  }
  return name;
}
