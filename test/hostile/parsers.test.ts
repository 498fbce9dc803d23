import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {suite, test} from 'node:test';
import fc from 'fast-check';
import {toCsv} from '../../source/app/table/csv.ts';
import {editBaseline} from '../../source/baseline/edit-baseline.ts';
import {parseBaseline} from '../../source/baseline/parse-baseline.ts';
import {Failure} from '../../source/cli/failure.ts';
import {parseSettings} from '../../source/cli/settings-file.ts';
import {decodePart} from '../../source/collect/netlink/decode.ts';
import {describe} from '../../source/collect/netlink/describe.ts';
import {createSocketCache} from '../../source/collect/netlink/socket-cache.ts';
import {parseDockerRecord, parsePodmanRecords, proxiedAddress} from '../../source/collect/owners/container-records.ts';
import {parsePasswd} from '../../source/collect/owners/users.ts';
import {parseDeviceNames} from '../../source/collect/procfs/device-names.ts';
import {parseLinkLocalDevices} from '../../source/collect/procfs/link-local.ts';
import {parsePacketTable} from '../../source/collect/procfs/parse-packet.ts';
import {parseTable} from '../../source/collect/procfs/parse-table.ts';
import {toLines} from '../../source/collect/saved/lines.ts';
import {readSaved} from '../../source/collect/saved/read-saved.ts';
import {socketUnitOf} from '../../source/domain/socket-unit.ts';
import {cleanBytes, sanitize, trusted} from '../../source/domain/text.ts';
import {summaries, whatisIn} from '../../source/inspect/package-summaries.ts';
import {toLsofResult} from '../../source/inspect/run-lsof.ts';
import {parseSocketUnits} from '../../source/inspect/socket-units.ts';
import {cgroupPaths, containerOf, unitOf} from '../../source/linux/cgroup.ts';
import {splitDeletedMark} from '../../source/linux/deleted-mark.ts';
import {parseBootTime, parseCommand, parseEffectiveUid, parseStat} from '../../source/linux/process-texts.ts';
import {ownersIn} from '../../source/system/packages/dpkg.ts';
import {filesIn} from '../../source/system/packages/rpm.ts';
import {parseServices} from '../../source/system/services-file.ts';
import {fixture as captured} from '../collect/netlink/messages.ts';
import {assessedRow, socket} from '../helpers/build.ts';
import {mutate, numbersFrom} from '../helpers/mutate.ts';

const fixture = (path: string): Buffer => readFileSync(new URL(`../fixtures/${path}`, import.meta.url));
const text = (bytes: Buffer): string => bytes.toString('latin1');
const utf8 = (bytes: Buffer): string => bytes.toString('utf8');

type Parser = {
  readonly name: string;
  readonly samples: readonly Buffer[];
  /** What came out of it; every text in it must be clean. */
  readonly parse: (bytes: Buffer) => unknown;
};

const knownChecks: ReadonlySet<string> = new Set(['a']);
const listener = socket('tcp LISTEN 0.0.0.0:8080');
const id = '0123456789abcdef'.repeat(4);
const saved = ['ss-all.txt', 'netstat-tunap.txt', 'lsof-fields-few.txt', 'windows-ano.txt', 'freebsd-sockstat.txt'];

