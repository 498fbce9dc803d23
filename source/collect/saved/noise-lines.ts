import {joinPatterns} from './join-patterns.ts';

/** A line around tables that is no row and no header: a message of a tool, or the prompt of a shell. */
export type NoiseLine = {
  /** Counted under this name. */
  readonly what: 'note' | 'prompt';
  /** The message is that processes of other users were not shown. */
  readonly needsRoot: boolean;
};

// Titles of netstat above sections of internet sockets, and of other sockets (net-tools, network_cmds, BSD). Rows of
// other sockets are counted under these names.
const sections: readonly (readonly [RegExp, string])[] = [
  [/^\s*Active Internet6? connections\b/, 'internet'],
  [/^\s*(?:Active Connections|Aktive Verbindungen|Aktive Internetverbindungen\b.*)\s*$/, 'internet'],
  [/^\s*Active (?:LOCAL \()?UNIX\b/, 'unix'],
  [/^\s*Aktive Sockets .*UNIX/, 'unix'],
  [/^\s*(?:Active|Registered) kernel /, 'kernel'],
  [/^\s*Active Multipath /, 'multipath'],
  [/^\s*Active (?:Bluetooth|IPX|X\.25|AX\.25|NET\/ROM|ROSE|IPv4 sctp|IPv6 sctp) /i, 'other-sockets'],
];

const needsRoot = [
  /^\s*\(?Not all processes could be identified/,
  /^\s*will not be shown, you would have to be root/,
  /^\s*\(No info could be read for "-p": geteuid/,
  /^\s*\(?Nicht alle Prozesse konnten identifiziert werden/,
];

const notes = [
  /^(?:ss|netstat|lsof|sudo): /,
  /^(?:RTNETLINK answers|Cannot open netlink socket|Failed to (?:open|find) cgroup2)/,
  /^\s*Output information may be incomplete/,
  /^Some (?:\w+) sockets may have been /,
  // Fences of code, and rulers of tables.
  /^\s*(?:```|~~~)\s*\w{0,16}\s*$/,
  /^\s*(?:\[\/?(?:code|quote|pre|spoiler)(?:=[^\][]{0,80})?\]|\{(?:code|noformat|quote)(?::[^{}]{0,80})?\})\s*$/i,
  /^\s*<\/?(?:pre|code|table|tbody|thead|blockquote|div|p|br)(?:\s[^<>]{0,200})?\/?>\s*$/i,
  // The name of a file, as tail(1) and head(1) print it.
  /^==> \S.{0,250} <==\s*$/,
  /^\s*[|+:=─━┼┬┴├┤┌┐└┘╭╮╰╯│ -]{3,}\s*$/,
  // Brackets around objects of JSON.
  /^\s*[{}[\]]{1,2},?\s*$/,
  /^Address\s+Type\s+Recv-Q\s/,
  /^(?:exit|logout|Connection to \S{1,255} closed\.)\s*$/,
];

// The prompt of a shell, alone or before a command; `C:\>`, `PS C:\>`.
const prompts = [
  joinPatterns(
    /^[^\s$#%>❯]{0,80}(?: [^\s$#%>❯]{1,80})?\s?[$#%❯] ?/,
    /(?:$|\s*(?:sudo |doas )?(?:\S*\/)?(?:ss|netstat|lsof|ssh|exit|logout)\b)/,
  ),
  /^(?:PS )?[A-Z]:\\[^>]{0,200}>/,
];

/** The section below a title: `internet`, or the kind of its sockets; null where the line is no title. */
export function sectionTitle(line: string): string | null {
  return sections.find(([pattern]) => pattern.test(line))?.[1] ?? null;
}

/** The kind of noise that a line is; null for any other line. */
export function classifyNoise(line: string): NoiseLine | null {
  if (needsRoot.some(pattern => pattern.test(line))) return {what: 'note', needsRoot: true};
  if (notes.some(pattern => pattern.test(line))) return {what: 'note', needsRoot: false};
  if (prompts.some(pattern => pattern.test(line))) return {what: 'prompt', needsRoot: false};
  return null;
}
