import type {Facts} from '../model/facts.ts';

/** Commands by which the user can check a socket with other tools; the first is the one to copy. */
export function verifyCommands({socket}: Facts): readonly string[] {
  const {protocol, state, local, peer} = socket;
  if (protocol !== 'tcp' && protocol !== 'udp') return ['sudo lsof -nP'];
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
