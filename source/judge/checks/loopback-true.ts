import {type CheckRecord, cannotTell, fail, notApplicable, pass} from './check.ts';

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
    const where = peer === null ? 'its address is on loopback' : 'both ends are on loopback';
    return pass(
      id,
      routeLocalnet.known ? `${where}, and route_localnet is off, so no other machine reaches it` : where,
    );
  },
};
