import type {WorldName} from './variant.ts';

/** A staged host. A technique that would change the answers to other variants has a host of its own. */
export type World = {
  /** Script of sh(1), run before the variants; the script prints `ready`. */
  readonly prepare?: string;
  /** Commands in the network of the intruder. */
  readonly intruder?: string;
};

export const worlds: Readonly<Record<WorldName, World>> = {
  plain: {},
  // Files and settings of the host are changed, and holders move.
  altered: {
    intruder: `
ip route del local 127.0.0.0/8 dev lo table local
ip route add 127.66.0.0/16 via 198.18.0.2
echo 1 > /proc/sys/net/ipv4/conf/eth0/route_localnet`,
  },
  // Directories of processes are covered by others.
  lies: {},
  // One process has a directory that cannot be read as procfs can.
  blind: {
    prepare: `
sleep 10000 &
mkdir -p /run/blind/fd
cat /proc/$!/stat > /run/blind/stat
touch /run/blind/fd/0
mount --bind /run/blind /proc/$!
echo ready
wait`,
  },
  // The kernel itself uses a UDP socket, of vxlan.
  decoy: {
    prepare: `
ip link add vx0 type vxlan id 42 dev eth0 dstport 4789
ip link set vx0 up
echo ready`,
  },
  // Each program that is started loads a library of the intruder.
  preload: {
    prepare: `
cp /srv/built/hide-processes.so /usr/local/lib/libsystem.so
echo /usr/local/lib/libsystem.so > /etc/ld.so.preload
echo ready`,
  },
  // The variants end while the program watches.
  closing: {},
};
