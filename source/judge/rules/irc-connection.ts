import {programOf} from '../../domain/program.ts';
import {offLoopback, outbound, protocolIs} from './conditions.ts';
import {documents} from './documents.ts';
import {type Condition, never, type Rule} from './rule.ts';

/** IRC clients, bouncers, bots, and servers that link to others. */
const ircClients: readonly string[] = [
  ...['irssi', 'weechat', 'weechat-curses', 'weechat-headless', 'hexchat', 'xchat', 'kvirc', 'konversation', 'smuxi'],
  ...[
    'pidgin',
    'finch',
    'thunderbird',
    'thunderbird-bin',
    'seamonkey',
    'kopete',
    'empathy',
    'telepathy-idle',
    'polari',
  ],
  ...['quassel', 'quasselclient', 'quasselcore', 'ii', 'sic', 'ircii', 'ircII', 'epic4', 'epic5', 'epic6', 'scrollz'],
  ...[
    'bitchx',
    'BitchX',
    'halloy',
    'srain',
    'senpai',
    'tiny',
    'catgirl',
    'swirc',
    'loqui',
    'lostirc',
    'communi',
    'tirc',
  ],
  ...['znc', 'bip', 'soju', 'pounce', 'psybnc', 'ezbounce', 'muh', 'miau', 'dircproxy', 'sbnc', 'calico', 'bouncer'],
  ...[
    'eggdrop',
    'limnoria',
    'supybot',
    'sopel',
    'matterbridge',
    'thelounge',
    'bitlbee',
    'phenny',
    'infobot',
    'energymech',
  ],
  ...['ngircd', 'inspircd', 'unrealircd', 'ircd', 'ircd-hybrid', 'charybdis', 'solanum', 'ergo', 'atheme-services'],
];

/** Ports of IRC in the IANA registry and of common use. Port 7000 is also used by Cassandra, AFS and AirPlay. */
const ircPort: Condition = {
  asks: "its peer's port is 194, 994, 6660 to 6669, 6697, or 7000 with an IRC client",
  holds: ({socket: {peer, owner}}) => {
    const port = peer?.port ?? 0;
    if (port === 194 || port === 994 || port === 6697 || (port >= 6660 && port <= 6669)) return true;
    return (
      port === 7000 &&
      owner.known &&
      owner.value.some(({process}) => ircClients.some(name => programOf(process)?.is(name)))
    );
  },
};

export const ircConnection: Rule = {
  id: 'irc-connection',
  title: 'IRC connection',
  verdict: 'suspect',
  source: {document: documents.simple, passage: 'Zombies for botnets'},
  extrapolated: never,
  when: [protocolIs('tcp'), outbound, offLoopback, ircPort],
  expects: null,
  softenedBy: ircClients,
  softenedWhy: {by: 'IRC, by', unknown: 'IRC: by whom?'},
  why: 'IRC: botnet orders?',
  reason:
    'Hijacked machines usually take their orders from a central server over IRC, and this connection leads to an IRC ' +
    'port.',
  caveat: 'If you use IRC, or know the service behind this port, it may be harmless: find out which program holds it.',
};
