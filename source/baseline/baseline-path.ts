import {homedir} from 'node:os';
import {isAbsolute, join} from 'node:path';

/**
 * `/etc/portwatch/baseline.toml` for root; else `$XDG_CONFIG_HOME/portwatch/baseline.toml`, or the same in `~/.config`
 * (XDG Base Directory Specification).
 */
export function baselinePath(env: NodeJS.ProcessEnv, euid: number | null): string {
  if (euid === 0) return '/etc/portwatch/baseline.toml';
  const base = env.XDG_CONFIG_HOME;
  return join(base && isAbsolute(base) ? base : join(homedir(), '.config'), 'portwatch', 'baseline.toml');
}
