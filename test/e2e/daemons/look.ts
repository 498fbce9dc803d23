import {setTimeout as pause} from 'node:timers/promises';
import type {End} from '../helpers/listed.ts';
import {portwatch, runToEnd} from '../helpers/portwatch.ts';
import type {Sandbox} from './sandbox.ts';

/** What these tests read of one socket in the document of `--json`. */
export type Seen = {
  /** As `tcp LISTEN 0.0.0.0:22`, `tcp ESTABLISHED 198.51.100.2:* 198.51.100.2:22`; `*` is a port that nobody chose. */
  readonly socket: string;
  readonly verdict: string;
  readonly rule: string;
  readonly why: string;
  /** Paths of the executables that hold it, or why they are not known. */
  readonly owner: string;
  readonly checks: readonly {readonly id: string; readonly result: string; readonly detail: string}[];
};

type Document = {
  readonly sockets: readonly {
    readonly protocol: string;
    readonly state: string;
    readonly local: End;
    readonly peer: End | null;
    readonly owner: {
      readonly why?: string;
      readonly processes?: readonly {readonly executable: string | null}[];
    };
    readonly assessment: Pick<Seen, 'verdict' | 'rule' | 'why' | 'checks'>;
  }[];
};

/** Milliseconds. */
const patience = 20_000;
const betweenLooks = 100;

/** Looks at the sandbox with the built program, as root of the host, until these sockets (more may be) are there. */
export async function lookFor(sandbox: Sandbox, sockets: readonly string[]): Promise<readonly Seen[]> {
  const end = Date.now() + patience;
  for (;;) {
    const seen = await poll(sandbox);
    const missing = without(
      sockets,
      seen.map(({socket}) => socket),
    );
    if (missing.length === 0 && seen.every(isStill)) return seen;
    if (Date.now() > end || sandbox.ended() !== '') {
      const there = seen.map(({socket, owner}) => `${socket} ${owner}`).join('\n');
      throw new Error(`not there: ${missing.join(', ')}\n${sandbox.ended()}\nwhat is there:\n${there}`);
    }
    await pause(betweenLooks);
  }
}

/**
 * Whether neither socket nor holder went while it was looked at. A socket that closes is replaced by the next one of
 * its program; a server that changes processes between login and session (sshd) has one that ends soon.
 */
const isStill = ({owner, checks}: Seen): boolean =>
  owner !== 'exited' && checks.every(({detail}) => !detail.includes('exited during this refresh'));

/** The members of a list that another one lacks, each as often as it lacks it. */
function without(list: readonly string[], other: readonly string[]): readonly string[] {
  const left = [...other];
  return list.filter(each => {
    const at = left.indexOf(each);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

async function poll({host}: Sandbox): Promise<readonly Seen[]> {
  const {stdout, stderr, code} = await runToEnd([...host.within, ...portwatch, '--json']);
  if (code !== 0) throw new Error(`portwatch --json ended with ${code}: ${stderr}`);
  const {sockets} = JSON.parse(stdout) as Document;
  return sockets.map(({protocol, state, local, peer, owner, assessment}) => {
    const {verdict, rule, why, checks} = assessment;
    const processes = owner.processes ?? [];
    const paths = new Set(processes.map(({executable}) => executable ?? 'unreadable'));
    return {
      socket: [protocol, state, endText(local), ...(peer ? [endText(peer)] : [])].join(' '),
      verdict,
      rule,
      why,
      owner: owner.why ?? [...paths].join(' '),
      checks,
    };
  });
}

const firstDynamicPort = 49_152;

const endText = ({address, port}: End): string =>
  `${address.includes(':') ? `[${address}]` : address}:${port >= firstDynamicPort ? '*' : port}`;
