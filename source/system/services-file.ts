import {readFileSync} from 'node:fs';
import {type Clean, sanitize} from '../domain/text.ts';

/** Service names by port and protocol, as `22/tcp` → `ssh`. */
export type Services = ReadonlyMap<string, Clean>;

/** Reads services(5); no service where the file is absent or cannot be read. */
export function readServices(path = '/etc/services'): Services {
  try {
    return parseServices(readFileSync(path, 'utf8'));
  } catch {
    return new Map();
  }
}

/** Decodes the text of services(5): name, port/protocol, aliases, `#` comment. The first name of a port counts. */
export function parseServices(text: string): Services {
  const services = new Map<string, Clean>();
  for (const line of text.split('\n')) {
    const [name = '', port = ''] = line.replace(/#.*/, '').trim().split(/\s+/);
    const match = port.match(/^(\d{1,5})\/([a-z\d-]+)$/i);
    if (name === '' || !match) continue;
    const key = `${Number(match[1])}/${match[2]?.toLowerCase()}`;
    if (!services.has(key)) services.set(key, sanitize(name));
  }
  return services;
}
