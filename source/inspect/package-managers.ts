import type {PackageManager} from '../domain/inspection.ts';
import {type Clean, sanitize} from '../domain/text.ts';

/** Commands that name the package of a file and describe a package, with their output decoded. LC_ALL is C for each. */
export type Manager = {
  readonly id: PackageManager;
  readonly tool: string;
  /** `paths`: names of one and the same file. */
  readonly ownerArguments: (paths: readonly string[]) => readonly string[];
  /** Name of the owning package in the tool's standard output; null where it names none. */
  readonly ownerIn: (output: string, paths: readonly string[]) => string | null;
  /** Matches the output, on either stream, where no package owns the file. */
  readonly disowned: RegExp;
  readonly summaryTool: string;
  readonly summaryArguments: (name: string) => readonly string[];
  readonly summaryIn: (output: string) => string | null;
};

export const managers: readonly Manager[] = [
  {
    // dpkg-query(1). A path with `*`, `?`, `[` or `\` would be taken as a pattern; lines of diversions
    // ("diversion by dash from: /bin/sh") have no package before the first colon.
    id: 'dpkg',
    tool: 'dpkg-query',
    ownerArguments: paths => ['-S', ...paths.map(path => path.replace(/[*?[\\]/g, '\\$&'))],
    ownerIn: (output, paths) =>
      firstMatch(output, /^([^:,\s]+)(?::[^:,\s]+)?(?:, [^\s]+)*: (\/.*)$/, match =>
        paths.includes(match[2] ?? '') ? match[1] : undefined,
      ),
    disowned: /no path found matching pattern/,
    summaryTool: 'dpkg-query',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a field of dpkg-query's own format.
    summaryArguments: name => ['-W', '-f', '${binary:Summary}\n', name],
    summaryIn: output => firstMatch(output, /^(\S.*)$/),
  },
  {
    // rpm(8), "QUERY OPTIONS".
    id: 'rpm',
    tool: 'rpm',
    ownerArguments: paths => ['-q', '--queryformat', 'name=%{NAME}\n', '-f', ...paths.slice(0, 1)],
    ownerIn: output => firstMatch(output, /^name=(\S+)$/),
    disowned: /is not owned by any package|No such file or directory/,
    summaryTool: 'rpm',
    summaryArguments: name => ['-q', '--queryformat', '%{SUMMARY}\n', name],
    summaryIn: output => firstMatch(output, /^(\S.*)$/),
  },
  {
    // apk-info(8): "PATH is owned by NAME-VERSION-rRELEASE"; it knows a file by the recorded path alone.
    id: 'apk',
    tool: 'apk',
    ownerArguments: paths => ['info', '-W', ...paths],
    ownerIn: output => firstMatch(output, / is owned by (\S+?)(?:-\d[^-\s]*-r\d+)?$/),
    disowned: /Could not find owner package/i,
    summaryTool: 'apk',
    summaryArguments: name => ['info', '-d', name],
    summaryIn: output => output.match(/ description:\n(\S.*)/)?.[1] ?? null,
  },
  {
    // pacman(8), "QUERY OPTIONS".
    id: 'pacman',
    tool: 'pacman',
    ownerArguments: paths => ['-Qoq', ...paths.slice(0, 1)],
    ownerIn: output => firstMatch(output, /^(\S+)$/),
    disowned: /No package owns/,
    summaryTool: 'pacman',
    summaryArguments: name => ['-Qi', name],
    summaryIn: output => firstMatch(output, /^Description\s*: (\S.*)$/),
  },
];

/**
 * Another path that a package may have a file under: where /bin is a link to /usr/bin, packages own files under either
 * (https://wiki.debian.org/UsrMerge). The two need not be the same file. null where there is no such path.
 */
export function usrMergeAlias(path: string): string | null {
  if (/^\/usr\/s?bin\/|^\/usr\/lib/.test(path)) return path.slice('/usr'.length);
  return /^\/s?bin\/|^\/lib/.test(path) ? `/usr${path}` : null;
}

/** Description of a program in the output of whatis(1), `NAME (SECTION) - TEXT`: section 8, else 1, else null. */
export function whatisIn(output: string, name: string): Clean | null {
  const texts = output.split('\n').flatMap(line => {
    const match = line.match(/^(\S+) \(([18])[^)]*\)\s+- (\S.*)$/);
    return match?.[1] === name ? [{section: match[2] ?? '', text: match[3] ?? ''}] : [];
  });
  const best = texts.find(({section}) => section === '8') ?? texts[0];
  return best === undefined ? null : sanitize(best.text.trim());
}

function firstMatch(
  output: string,
  pattern: RegExp,
  pick: (match: RegExpMatchArray) => string | undefined = match => match[1],
): string | null {
  for (const line of output.split('\n')) {
    const match = line.match(pattern);
    const picked = match ? pick(match) : undefined;
    if (picked !== undefined) return picked;
  }
  return null;
}
