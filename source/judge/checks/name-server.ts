import {unmapped} from '../../domain/address.ts';
import {type Known, unknown} from '../../domain/known.ts';
import {networkOf} from '../../domain/netns.ts';
import type {Endpoint} from '../../domain/socket.ts';
import type {Clean} from '../../domain/text.ts';
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
  fails:
    'a program that is no resolver asks a name server that neither this host nor its network namespace is set up to ' +
    'ask, or stays connected for minutes',
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
      : pass(
          id,
          `${peer.address} is a name server of ${networkOf(isOfNamespace(examined) ? examined.socket.netns : null)}`,
        );
  },
};

const isKnownServer = (examined: Examined): boolean => isOfNamespace(examined) || isOfHost(examined);

/** A loopback address of another network namespace is another server than the same address here. */
const isOfHost = ({socket: {peer, netns}, peerLoopback, evidence: {host}}: Examined): boolean =>
  !(netns !== null && peerLoopback) && isAmong(host.nameServers, peer);

/** Whether the files of the network namespace list the server, and nobody but root may change them. */
const isOfNamespace = ({socket: {peer}, evidence: {host}}: Examined): boolean =>
  host.itsNameServers?.ofRoot === true && isAmong(host.itsNameServers.servers, peer);

const isAmong = (servers: Known<readonly Clean[]>, peer: Endpoint | null): boolean =>
  peer !== null && servers.known && servers.value.some(each => each === unmapped(peer.address));

const tooLong = (minutes: number): Finding =>
  fail(
    id,
    'learn',
    `open for ${minutes} min: look-up?`,
    `TCP to port 53 has been open for ${minutes} minutes or longer: a name look-up ends sooner`,
  );

function foreign({socket: {peer, netns}, evidence: {host}}: Examined, address: string): Finding {
  const {nameServers, itsNameServers} = host;
  const network = networkOf(netns);
  const servers = netns === null ? nameServers : (itsNameServers?.servers ?? unknown('not-collected'));
  if (netns !== null && !servers.known) return cannotTell(id, `the name servers of ${network} are not known`);
  if (!servers.known) return partUnknown(id, 'the name servers of this host', servers.why);
  if (isAmong(servers, peer))
    return cannotTell(id, `${address} is set up in ${network} by a file that is not root's alone`);
  const detail = `${address} is none of the name servers that ${network} is set up to ask`;
  return netns === null
    ? fail(id, 'learn', 'not a name server of ours', detail)
    : fail(id, 'learn', 'not its name server', detail);
}
