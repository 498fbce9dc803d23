import {trusted} from '../../source/domain/text.ts';
import {exampleBaseline} from '../helpers/example-baseline.ts';
import {exampleSnapshot, type TestEvent} from '../helpers/example-host.ts';
import {callers, does, type Picture, sizes, testScreens, typed, usual} from '../helpers/screen-pictures.ts';

/** The screens of acceptance and of the differences from a baseline. */

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

const pictures: readonly Picture[] = [
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
];

testScreens(pictures);
