import type {Inspection, LsofRecord, ProcessDetail} from '../../source/domain/inspection.ts';
import {known, unknown} from '../../source/domain/known.ts';
import {sanitize, trusted} from '../../source/domain/text.ts';

/** The result of an inspection of the suspect SSH server of the made-up host. */

export const suspectKey = 'tcp LISTEN [::]:22';

export const lsofRecord = (fd: string, changes: Partial<LsofRecord> = {}): LsofRecord => ({
  command: sanitize('sshd'),
  pid: 4242,
  user: sanitize('mallory'),
  fd: sanitize(fd),
  type: sanitize('IPv6'),
  device: sanitize('4001'),
  size: sanitize('0t0'),
  node: sanitize('TCP'),
  name: sanitize('*:22'),
  protocol: sanitize('TCP'),
  state: sanitize('LISTEN'),
  ...changes,
});

export const processDetail = (changes: Partial<ProcessDetail> = {}): ProcessDetail => ({
  pid: 4242,
  startedAt: 1_700_000_000_000,
  uid: 1001,
  user: sanitize('mallory'),
  workingDirectory: known(sanitize('/tmp/.x')),
  arguments: sanitize('sshd -D'),
  parents: [
    {pid: 4200, name: sanitize('bash')},
    {pid: 1, name: sanitize('systemd')},
  ],
  parentsEnd: 'first-process',
  socketUnit: null,
  package: known(null),
  description: unknown('not-collected'),
  ...changes,
});

export const inspection = (changes: Partial<Inspection> = {}): Inspection => ({
  socketKey: suspectKey,
  lsof: {
    kind: 'records',
    commandLine: trusted('sudo lsof -nP -iTCP:22 -sTCP:LISTEN'),
    records: [lsofRecord('3u'), lsofRecord('4u')],
    others: 1,
  },
  processes: [processDetail()],
  crossCheck: {id: 'cross-check', result: 'pass', detail: trusted('lsof and the kernel name the same process')},
  ...changes,
});
