import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {suite, test} from 'node:test';
import {promisify} from 'node:util';
import {type Host, openHost, outerAddress} from './helpers/host.ts';
import {needs} from './helpers/needs.ts';
import {portwatch} from './helpers/portwatch.ts';
import {gone} from './helpers/processes.ts';
import {openTerminal} from './helpers/terminal.ts';

const run = promisify(execFile);

/** Runs a command in the namespace of a host; its output. */
async function inside({within}: Host, ...command: readonly string[]): Promise<string> {
  const [program = '', ...parameters] = [...within, ...command];
  return (await run(program, parameters)).stdout;
}

/** Datagrams sent and connections opened in the namespace since it was made (proc(5), /proc/net/snmp and snmp6). */
async function sent(host: Host): Promise<number> {
  const snmp = await inside(host, 'cat', '/proc/net/snmp', '/proc/net/snmp6');
  const value = (protocol: string, name: string): number => {
    const [titles = '', values = ''] = snmp.split('\n').filter(line => line.startsWith(`${protocol}: `));
    const index = titles.split(' ').indexOf(name);
    assert.ok(index > 0, `${protocol} ${name}`);
    return Number(values.split(' ')[index]);
  };
  const udp6 = Number(snmp.match(/^Udp6OutDatagrams\s+(\d+)$/m)?.[1]);
  return value('Udp', 'OutDatagrams') + value('Tcp', 'ActiveOpens') + udp6;
}

suite('on a network that takes all that is sent', {timeout: 120_000, ...needs('python3', 'lsof', 'less')}, () => {
  test('it sends nothing, also without a name in /etc/hosts, but for names once they are asked for', async t => {
    const host = await openHost(t);
    await host.hold([`listen tcp ${outerAddress} 7000`, `connect tcp ${outerAddress} 7000`]);
    await inside(host, 'ip', 'route', 'add', 'default', 'dev', 'lo');
    const before = await sent(host);

    const unnamed = ['unshare', '--uts', 'sh', '-c', 'hostname "$0" && exec "$@"', 'unnamed-host'];
    const terminal = openTerminal(t, [...host.within, ...unnamed, ...portwatch, '-i', '0.2'], {columns: 200});
    await terminal.waitFor('shows the load', ([first = '']) => /^portwatch {2}unnamed-host .* load \d/.test(first));
    await terminal.press('l');
    await terminal.waitFor('shows lsof', lines => lines.some(line => /^LSOF/.test(line)));
    await terminal.press('e');
    await terminal.waitFor('shows the pager', lines => lines.includes('(END)'));
    await terminal.press('q');
    await terminal.waitFor('shows the detail', lines => lines.some(line => /^LSOF/.test(line)));
    await terminal.press('q', 'P', 'H', 'q', '?', 'q');
    await terminal.waitFor('shows the list', lines => lines.some(line => / VERDICT↓ /.test(line)));
    assert.equal(await sent(host), before);

    await terminal.press('d');
    await gone(async () => (await sent(host)) === before);
  });
});
