import {Box, useApp, useInput, usePaste, useWindowSize} from 'ink';
import {useEffect, useState, useSyncExternalStore} from 'react';
import {actionOf, isTyped} from '../../app/keys/bindings.ts';
import {reuseLines} from '../../screens/reuse-lines.ts';
import {type Screen, toScreen} from '../../screens/screen.ts';
import type {Suspend} from '../mounted-screen.ts';
import type {DrawnStore} from '../store.ts';
import {keyNames} from './key-names.ts';
import {Lines} from './lines.tsx';
import {Sections} from './sections.tsx';

type AppProps = {readonly store: DrawnStore; readonly onReady?: (suspend: Suspend) => void};

/**
 * The screen of the newest state. Lines that did not change are the same objects as before. React gets only the number
 * of the state: it would keep the state itself for long, with every socket in it.
 */
function useScreen({state, version, subscribe}: DrawnStore, columns: number, rows: number): Screen {
  const [last] = useState<{screen: Screen | null; of: string}>({screen: null, of: ''});
  const of = `${useSyncExternalStore(subscribe, version)} ${columns} ${rows}`;
  if (last.screen === null || last.of !== of) {
    const screen = toScreen({...state(), size: {columns, rows}});
    last.screen = last.screen ? reuseLines(last.screen, screen) : screen;
    last.of = of;
  }
  return last.screen;
}

/** The whole screen: draws the state, and turns keys and sizes into events. */
export function App({store, onReady}: AppProps) {
  const {suspendTerminal} = useApp();
  const {columns, rows} = useWindowSize();
  useEffect(() => store.dispatch({type: 'resized', size: {columns, rows}}), [store, columns, rows]);
  useEffect(() => onReady?.(suspendTerminal), [onReady, suspendTerminal]);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) {
      const {mode, settings} = store.state();
      const {at} = mode;
      const action = actionOf(name, at, settings.readOnly);
      if (action) store.dispatch({type: 'action', action});
      else if (isTyped(name, at)) store.dispatch({type: 'typed', text: name === 'space' ? ' ' : name});
    }
  });
  usePaste(text => store.dispatch({type: 'typed', text}));
  const screen = useScreen(store, columns, rows);
  const {above, body, below} = screen;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines lines={above} columns={columns} />
      {body.kind === 'lines' ? (
        <Lines lines={body.lines} columns={columns} height={body.height} />
      ) : (
        <Sections
          sections={body.sections}
          columns={columns}
          scroll={body.scroll}
          height={body.height}
          ascii={store.state().settings.ascii}
        />
      )}
      <Lines lines={below} columns={columns} />
    </Box>
  );
}