const parsers: readonly Parser[] = [
  {
    name: '/proc/PID/stat',
    samples: [Buffer.from(`812 (ssh d) S 1 812 812 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 3 0 4711 ${'0 '.repeat(30)}\n`)],
    parse: parseStat,
  },
  {name: '/proc/PID/cmdline', samples: [Buffer.from('nginx:\0worker\0-c\0/etc/nginx.conf\0')], parse: parseCommand},
  {
    name: '/proc/PID/status and /proc/stat',
    samples: [Buffer.from('Name:\tsshd\nUid:\t0\t33\t0\t0\nGid:\t0\t0\t0\t0\nbtime 1700000000\n')],
    parse: bytes => [parseEffectiveUid(text(bytes)), parseBootTime(text(bytes))],
  },
  {
    name: '/proc/PID/exe',
    samples: [Buffer.from('/usr/sbin/sshd (deleted)')],
    parse: bytes => cleanBytes(splitDeletedMark(bytes).path),
  },
  {
    name: '/proc/PID/cgroup',
    samples: [
      Buffer.from(`0::/system.slice/docker-${id}.scope\n`),
      Buffer.from(
        '0::/user.slice/user@1000.service/app.slice/foo.service\n1:name=systemd:/lxc.payload.web/init.scope\n',
      ),
    ],
    parse: bytes => [unitOf(cgroupPaths(text(bytes))), containerOf(cgroupPaths(text(bytes)))],
  },
  {
    name: '/proc/net/tcp6',
    samples: [fixture('procfs/tcp6'), fixture('procfs/udp6')],
    parse: bytes => parseTable(text(bytes), {protocol: 'tcp', family: 6}, 'LE'),
  },
  {
    name: '/proc/net/packet',
    samples: [Buffer.from('sk RefCnt Type Proto  Iface R Rmem User Inode\nffff88 3 3 0003 2 1 0 0 12345\n')],
    parse: bytes => parsePacketTable(text(bytes), () => null),
  },
  {
    name: '/proc/net/if_inet6',
    samples: [fixture('procfs/if_inet6')],
    parse: bytes => [...parseDeviceNames(text(bytes), text(bytes)), ...parseLinkLocalDevices(text(bytes))],
  },
  {
    name: 'answers of sock_diag',
    samples: ['tcp4', 'tcp6'].flatMap(name => captured(name).map(({buffer}) => Buffer.from(buffer as ArrayBuffer))),
    parse: bytes => {
      const names = {device: () => null, user: () => trusted(''), netns: null};
      const cache = createSocketCache((sample, cookie, before) => describe('tcp', sample, cookie, names, before));
      cache.begin();
      const copy = Uint8Array.from(bytes);
      const part = decodePart(new DataView(copy.buffer), copy.length, 1, cache.onSocket);
      return [part, cache.finish().cached.map(({socket: each}) => each)];
    },
  },
  {
    name: '/etc/passwd',
    samples: [Buffer.from('root:x:0:0:root:/root:/bin/sh\nww:x:33:33::/:/bin/false\n')],
    parse: bytes => [...parsePasswd(utf8(bytes)).values()],
  },
  {
    name: '/etc/services',
    samples: [Buffer.from('ssh\t22/tcp\t\t# Secure Shell\ndomain 53/udp dns\n')],
    parse: bytes => [...parseServices(utf8(bytes)).values()],
  },
  {
    name: 'records of containers',
    samples: [fixture('containers/docker-config.v2.json'), fixture('containers/podman-containers.json')],
    parse: bytes => [
      parseDockerRecord(utf8(bytes))?.name ?? null,
      parsePodmanRecords(utf8(bytes)).map(({name}) => name),
      typeof proxiedAddress('/usr/bin/docker-proxy', utf8(bytes)),
    ],
  },
  {
    name: 'lsof -F',
    samples: [fixture('lsof/tcp4-5432.bin'), fixture('lsof/tcp-mapped-8080.bin')],
    parse: stdout => {
      const result = {kind: 'done', code: 0, stdout, stderr: stdout, truncated: false} as const;
      return toLsofResult(result, listener, true, trusted('lsof -nP -i'));
    },
  },
  {
    name: 'systemctl list-sockets',
    samples: [fixture('systemctl/list-sockets.txt')],
    parse: bytes => socketUnitOf(listener, parseSocketUnits(utf8(bytes))),
  },
  {
    name: 'package managers',
    samples: [
      Buffer.from('openssh-server:amd64: /usr/sbin/sshd\ndiversion by dash from: /bin/sh\n'),
      Buffer.from('openssh-server\t8\td41d8cd98f00b204e9800998ecf8427e\t\t/usr/sbin/sshd\n'),
      Buffer.from('/usr/sbin/sshd is owned by openssh-server-9.6_p1-r0\n'),
      Buffer.from('sshd (8) - OpenSSH daemon\n'),
    ],
    parse: bytes => [
      whatisIn(utf8(bytes), 'sshd'),
      ...Object.values(summaries).map(({textIn}) => sanitize(textIn(utf8(bytes)) ?? '')),
      ...ownersIn(utf8(bytes)).flatMap(([, names]) => names.map(name => sanitize(name))),
      ...filesIn(utf8(bytes)).map(([, {name}]) => sanitize(name)),
    ],
  },
  {
    name: 'the settings file',
    samples: [
      Buffer.from(
        'interval = 5\ntheme = "steady"\ncolumns = ["proto", "user"]\n\n[services]\n"9443/tcp" = "portainer"\n',
      ),
    ],
    parse: bytes => {
      try {
        return parseSettings(utf8(bytes), '/home/ann/config.toml');
      } catch (error) {
        assert.ok(error instanceof Failure, String(error));
        return error.reason;
      }
    },
  },
  {
    name: 'the baseline, and edits of it',
    samples: [
      Buffer.from(
        '# a\n[[listener]]\nproto = "tcp"\nport = 22 # ssh\nnote = """x\n[[y]]"""\nfailed = [\n"a", # b\n]\n',
      ),
      Buffer.from('[[conversation]]\r\nproto="udp"\r\npeer-port=1\r\naccepted=2026-11-27 10:12:00Z\r\nexe="/a"\r\n'),
      Buffer.from("listener = [ {proto = 'tcp', port = 0x16}, # c\n ]\n[[\"conversation\"]]\nproto='tcp'\npeer-port=2"),
    ],
    parse: bytes => {
      const parsed = parseBaseline(utf8(bytes), knownChecks);
      if (parsed.kind === 'broken') return [parsed.line, parsed.reason];
      const [first] = parsed.blocks;
      const edited = first && editBaseline(utf8(bytes), [{kind: 'withdraw', placed: first}], knownChecks);
      // A block in an array cannot be edited; any other one can.
      if (edited?.kind === 'refused') assert.match(edited.reason, /^line \d+: the block is part of an array/);
      return [parsed.blocks, edited?.kind];
    },
  },
  {
    name: 'saved output',
    samples: saved.map(name => fixture(`saved/${name}`).subarray(0, 800)),
    parse: bytes => {
      const {sockets, unread} = readSaved(toLines(bytes), () => null);
      const [first] = sockets;
      return [sockets, unread, first ? toCsv([assessedRow(first)]).replaceAll('\r\n', '') : ''];
    },
  },
  {
    name: 'the cleaner',
    samples: [Buffer.from('東京 naïve \x1b[31m')],
    parse: bytes => [cleanBytes(bytes, 20), sanitize(utf8(bytes), 9)],
  },
];

/** Nothing that a terminal acts on, or does not show. */
const harmless = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Cn}\p{Co}]*$/u;

function assertHarmless(value: unknown): void {
  if (typeof value === 'string') assert.match(value, harmless);
  else if (typeof value === 'number') assert.ok(!Number.isNaN(value));
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) assertHarmless(each);
}

/** A seed stands for so many inputs, which are made faster than fast-check makes one. */
const inputsOfSeed = 100;

suite('10,000 changed inputs neither break a parser nor get a hidden character past it', () => {
  for (const {name, samples, parse} of parsers) {
    test(name, () => {
      fc.assert(
        fc.property(fc.integer(), seed => {
          const next = numbersFrom(seed);
          for (let input = 0; input < inputsOfSeed; input++) {
            const bytes = mutate(samples[next(samples.length)] ?? Buffer.of(), next);
            try {
              assertHarmless(parse(bytes));
            } catch (error) {
              throw new Error(`for the input ${JSON.stringify(bytes.toString('latin1'))}`, {cause: error});
            }
          }
        }),
        {numRuns: 10_000 / inputsOfSeed},
      );
    });
  }
});
