import {setTimeout as pause} from 'node:timers/promises';
import {type Addresses, procHex} from './addresses.ts';
import {filledIn} from './fill-in.ts';
import type {StagedHost} from './staged-host.ts';
import type {Variant} from './variant.ts';

export type Numbered = {readonly variant: Variant; readonly addresses: Addresses};

/** Orders for the intruder's machine, as `intruder.py` reads them. */
export function ordersFor(numbered: readonly Numbered[], certificate: string): unknown {
  const variants = numbered.map(({variant}) => variant);
  const portsOf = (protocol: 'tcp' | 'udp'): readonly number[] => [
    ...new Set(variants.flatMap(({waits}) => (waits && protocol in waits ? Object.values(waits) : []))),
  ];
  const withThere = (chosen: (variant: Variant) => boolean): readonly Numbered[] =>
    numbered.filter(({variant}) => chosen(variant));
  const shells = withThere(({answers}) => answers !== undefined).flatMap(({variant: {answers}, addresses}) =>
    [addresses.there, addresses.there6].map(there => [there, `${answers === true ? 'echo pw$((6*7))' : answers}\n`]),
  );
  return {
    certificate,
    tcp: portsOf('tcp'),
    udp: portsOf('udp'),
    shells: Object.fromEntries(shells),
    encrypted: withThere(({isTls}) => isTls === true).map(({addresses}) => addresses.there),
    calls: numbered.flatMap(({variant: {calls}, addresses: {here, there}}) =>
      calls === undefined
        ? []
        : [
            {
              ...calls,
              udp: calls.udp ?? false,
              from: calls.from ?? 0,
              to: calls.to ?? here,
              source: there,
              variant: there,
            },
          ],
    ),
  };
}

/** Milliseconds in which a variant must be staged; for a machine that does much else. */
const patience = 30_000;

/** Starts the variants, and waits until each is staged. Returns reasons for those that never were. */
export async function stage(host: StagedHost, numbered: readonly Numbered[]): Promise<ReadonlyMap<string, string>> {
  for (const {variant, addresses} of numbered) {
    host.start(variant.id, filledIn(variant.start, variant.id, addresses), variant.as);
  }
  const end = Date.now() + patience;
  let missing = numbered;
  for (;;) {
    const tables = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap(name => host.table(name).split('\n').slice(1));
    missing = missing.filter(each => !isStaged(host, each, tables));
    if (missing.length === 0 || Date.now() > end) break;
    await pause(50);
  }
  return new Map(missing.map(({variant: {id}}) => [id, host.printed(id).trim().slice(0, 200) || 'it did not come']));
}

function isStaged({printed, intruder}: StagedHost, {variant, addresses}: Numbered, table: readonly string[]): boolean {
  if (variant.printsReady === true && !/^ready$/m.test(printed(variant.id))) return false;
  if (variant.answers !== undefined) {
    return [addresses.there, addresses.there6].some(there => intruder.lines.includes(`shell ${there}`));
  }
  const wanted = variant.rows ?? (variant.printsReady === true || variant.socket ? 0 : 1);
  return countRows(table, addresses) >= wanted;
}

/** How many rows of the tables of /proc/net have an address of this variant. */
export function countRows(table: readonly string[], addresses: Addresses): number {
  const hex = Object.values(addresses).map(address => `${procHex(address)}:`);
  return table.filter(line => hex.some(each => line.includes(each))).length;
}
