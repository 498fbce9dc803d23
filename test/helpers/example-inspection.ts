import type {Inspection, LsofRecord, ProcessDetail} from '../../source/domain/inspection.ts';
import {known, unknown} from '../../source/domain/known.ts';
import {clean, own} from '../../source/domain/text.ts';

/** What inspecting the suspect SSH server of the made-up host found. */

export const suspectKey = 'tcp LISTEN [::]:22';

export const lsofRecord = (fd: string, changes: Partial<LsofRecord> = {}): LsofRecord => ({
  command: clean('sshd'),
  pid: 4242,
  user: clean('mallory'),
  fd: clean(fd),
  type: clean('IPv6'),
  device: clean('4001'),
  size: clean('0t0'),
  node: clean('TCP'),
  name: clean('*:22'),
  protocol: clean('TCP'),
  state: clean('LISTEN'),
  ...changes,
});

export const processDetail = (changes: Partial<ProcessDetail> = {}): ProcessDetail => ({
  pid: 4242,
  startedAt: 1_700_000_000_000,
  uid: 1001,
  user: clean('mallory'),
  workingDirectory: known(clean('/tmp/.x')),
  arguments: clean('sshd -D'),
  parents: [
    {pid: 4200, name: clean('bash')},
    {pid: 1, name: clean('systemd')},
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
    commandLine: own('sudo lsof -nP -iTCP:22 -sTCP:LISTEN'),
    records: [lsofRecord('3u'), lsofRecord('4u')],
    others: 1,
  },
  processes: [processDetail()],
  witness: {id: 'witness', result: 'pass', detail: own('lsof and the kernel name the same process')},
  ...changes,
});
