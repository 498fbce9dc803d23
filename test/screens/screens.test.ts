import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Action} from '../../source/app/keys/bindings.ts';
import type {Size} from '../../source/app/state/state.ts';
import {trusted} from '../../source/domain/text.ts';
import {toScreen} from '../../source/screens/screen.ts';
import {hidden, owner, ownerOf, process, socket} from '../helpers/build.ts';
import {exampleBaseline} from '../helpers/example-baseline.ts';
import {
  exampleLoad,
  exampleSnapshot,
  exampleSockets,
  exampleState,
  play,
  type TestEvent,
} from '../helpers/example-host.ts';
import {inspection} from '../helpers/example-inspection.ts';
import {assertPicture} from '../helpers/picture.ts';
import {screenLines} from '../helpers/screen-text.ts';

/** Whole screens, compared with the pictures in `drawn/`; see `assertPicture` for how to draw them anew. */

const sizes: readonly Size[] = [
  {columns: 60, rows: 12},
  {columns: 80, rows: 24},
  {columns: 120, rows: 40},
  {columns: 200, rows: 50},
];

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
/** Connections to listeners of the host: to a program, to an unknown one, to the kernel, to a suspect one. */
const callers: TestEvent = {
  type: 'polled',
  snapshot: {
    ...exampleSnapshot,
    sockets: [
      ...exampleSockets,
      socket('tcp ESTABLISHED 10.0.0.5:8080 198.51.100.7:50200', owner('/opt/東京/サーバー')),
      socket('tcp ESTABLISHED [2001:db8::5]:9090 [2001:db8::9]:50201'),
      socket('tcp ESTABLISHED 10.0.0.5:2049 198.51.100.7:50202', hidden('kernel')),
      socket('tcp TIME_WAIT [2001:db8::5]:22 [2001:db8::9]:50203', hidden('closing')),
    ],
  },
};
const typed = (keys: string): readonly TestEvent[] => [
  {type: 'action', action: 'filter'},
  ...Array.from(keys, (text): TestEvent => ({type: 'typed', text})),
];
const does = (...actions: readonly Action[]): readonly TestEvent[] => actions.map(action => ({type: 'action', action}));
const usual = sizes.slice(1, 2);

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

const compared: TestEvent = {type: 'polled', snapshot: {...exampleSnapshot, baseline: exampleBaseline}};
const unread: TestEvent = {
  type: 'polled',
  snapshot: {
    ...exampleSnapshot,
    problems: [
      {
        kind: 'baseline',
        count: 1,
        text: trusted('the baseline was not read: /etc/portwatch/baseline.toml, line 7: port takes 0 to 65535'),
      },
    ],
  },
};
/** Leaves the sockets that this filter keeps in the list, and goes to the first of them. */
const goTo = (filter: string): readonly TestEvent[] => [...typed(filter), ...does('keep-filter', 'first', 'next')];

type Picture = {
  readonly name: string;
  readonly events: readonly TestEvent[];
  readonly ascii?: boolean;
  /** All sizes by default. */
  readonly of?: readonly Size[];
};

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
  {name: 'baseline', events: [compared, ...does('first', 'next')]},
  {name: 'baseline-ascii', events: [compared, ...does('first', 'next')], ascii: true, of: usual},
  {name: 'baseline-by-verdict', events: [compared, ...does('regroup', 'first')], of: sizes.slice(1)},
  {name: 'baseline-unread', events: [unread], of: sizes.slice(1)},
  {name: 'drift', events: [compared, ...does('drift')]},
  {name: 'drift-ascii', events: [compared, ...does('drift')], ascii: true, of: usual},
  {name: 'drift-without-baseline', events: does('drift'), of: usual},
  {name: 'drift-unread', events: [unread, ...does('drift')], of: usual},
  {name: 'help-of-drift', events: [compared, ...does('drift', 'help')], of: usual},
  {name: 'accept', events: [...goTo('lport:8080'), ...does('accept'), {type: 'typed', text: 'shop, "4711"'}]},
  {
    name: 'accept-suspect',
    events: [...goTo('exe:/usr/bin/bash'), ...does('accept', 'keep-note')],
    of: sizes.slice(0, 3),
  },
  {name: 'accept-drifted', events: [compared, ...goTo('lport:2049'), ...does('accept')]},
  {name: 'accept-inbound', events: [callers, ...goTo('dir:inbound lport:8080'), ...does('accept')]},
  {name: 'accepted', events: [compared, ...goTo('lport:8080'), ...does('accept'), {type: 'typed', text: 'with'}]},
  {name: 'drifted', events: [compared, ...goTo('lport:2049'), ...does('open')], of: sizes.slice(1)},
  {name: 'accepted-detail', events: [compared, ...goTo('lport:6697|51004'), ...does('open')], of: sizes.slice(1, 3)},
  {name: 'new-to-the-baseline', events: [compared, ...goTo('lport:9090'), ...does('open')], of: usual},
  {
    name: 'accept-all',
    events: [...typed('!verdict:suspect'), ...does('keep-filter', 'accept-all'), {type: 'typed', text: '1'}],
    of: sizes.slice(0, 3),
  },
  {name: 'export', events: does('export'), of: usual},
  {name: 'away', events: [nothingLeft], of: usual},
  {
    name: 'notice',
    events: [{type: 'notified', notice: trusted('sent to your clipboard: sudo lsof -nP -iTCP:22 -sTCP:LISTEN')}],
    of: usual,
  },
];

for (const {name, events, ascii = false, of = sizes} of pictures) {
  for (const size of of) {
    const picture = `${name}-${size.columns}x${size.rows}`;
    test(`the screen is drawn as in ${picture}`, () => {
      const state = play(exampleState(size, undefined, ascii), ...events);
      const drawn = screenLines(toScreen(state), ascii).join('\n');
      assertPicture(picture, drawn);
      if (ascii) assert.match(drawn, /^[\n -~]*$/);
    });
  }
}
