import {globSync, mkdirSync, readFileSync, rmSync} from 'node:fs';
import {SourceMap} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {argv, execPath, exit, stdout} from 'node:process';
import {bundle} from './build.ts';
import {type Profile, selfTimes} from './self-times.ts';
import {openTerminal} from './terminal.ts';

// usage: npm run profile -- [REFRESHES]. Profiles the real full screen with 200 made-up sockets, of which ten are other
// ones at each refresh, without a pause between refreshes. Prints the functions that took the most CPU time themselves.
const refreshes = Number(argv[2] ?? 2000);
const shown = 30;
const folder = 'dist/profile';

rmSync(folder, {recursive: true, force: true});
mkdirSync(folder, {recursive: true});
const program = await bundle('test/bench/entry-refreshes.ts');
const samples = join(tmpdir(), `portwatch-profile-${process.pid}.memory`);
const options = ['--cpu-prof', `--cpu-prof-dir=${folder}`];
const terminal = openTerminal([execPath, ...options, program, String(refreshes), samples]);
await terminal.ended;
rmSync(samples, {force: true});
// Children of the program write one too.
const [path] = globSync(`${folder}/*.cpuprofile`).sort((a, b) => readFileSync(b).length - readFileSync(a).length);
if (!path) throw new Error(`the full screen wrote no profile:\n${terminal.lines().join('\n')}`);

const profile: Profile = JSON.parse(readFileSync(path, 'utf8'));
const map = new SourceMap(JSON.parse(readFileSync(`${program}.map`, 'utf8')));
const functions = selfTimes(profile, ({url, lineNumber, columnNumber}) => {
  if (!url.endsWith(program)) return url;
  const origin = map.findOrigin(lineNumber + 1, columnNumber + 1);
  if (!('fileName' in origin)) return url;
  return `${origin.fileName.replace(/^.*?(?=(?:source|test|node_modules)\/)/, '')}:${origin.lineNumber}`;
});
const total = functions.reduce((sum, {milliseconds}) => sum + milliseconds, 0);
stdout.write(`${refreshes} refreshes, ${total.toFixed(0)} ms\n\n   self ms    share  function\n`);
for (const {name, place, milliseconds} of functions.slice(0, shown)) {
  const share = ((100 * milliseconds) / total).toFixed(1);
  stdout.write(`${milliseconds.toFixed(0).padStart(10)} ${share.padStart(6)} %  ${name} ${place}\n`);
}
stdout.write(`\n${path}: opens in the DevTools of Chrome (Performance) and in speedscope\n`);
exit(0);
