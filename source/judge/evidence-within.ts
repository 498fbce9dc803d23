import type {Evidence, HostEvidence} from '../domain/evidence.ts';
import {unknown} from '../domain/known.ts';
import type {Netns} from '../domain/socket.ts';

/** The evidence for sockets of other network namespaces, by the evidence of the poll: one object for all of them. */
const foreign = new WeakMap<Evidence, Evidence>();
const foreignHosts = new WeakMap<HostEvidence, HostEvidence>();

/**
 * The evidence that counts for a socket of a network namespace: the very same for the one that this program runs in.
 * Each namespace has settings of its own in `/proc/sys/net`; the settings of the others are not known.
 */
export function evidenceWithin(evidence: Evidence, netns: Netns | null): Evidence {
  if (netns === null) return evidence;
  let within = foreign.get(evidence);
  if (!within) {
    within = {...evidence, host: foreignHost(evidence.host)};
    foreign.set(evidence, within);
  }
  return within;
}

/** The same object for the same host, so that shared assessments are found again from poll to poll. */
function foreignHost(host: HostEvidence): HostEvidence {
  let known = foreignHosts.get(host);
  if (!known) {
    known = {
      ...host,
      ephemeralPorts: unknown('not-collected'),
      routeLocalnet: unknown('not-collected'),
    };
    foreignHosts.set(host, known);
  }
  return known;
}
