import assert from 'node:assert/strict';
import {type BaselineEdit, editBaseline} from '../../source/baseline/edit-baseline.ts';
import {parseBaseline} from '../../source/baseline/parse-baseline.ts';
import type {Block, PlacedBlock} from '../../source/domain/baseline.ts';
import {checks} from './blocks.ts';

export function edited(text: string, ...edits: readonly BaselineEdit[]): string {
  const result = editBaseline(text, edits, checks);
  if (result.kind === 'refused') throw new Error(result.reason);
  return result.text;
}

export function refusalOf(text: string, ...edits: readonly BaselineEdit[]): string {
  const result = editBaseline(text, edits, checks);
  return result.kind === 'refused' ? result.reason : 'none';
}

export function blocksOf(text: string): readonly PlacedBlock[] {
  const parsed = parseBaseline(text, checks);
  if (parsed.kind === 'broken') throw new Error(`line ${parsed.line}: ${parsed.reason}`);
  return parsed.blocks;
}

export function blockAt(text: string, index: number): PlacedBlock {
  const block = blocksOf(text)[index];
  assert.ok(block);
  return block;
}

export const append = (block: Block): BaselineEdit => ({kind: 'append', block});
export const withdraw = (placed: PlacedBlock): BaselineEdit => ({kind: 'withdraw', placed});
export const replace = (placed: PlacedBlock, block: Block): BaselineEdit => ({kind: 'replace', placed, block});

/** A file as somebody keeps it by hand. */
export const file = `# Services of web-01

# nginx, see the wiki
[[listener]]
proto = "tcp"
port = 443   # https
exe = '/usr/sbin/nginx' # from Debian
  # the users
user = "root"
failed = [
  "owner-path", # a path of ours
]
note = "ticket 4711"
# end of nginx

# ours
[[listener]]
proto = "tcp"
port = 8443
# next
[[conversation]]
proto = "tcp"
peer-port = 5432
`;
