/** The parts of a socket that the judgement reads, as `--json` and `--stream` print it. */
export type Row = {
  readonly key: string;
  readonly protocol: string;
  readonly state: string;
  readonly local: End;
  readonly peer: End | null;
  readonly direction: string;
  readonly owner: {
    readonly known: boolean;
    readonly why?: string;
    readonly processes?: readonly {
      readonly pid: number;
      readonly name: string;
      readonly executable: string | null;
      readonly unit: string | null;
      readonly container: string | null;
    }[];
  };
  readonly assessment: {
    readonly verdict: 'explained' | 'learn' | 'suspect';
    readonly rule: string;
    readonly why: string;
    readonly reason: string;
    readonly checks: readonly {readonly id: string; readonly result: string; readonly detail: string}[];
  };
};

type End = {readonly address: string; readonly port: number};

export type Report = {readonly coverage: {readonly notes: readonly string[]}; readonly sockets: readonly Row[]};

const plain = (address: string): string => address.replace(/^::ffff:/, '');
const endText = ({address, port}: End): string => `${plain(address)}:${port}`;

/** As `tcp LISTEN 198.18.1.1:22` or `tcp ESTABLISHED 198.18.0.2:50000 198.19.1.1:443`. */
export const socketText = ({protocol, state, local, peer}: Row): string =>
  [protocol, state, endText(local), ...(peer ? [endText(peer)] : [])].join(' ');

/** Printed facts of a row, one a line: `direction inbound`, `owner 7 sshd /usr/sbin/sshd`, `pass owner-path: …`. */
export function factsOf({direction, owner, assessment: {why, reason, checks}}: Row): string {
  return [
    `why ${why}`,
    `reason ${reason}`,
    `direction ${direction}`,
    ...(owner.processes ?? []).flatMap(({pid, name, executable, unit, container}) => [
      `owner ${pid} ${name} ${executable}`,
      ...(unit === null ? [] : [`unit ${unit}`]),
      ...(container === null ? [] : [`container ${JSON.stringify(container)}`]),
    ]),
    ...checks.map(({id, result, detail}) => `${result} ${id}: ${detail}`),
  ].join('\n');
}
