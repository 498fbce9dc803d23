import type {NetworkSettings} from '../domain/evidence.ts';
import {type Known, known, unknown} from '../domain/known.ts';
import {type Clean, sanitize} from '../domain/text.ts';
import {safeFiles} from './guarded-files.ts';
import {type Files, orFailure} from './proc-files.ts';

/** Bytes of one setting. */
const limit = 256;

/** The settings of the network namespace in which this thread is (`/proc/sys/net`). A part may be unknown. */
export function readNetworkSettings(proc: string, files: Files = safeFiles): NetworkSettings {
  const textOf = (path: string): string | null => {
    const bytes = orFailure(() => files.read(`${proc}/sys/net/ipv4/${path}`, limit));
    return typeof bytes === 'string' ? null : bytes.toString('latin1').trim();
  };
  return {
    routeLocalnet: routeLocalnet(
      orFailure(() => files.list(`${proc}/sys/net/ipv4/conf`)),
      textOf,
    ),
    ephemeralPorts: portRange(textOf('ip_local_port_range')),
  };
}

function routeLocalnet(
  names: readonly string[] | string,
  textOf: (path: string) => string | null,
): Known<readonly Clean[]> {
  if (typeof names === 'string') return unknown('not-collected');
  const isOn = (name: string): boolean => name !== 'default' && textOf(`conf/${name}/route_localnet`) === '1';
  return known(names.filter(isOn).map(name => sanitize(name, 100)));
}

function portRange(text: string | null): NetworkSettings['ephemeralPorts'] {
  const [from = Number.NaN, to = Number.NaN] = (text ?? '').split(/\s+/).map(Number);
  return Number.isInteger(from) && Number.isInteger(to) ? known([from, to]) : unknown('not-collected');
}
