import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {argv, execPath, exit, stderr} from 'node:process';
import {type BuildResult, context, formatMessages, type Plugin} from 'esbuild';
import {programOptions} from './options.ts';

// usage: npm run dev -- [OPTION …]. Builds dist/cli.js after every change of a source, and starts it anew with these
// options.
const options = argv.slice(2);
/** Milliseconds in which the program has to restore the terminal. */
const patience = 3000;

const note = (text: string): void => void stderr.write(`dev: ${text}\n`);

let program: ChildProcess | null = null;

function start(): void {
  const child = spawn(execPath, ['dist/cli.js', ...options], {stdio: 'inherit'});
  program = child;
  child.once('exit', (code, signal) => {
    if (program !== child) return;
    program = null;
    note(`ended with ${signal ?? code}; starts anew after a change, Ctrl-C ends this`);
  });
}

/** Ends the program and waits for its end, because it leaves its screen first. */
async function stop(): Promise<void> {
  const child = program;
  program = null;
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  clearTimeout(timer);
}

async function onBuilt(result: BuildResult): Promise<void> {
  // The full screen must be gone before anything is printed.
  await stop();
  const {errors, warnings} = result;
  const messages = [
    ...(await formatMessages(errors, {kind: 'error', color: true})),
    ...(await formatMessages(warnings, {kind: 'warning', color: true})),
  ];
  stderr.write(messages.join(''));
  if (errors.length > 0) return note('not built; builds again after a change');
  start();
}

const {plugins, ...rest} = programOptions('dist');
const restart: Plugin = {name: 'restart', setup: builder => builder.onEnd(onBuilt)};
// The program has ended when the chunks that it may still load are removed.
const watching = await context({...rest, plugins: [restart, ...plugins], logLevel: 'silent'});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    void Promise.all([stop(), watching.dispose()]).finally(() => exit(0));
  });
}
await watching.watch();
