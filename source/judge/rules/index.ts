import {avahiPort} from './avahi-port.ts';
import {boundSocket} from './bound-socket.ts';
import {dhcpClient} from './dhcp-client.ts';
import {dnsClient} from './dns-client.ts';
import {httpsClient} from './https-client.ts';
import {inboundConnection} from './inbound-connection.ts';
import {ircConnection} from './irc-connection.ts';
import {loopbackListener} from './loopback-listener.ts';
import {loopbackPeer} from './loopback-peer.ts';
import {ntpClient} from './ntp-client.ts';
import {openListener} from './open-listener.ts';
import {otherConversation} from './other-conversation.ts';
import {packetSocket} from './packet-socket.ts';
import {pingSocket} from './ping-socket.ts';
import {printing} from './printing.ts';
import {rawSocket} from './raw-socket.ts';
import type {Rule} from './rule.ts';
import {serviceDiscovery} from './service-discovery.ts';
import {sshServer} from './ssh-server.ts';
import {sshSession} from './ssh-session.ts';
import {syslogListener} from './syslog-listener.ts';
import {unidentified} from './unidentified.ts';
import {webClient} from './web-client.ts';

/**
 * Every rule, in the order in which they are tried: warnings; rules of sockets without a port, or whose port is
 * not used yet, which no reason covers;
 * reasons, first the ones that expect a certain owner; then rules for the rest, which is to be learned about. The first
 * rule that matches holds; the last one matches every socket.
 */
export const rules: readonly Rule[] = [
  unidentified,
  ircConnection,
  rawSocket,
  packetSocket,
  pingSocket,
  boundSocket,
  sshServer,
  sshSession,
  syslogListener,
  printing,
  dhcpClient,
  serviceDiscovery,
  avahiPort,
  loopbackListener,
  loopbackPeer,
  ntpClient,
  webClient,
  httpsClient,
  dnsClient,
  openListener,
  inboundConnection,
  otherConversation,
];

const byId = new Map(rules.map(rule => [rule.id, rule]));

/** The rule with this id, of an assessment made by these rules. Throws where there is none. */
export function ruleById(id: string): Rule {
  const rule = byId.get(id);
  if (!rule) throw new Error(`no rule has the id ${id}`);
  return rule;
}
