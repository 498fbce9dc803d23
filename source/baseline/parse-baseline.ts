import {parse, TomlError} from 'smol-toml';
import type {Block, PlacedBlock} from '../domain/baseline.ts';
import {type Clean, sanitize} from '../domain/text.ts';
import {type BlockKey, blockKeys, expectationOf} from './block-keys.ts';
import {blockKinds, type LocatedBlock, type LocatedBlocks, locateBlocks} from './locate-blocks.ts';

/** A baseline file, read; or the first mistake in it, with its line. */
export type ParsedBaseline =
  | {readonly kind: 'parsed'; readonly blocks: readonly PlacedBlock[]; readonly located: LocatedBlocks}
  | {readonly kind: 'broken'; readonly line: number; readonly reason: Clean};

class Mistake extends Error {
  readonly line: number;

  constructor(line: number, reason: string) {
    super(reason);
    this.line = line;
  }
}

/**
 * Reads the text of a baseline file; `checks` are the names that `failed` takes. Blocks come in the order of the file,
 * and `located` has the places of the same blocks. Linear in the text. Never throws.
 */
export function parseBaseline(text: string, checks: ReadonlySet<string>): ParsedBaseline {
  try {
    const table = parse(text, {integersAsBigInt: true});
    const located = locateBlocks(text);
    refuseOthers(table, located);
    const blocks = located.blocks.map(each => toBlock(text, tableAt(table, each), each, located, checks));
    refuseDoubles(blocks);
    return {kind: 'parsed', blocks, located};
  } catch (error) {
    if (error instanceof TomlError) return {kind: 'broken', line: error.line, reason: reasonOf(error)};
    if (error instanceof Mistake) return {kind: 'broken', line: error.line, reason: sanitize(error.message, 400)};
    throw error;
  }
}

const reasonOf = ({message}: TomlError): Clean =>
  sanitize(message.replace(/^Invalid TOML document: /, '').split('\n')[0] ?? '', 120);

type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

function tableAt(table: Table, {kind, index}: LocatedBlock): Table {
  const value = (table[kind] as readonly unknown[])[index];
  return isTable(value) ? value : {};
}

/** Throws Mistake for anything but blocks. */
function refuseOthers(table: Table, {blocks, others, lineAt}: LocatedBlocks): void {
  for (const statement of others) {
    const path = statement.kind === 'pair' ? statement.pair.path : statement.path;
    const name = path[0] ?? '';
    if (!blockKinds.some(kind => kind === name)) {
      const there = blockKinds.map(kind => `[[${kind}]]`).join(' and ');
      throw new Mistake(lineAt(statement.start), `there is no "${sanitize(name, 60)}"; there are ${there}`);
    }
    const value = table[name];
    const isEmpty = Array.isArray(value) && value.length === 0;
    if (!isEmpty) throw new Mistake(lineAt(statement.start), `${name} takes blocks, each headed [[${name}]]`);
  }
  for (const block of blocks) {
    const value = (table[block.kind] as readonly unknown[])[block.index];
    if (!isTable(value))
      throw new Mistake(block.lines.first, `${block.kind} takes blocks, each headed [[${block.kind}]]`);
  }
}

function toBlock(
  text: string,
  table: Table,
  {kind, lines, pairs}: LocatedBlock,
  {lineAt}: LocatedBlocks,
  checks: ReadonlySet<string>,
): PlacedBlock {
  const keys = blockKeys.filter(({of}) => of.includes(kind));
  const lineOf = (key: string): number => {
    const pair = pairs.find(({path}) => path[0] === key);
    return pair ? lineAt(pair.start) : lines.first;
  };
  for (const {path, start} of pairs) {
    const name = path[0] ?? '';
    if (keys.some(({key}) => key === name)) continue;
    const there = keys.map(({key}) => key).join(', ');
    throw new Mistake(lineAt(start), `[[${kind}]] has no key "${sanitize(name, 60)}"; it has ${there}`);
  }
  const read = (each: BlockKey): unknown => {
    const {key, isNeeded, allowed} = each;
    if (!Object.hasOwn(table, key)) {
      if (isNeeded) throw new Mistake(lines.first, `[[${kind}]] needs ${key}`);
      return key === 'failed' ? [] : null;
    }
    const {start, end} = pairs.find(({path}) => path[0] === key)?.value ?? {start: 0, end: 0};
    const written = text.slice(start, end);
    const value = each.read({value: table[key], written, checks});
    if (value === undefined) throw new Mistake(lineOf(key), `${key} takes ${allowed}, not ${sanitize(written, 60)}`);
    return value;
  };
  const fields = Object.fromEntries(keys.map(each => [each.field, read(each)]));
  const block = {kind, ...fields, lines} as PlacedBlock;
  refuseContradictions(block, lineOf);
  return block;
}

/** Throws Mistake for keys that do not go together. */
function refuseContradictions(block: Block, lineOf: (key: string) => number): void {
  const {proto, netns, container, exe, script} = block;
  const [portKey, port] = block.kind === 'listener' ? ['port', block.port] : ['peer-port', block.peerPort];
  if (port === 0 && (proto === 'tcp' || proto === 'udp')) {
    throw new Mistake(lineOf(portKey), `${portKey} takes a number from 1 to 65535 for ${proto}, not 0`);
  }
  if (netns !== null && container !== null) {
    const line = Math.max(lineOf('netns'), lineOf('container'));
    throw new Mistake(line, 'netns and container exclude each other');
  }
  if (block.kind === 'listener' && block.sha256 !== null && exe === null && script === null) {
    throw new Mistake(lineOf('sha256'), 'sha256 needs exe or script, whose bytes it is about');
  }
  if (block.kind === 'listener' && block.exeSha256 !== null && (exe === null || script === null)) {
    throw new Mistake(lineOf('exe-sha256'), 'exe-sha256 needs exe and script: it is about the program of a script');
  }
}

/** Throws Mistake for a block that accepts nothing that another one does not accept. */
function refuseDoubles(blocks: readonly PlacedBlock[]): void {
  const first = new Map<string, number>();
  for (const block of blocks) {
    const expectation = expectationOf(block);
    const line = first.get(expectation);
    if (line !== undefined) {
      throw new Mistake(block.lines.first, `the same is accepted in line ${line}: take one of the two blocks out`);
    }
    first.set(expectation, block.lines.first);
  }
}
