/** A part of the kernel that holds sockets of its own, the evidence of it, and the sockets that it may hold. */
export type KernelUser = {
  readonly name: string;
  /**
   * `interface`: DEVTYPE in /sys/class/net/NAME/uevent. `thread`: a kernel thread's name. `mount`: a type in
   * /proc/self/mounts.
   */
  readonly evidence: {readonly kind: 'interface' | 'thread' | 'mount'; readonly name: RegExp};
  readonly sockets: readonly KernelSockets[];
  /** Whether rtnetlink reports the port, which then counts instead of `sockets`. */
  readonly hasReadablePort?: true;
};

/** `ports` of the local or the peer's end, first and last; null is any port of a socket without peer. */
export type KernelSockets = {
  readonly protocol: 'tcp' | 'udp';
  readonly end: 'local' | 'peer';
  readonly ports: readonly (readonly [number, number])[] | null;
};

const anyUdp: readonly KernelSockets[] = [{protocol: 'udp', end: 'local', ports: null}];
const anyTcp: readonly KernelSockets[] = [{protocol: 'tcp', end: 'local', ports: null}];
const tcpTo = (...ports: readonly (readonly [number, number])[]): readonly KernelSockets[] => [
  {protocol: 'tcp', end: 'peer', ports},
];
const tcpAt = (...ports: readonly (readonly [number, number])[]): readonly KernelSockets[] => [
  {protocol: 'tcp', end: 'local', ports},
];
const udpAt = (...ports: readonly (readonly [number, number])[]): readonly KernelSockets[] => [
  {protocol: 'udp', end: 'local', ports},
];
const at = (...ports: readonly (readonly [number, number])[]): readonly KernelSockets[] => [
  ...tcpAt(...ports),
  ...udpAt(...ports),
];

// An interface is evidence of its protocol's port only: otherwise whoever may make an interface could hide a socket
// behind it. Linux had another port for VXLAN before the registry assigned one. The ports come from the kernel's
// Documentation/ and from the IANA registry; an NFS client binds to 665-1023 (sunrpc.min_resvport and max_resvport).
export const kernelUsers: readonly KernelUser[] = [
  // WireGuard takes any port, and reports it over generic netlink only.
  {name: 'WireGuard', evidence: {kind: 'interface', name: /^wireguard$/}, sockets: anyUdp},
  {
    name: 'VXLAN',
    evidence: {kind: 'interface', name: /^vxlan$/},
    sockets: udpAt([4789, 4789], [8472, 8472]),
    hasReadablePort: true,
  },
  {
    name: 'Geneve',
    evidence: {kind: 'interface', name: /^geneve$/},
    sockets: udpAt([6081, 6081]),
    hasReadablePort: true,
  },
  {
    name: 'bareudp',
    evidence: {kind: 'interface', name: /^bareudp$/},
    sockets: udpAt([6635, 6635]),
    hasReadablePort: true,
  },
  {name: 'GTP', evidence: {kind: 'interface', name: /^gtp$/}, sockets: udpAt([2152, 2152], [3386, 3386])},
  {name: 'AMT', evidence: {kind: 'interface', name: /^amt$/}, sockets: udpAt([2268, 2268])},
  {name: 'L2TP', evidence: {kind: 'interface', name: /^l2tpeth$/}, sockets: udpAt([1701, 1701])},
  {name: 'NFS server', evidence: {kind: 'thread', name: /^nfsd$/}, sockets: at([2049, 2049])},
  {name: 'NFS lock manager', evidence: {kind: 'thread', name: /^lockd$/}, sockets: [...anyTcp, ...anyUdp]},
  {name: 'NFS callback', evidence: {kind: 'thread', name: /^nfsv4/i}, sockets: anyTcp},
  {
    name: 'NFS client',
    evidence: {kind: 'mount', name: /^nfs4?$/},
    sockets: [...tcpTo([2049, 2049]), ...at([665, 1023])],
  },
  {name: 'SMB client', evidence: {kind: 'mount', name: /^(?:cifs|smb3)$/}, sockets: tcpTo([139, 139], [445, 445])},
  {name: 'SMB server', evidence: {kind: 'thread', name: /^ksmbd/}, sockets: tcpAt([445, 445])},
  {
    name: 'Ceph client',
    evidence: {kind: 'mount', name: /^ceph$/},
    sockets: tcpTo([3300, 3300], [6789, 6789], [6800, 7568]),
  },
  {name: '9p client', evidence: {kind: 'mount', name: /^9p$/}, sockets: tcpTo([564, 564])},
  {name: 'AFS client', evidence: {kind: 'mount', name: /^afs$/}, sockets: anyUdp},
  {name: 'iSCSI target', evidence: {kind: 'thread', name: /^iscsi_np$/}, sockets: tcpAt([3260, 3260])},
  {
    name: 'NVMe host',
    evidence: {kind: 'thread', name: /^(?:kworker\/R-)?nvme_tcp_wq$/},
    sockets: tcpTo([4420, 4420], [8009, 8009]),
  },
  {
    name: 'NVMe target',
    evidence: {kind: 'thread', name: /^(?:kworker\/R-)?nvmet_tcp_wq$/},
    sockets: tcpAt([4420, 4420], [8009, 8009]),
  },
  {name: 'DRBD', evidence: {kind: 'thread', name: /^drbd/}, sockets: [...tcpAt([7788, 7799]), ...tcpTo([7788, 7799])]},
  {
    name: 'DLM',
    evidence: {kind: 'thread', name: /^dlm_/},
    sockets: [...tcpAt([21064, 21064]), ...tcpTo([21064, 21064])],
  },
];
