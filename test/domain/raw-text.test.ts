import assert from 'node:assert/strict';
import {globSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import type {Effect} from '../../source/app/state/event.ts';
import type {Document} from '../../source/app/table/document.ts';
import type {Inspection} from '../../source/domain/inspection.ts';
import type {Snapshot} from '../../source/domain/snapshot.ts';
import type {Process, Socket} from '../../source/domain/socket.ts';
import type {Clean} from '../../source/domain/text.ts';

/** Paths in a type to text that need not be clean, as `.sockets[].key`; names out of a fixed list do not count. */
type Raw<T, Path extends string = ''> = T extends Clean
  ? never
  : string extends T
    ? Path
    : T extends readonly (infer Item)[]
      ? Raw<Item, `${Path}[]`>
      : T extends object
        ? {[Key in keyof T & string]: Raw<T[Key], `${Path}.${Key}`>}[keyof T & string]
        : never;

/** Both unions are the same. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;

// Checked by the compiler: one more raw text anywhere in these types does not type-check. Words and keys of the program
// are allowed.
const proofs: readonly true[] = [
  true satisfies Same<Raw<Process>, never>,
  true satisfies Same<Raw<Socket>, '.key'>,
  true satisfies Same<Raw<Snapshot>, '.sockets[].key' | '.problems[].kind'>,
  true satisfies Same<Raw<Inspection>, '.socketKey' | '.crossCheck.id'>,
  true satisfies Same<Raw<Extract<Effect, {type: 'copy' | 'end-owner'}>>, never>,
  true satisfies Same<
    Raw<Document>,
    | '.takenAt'
    | '.coverage.notes[]'
    | '.sockets[].key'
    | `.sockets[].listener.${'key' | 'rule'}`
    | `.sockets[].published.${'answeredBy' | 'publishedAs'}[].key`
    | '.sockets[].assessment.checks[].id'
    | `.sockets[].assessment.${'rule' | 'title' | 'reason' | 'caveat' | 'source.document' | 'source.passage'}`
  >,
];

test('only clean text has a place in a socket, a snapshot, an inspection or a document', () => {
  assert.ok(proofs.every(each => each));
});

test('only the cleaner calls a text clean, and nothing else casts', () => {
  const files = globSync('source/**/*.{ts,tsx}').filter(file => file !== 'source/domain/text.ts');
  const casting = files.filter(file => /\bas Clean\b/.test(readFileSync(file, 'utf8')));
  assert.deepEqual(casting, []);
});
