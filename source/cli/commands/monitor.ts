import {trusted} from '../../domain/text.ts';
import {createInspector} from '../../inspect/inspector.ts';
import {lsofText} from '../../inspect/lsof-text.ts';
import {themes} from '../../screens/text/themes.ts';
import {endTools} from '../../system/run-tool.ts';
import {writeNewFile} from '../../system/write-file.ts';
import {closeConnection, endOwner, mayCloseConnections, readOnlyActions} from '../../terminal/destructive-actions.ts';
import {type TightenHeap, withDefaultFlags} from '../../terminal/heap-limits.ts';
import {createHostNameFinder} from '../../terminal/host-name-finder.ts';
import {firstScreen} from '../../terminal/ink/first-screen.ts';
import {pagerEnvironment} from '../../terminal/pager-environment.ts';
import {startHostLoad} from '../../terminal/poll-host-load.ts';
import {runSession} from '../../terminal/session.ts';
import {exitBySignal, exitWithTerminal, onTerminationSignals} from '../../terminal/shutdown.ts';
import type {Prepared} from '../prepare.ts';

/** Called at the stages of the start; `keepCode` once, when the full screen stands. */
type Milestones = {readonly tightenHeap: TightenHeap; readonly keepCode: () => Promise<void>};

/** Runs the full screen until the user quits. Rejects with the error of a crash, with the terminal restored. */
export async function monitor(
  prepared: Prepared,
  keyboard: NodeJS.ReadStream,
  {tightenHeap, keepCode}: Milestones,
): Promise<void> {
  const {collector, typeFilter, start, acceptor} = prepared;
  const settings = {
    ...prepared.settings,
    mayClose: mayCloseConnections(),
    whyNotAccepting: acceptor ? null : trusted('these sockets are from saved output: name a file with --baseline'),
  };
  const theme = themes[prepared.theme];
  exitWithTerminal(keyboard);
  await runSession(
    {collector, settings, typeFilter, start},
    {
      stdout: process.stdout,
      keyboard,
      process,
      onTerminationSignals,
      exitBySignal,
      firstFrame: (screen, columns) => firstScreen(screen, columns, theme),
      loadMount: async () => {
        const {mount} = await withDefaultFlags(() => import('../../terminal/ink/mount.tsx'));
        return (store, keys, onReady) => mount(store, theme, keys, onReady);
      },
      onStarted: keepCode,
      createHostNameFinder,
      startHostLoad,
      actions: {
        inspect: createInspector().inspect,
        write: writeNewFile,
        ...readOnlyActions,
        ...(settings.readOnly ? {} : {endOwner, closeConnection, ...acceptor}),
      },
      lsofText,
      pagerEnvironment: pagerEnvironment(process.env, settings.readOnly === true || process.geteuid?.() === 0),
      endTools,
      tightenHeap,
    },
  );
}
