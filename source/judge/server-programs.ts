import {type Program, programOf} from '../domain/program.ts';
import type {Owner, Socket} from '../domain/socket.ts';
import {sshDaemons} from './rules/ssh-server.ts';

/**
 * Programs that are known to wait for connections. A name is a sign of who opened a connection, but no proof, and it
 * vouches for nothing.
 */
const names: readonly string[] = [
  ...['telnetd', 'in.telnetd', 'ftpd', 'vsftpd', 'proftpd', 'pure-ftpd', 'in.tftpd', 'rsync'],
  ...['nginx', 'apache2', 'httpd', 'lighttpd', 'caddy', 'thttpd', 'uhttpd', 'haproxy', 'traefik', 'envoy', 'varnishd'],
  ...['squid', 'privoxy', 'tinyproxy', 'danted', 'gunicorn', 'uwsgi', 'php-fpm', 'w3wp'],
  ...['mysqld', 'mariadbd', 'postgres', 'mongod', 'mongos', 'redis-server', 'valkey-server', 'memcached', 'sqlservr'],
  ...['influxd', 'etcd', 'clickhouse-server', 'slapd', 'ns-slapd', 'krb5kdc', 'kadmind'],
  ...['named', 'unbound', 'dnsmasq', 'pdns_server', 'nsd', 'knotd', 'coredns'],
  ...[
    'smtpd',
    'exim4',
    'exim',
    'sendmail',
    'dovecot',
    'imap-login',
    'pop3-login',
    'imapd',
    'pop3d',
    'cyrus',
    'opensmtpd',
  ],
  ...['smbd', 'nmbd', 'rpcbind', 'rpc.mountd', 'rpc.statd', 'ganesha.nfsd', 'afpd', 'netatalk', 'iscsid', 'tgtd'],
  ...['rsyslogd', 'syslog-ng', 'cupsd', 'snmpd', 'zabbix_agentd', 'nrpe', 'munin-node', 'node_exporter', 'prometheus'],
  ...['mosquitto', 'epmd', 'prosody', 'ejabberd', 'asterisk', 'murmurd', 'inspircd', 'ngircd', 'unrealircd'],
  ...['xrdp', 'xrdp-sesman', 'Xvnc', 'vncserver', 'x11vnc', 'Xorg', 'docker-proxy', 'dockerd', 'kubelet'],
  ...['kube-apiserver', 'inetd', 'xinetd', 'tcpserver', 'stunnel4', 'vmtoolsd', 'libvirtd', 'minidlnad', 'lsass'],
];

const servers: ReadonlySet<string> = new Set([...names, ...sshDaemons]);

/** Whether every process that holds a socket is a server program by its name; false where no process is known. */
export const isHeldByServer = (owner: Owner): boolean =>
  owner.known && owner.value.length > 0 && owner.value.every(({process}) => isServer(programOf(process)));

/** Tools cut the names that they print: at nine letters none prints `imap-login` whole. */
const isServer = (program: Program | null): boolean =>
  program !== null && (servers.has(program.name) || (!program.proven && [...servers].some(program.is)));

/** Servers of ONC RPC, which wait on any port: clients ask rpcbind(8) for the port. */
const rpcServers =
  /^(?:rpc\.(?!nfsd)\w+|statd|mountd|rquotad|sm-notify|ypbind|ypserv|yppasswdd|ypxfrd|ganesha\.nfsd|glusterfs)$/;

/** Whether a server of RPC waits on a port, so that a registered name of the port does not count. */
export const isRpc = ({owner, local, peer}: Socket): boolean =>
  peer === null &&
  !wellKnownOfRpc.has(local.port) &&
  owner.known &&
  owner.value.length > 0 &&
  owner.value.every(({process}) => rpcServers.test(programOf(process)?.name ?? ''));

/** The ports of rpcbind, of NFS, and two of Gluster. */
const wellKnownOfRpc: ReadonlySet<number> = new Set([111, 2049, 24_007, 24_008]);
