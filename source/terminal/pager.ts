import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';

/**
 * Shows text in the user's pager and resolves when the pager ends; to false where none could be started. The pager is
 * `$PAGER` (a program with parameters, without shell syntax), else `less`, else `more`. `onStart` receives the running
 * process.
 */
export async function page(
  text: string,
  env: NodeJS.ProcessEnv,
  onStart: (pager: ChildProcess) => void = () => {},
): Promise<boolean> {
  const named = (env.PAGER ?? '').split(/\s+/).filter(word => word !== '');
  const tries = [named, ['less'], ['more']].filter(([program]) => program !== undefined);
  for (const [program = '', ...parameters] of tries) {
    if (await runPager([program, ...parameters], text, env, onStart)) return true;
  }
  return false;
}

/**
 * The signals of Ctrl-C and Ctrl-\. In a pager they are for the pager, but the terminal sends them to the whole job.
 */
export const signalsOfKeys: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/** Runs a pager on this terminal with the text as its input. Resolves at its end, to whether it could be started. */
async function runPager(
  [program = '', ...parameters]: readonly string[],
  text: string,
  env: NodeJS.ProcessEnv,
  onStart: (pager: ChildProcess) => void,
): Promise<boolean> {
  const ignore = (): void => {};
  for (const signal of signalsOfKeys) process.on(signal, ignore);
  try {
    const child = spawn(program, parameters, {
      env: {PATH: process.env.PATH, ...env},
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    const ended = once(child, 'close');
    if (child.pid !== undefined) onStart(child);
    // At the limit of open files (EMFILE) there is no `stdin`, and `ended` rejects.
    child.stdin?.on('error', () => {});
    child.stdin?.end(text);
    await ended;
    return true;
  } catch {
    return false;
  } finally {
    for (const signal of signalsOfKeys) process.off(signal, ignore);
  }
}
