import {type Clean, sanitize, trusted} from '../../domain/text.ts';

/** Paths below these are alike on every host, and name nobody. */
const sharedPath = /^\/(?:(?:proc\/(?:net|sys|self)|sys|usr|lib|lib64|bin|sbin|etc)(?:\/|$)|proc$)/;

const anyPath = /(?:file:\/\/)?(?<![\w.<>])\/[\w@.+~-][\w@.+/~-]*/g;
const ipv4 = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
const ipv6 = /(?<![\w:.])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/gi;

/**
 * The message of an error without paths of this host's own, process IDs in paths, and addresses: for others to read.
 */
export const redact = (message: string): Clean =>
  trusted(
    sanitize(message, 200)
      .replace(anyPath, path => (sharedPath.test(path) ? path : '<path>'))
      .replace(ipv4, '<address>')
      .replace(ipv6, '<address>'),
  );
