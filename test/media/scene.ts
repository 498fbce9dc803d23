import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import {promisify} from 'node:util';
import {daemons, neighbours, passwd, programs, web} from './cast.ts';

const run = promisify(execFile);
const script = readFileSync(new URL('holder.pl', import.meta.url), 'utf8');

/** A made-up host of real processes and sockets, in namespaces of its own. */
export type Scene = {
  /** What to put before a command line so that it runs in the scene, as root. */
  readonly within: readonly string[];
  readonly end: () => Promise<void>;
};

// The programs are copies of perl without its build ID, by which it would be known, linked by the names of the daemons
// they stand for. /run is empty, so that the names of network namespaces that are kept there are not counted. The load
// is that of a calm host, not of the machine that draws. The first process goes on to start what it is told, a line
// each.
const setUp = `
set -e
hostname web-01
mount -t tmpfs -o mode=755 tmpfs /run
printf '%s\\n' '${passwd.join("' '")}' > /run/passwd
mount --bind /run/passwd /etc/passwd
mount -t tmpfs -o mode=755 tmpfs /usr/sbin
mount -t tmpfs -o mode=1777 tmpfs /var/tmp
objcopy --remove-section=.note.gnu.build-id /usr/bin/perl /usr/sbin/.perl
for program in ${programs.join(' ')}; do ln /usr/sbin/.perl /usr/sbin/$program; done
cp -a /var/lib/dpkg /run/dpkg
mount --bind /run/dpkg /var/lib/dpkg
sum=$(md5sum < /usr/sbin/.perl)
for program in ${programs.join(' ')}; do
  grep -lx /usr/sbin/$program /var/lib/dpkg/info/*.list | xargs -r sed -i "\\|^/usr/sbin/$program$|d"
  printf 'Package: made-%s\\nStatus: install ok installed\\n' $program >> /var/lib/dpkg/status
  printf 'Architecture: all\\nVersion: 1\\nMaintainer: x\\nDescription: x\\n\\n' >> /var/lib/dpkg/status
  printf '/.\\n/usr\\n/usr/sbin\\n/usr/sbin/%s\\n' $program > /var/lib/dpkg/info/made-$program.list
  echo "\${sum%% *}  usr/sbin/$program" > /var/lib/dpkg/info/made-$program.md5sums
done
mkdir -m 755 /var/tmp/.cache
cp /usr/sbin/.perl /var/tmp/.cache/httpd
printf '%s' "$HOLDER" > /run/holder.pl
printf systemd > /proc/$$/comm
printf '0.42 0.31 0.27 1/64 31\\n' > /run/loadavg
mount --bind /run/loadavg /proc/loadavg
echo ready
while IFS= read -r line; do eval "$line" </dev/null & done
`;

/** Opens the scene. Whoever opens it ends it; it also ends with this process. */
export async function openScene(): Promise<Scene> {
  const [host, world] = ['host', 'world'].map(name => `portwatch-media-${process.pid}-${name}`) as [string, string];
  const children: ChildProcess[] = [];
  const ip = (...words: readonly string[]): Promise<unknown> => run('ip', words);
  const end = async (): Promise<void> => {
    for (const child of children.reverse()) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    for (const name of [host, world]) await ip('netns', 'delete', name).catch(() => {});
  };
  /** Starts a command and waits for its word "ready". */
  const start = async ([program = '', ...parameters]: readonly string[]): Promise<Started> => {
    const env = {PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOLDER: script};
    const child = spawn(program, parameters, {stdio: ['pipe', 'pipe', 'inherit'], env});
    children.push(child);
    const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
    const ready = async (): Promise<void> => {
      const {value} = await lines.next();
      if (value !== 'ready')
        throw new Error(`${[program, ...parameters].join(' ').slice(0, 200)}: ${value ?? 'ended'}`);
    };
    await ready();
    return {
      pid: child.pid ?? 0,
      tell: line => {
        child.stdin.write(`${line}\n`);
        return ready();
      },
    };
  };

  try {
    for (const name of [host, world]) {
      await ip('netns', 'add', name);
      await ip('-n', name, 'link', 'set', 'lo', 'up');
    }
    await ip('link', 'add', 'eth0', 'netns', host, 'type', 'veth', 'peer', 'name', 'far', 'netns', world);
    await ip('-n', host, 'address', 'add', `${web}/24`, 'dev', 'eth0');
    for (const address of neighbours) await ip('-n', world, 'address', 'add', `${address}/24`, 'dev', 'far');
    await ip('-n', world, 'link', 'set', 'far', 'up');
    await ip('-n', host, 'link', 'set', 'eth0', 'up');
    await ip('-n', host, 'route', 'add', 'default', 'via', neighbours[0] ?? '');
    const inWorld = ['ip', 'netns', 'exec', world];
    const own = ['unshare', '--mount', '--uts', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', setUp];
    const first = await start(['ip', 'netns', 'exec', host, ...own]);
    for (const {program, directory = '/', title, uid = 0, orders, inWorld: isPeer} of daemons) {
      const words = [title, String(uid), ...orders];
      if (isPeer) await start([...inWorld, program, '-e', script, ...words]);
      else await first.tell(`cd ${directory} && exec ${program} /run/holder.pl ${words.map(quoted).join(' ')}`);
    }
    const namespaces = ['-m', '-n', '-u', `--pid=/proc/${first.pid}/ns/pid_for_children`];
    return {within: ['nsenter', `-t${first.pid}`, ...namespaces], end};
  } catch (error) {
    await end();
    throw error;
  }
}

type Started = {
  readonly pid: number;
  /** Sends a line and waits for the next "ready". */
  readonly tell: (line: string) => Promise<void>;
};

/** For sh(1). */
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
