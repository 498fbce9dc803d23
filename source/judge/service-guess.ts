import type {Facts} from '../domain/facts.ts';
import {programOf} from '../domain/program.ts';
import type {Process} from '../domain/socket.ts';
import {isRelated} from './owner-role.ts';
import {isInterpreter, isPublisher, isSuperserver} from './program-kinds.ts';

/** A pattern of whole names. */
const whole = (...parts: readonly string[]): RegExp => new RegExp(`^(?:${parts.join('|')})$`);

/** Services, and programs that serve them under another name. */
const servers: readonly (readonly [service: RegExp, programs: RegExp])[] = [
  [
    /^(?:https?(?:-.*)?|www.*|quic|webcache|webmin)$/,
    whole(
      'nginx|apache2|httpd|lighttpd|caddy|haproxy|traefik|envoy|varnishd|squid|h2o|thttpd|mini_httpd|webfsd|uwsgi',
      'hiawatha|monkey|cherokee|php-fpm.*|puma.*|unicorn|gunicorn|tinyproxy|privoxy|icecast2|gitea|grafana.*|jenkins',
      'cockpit-.*|darkhttpd|yaws|busybox|.*web.*|.*http.*',
    ),
  ],
  [
    /^(?:dns.*|domain.*|rndc)$/,
    whole(
      'named|unbound.*|systemd-resolved?|pdns.*|knotd|kresd|nsd|coredns|stubby|pihole-FTL|AdGuardHome',
      'dnscrypt-proxy|cloudflared|avahi-daemon',
    ),
  ],
  [/^(?:ntp|chrony-control)$/, /^(?:chronyd|ntpd|openntpd|systemd-timesyncd?|ntpsec|timed)$/],
  [/^ssh(?:-alt)?$/, /^(?:dropbear.*|lshd|gitea|forgejo|gitlab-.*|proftpd|sftpgo|sslh.*|endlessh.*|soft|teleport)$/],
  [/^(?:ftp.*|tftp)$/, /^(?:in\.tftpd|atftpd|dnsmasq)$/],
  [
    /^(?:smtps?|submissions?|pop3s?|imaps?|sieve|lmtp)$/,
    whole(
      'master|smtpd|exim4?|sendmail.*|dovecot.*|courier.*|couriertcpd|cyrus.*|opensmtpd|postscreen|maddy|stalwart.*',
      '.*imap.*|.*pop3.*',
    ),
  ],
  [/^(?:ldaps?)$/, /^(?:slapd|ns-slapd|dirsrv|samba|glauth)$/],
  [/^(?:mysql.*)$/, /^(?:mariadb.*|mysqld|proxysql|maxscale)$/],
  [/^(?:auth|ident)$/, /^(?:oident.*|pidentd|nullidentd|identd)$/],
  [/^(?:redis)$/, /^(?:valkey-server|keydb-server|dragonfly)$/],
  [/^(?:smb|microsoft-ds|netbios.*|kerberos|kpasswd)$/, /^(?:smbd|nmbd|samba|winbindd|ksmbd|krb5kdc|kadmind)$/],
  [/^(?:nfs|mountd|rpcbind|sunrpc|rpc)$/, /^(?:ganesha.nfsd|rpc\..*|rpcbind|blkmapd)$/],
  [/^(?:ipp)$/, /^(?:cupsd?.*|systemd)$/],
  [/^(?:mdns|llmnr|ssdp)$/, /^(?:avahi-daemon|systemd-resolved?|mDNSResponder|chrom.*|firefox.*|minidlnad?|gupnp.*)$/],
  [
    /^(?:dhcp.*|boot.*)$/,
    /^(?:systemd-network.*|NetworkManager|dnsmasq|kea-.*|udhcp.*|connmand|dibbler-.*|wickedd-.*)$/,
  ],
  [/^(?:syslog.*)$/, /^(?:rsyslogd|syslog-ng|socklog|vector|fluent.*|telegraf|logstash|busybox|promtail|alloy)$/],
  [/^(?:snmp.*)$/, /^(?:snmp.*|telegraf|zabbix.*)$/],
  [/^(?:ircs?|ircd)$/, /^(?:ngircd|inspircd|unrealircd|bitlbee|znc|charybdis|solanum|ergo|bip|soju)$/],
  [/^(?:sip.*|stun|turns?)$/, /^(?:asterisk|kamailio|opensips|freeswitch|turnserver|coturn|baresip)$/],
  [/^(?:xmpp.*|jabber.*)$/, /^(?:prosody|ejabberd|beam\.smp|lua.*|openfire)$/],
  [/^(?:ipsec-.*|isakmp)$/, /^(?:charon.*|pluto|iked|racoon|strongswan.*)$/],
  [/^(?:bgp)$/, /^(?:bgpd|bird6?|gobgpd|exabgp)$/],
  [/^(?:bittorrent)$/, /^(?:transmission-.*|deluged?|qbittorrent.*|rtorrent|aria2c)$/],
  [/^(?:epmd|erl.*|amqps?|rabbitmq.*|mqtt.*)$/, /^(?:beam\.smp|epmd|mosquitto|emqx|vernemq)$/],
  [/^(?:vnc.*|rfb|x11.*|rdp|xdmcp)$/, /^(?:X.*|x11vnc|vncserver.*|xrdp.*|wayvnc|gnome-remote-.*|krfb|vino.*|sshd.*)$/],
  [/^(?:socks|tor-socks)$/, /^(?:danted|sockd|3proxy|microsocks|ss-local|sslocal|redsocks|xray|v2ray|sing-box|sshd?)$/],
  [/^(?:openvpn|wireguard|l2tp|pptp)$/, /^(?:openvpn|wg.*|xl2tpd|charon.*|pptpd)$/],
];

/**
 * Whether only the port speaks for the name of a service: a known program holds the socket, and neither its name, its
 * unit nor its role fits the service. false for a client, for which only the port can speak, and for a mere name in a
 * text, which is no program to compare.
 */
export function isGuess({service, socket: {owner, protocol}, direction, role}: Facts): boolean {
  if (service === null || service === 'rpc' || !owner.known || owner.value.length === 0) return false;
  if (protocol !== 'tcp' && protocol !== 'udp') return false;
  if (direction === 'outbound' || direction === 'unknown') return false;
  return !owner.value.some(({process}) => isServedBy(service, process, role));
}

/** Answers by process, then by service and role: a proxy has thousands of rows with the same three. */
const answers = new WeakMap<Process, Map<string, boolean>>();

function isServedBy(service: string, process: Process, role: string | null): boolean {
  const known = answers.get(process) ?? new Map<string, boolean>();
  answers.set(process, known);
  const key = `${service} ${role}`;
  const answer = known.get(key) ?? compare(service, process, role);
  known.set(key, answer);
  return answer;
}

function compare(service: string, process: Process, role: string | null): boolean {
  const program = programOf(process);
  if (process.pid === 1 && role !== null) return fits(service, role.replace(/\.socket$/, ''));
  // Process 1, a superserver, the proxy of a container and an interpreter may serve anything.
  if (program === null || process.pid === 1 || isSuperserver(program.name) || isPublisher(program)) return true;
  if (isInterpreter(program) && role === null) return true;
  // The name that a process gives itself, and a unit of a user, are only claims.
  const unit = process.unitManager === 'system' ? (process.unit?.replace(/\.\w+$/, '') ?? '') : '';
  const names = [program.name, unit, role ?? ''].filter(name => name !== '');
  return names.some(name => fits(service, name));
}

const fits = (service: string, name: string): boolean =>
  isRelated(service, name) || servers.some(([of, by]) => of.test(service) && by.test(name));
