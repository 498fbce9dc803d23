import {type Noise, noiseText} from './machine.ts';
import type {Pair} from './pairs.ts';
import type {Peer} from './peer-table.ts';
import {quartiles, short} from './statistics.ts';
import {markdownTable} from './table.ts';

/** What was measured of one program, a figure for each round, or for each key. */
export type PeerFigures = {
  /** From the start to the first rows, in milliseconds. */
  readonly firstRows: number[];
  /** CPU time as a percentage of one core. */
  readonly share: number[];
  /** Bytes a second to the terminal. */
  readonly bytes: number[];
  /** Resident MB. */
  readonly memory: number[];
  /** From a key to the first bytes that follow it, in milliseconds. */
  readonly keys: number[];
  /** CPU milliseconds of `ss` and of the output as text, and as JSON. */
  readonly once: Pair[];
  readonly json: Pair[];
  /** Why a round could not be measured. */
  readonly failed: string[];
};

export const noFigures = (): PeerFigures => ({
  firstRows: [],
  share: [],
  bytes: [],
  memory: [],
  keys: [],
  once: [],
  json: [],
  failed: [],
});

type Measured = {readonly peer: Pick<Peer, 'name' | 'not'>; readonly figures: PeerFigures};

const ratios = (pairs: readonly Pair[]): readonly number[] => pairs.map(([unit, own]) => own / unit);

const lines: readonly {
  readonly name: string;
  readonly unit: string;
  readonly of: (figures: PeerFigures) => readonly number[];
}[] = [
  {name: 'start to first rows', unit: ' ms', of: ({firstRows}) => firstRows},
  {name: 'live: share of a core', unit: ' %', of: ({share}) => share},
  {name: 'live: bytes a second to the terminal', unit: '', of: ({bytes}) => bytes},
  {name: 'live: resident memory', unit: ' MB', of: ({memory}) => memory},
  {name: 'key to the first bytes after it', unit: ' ms', of: ({keys}) => keys},
  {name: 'the same, worst', unit: ' ms', of: ({keys}) => (keys.length > 0 ? [Math.max(...keys)] : [])},
  {name: 'once, as text: CPU ÷ `ss -Htunap`', unit: ' ×', of: ({once}) => ratios(once)},
  {name: 'once, as JSON: CPU ÷ `ss -Htunap`', unit: ' ×', of: ({json}) => ratios(json)},
];

/** The table of one load with its notes. `missing` are peers that are not on PATH. */
export function peersText(
  title: string,
  all: readonly Measured[],
  {missing, noise}: {readonly missing: readonly string[]; readonly noise: Noise},
): string {
  const head = [title, ...all.map(({peer}) => peer.name)];
  const rows = lines.map(({name, unit, of}) => [name, ...all.map(({figures}) => cell(of(figures), unit))]);
  const notes = all.map(({peer: {name, not}, figures: {failed}}) => {
    const [reason] = failed;
    return `- ${name}: ${not}${reason === undefined ? '' : `; ${failed.length} rounds failed: ${firstLine(reason)}`}.`;
  });
  const absent = missing.length > 0 ? [`- Not on PATH, so not measured: ${missing.join(', ')}.`] : [];
  const machine = `- Machine meanwhile: ${noiseText(noise)}.`;
  return [markdownTable([head, ...rows]), '', ...notes, ...absent, machine].join('\n');
}

/** The middle of some figures with their quartiles; `–` where there are none. */
function cell(figures: readonly number[], unit: string): string {
  if (figures.length === 0) return '–';
  const [low, middle, high] = quartiles(figures).map(rounded);
  return low === high ? `${middle}${unit}` : `${middle}${unit} (${low} to ${high})`;
}

const rounded = (number: number): string => (number < 0.01 ? '0' : short(number));

const firstLine = (text: string): string => text.split('\n', 1)[0]?.slice(0, 100) ?? '';
