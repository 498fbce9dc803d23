import fc from 'fast-check';
import type {Process} from '../../source/domain/socket.ts';
import {sanitize} from '../../source/domain/text.ts';
import type {AssessedSocket} from '../../source/judge/assess-all.ts';
import {acceptanceOf, acceptedAs, conversationBlock, driftOf, listenerBlock} from './acceptance.ts';
import {anyText} from './arbitrary.ts';
import {baselineOf} from './baseline.ts';
import {assessAllNow, hidden, nameOf, ownerOf, process, snapshot, socket} from './build.ts';
import {exampleSockets} from './example-host.ts';
import {summaryOf} from './summary.ts';

const shared: readonly Process[] = ['/usr/sbin/nginx', '/tmp/x', '/usr/bin/python3.11'].map(path => process(path));

/** A process that several sockets may have, another one like it, or one with any command. */
const anyProcess = fc.oneof(
  fc.constantFrom(...shared),
  fc.constantFrom('/usr/sbin/nginx', '/tmp/x').map(path => process(path)),
  anyText.map(text => process('/usr/bin/env', {command: sanitize(text)})),
);

const anyOwner = fc.oneof(
  fc.array(anyProcess, {minLength: 1, maxLength: 3}).map(processes => ownerOf(...processes)),
  fc.constantFrom(hidden('needs-root'), hidden('kernel'), hidden('no-process')),
);

const anySocket = fc
  .record({
    ends: fc.constantFrom(
      'tcp LISTEN 0.0.0.0:443',
      'tcp LISTEN 127.0.0.1:25',
      'tcp ESTABLISHED 10.0.0.5:443 198.51.100.7:50122',
      'tcp ESTABLISHED [fe80::1%eth0]:22 [fe80::2%eth0]:51000',
      'udp UNCONN 0.0.0.0:5353',
    ),
    owner: anyOwner,
    netns: fc.constantFrom(null, {name: sanitize('web'), inode: 4_026_532_251}),
  })
  .map(({ends, owner, netns}) => socket(ends, owner, {netns}));

const acceptances = [
  null,
  acceptanceOf('accepted'),
  acceptanceOf('drifted', {drift: [driftOf('owner /usr/sbin/nginx /usr/bin/nc')]}),
  acceptanceOf('new'),
];

/** The rows of a poll, some as accepted or closing; in shape for the text of a document. */
export const anyHost = fc
  .record({
    sockets: fc.oneof(fc.array(anySocket, {maxLength: 12}), fc.constant(exampleSockets)),
    acceptance: fc.constantFrom(...acceptances),
    former: anyOwner,
  })
  .map(({sockets, acceptance, former}) => {
    const formerOwner = former.known ? former : null;
    const rows: readonly AssessedSocket[] = assessAllNow(sockets, nameOf).rows.map((row, index) => ({
      ...(index % 2 === 0 ? acceptedAs(row, acceptance) : row),
      ...(index % 3 === 0 && {formerOwner}),
    }));
    const gone = acceptance ? [listenerBlock(9), conversationBlock()] : [];
    const poll = acceptance ? {...snapshot(sockets), baseline: baselineOf(...gone)} : snapshot(sockets);
    return {poll, rows, summary: summaryOf(rows), gone};
  });
