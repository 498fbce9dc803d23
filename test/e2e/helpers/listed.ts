import {runToEnd} from './portwatch.ts';

/** Sockets as short texts that can be compared: `tcp LISTEN 5432 *`; sorted, so that equal lists are equal. */
export type Listed = readonly string[];

const portOf = (end: string): string => {
  const port = end.slice(end.lastIndexOf(':') + 1);
  return port === '0' || end === '-' ? '*' : port;
};

const entry = (protocol: string, state: string, local: string, peer: string): string =>
  `${protocol.replace('6', '')} ${state} ${portOf(local)} ${portOf(peer)}`;

/** What `ss -Htuna` lists. */
export async function listedBySs(within: readonly string[]): Promise<Listed> {
  const {stdout} = await runToEnd([...within, 'ss', '-Htuna']);
  return stdout
    .trim()
    .split('\n')
    .map(line => {
      const [protocol = '', state = '', , , local = '', peer = ''] = line.split(/\s+/);
      return entry(
        protocol,
        state === 'ESTAB' ? 'ESTABLISHED' : (ssStates[state] ?? state.replaceAll('-', '_')),
        local,
        peer,
      );
    })
    .sort();
}

/** Where ss does not spell a state as the kernel does. */
const ssStates: Readonly<Record<string, string>> = {'FIN-WAIT-1': 'FIN_WAIT1', 'FIN-WAIT-2': 'FIN_WAIT2'};

/** What the text of `--once` lists: groups named by state, and in each a row a socket. */
export function listedInText(text: string): Listed {
  const lines = text.trimEnd().split('\n').slice(4);
  let state = '';
  const all: string[] = [];
  for (const line of lines) {
    const group = line.match(/^ {2}▾ (\S+) \d+/);
    if (group) state = group[1] ?? '';
    else {
      const [, , protocol = '', , , local = '', peer = ''] = line.trim().split(/\s+/);
      all.push(entry(protocol, state, local, peer));
    }
  }
  return all.sort();
}

/** One end of a socket, as `--json` and `--stream` tell it. */
export type End = {readonly address: string; readonly port: number};
type Owner =
  | {readonly known: true; readonly processes: readonly {readonly pid: number}[]}
  | {readonly known: false; readonly why: string};

/** The parts of the document of `--json` that these tests read. */
export type Document = {
  readonly source: string;
  readonly coverage: {readonly ownersKnown: number; readonly ownersHidden: number; readonly notes: readonly string[]};
  readonly sockets: readonly {
    readonly protocol: string;
    readonly state: string;
    readonly local: End;
    readonly peer: End | null;
    readonly owner: Owner;
    readonly assessment: {readonly verdict: string; readonly rule: string};
  }[];
};

export const listedInDocument = ({sockets}: Document): Listed =>
  sockets.map(({protocol, state, local, peer}) => `${protocol} ${state} ${local.port} ${peer?.port ?? '*'}`).sort();
