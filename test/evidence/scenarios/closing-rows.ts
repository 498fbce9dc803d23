import {becomes, connects, lines, listens, python, pythonFile, throughBash} from '../stage/scripts.ts';
import type {Variant} from '../stage/variant.ts';

type Given = Pick<Variant, 'id' | 'does' | 'start'> & Partial<Variant>;

const untilTold = 's.recv(4096)';

/** 46: the owner was seen while the connection was open; then the owner ends, and the kernel keeps the row a minute. */
const ended: readonly Given[] = [
  {id: 'ended-bash-443', does: 'bash to 443', start: throughBash(443, 'bash'), waits: {tcp: 443}, answers: true},
  {
    id: 'ended-bash-odd',
    does: 'bash to an odd port',
    start: throughBash(7460, 'bash'),
    waits: {tcp: 7460},
    answers: true,
  },
  {
    id: 'ended-script-443',
    does: 'a script of /tmp, to 443',
    start: pythonFile('/tmp/$ID.py', lines(connects('tcp', 443), untilTold)),
    waits: {tcp: 443},
  },
  {
    id: 'ended-program-80',
    does: 'Python of /tmp, to 80',
    start: `cp /usr/bin/python3 /tmp/$ID
${python(lines(connects('tcp', 80), untilTold), 'exec /tmp/$ID')}`,
    waits: {tcp: 80},
  },
  {
    id: 'ended-script-53',
    does: 'a script of /tmp, to 53',
    start: pythonFile('/tmp/$ID.py', lines(connects('tcp', 53), untilTold)),
    waits: {tcp: 53},
  },
  {
    id: 'ended-bind-shell',
    does: 'a bind shell, called from 443',
    start: python(lines(listens('tcp', 7512), 's, _ = s.accept()', becomes([0, 1, 2], '/bin/sh', 'sh'))),
    calls: {port: 7512, from: 443},
    answers: true,
    only: 'conversations',
  },
];

export const closingRows: readonly Variant[] = ended.map(each => ({
  kind: 46,
  world: 'closing',
  closes: true,
  signs: ['owner-shell', 'owner-script', 'owner-path'],
  ...each,
}));
