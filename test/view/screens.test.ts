import assert from 'node:assert/strict';
import {test} from 'node:test';
import {own} from '../../source/model/text.ts';
import type {Event} from '../../source/state/event.ts';
import type {Size} from '../../source/state/state.ts';
import {toScreen} from '../../source/view/screen.ts';
import {exampleLoad, exampleSnapshot, exampleState, play} from '../helpers/example-host.ts';
import {inspection} from '../helpers/example-inspection.ts';
import {assertPicture} from '../helpers/picture.ts';
import {screenLines} from '../helpers/screen-text.ts';

/** Whole screens, compared with the pictures in `screens/`; see `assertPicture` for how to draw them anew. */

const sizes: readonly Size[] = [
  {columns: 60, rows: 12},
  {columns: 80, rows: 24},
  {columns: 120, rows: 40},
  {columns: 200, rows: 50},
];

const later = exampleSnapshot.takenAt + 8000;
const named: readonly Event[] = [
  {type: 'os-named', name: own('Debian GNU/Linux 12')},
  {type: 'loaded', load: exampleLoad},
];
const failed: Event = {type: 'look-failed', message: own('sock_diag: Operation not permitted'), at: later};

const pictures: readonly {readonly name: string; readonly events: readonly Event[]; readonly ascii?: boolean}[] = [
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
  {name: 'failed-look', events: [failed]},
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
];

for (const {name, events, ascii = false} of pictures) {
  for (const size of sizes) {
    const picture = `${name}-${size.columns}x${size.rows}`;
    test(`the screen is drawn as in ${picture}`, () => {
      const state = play(exampleState(size, undefined, ascii), ...events);
      const drawn = screenLines(toScreen(state), ascii).join('\n');
      assertPicture(picture, drawn);
      if (ascii) assert.match(drawn, /^[\n -~]*$/);
    });
  }
}
