import {writeFileSync} from 'node:fs';
import process from 'node:process';

/**
 * Loaded before the program; in JavaScript, so that Node does not load its compiler of TypeScript. Writes to the file
 * that START_USE_FILE names the CPU time (milliseconds, of all threads) and resident memory (MB) of this process when
 * the first frame is written, and when Ink writes its first one, after which the process ends itself.
 */
const {START_USE_FILE: file} = process.env;
delete process.env.START_USE_FILE;

if (file && process.stdout.isTTY) {
  const {stdout} = process;
  const write = stdout.write.bind(stdout);
  const uses = [];
  stdout.write = (text, ...rest) => {
    // The program begins its frame with the alternate screen, Ink its own with a synchronised update (mode 2026).
    if (uses.length === 0 ? text.includes('\x1b[?1049h') : text.includes('\x1b[?2026h')) {
      const {user, system} = process.cpuUsage();
      uses.push({cpu: (user + system) / 1000, resident: process.memoryUsage.rss() / 1e6});
    }
    if (uses.length < 2) return write(text, ...rest);
    writeFileSync(file, JSON.stringify(uses));
    process.kill(process.pid, 'SIGKILL');
    return true;
  };
}
