import assert from 'node:assert/strict';
import {test} from 'node:test';
import {parseServices, readServices} from '../../source/system/services-file.ts';

test('the first name of a port and protocol counts, and comments and aliases do not', () => {
  const text = [
    '# Network services',
    'ssh\t\t22/tcp\t\t\t\t# SSH Remote Login Protocol',
    'domain 53/tcp',
    'domain 53/udp',
    'www 80/tcp http',
    'other 80/tcp',
    'syslog 514/udp',
    'shell 514/tcp cmd syslog',
    'bad line',
    'x 22',
    '',
  ].join('\n');
  assert.deepEqual(
    [...parseServices(text)],
    [
      ['22/tcp', 'ssh'],
      ['53/tcp', 'domain'],
      ['53/udp', 'domain'],
      ['80/tcp', 'www'],
      ['514/udp', 'syslog'],
      ['514/tcp', 'shell'],
    ],
  );
});

test('names are made fit to print', () => {
  assert.equal(parseServices('e\x1b[8mvil 9/tcp').get('9/tcp'), 'e\\x1b[8mvil');
});

test('a file that is absent knows no service', () => {
  assert.equal(readServices('/nonexistent/services').size, 0);
});
