import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Action} from '../../source/app/keys/bindings.ts';
import type {Size} from '../../source/app/state/state.ts';
import {toScreen} from '../../source/screens/screen.ts';
import {hidden, owner, socket} from './build.ts';
import {exampleSnapshot, exampleSockets, exampleState, play, type TestEvent} from './example-host.ts';
import {assertPicture} from './picture.ts';
import {screenLines} from './screen-text.ts';

/** Whole screens that tests compare with the pictures in `test/screens/drawn/`, and events that lead to them. */

export const sizes: readonly Size[] = [
  {columns: 60, rows: 12},
  {columns: 80, rows: 24},
  {columns: 120, rows: 40},
  {columns: 200, rows: 50},
];
export const usual = sizes.slice(1, 2);

/** Connections to listeners of the host: to a program, to an unknown one, to the kernel, to a suspect one. */
export const callers: TestEvent = {
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

export const typed = (keys: string): readonly TestEvent[] => [
  {type: 'action', action: 'filter'},
  ...Array.from(keys, (text): TestEvent => ({type: 'typed', text})),
];
export const does = (...actions: readonly Action[]): readonly TestEvent[] =>
  actions.map(action => ({type: 'action', action}));

export type Picture = {
  readonly name: string;
  readonly events: readonly TestEvent[];
  readonly ascii?: boolean;
  /** All sizes by default. */
  readonly of?: readonly Size[];
};

/** Declares a test for each size of each picture. */
export function testScreens(pictures: readonly Picture[]): void {
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
}
