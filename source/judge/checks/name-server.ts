import {effectiveProgram, isResolver} from '../program-kinds.ts';
import {type CheckRecord, examineHolders, fail, notApplicable, partUnknown, pass} from './check.ts';

const id = 'name-server';

/** Fails where a conversation with port 53 has a peer that is none of this host's name servers. */
export const nameServer: CheckRecord = {
  id,
  fails: 'the peer on port 53 is no name server that this host is set up to ask, and the program is no resolver',
  leads: 'learn',
  examine: (examined, {id: rule}) => {
    const {peer} = examined.socket;
    if (rule !== 'dns-client' || !peer) return notApplicable(id, 'asked of conversations with port 53');
    const {nameServers} = examined.evidence.host;
    if (!nameServers.known) return partUnknown(id, 'the name servers of this host', nameServers.why);
    if (nameServers.value.includes(peer.address)) return pass(id, `${peer.address} is a name server of this host`);
    return examineHolders(id, examined, (process, evidence) => {
      const program = effectiveProgram(process, evidence);
      if (program && isResolver(program))
        return pass(id, `${program.name} is a resolver, which may ask any name server`);
      return fail(
        id,
        'learn',
        'not a name server of ours',
        `${peer.address} is none of the name servers that this host is set up to ask`,
      );
    });
  },
};
