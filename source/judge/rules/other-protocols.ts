/**
 * Clients and tunnels whose own protocol is neither HTTP nor DNS: on a port of HTTP or DNS they carry something else.
 */
export const otherProtocols: readonly string[] = [
  ...['ssh', 'autossh', 'sftp', 'scp', 'sshd', 'sshd-session', 'dropbear', 'dbclient', 'mosh-client', 'telnet', 'ftp'],
  ...[
    'rsync',
    'stunnel',
    'stunnel4',
    'openvpn',
    'tor',
    'obfs4proxy',
    'iodine',
    'dns2tcpc',
    'dnscat',
    'ptunnel',
    'xmrig',
  ],
];
