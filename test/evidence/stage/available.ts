import {existsSync} from 'node:fs';
import type {Variant} from './variant.ts';

const directories = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const programs = ['bash', 'busybox', 'nc.openbsd', 'nc.traditional', 'ncat', 'openssl', 'perl', 'python3', 'socat'];

/** Programs that every variant may use. */
export const everywhere: readonly string[] = ['mount', 'nsenter', 'setpriv', 'gcc', 'dpkg-query', ...programs];

/** Why a variant cannot be staged on this machine; a program of /usr/local does not count, since no variant sees it. */
export const unavailable = ({needs = []}: Variant): readonly string[] =>
  needs.filter(each => !isThere(each)).map(each => `needs ${each}`);

const isThere = (program: string): boolean =>
  program.startsWith('/') ? existsSync(program) : directories.some(directory => existsSync(`${directory}/${program}`));
