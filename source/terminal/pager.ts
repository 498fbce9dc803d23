import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';

/**
 * Shows text in the user's pager and resolves when that ends; false where none could be started. The pager is `$PAGER`, a
 * program with parameters but no shell's signs, else `less`, else `more`. `onStart` is told its process, which runs.
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

/** Ctrl-C and Ctrl-\ in a pager are meant for the pager, though the terminal sends them to the whole job. */
export const signalsOfKeys: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT'];

/** Whether the pager could be started. It shares the terminal; only its input is ours. */
async function runPager(
  [program = '', ...parameters]: readonly string[],
  text: string,
  env: NodeJS.ProcessEnv,
  onStart: (pager: ChildProcess) => void,
): Promise<boolean> {
  const ignore = (): void => {};
  for (const signal of signalsOfKeys) process.on(signal, ignore);
  try {
    const child = spawn(program, parameters, {env: {...process.env, ...env}, stdio: ['pipe', 'inherit', 'inherit']});
    const ended = once(child, 'close');
    if (child.pid !== undefined) onStart(child);
    // There is no input where no more files may be open (EMFILE): then `ended` rejects.
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
