import {readFileSync} from 'node:fs';
import {setTimeout as pause} from 'node:timers/promises';
import type {Machine} from './machine.ts';

const unit = 'portwatch-log';
const port = 8443;

/** An entry of the journal, as `journalctl -o json` prints it (systemd.journal-fields(7)). */
type Entry = {readonly MESSAGE: string; readonly PRIORITY: string};

const warning = '4';
const information = '6';

/** The unit of the readme. */
const unitText = (): string =>
  /^```ini\n(\[Service\][\s\S]*?)^```$/m.exec(readFileSync('readme.md', 'utf8'))?.[1] ?? '';

const script = `cat > /usr/bin/portwatch <<'END'
#!/bin/sh
exec /portwatch/node /portwatch/dist/cli.js "$@"
END
chmod 755 /usr/bin/portwatch
mkdir -p /run/systemd/system
printf %s "$1" > /run/systemd/system/${unit}.service
systemctl daemon-reload && systemctl start ${unit}`;

/**
 * Runs the unit of the readme for `--log` under systemd, with journald as its reader, and opens a listener. Returns the
 * faults, one text each.
 */
export async function judgeJournal({inside}: Machine): Promise<readonly string[]> {
  const started = await inside('sh', '-c', script, 'sh', unitText());
  if (started.code !== 0) return [`journal: not started: ${started.stderr}`];
  try {
    const first = await entryWith(inside, / sockets?\b/);
    await inside('systemd-run', '--quiet', '--unit=portwatch-probe', 'nc', '-lk', '0.0.0.0', `${port}`);
    const opened = await entryWith(inside, new RegExp(`^opened\\b.* tcp 0\\.0\\.0\\.0:${port}\\b`));
    const loud = await entries(inside, '-p', 'warning');
    const checks: readonly (readonly [boolean, string])[] = [
      [first?.PRIORITY === information, `the first line: ${JSON.stringify(first)}`],
      [opened?.PRIORITY === warning, `the listener: ${JSON.stringify(opened)}`],
      [loud.some(({MESSAGE}) => MESSAGE === opened?.MESSAGE), 'journalctl -p warning lacks the listener'],
      [!loud.some(({MESSAGE}) => MESSAGE === first?.MESSAGE), 'journalctl -p warning has the first line'],
    ];
    return checks.filter(([holds]) => !holds).map(([, text]) => `journal: ${text}`);
  } finally {
    await inside('systemctl', 'stop', 'portwatch-probe', unit);
  }
}

async function entries(inside: Machine['inside'], ...options: readonly string[]): Promise<readonly Entry[]> {
  const {stdout} = await inside('journalctl', `--unit=${unit}`, '--output=json', '--no-pager', ...options);
  const all = stdout.split('\n').filter(line => line !== '');
  return all.map(line => JSON.parse(line) as Entry & {_COMM?: string}).filter(({_COMM}) => _COMM !== 'systemd');
}

/** The first entry with such a message; undefined where none comes within a minute. */
async function entryWith(inside: Machine['inside'], message: RegExp): Promise<Entry | undefined> {
  for (let tries = 0; tries < 120; tries++) {
    const found = (await entries(inside)).find(({MESSAGE}) => message.test(MESSAGE));
    if (found) return found;
    await pause(500);
  }
  return undefined;
}
