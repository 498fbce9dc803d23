import type {End} from '../e2e/helpers/listed.ts';
import type {Stage} from './stage.ts';

type Check = {readonly id: string; readonly result: string; readonly detail: string};

/** A socket of the stage, as `portwatch --json` shows it. */
export type Seen = {
  /** As `tcp ESTABLISHED near:* far:22`. */
  readonly socket: string;
  /** Number of the entry whose address it has; null where it has none. */
  readonly number: number | null;
  readonly verdict: string;
  readonly rule: string;
  readonly why: string;
  /** Base names of the executables that hold it. */
  readonly holders: readonly string[];
  readonly checks: readonly Check[];
};

type Document = {
  readonly sockets: readonly {
    readonly protocol: string;
    readonly state: string;
    readonly local: End;
    readonly peer: End | null;
    readonly owner: {
      readonly why?: string;
      readonly processes?: readonly {readonly executable: string | null; readonly name: string}[];
    };
    readonly assessment: Pick<Seen, 'verdict' | 'rule' | 'why' | 'checks'>;
  }[];
};

const nearNetwork = '198.51.100.';
const farNetwork = '203.0.113.';
/** Numbers below it, and from `endOfNumbers` on, are addresses of the stage itself. */
export const firstNumber = 10;
const endOfNumbers = 201;
const firstDynamicPort = 49_152;

/** Addresses of an entry, as the variables of its script. */
export const addressesOf = (number: number): string =>
  `near=${nearNetwork}${number} far=${farNetwork}${number}\nexport near far\n`;

/** One poll of the built program, which runs on the stage as root. */
export async function poll(stage: Stage): Promise<readonly Seen[]> {
  const {code, stdout, stderr} = await stage.inside(
    '/portwatch/node',
    '/portwatch/dist/cli.js',
    '--json',
    '--netns',
    'host',
  );
  if (code !== 0) throw new Error(`portwatch --json ended with ${code}: ${stderr}`);
  const {sockets} = JSON.parse(stdout) as Document;
  return sockets.map(({protocol, state, local, peer, owner, assessment: {verdict, rule, why, checks}}) => {
    const ends = [local, ...(peer ? [peer] : [])].map(withoutMapping);
    const processes = owner.processes ?? [];
    const names = processes.map(({executable, name}) => executable?.split('/').at(-1) ?? name);
    const socket = [protocol, state, ...ends.map(endText)].join(' ');
    return {socket, number: numberOf(ends), verdict, rule, why, holders: [...new Set(names)], checks};
  });
}

/** An IPv4 address that a socket of IPv6 has, as IPv4: `::ffff:198.51.100.7`. */
const withoutMapping = ({address, port}: End): End => ({address: address.replace(/^::ffff:(?=[\d.]+$)/, ''), port});

function endText({address, port}: End): string {
  const host = address.includes(':') ? `[${address}]` : address;
  const place = hostNumber(host, nearNetwork) !== null ? 'near' : hostNumber(host, farNetwork) !== null ? 'far' : host;
  return `${place}:${port >= firstDynamicPort ? '*' : port}`;
}

function hostNumber(address: string, network: string): number | null {
  const number = address.startsWith(network) ? Number(address.slice(network.length)) : Number.NaN;
  return number < endOfNumbers ? number : null;
}

/** The address outside says whose a connection is; what comes in has only the stage's. */
function numberOf(ends: readonly End[]): number | null {
  const numbers = [farNetwork, nearNetwork].flatMap(network => ends.map(({address}) => hostNumber(address, network)));
  return numbers.find(number => number !== null && number >= firstNumber) ?? null;
}
