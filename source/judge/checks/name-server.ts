import {unmapped} from '../../domain/address.ts';
import {networkOf} from '../../domain/netns.ts';
import {effectiveProgram, isDisowned, isResolver} from '../program-kinds.ts';
import {
  type CheckRecord,
  cannotTell,
  type Examined,
  examineHolders,
  type Finding,
  fail,
  notApplicable,
  partUnknown,
  pass,
  proofOf,
} from './check.ts';

const id = 'name-server';

/** Fails where a conversation with port 53 has a peer that is none of this host's name servers. */
export const nameServer: CheckRecord = {
  id,
  fails: "a program that is no resolver asks a name server that is none of this host's, or stays connected for minutes",
  leads: 'learn',
  examine: (examined, {id: rule}) => {
    const {peer, owner} = examined.socket;
    if (rule !== 'dns-client' || !peer) return notApplicable(id, 'asked of conversations with port 53');
    // How long it lasts was seen, whoever holds it.
    const lasting = examined.openMinutes === null ? null : tooLong(examined.openMinutes);
    if (lasting && !owner.known) return lasting;
    return lasting || !isKnownServer(examined)
      ? examineHolders(id, examined, (process, evidence) => {
          const program = effectiveProgram(process, evidence);
          if (program && isResolver(program) && !isDisowned(process, evidence)) {
            const words = `${program.name} is a resolver, which may ask any name server`;
            return program.proven ? pass(id, words) : cannotTell(id, `${words}${proofOf(program)}`);
          }
          return lasting ?? foreign(examined, peer.address);
        })
      : pass(id, `${peer.address} is a name server of this host`);
  },
};

/** A loopback address of another network namespace is another server than the same address here. */
function isKnownServer({socket: {peer, netns}, peerLoopback, evidence: {host}}: Examined): boolean {
  const {nameServers} = host;
  if (netns !== null && peerLoopback) return false;
  return peer !== null && nameServers.known && nameServers.value.some(each => each === unmapped(peer.address));
}

const tooLong = (minutes: number): Finding =>
  fail(
    id,
    'learn',
    `open for ${minutes} min: look-up?`,
    `TCP to port 53 has been open for ${minutes} minutes or longer: a name look-up ends sooner`,
  );

/** The settings of another network namespace are not read. */
function foreign({socket: {netns}, evidence: {host}}: Examined, address: string): Finding {
  if (netns !== null) return cannotTell(id, `the name servers of ${networkOf(netns)} are not known`);
  if (!host.nameServers.known) return partUnknown(id, 'the name servers of this host', host.nameServers.why);
  return fail(
    id,
    'learn',
    'not a name server of ours',
    `${address} is none of the name servers that this host is set up to ask`,
  );
}
