import type {Facts} from '../domain/facts.ts';
import type {OtherSystem} from '../domain/snapshot.ts';
import {isBoundOnly, listedHolders, type Netns, type Socket} from '../domain/socket.ts';
import {type Clean, trusted} from '../domain/text.ts';

/**
 * Commands by which the user can check a socket with other tools; the first is the one to copy. `platform` is the
 * system they are for, where that is not Linux.
 */
export function verifyCommands(facts: Facts, platform?: OtherSystem): readonly Clean[] {
  const {socket} = facts;
  if (platform === undefined) {
    const commands = onLinux(socket);
    const {netns} = socket;
    if (netns === null) return commands.map(trusted);
    return [...new Set(commands.map(command => within(socket, netns, command)))].map(trusted);
  }
  const hasPorts = socket.protocol === 'tcp' || socket.protocol === 'udp';
  return (hasPorts ? elsewhere[platform](socket) : ['netstat -an']).map(trusted);
}

/**
 * A command that looks into the network namespace of the socket: by a holder, else by a name of ip-netns(8); where
 * there is neither, a command that finds a process in it.
 */
function within({owner}: Socket, netns: Netns, command: string): string {
  const pid = listedHolders(owner)[0]?.process.pid;
  const inside = command.replace(/^sudo /, '');
  if (pid !== undefined) return `sudo nsenter -t ${pid} -n ${inside}`;
  if (/^\w[\w.-]*$/.test(netns.name)) return `sudo ip netns exec ${netns.name} ${inside}`;
  return `sudo lsns --type net --output NS,PID,COMMAND | grep ${netns.inode}`;
}

type Commands = (socket: Socket) => readonly string[];

/** netstat of the BSDs has a dot before the port. */
const inNetstat = ({local}: Socket): string => `netstat -an | grep '\\.${local.port} '`;

const elsewhere: Readonly<Record<OtherSystem, Commands>> = {
  darwin: socket => [lsofCommand(socket), inNetstat(socket)],
  freebsd: socket => [`sudo sockstat -46 -p ${socket.local.port}`, inNetstat(socket)],
  netbsd: socket => [`sudo sockstat -n -p ${socket.local.port}`, inNetstat(socket)],
  openbsd: socket => [`doas fstat | grep ':${socket.local.port}'`, inNetstat(socket)],
  win32: ({local, owner}) => [
    `netstat -ano | findstr :${local.port}`,
    ...(owner.known ? owner.value : [])
      .slice(0, 1)
      .flatMap(({process: {pid}}) => (pid === null ? [] : `tasklist /fi "PID eq ${pid}"`)),
  ],
};

const lsofCommand = ({protocol, state, local}: Socket): string =>
  state === 'LISTEN'
    ? `sudo lsof -nP -iTCP:${local.port} -sTCP:LISTEN`
    : `sudo lsof -nP -i ${protocol.toUpperCase()}:${local.port}`;

function onLinux(socket: Socket): readonly string[] {
  const {protocol, state, local, peer} = socket;
  if (protocol === 'raw') return ['sudo ss -wanp', "sudo lsof -nP | grep -wE 'raw6?'"];
  if (protocol === 'icmp') return ["sudo lsof -nP | grep 'protocol: PING'", 'cat /proc/net/icmp{,6}'];
  if (protocol === 'packet') return ['sudo ss -0anp', 'sudo lsof -nP | grep -w pack'];
  // lsof finds no port of such a socket, as procfs does not list it. ss knows -B since iproute2 6.8.
  if (isBoundOnly(socket)) {
    return [`sudo ss -tanpB 'sport = :${local.port}'`, "sudo lsof -nP | grep -E 'protocol: (MP)?TCP'"];
  }
  const filter = protocol === 'tcp' ? '-tanp' : '-uanp';
  if (state === 'LISTEN') return [lsofCommand(socket), `sudo ss -tlnp 'sport = :${local.port}'`];
  const ends = peer === null ? `sport = :${local.port}` : `sport = :${local.port} and dport = :${peer.port}`;
  return [lsofCommand(socket), `sudo ss ${filter} '${ends}'`];
}
