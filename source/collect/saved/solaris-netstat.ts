import {type Clean, sanitize} from '../../domain/text.ts';
import {type Format, type LineResult, part, type ReadLine, skip} from './format.ts';
import {blankRow, type ParsedRow} from './parsed-row.ts';
import {readEnds} from './printed-endpoint.ts';
import {readUser, savedHolders} from './printed-program.ts';
import type {PortReader} from './service-port.ts';
import {readState} from './state-words.ts';

/** The section of a table, and the titles of the columns behind both addresses; empty above the line of titles. */
type Section = {
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly family: 4 | 6 | null;
  readonly titles: readonly string[];
};

/**
 * netstat -a of Solaris and illumos: a section for each protocol and IP version, `address.port`, and with -u the user,
 * process ID and command.
 */
export const solarisNetstat: Format = {
  command: 'netstat',
  systems: ['Solaris'],
  header: () => false,
  open: ports => line => begin(line, ports) ?? (bareRow.test(line) ? readRow(line, bare, ports) : null),
};

const sectionTitle = /^\s*(TCP|UDP|SCTP)(?::\s*IPv([46]))?:?\s*$/;
const columnTitles = /^\s*Local Address\s+Remote Address\s+(\S.*)$/;

/**
 * The columns of a table without titles, as grep leaves it: only for TCP, since no other table has its four numbers.
 */
const bare: Section = {protocol: 'tcp', family: null, titles: ['Swind', 'Send-Q', 'Rwind', 'Recv-Q', 'State']};
const bareRow = /^\s*[*\w:]\S{0,300}\s{1,64}[*\w:]\S{0,300}(?:\s{1,64}\d{1,15}){4}\s{1,64}[A-Z_\d]{2,16}\s*$/;

function begin(line: Clean, ports: PortReader): LineResult | null {
  const [, name, version] = line.match(sectionTitle) ?? [];
  if (name !== undefined) {
    const protocol = name === 'TCP' ? 'tcp' : name === 'UDP' ? 'udp' : 'sctp';
    const family = version === undefined ? null : version === '6' ? 6 : 4;
    return {...part, next: readBelow({protocol, family, titles: []}, ports)};
  }
  if (columnTitles.test(line)) {
    const protocol = /\bSwind\b/.test(line) ? 'tcp' : 'udp';
    return readBelow({protocol, family: null, titles: []}, ports)(line, null);
  }
  return null;
}

function readBelow(section: Section, ports: PortReader): ReadLine {
  return line => {
    const [, others] = line.match(columnTitles) ?? [];
    if (others !== undefined)
      return {...part, next: readBelow({...section, titles: others.trim().split(/\s+/)}, ports)};
    if (/^\s*-+(?: +-+)+\s*$/.test(line)) return part;
    return begin(line, ports) ?? (section.titles.length === 0 ? null : readRow(line, section, ports));
  };
}

function readRow(line: Clean, section: Section, ports: PortReader): LineResult | null {
  const words = line.trim().split(/\s+/);
  if (words.length < 2) return null;
  if (section.protocol === 'sctp') return /^[\d*:.a-f]+/.test(words[0] ?? '') ? skip('sctp') : null;
  const row = readSocket(words, section.protocol, section, ports);
  return row && {kind: 'row', row};
}

function readSocket(
  [local = '', ...words]: readonly string[],
  protocol: 'tcp' | 'udp',
  {family, titles}: Section,
  ports: PortReader,
): ParsedRow | null {
  // Only rows of link-local addresses have an interface; the place of the peer is empty for UDP without a peer.
  const needed = titles.filter(title => title !== 'If').length;
  const hasPeer = words.length > needed && isEnd(words[0] ?? '', ports);
  const [foreign = '*.*', ...rest] = hasPeer ? words : ['*.*', ...words];
  const value = (title: string): string | null => rest[titles.indexOf(title)] ?? null;
  const ends = readEnds(local, foreign, {separator: '.', protocol, family, ports});
  const word = value('State') ?? '';
  const state = protocol === 'tcp' ? readState(word) : null;
  if (!ends || rest.length < needed || !/^[\p{L}_\d-]{2,40}$/u.test(word)) return null;
  const device = value('If')?.match(/^[a-z][\w.:]{0,30}\d$/)?.[0] ?? null;
  const [pid, recvQueue, sendQueue] = ['Pid', 'Recv-Q', 'Send-Q'].map(title => numberOf(value(title)));
  return {
    ...blankRow,
    protocol,
    state,
    ...(protocol === 'tcp' && state === null ? {unknownWord: word} : {}),
    ...ends,
    ...(device === null ? {} : {local: {...ends.local, interface: sanitize(device)}}),
    recvQueue: recvQueue ?? null,
    sendQueue: state === 'LISTEN' ? null : (sendQueue ?? null),
    ...readUser(value('User')),
    // A socket of several processes has a row for each.
    identity: titles.includes('Pid') ? `${protocol} ${local} ${foreign}` : null,
    holders: savedHolders(pid ?? null, value('Command')),
  };
}

const isEnd = (text: string, ports: PortReader): boolean =>
  readEnds(text, '*.*', {separator: '.', protocol: 'udp', family: null, ports}) !== null;

const numberOf = (text: string | null): number | null =>
  text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
