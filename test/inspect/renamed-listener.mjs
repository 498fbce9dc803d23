// Listens on a loopback port under the process name given as argument, and prints the port.
import {writeFileSync} from 'node:fs';
import {createServer} from 'node:net';

const server = createServer().listen(0, '127.0.0.1', () => {
  writeFileSync('/proc/self/comm', process.argv[2] ?? 'listener');
  process.stdout.write(`${server.address().port}\n`);
});
