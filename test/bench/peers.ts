import {setTimeout as pause} from 'node:timers/promises';
import {showsRows} from './live.ts';
import type {Load} from './load.ts';
import {listenToMachine} from './machine.ts';
import type {Pair} from './pairs.ts';
import {type Built, type Effort, nameOf} from './part.ts';
import {type Peer, peerTable} from './peer-table.ts';
import {noFigures, type PeerFigures, peersText} from './peers-text.ts';
import {openTerminal, type Terminal} from './terminal.ts';
import {isInstalled} from './tools.ts';
import {cpuOf, memoryOf, timeOf} from './use.ts';

/** Milliseconds. */
const startLimit = 30_000;
const settling = 3000;
const keyLimit = 1000;
/** A program that wrote nothing for so long is between two refreshes; which is waited for no longer than this. */
const restingFor = 80;
const restLimit = 1500;

/**
 * portwatch and its peers on PATH, each in turn with the same load in a terminal of the same size: a table of Markdown
 * with a column for each, and notes on what does not compare.
 */
export async function measurePeers(load: Load, {program}: Built, {quick}: Effort): Promise<string> {
  const end = listenToMachine();
  const here = peerTable.filter(({tool}) => isInstalled(tool));
  const all = [ourselves(program), ...here].map(peer => ({peer, figures: noFigures()}));
  const rounds = quick ? 2 : 5;
  for (let round = 0; round < rounds; round++) {
    // Another one is first in each round.
    const turns = all.map((_, index) => all[(index + round) % all.length]).filter(each => each !== undefined);
    for (const {peer, figures} of turns) await measureOnce(peer, load, figures, quick);
  }
  return peersText(`${nameOf(load)}, ${rounds} rounds`, all, {
    missing: peerTable.filter(peer => !here.includes(peer)).map(({name}) => name),
    noise: end(),
  });
}

/** Reads the namespace of the load alone, and has a line for each socket, as the others do. */
function ourselves(program: string): Peer {
  const command = [process.execPath, program, '--netns', 'host'];
  return {
    name: 'portwatch',
    tool: 'node',
    live: [...command, '-i', '1', '--no-compact'],
    shows: showsRows,
    key: 'j',
    once: [...command, '--once'],
    json: [...command, '--json'],
    not: 'with --netns host --no-compact: the namespace and the lines that the others show',
  };
}

async function measureOnce(peer: Peer, load: Load, figures: PeerFigures, quick: boolean): Promise<void> {
  try {
    if (peer.live) await measureScreen(peer, [...load.within, ...peer.live], figures, quick);
    for (const form of ['once', 'json'] as const) {
      const command = peer[form];
      if (command) figures[form].push(await besideSs(load, command));
    }
  } catch (error) {
    figures.failed.push(error instanceof Error ? error.message : String(error));
  }
}

async function besideSs({within}: Load, command: readonly string[]): Promise<Pair> {
  const unit = await timeOf(within, ['ss', '-Htunap']);
  return [unit.cpu, (await timeOf(within, command)).cpu];
}

async function measureScreen(
  {name, shows, key}: Peer,
  command: readonly string[],
  figures: PeerFigures,
  quick: boolean,
): Promise<void> {
  const start = performance.now();
  const terminal = openTerminal(command);
  try {
    const shown = await terminal.until(shows, startLimit);
    if (shown === null) throw new Error(`${name} showed no rows within ${startLimit / 1000} s`);
    figures.firstRows.push(shown - start);
    await pause(settling);
    const [cpu, bytes, from] = [cpuOf(terminal.pid), terminal.bytes(), performance.now()];
    await pause(quick ? 4000 : 8000);
    const seconds = (performance.now() - from) / 1000;
    figures.share.push((cpuOf(terminal.pid) - cpu) / seconds / 10);
    figures.bytes.push((terminal.bytes() - bytes) / seconds);
    figures.memory.push(memoryOf(terminal.pid).now);
    for (let count = 0; key !== null && count < (quick ? 6 : 20); count++) {
      const time = await press(terminal, key);
      if (time !== null) figures.keys.push(time);
    }
  } finally {
    await terminal.close();
  }
}

/** Milliseconds from a key, in a moment without a refresh, to the first bytes that follow; null where none did. */
async function press(terminal: Terminal, key: string): Promise<number | null> {
  const limit = performance.now() + restLimit;
  for (let before = -1; before !== terminal.bytes() && performance.now() < limit; ) {
    before = terminal.bytes();
    await pause(restingFor);
  }
  const start = performance.now();
  terminal.type(key);
  const answered = await terminal.until(() => true, keyLimit);
  return answered === null ? null : answered - start;
}
