import type {Facts} from '../model/facts.ts';
import {type Clean, own} from '../model/text.ts';

/** Commands by which the user can check a socket with other tools; the first is the one to copy. */
export const verifyCommands = (facts: Facts): readonly Clean[] => commandsFor(facts).map(own);

function commandsFor({socket}: Facts): readonly string[] {
  const {protocol, state, local, peer} = socket;
  if (protocol === 'raw') return ['sudo ss -wanp', "sudo lsof -nP | grep -wE 'raw6?'"];
  if (protocol === 'packet') return ['sudo ss -0anp', 'sudo lsof -nP | grep -w pack'];
  const filter = protocol === 'tcp' ? '-tanp' : '-uanp';
  if (state === 'LISTEN') {
    return [`sudo lsof -nP -iTCP:${local.port} -sTCP:LISTEN`, `sudo ss -tlnp 'sport = :${local.port}'`];
  }
  if (peer === null) {
    return [`sudo lsof -nP -i ${protocol.toUpperCase()}:${local.port}`, `sudo ss ${filter} 'sport = :${local.port}'`];
  }
  return [
    `sudo lsof -nP -i ${protocol.toUpperCase()}:${local.port}`,
    `sudo ss ${filter} 'sport = :${local.port} and dport = :${peer.port}'`,
  ];
}
