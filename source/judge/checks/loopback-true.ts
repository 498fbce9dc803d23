import {type CheckRecord, cannotTell, fail, notApplicable, partUnknown, pass} from './check.ts';

const id = 'loopback-true';

/** Fails where a local end on loopback has a peer that is not on loopback. */
export const loopbackTrue: CheckRecord = {
  id,
  fails: 'its local end is on loopback, and its peer is not',
  leads: 'suspect',
  examine: ({loopback, peerLoopback, socket: {peer}, evidence: {host}}) => {
    if (!loopback) return notApplicable(id, 'its local end is not on loopback');
    if (peer !== null && !peerLoopback) {
      return fail(
        id,
        'suspect',
        'loopback, from outside',
        `its peer ${peer.address} is not on loopback: the address is reached from outside`,
      );
    }
    const {routeLocalnet} = host;
    if (routeLocalnet.known && routeLocalnet.value.length > 0) {
      return cannotTell(
        id,
        `route_localnet is on (${routeLocalnet.value.join(', ')}), so other machines may reach loopback addresses`,
      );
    }
    if (peer !== null) return pass(id, 'both ends are on loopback');
    return routeLocalnet.known
      ? pass(id, 'its address is on loopback, and route_localnet is off, so no other machine reaches it')
      : partUnknown(id, 'whether other machines reach loopback addresses (route_localnet)', routeLocalnet.why);
  },
};
