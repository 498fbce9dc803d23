/**
 * Variables by which less(1) runs commands or reads keys from a file: another user may have set them before sudo -E.
 */
const dangerous = /^LESS(?:OPEN|CLOSE|KEY.*|EDIT|HISTFILE)$/;

/**
 * The environment of the pager. `isSecure`, as for root and with --read-only: no command, no editor, no log file and no
 * preprocessor from within less. Ctrl-Z stays, where less can be told so (since 643).
 */
export function pagerEnvironment(env: NodeJS.ProcessEnv, isSecure: boolean): NodeJS.ProcessEnv {
  if (!isSecure) return env;
  const kept = Object.entries(env).filter(([name]) => !dangerous.test(name));
  return {...Object.fromEntries(kept), LESSSECURE: '1', LESSSECURE_ALLOW: 'stop'};
}
