import type {PackageManager} from '../domain/inspection.ts';
import {type Clean, sanitize} from '../domain/text.ts';

/** The command that describes a package, and the reader of its output. The command runs with LC_ALL=C. */
export type Summary = {
  readonly tool: string;
  readonly parameters: (name: string) => readonly string[];
  /** null where the output has no description. */
  readonly textIn: (output: string) => string | null;
};

/** Commands by package manager. Managers whose store names the package by a path have no descriptions. */
export const summaries: Readonly<Partial<Record<PackageManager, Summary>>> = {
  dpkg: {
    tool: 'dpkg-query',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a field of dpkg-query's own format.
    parameters: name => ['-W', '-f', '${binary:Summary}\n', name],
    textIn: firstLine,
  },
  rpm: {tool: 'rpm', parameters: name => ['-q', '--queryformat', '%{SUMMARY}\n', name], textIn: firstLine},
  apk: {
    tool: 'apk',
    parameters: name => ['info', '-d', name],
    textIn: output => output.match(/ description:\n(\S.*)/)?.[1] ?? null,
  },
  pacman: {
    tool: 'pacman',
    parameters: name => ['-Qi', name],
    textIn: output => output.match(/^Description\s*: (\S.*)$/m)?.[1] ?? null,
  },
};

function firstLine(output: string): string | null {
  return output.match(/^(\S.*)$/m)?.[1] ?? null;
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
