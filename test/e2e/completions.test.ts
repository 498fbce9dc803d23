import assert from 'node:assert/strict';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {suite, type TestContext, test} from 'node:test';
import {type Shell, shells} from '../../source/cli/options-table.ts';
import {needs} from './helpers/needs.ts';
import {portwatch, runToEnd} from './helpers/portwatch.ts';
import {environment, openTerminal, type Terminal} from './helpers/terminal.ts';

/** How a shell is started in a folder of its own, with nothing of the user's, and the files that it reads there. */
type Start = {
  readonly command: readonly string[];
  readonly env: (folder: string) => Readonly<Record<string, string>>;
  readonly files: (script: string) => Readonly<Record<string, string>>;
};

const starts: Readonly<Record<Shell, Start>> = {
  bash: {
    command: ['sh', '-c', 'exec bash --noprofile --rcfile "$HOME/rc" -i'],
    env: () => ({}),
    files: script => ({portwatch: script, rc: "PS1='$ '\nsource ~/portwatch\n"}),
  },
  zsh: {
    command: ['zsh', '-d', '-i'],
    env: folder => ({ZDOTDIR: folder}),
    files: script => ({
      'functions/_portwatch': script,
      '.zshrc': "PS1='$ '\nfpath=($ZDOTDIR/functions $fpath)\nautoload -Uz compinit\ncompinit -u -d $ZDOTDIR/dump\n",
    }),
  },
  fish: {
    command: ['fish', '-i'],
    env: folder => ({XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder}),
    files: script => ({
      'fish/completions/portwatch.fish': script,
      'fish/config.fish':
        "set -g fish_greeting\nset -g fish_autosuggestion_enabled 0\nfunction fish_prompt; echo -n '$ '; end\n",
    }),
  },
};

const printed = async (shell: Shell): Promise<string> => {
  const {code, stdout} = await runToEnd([...portwatch, '--completions', shell]);
  assert.equal(code, 0);
  return stdout;
};

/** The shell at its first prompt; a command `portwatch` is there, without which fish completes nothing. */
async function openShell(t: TestContext, shell: Shell): Promise<Terminal> {
  const folder = mkdtempSync(join(tmpdir(), 'portwatch-shell-'));
  t.after(() => rmSync(folder, {recursive: true, force: true}));
  const {command, env, files} = starts[shell];
  for (const [name, text] of Object.entries(files(await printed(shell)))) {
    mkdirSync(dirname(join(folder, name)), {recursive: true});
    writeFileSync(join(folder, name), text);
  }
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin/portwatch'), '#!/bin/sh\n', {mode: 0o755});
  const all = {...env(folder), HOME: folder, PATH: `${join(folder, 'bin')}:${environment.PATH}`};
  const terminal = openTerminal(t, command, {env: all, columns: 100, rows: 60});
  await terminal.waitFor('shows a prompt', lines => lines.some(line => /^\$/.test(line)));
  return terminal;
}

/** The words before Tab, and the line after it. */
const cases: readonly (readonly [typed: string, line: string])[] = [
  ['--hide', '--hide-loopback'],
  ['--print', '--print-config'],
  ['--once --the', '--once --theme'],
  ['--theme st', '--theme steady'],
  ['--theme=hi', '--theme=high-contrast'],
  ['--once --fail-on su', '--once --fail-on suspect'],
  ['--drift --fail-on dr', '--drift --fail-on drift'],
  ['--collector pro', '--collector procfs'],
  ['--sort recv', '--sort recvq'],
  ['--sort=-ag', '--sort=-age'],
  ['-s us', '-s user'],
  ['--columns us', '--columns user'],
  ['--columns proto,serv', '--columns proto,service'],
  ['--completions fi', '--completions fish'],
  ['--input /etc/hostnam', '--input /etc/hostname'],
  ['--metrics /etc/hostnam', '--metrics /etc/hostname'],
  ['--metrics=/etc/hostnam', '--metrics=/etc/hostname'],
  ['--metrics --filt', '--metrics --filter'],
  ['--metrics /dev/null --filt', '--metrics /dev/null --filter'],
];

const tab = '\t';
const clearLine = '\x15';

for (const shell of shells) {
  suite(`completion in ${shell}`, {timeout: 120_000, ...needs(shell)}, () => {
    test('completes options and their values', async t => {
      const terminal = await openShell(t, shell);
      for (const [typed, line] of cases) {
        terminal.type(`portwatch ${typed}`);
        await terminal.waitFor(`shows "${typed}"`, lines => lines.some(each => each.includes(`portwatch ${typed}`)));
        await terminal.press(tab);
        await terminal.waitFor(`completes "${typed}"`, lines =>
          lines.some(each => each.replace(/[,=]$/, '') === `$ portwatch ${line}`),
        );
        await terminal.press(clearLine);
        await terminal.waitFor('clears its line', lines => lines.findLast(each => each !== '') === '$');
      }
    });

    test('lists options at a second Tab', async t => {
      const terminal = await openShell(t, shell);
      terminal.type('portwatch --');
      await terminal.press(tab, tab);
      await terminal.waitFor('lists them', () =>
        /--interval[\s\S]*--stream|--stream[\s\S]*--interval/.test(terminal.text()),
      );
    });
  });
}

test('zsh takes the script by source as well', needs('zsh'), async () => {
  const script = await printed('zsh');
  const folder = mkdtempSync(join(tmpdir(), 'portwatch-shell-'));
  writeFileSync(join(folder, 'script'), script);
  const command = `autoload -Uz compinit; compinit -u -D; source ${folder}/script; print $_comps[portwatch]`;
  const {stdout, stderr} = await runToEnd(['zsh', '-d', '-f', '-c', command]);
  rmSync(folder, {recursive: true});
  assert.deepEqual([stdout, stderr], ['_portwatch\n', '']);
});
