/** A line that is no row, by itself or as the title of what follows. */
export type Aside = {
  /** Counted under this name. */
  readonly what: string;
  /** It says that processes of other users were not shown. */
  readonly needsRoot: boolean;
};

// Titles of netstat: of internet sockets, and of sections whose rows are none (net-tools, network_cmds, BSD).
const titles: readonly (readonly [RegExp, string])[] = [
  [/^\s*Active Internet6? connections\b/, 'title'],
  [/^\s*(?:Active Connections|Aktive Verbindungen|Aktive Internetverbindungen\b.*)\s*$/, 'title'],
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
  /^(?:RTNETLINK answers|Cannot open netlink socket|Failed to open cgroup2)/,
  /^\s*Output information may be incomplete/,
  /^Some (?:\w+) sockets may have been /,
  /^Address\s+Type\s+Recv-Q\s/,
  /^(?:exit|logout|Connection to \S{1,255} closed\.)\s*$/,
];

// A shell's prompt, alone or before a command; `C:\>`, `PS C:\>`.
const prompts = [
  /^[^\s$#%>❯]{0,80}(?: [^\s$#%>❯]{1,80})?\s?[$#%❯] ?(?:$|\s*(?:sudo |doas )?(?:\S*\/)?(?:ss|netstat|lsof|ssh|exit|logout)\b)/,
  /^(?:PS )?[A-Z]:\\[^>]{0,200}>/,
];

/** The section that a line is the title of, `title` where it is one of internet sockets; null for every other line. */
export function titleOf(line: string): string | null {
  return titles.find(([pattern]) => pattern.test(line))?.[1] ?? null;
}

/** What a line around tables is, or null where it is nothing known. */
export function asideOf(line: string): Aside | null {
  if (needsRoot.some(pattern => pattern.test(line))) return {what: 'note', needsRoot: true};
  if (notes.some(pattern => pattern.test(line))) return {what: 'note', needsRoot: false};
  if (prompts.some(pattern => pattern.test(line))) return {what: 'prompt', needsRoot: false};
  return null;
}
