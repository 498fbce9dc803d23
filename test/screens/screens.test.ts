import {trusted} from '../../source/domain/text.ts';
import {owner, ownerOf, process, socket} from '../helpers/build.ts';
import {exampleLoad, exampleSnapshot, exampleSockets, type TestEvent} from '../helpers/example-host.ts';
import {inspection} from '../helpers/example-inspection.ts';
import {callers, does, type Picture, sizes, testScreens, typed, usual} from '../helpers/screen-pictures.ts';

/** Whole screens, compared with the pictures in `drawn/`; see `assertPicture` for how to draw them anew. */

const later = exampleSnapshot.takenAt + 8000;
const named: readonly TestEvent[] = [
  {type: 'os-named', name: trusted('Debian GNU/Linux 12')},
  {type: 'host-load-read', load: exampleLoad},
];
const failed: TestEvent = {type: 'poll-failed', message: trusted('sock_diag: Operation not permitted'), at: later};

/**
 * Two seconds later: one has opened, one has closed, one has another state and one another owner, and bytes were sent.
 */
const changed: TestEvent = {
  type: 'polled',
  snapshot: {
    ...exampleSnapshot,
    takenAt: exampleSnapshot.takenAt + 2000,
    sockets: [
      socket('tcp LISTEN 0.0.0.0:4444', ownerOf(process('/usr/bin/nc', {pid: 5150}))),
      ...exampleSockets
        .filter(({key}) => key !== 'tcp LISTEN 127.0.0.1:631')
        .map(each => {
          if (each.key === 'tcp LISTEN 0.0.0.0:8080') return {...each, owner: owner('/usr/bin/node')};
          if (each.key === 'tcp ESTABLISHED 10.0.0.5:22 198.51.100.7:50122') {
            return {...each, state: 'CLOSE_WAIT' as const};
          }
          return each.tcp ? {...each, tcp: {...each.tcp, bytesReceived: 2_097_152, bytesSent: 4096}} : each;
        }),
    ],
  },
};
const nothingLeft: TestEvent = {
  type: 'polled',
  snapshot: {...exampleSnapshot, takenAt: exampleSnapshot.takenAt + 65_000, sockets: exampleSockets.slice(0, 12)},
};

/** A proxy with hundreds of connections, some of them in the first seconds of their life. */
const proxy = ownerOf(process('/usr/sbin/nginx', {pid: 700, user: trusted('www-data'), uid: 33}));
const workers = [701, 702].map(pid => ownerOf(process('/usr/sbin/nginx', {pid, user: trusted('www-data'), uid: 33})));
const proxied = [
  socket('tcp LISTEN 10.0.0.5:443', proxy),
  ...Array.from({length: 300}, (_, index) =>
    socket(`tcp ESTABLISHED 10.0.0.5:443 203.0.113.${index % 40}:${50_000 + index}`, workers[index % 2], {
      recvQueue: 2,
    }),
  ),
  ...Array.from({length: 200}, (_, index) =>
    socket(`tcp ESTABLISHED 10.0.0.5:${40_000 + index} 10.0.0.${7 + (index % 2)}:8080`, proxy, {sendQueue: 5}),
  ),
];
const busy: TestEvent = {
  type: 'polled',
  snapshot: {...exampleSnapshot, sockets: [...exampleSockets, ...proxied]},
};
const busier: TestEvent = {
  type: 'polled',
  snapshot: {
    ...exampleSnapshot,
    takenAt: exampleSnapshot.takenAt + 4000,
    sockets: [
      ...exampleSockets,
      ...proxied.slice(0, -20),
      socket('tcp ESTABLISHED 10.0.0.5:443 192.0.2.7:60000', proxy),
    ],
  },
};

/** Unfolds the line of the connections that came in. */
const unfoldsFirst = [...typed('lport:443'), ...does('keep-filter', 'last', 'unfold', 'half-down', 'half-down')];

const pictures: readonly Picture[] = [
  {name: 'list', events: named},
  {name: 'list-ascii', events: named, ascii: true},
  {name: 'list-end', events: [{type: 'action', action: 'last'}]},
  {name: 'folded', events: [{type: 'action', action: 'fold-all'}]},
  {name: 'hidden-loopback', events: [{type: 'action', action: 'loopback'}]},
  {
    name: 'paused',
    events: [
      {type: 'action', action: 'pause'},
      {type: 'ticked', now: later},
    ],
  },
  {name: 'failed-refresh', events: [failed]},
  {
    name: 'detail',
    events: [
      {type: 'action', action: 'open'},
      {type: 'inspected', inspection: inspection()},
    ],
  },
  {
    name: 'detail-lsof',
    events: [
      {type: 'action', action: 'lsof'},
      {type: 'inspected', inspection: inspection()},
    ],
  },
  {
    name: 'detail-ascii',
    events: [
      {type: 'action', action: 'lsof'},
      {type: 'inspected', inspection: inspection()},
    ],
    ascii: true,
  },
  {name: 'help', events: [{type: 'action', action: 'help'}]},
  {
    name: 'help-of-detail',
    events: [
      {type: 'action', action: 'open'},
      {type: 'action', action: 'help'},
    ],
  },
  {name: 'filter-typed', events: [...typed('verdict:learn proto:tcp'), ...does('caret-left')], of: usual},
  {name: 'filter-completed', events: typed('!is:'), of: usual},
  {name: 'filter-wrong', events: typed('proc:sshd port:22-1'), of: usual},
  {name: 'filter-kept', events: [...typed('-is:loopback proto:tcp'), ...does('keep-filter')], of: sizes.slice(1, 3)},
  {name: 'filter-keeps-nothing', events: [...typed('nowhere'), ...does('keep-filter')], of: usual},
  {name: 'inbound', events: [callers, ...typed('dir:inbound'), ...does('keep-filter')], of: sizes.slice(1, 3)},
  {
    name: 'inbound-detail',
    events: [callers, ...typed('lport:8080 dir:inbound'), ...does('keep-filter', 'open')],
    of: usual,
  },
  {
    name: 'inbound-suspect',
    events: [callers, ...typed('state:TIME_WAIT dir:inbound'), ...does('keep-filter', 'open')],
    of: usual,
  },
  {
    name: 'grouped-and-sorted',
    events: does('regroup', 'next-sort', 'next-sort', 'reverse-sort'),
    of: sizes.slice(1, 3),
  },
  {name: 'grouped-by-process', events: does('regroup', 'regroup'), of: usual},
  {name: 'marks', events: [changed], of: sizes.slice(1)},
  {name: 'marks-ascii', events: [changed], of: usual, ascii: true},
  {name: 'compact', events: [...does('compact'), busy, busier], of: sizes.slice(1)},
  {name: 'compact-ascii', events: [...does('compact'), busy, busier], ascii: true, of: usual},
  {
    name: 'compact-unfolded',
    events: [...does('compact'), busy, busier, ...unfoldsFirst],
    of: sizes.slice(1),
  },
  {name: 'closed', events: [changed, nothingLeft, ...does('closed')], of: sizes.slice(0, 2)},
  {name: 'help-of-closed', events: does('closed', 'help'), of: usual},
  {name: 'export', events: does('export'), of: usual},
  {name: 'away', events: [nothingLeft], of: usual},
  {
    name: 'notice',
    events: [{type: 'notified', notice: trusted('sent to your clipboard: sudo lsof -nP -iTCP:22 -sTCP:LISTEN')}],
    of: usual,
  },
];

testScreens(pictures);
