import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const run = promisify(execFile);
const source = (name: string): string => fileURLToPath(new URL(`../programs/${name}`, import.meta.url));

/** Files that variants need: programs in C, and the key and certificate of the intruder. */
export type Built = {readonly directory: string; readonly remove: () => Promise<void>};

export async function build(): Promise<Built> {
  const directory = await mkdtemp(join(tmpdir(), 'portwatch-evidence-'));
  const at = (name: string): string => join(directory, name);
  await Promise.all([
    run('gcc', ['-static', '-O1', '-o', at('swap-exe'), source('swap-exe.c')]),
    ...['hide-processes', 'initial-namespace'].map(name =>
      run('gcc', ['-shared', '-fPIC', '-O1', '-o', at(`${name}.so`), source(`${name}.c`), '-ldl']),
    ),
    run('objcopy', ['--remove-section=.note.gnu.build-id', '/usr/bin/nc.openbsd', at('agent')]),
    run('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=intruder', '-keyout', at('intruder.pem'), '-out', at('certificate.pem')],
    ]),
  ]);
  // Python reads key and certificate from one file.
  await run('sh', ['-c', `chmod 755 ${directory}; cat ${at('certificate.pem')} >> ${at('intruder.pem')}`]);
  return {directory, remove: () => rm(directory, {recursive: true, force: true})};
}
