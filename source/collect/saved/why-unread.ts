import {maxLineLength} from './lines.ts';

const words = /\S{1,300}/g;
// An end of a connection, with a name for its port.
const named = /^(?:\S*[\w*\]])[:.]([a-z][\w+.-]{0,63})$/i;

/** The reason why a line was not read, in a few words, as far as the line itself shows it. */
export function whyUnread(line: string): string {
  if (line.length >= maxLineLength) return 'the line is too long';
  const all = line.match(words) ?? [];
  if (!all.some(word => /^\W*(?:tcp|udp|raw|IPv|LISTEN|ESTAB)/i.test(word))) return 'no table has such a row';
  const port = all.find(word => /[:.]\d{6,}$|[:.]-\d+$/.test(word));
  if (port !== undefined) return `no port: ${port}`;
  const service = all.map(word => word.match(named)?.[1]).find(name => name !== undefined);
  if (service !== undefined) return `service name not known: ${service}`;
  if (all.length < 5) return 'a part of a row: columns are missing';
  return 'no known table has these columns';
}
