import {readFileSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import type {Entry} from './entry.ts';
import {addressesOf, firstNumber, poll, type Seen} from './judge.ts';
import {openStage, type Stage} from './stage.ts';

/** What came out of one entry. */
export type Result = {
  readonly entry: Entry;
  /** Expected sockets that were not there, and the condition that did not hold. */
  readonly absent: readonly string[];
  /** Its sockets: those that it expects, and those with one of its addresses. */
  readonly seen: readonly Seen[];
  /** What is louder than allowed. */
  readonly noise: readonly Seen[];
  /** What its script printed, where something was absent. */
  readonly log: string;
};

export type Outcome = {readonly results: readonly Result[]; readonly others: readonly Seen[]; readonly seconds: number};

/** Milliseconds; for a machine that does much else. */
const patience = 100_000;
const betweenPolls = 500;
const loudness = ['explained', 'learn', 'suspect'];

const textOf = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Makes ready what the entries share: keys, an SSH server and others outside. */
export const prepare = (stage: Stage): Promise<void> =>
  stage.run(
    textOf('prepare.sh').replace(
      'cat > /run/ordinary/far.py',
      () => `cat > /run/ordinary/far.py <<'END OF FAR'\n${textOf('far.py')}END OF FAR`,
    ),
  );

/** Stages entries all at once, waits until their sockets are there, and judges them by one poll. */
export async function perform(entries: readonly Entry[]): Promise<Outcome> {
  const start = performance.now();
  const stage = await openStage();
  try {
    await prepare(stage);
    await writeUnits(entries, stage);
    entries.forEach(({id, script}, index) => {
      if (script) stage.start(id, addressesOf(index + firstNumber) + script);
    });
    if (entries.some(({units}) => units)) stage.boot(systemd);
    const end = start + patience;
    for (;;) {
      const unready = await unreadyOf(entries, stage);
      const outcome = judge(entries, unready, await poll(stage), start);
      const waiting = outcome.results.filter(({absent, seen}) => absent.length > 0 || !seen.every(isStill));
      if (waiting.length === 0) return outcome;
      if (performance.now() > end) return await withLogs(outcome, stage);
      await pause(betweenPolls);
    }
  } finally {
    await stage.close();
  }
}

const systemd = 'env container=portwatch /lib/systemd/systemd --unit=ordinary.target --log-target=console';

/** The target that systemd reaches for wants every unit of the entries, and nothing else. */
const emptyTarget = `rm -rf /etc/systemd/system/*
printf '[Unit]\\nDescription=ordinary work\\n' > /etc/systemd/system/ordinary.target
mkdir -p /srv/root
`;

async function writeUnits(entries: readonly Entry[], stage: Stage): Promise<void> {
  const scripts = entries.map(({units}, index) => (units ? addressesOf(index + firstNumber) + units : ''));
  if (scripts.some(Boolean)) await stage.run([emptyTarget, ...scripts].join('\n'));
}

/** Ids of entries whose condition does not hold yet. */
async function unreadyOf(entries: readonly Entry[], stage: Stage): Promise<readonly string[]> {
  const conditions = entries.flatMap(({id, ready}) => (ready ? `{ ${ready}; } >/dev/null 2>&1 || echo ${id}\n` : []));
  return (await stage.inside('sh', '-c', conditions.join(''))).stdout.split('\n');
}

function judge(entries: readonly Entry[], unready: readonly string[], all: readonly Seen[], start: number): Outcome {
  const results = entries.map((entry, index): Result => {
    const seen = all.filter(each => belongs(each, entry, index + firstNumber));
    const absent = entry.sockets
      .filter(([socket, , holder]) => !seen.some(each => each.socket === socket && each.holders.includes(holder)))
      .map(([socket, , holder]) => `${socket} ${holder}`)
      .concat(unready.includes(entry.id) ? `ready: ${entry.ready}` : []);
    const noise = seen.filter(each => loudness.indexOf(each.verdict) > loudness.indexOf(allowed(entry, each)));
    return {entry, absent, seen, noise, log: ''};
  });
  const taken = new Set(results.flatMap(({seen}) => seen));
  return {
    results,
    others: all.filter(each => !taken.has(each)),
    seconds: Math.round((performance.now() - start) / 1000),
  };
}

/** A socket without an address of any entry belongs to whoever expects it. */
const belongs = (seen: Seen, {sockets}: Entry, number: number): boolean =>
  seen.number === null ? sockets.some(([socket]) => socket === seen.socket) : seen.number === number;

/** What an entry does not expect, must not be suspect. */
const allowed = ({sockets}: Entry, seen: Seen): string =>
  sockets.find(([socket]) => socket === seen.socket)?.[1] ?? 'learn';

/** A server that changes processes between login and session (sshd) has one that ends soon. */
const isStill = ({checks}: Seen): boolean => checks.every(({detail}) => !detail.includes('exited during this refresh'));

async function withLogs({results, ...rest}: Outcome, stage: Stage): Promise<Outcome> {
  const logged = results.map(async result =>
    result.absent.length > 0 ? {...result, log: await stage.log(result.entry.id)} : result,
  );
  return {...rest, results: await Promise.all(logged)};
}
