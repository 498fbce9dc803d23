/**
 * Variables with which less(1) runs commands or reads keys from a file: with sudo -E, another user may have set them.
 */
const dangerous = /^LESS(?:OPEN|CLOSE|KEY.*|EDIT|HISTFILE)$/;

/**
 * The environment of the pager. `isSecure`, as for root and with --read-only: no command, editor, log file or
 * preprocessor runs from within less. Ctrl-Z stays where less supports it in this mode (since 643).
 */
export function pagerEnvironment(env: NodeJS.ProcessEnv, isSecure: boolean): NodeJS.ProcessEnv {
  if (!isSecure) return env;
  const kept = Object.entries(env).filter(([name]) => !dangerous.test(name));
  return {...Object.fromEntries(kept), LESSSECURE: '1', LESSSECURE_ALLOW: 'stop'};
}
