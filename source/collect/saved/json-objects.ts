import {looksLikeRow} from './row-starts.ts';

/** An object or a list that is open at some place of a text. */
type Open = {
  readonly isObject: boolean;
  /** Texts of the members with a plain value. */
  readonly members: string[];
  /** The name before the last colon; null where no value is expected. */
  name: string | null;
  isSocket: boolean;
  holdsSocket: boolean;
};

// A text may end within a string.
const token = /"(?:[^"\\]|\\.)*(?:"|$)|[{}[\],:]|[^\s"{}[\],:]+/g;
const plainString = /^"[^"\\]{0,300}"$/;
const ofSocket = /^"Local(?:Address|Port)"$/i;

/** Whether a line has an object of JSON that may be a socket of PowerShell. Cheap. */
const mayHaveObjects = (line: string): boolean => /\{\s{0,8}"/.test(line) && /"Local(?:Address|Port)"/i.test(line);

/**
 * The sockets in a line of JSON, each as an object without the objects and lists within it, as
 * `{"LocalAddress":"::","LocalPort":22}`; in the order of their ends. Objects that are no sockets count where they look
 * like a row. null where the line has no socket. Linear in the line.
 */
export function flatObjects(line: string): readonly string[] | null {
  if (!mayHaveObjects(line)) return null;
  const found: string[] = [];
  const open: Open[] = [];
  let last = '';
  const close = (): void => {
    const closed = open.pop();
    if (!closed) return;
    const text = `{${closed.members.join()}}`;
    const isOfNone = !closed.isSocket && !closed.holdsSocket && !open.some(({isSocket}) => isSocket);
    if (closed.isSocket || (closed.isObject && isOfNone && looksLikeRow(text))) found.push(text);
    const above = open.at(-1);
    if (above) above.holdsSocket ||= closed.isSocket || closed.holdsSocket;
  };
  for (const [text] of line.slice(line.search(/\{\s{0,8}"/)).matchAll(token)) {
    const top = open.at(-1);
    if (text === '{' || text === '[') {
      open.push({isObject: text === '{', members: [], name: null, isSocket: false, holdsSocket: false});
      if (top) top.name = null;
    } else if (text === '}' || text === ']') close();
    else if (text === ',') last = '';
    else if (text === ':') addName(top, last);
    else {
      addValue(top, text);
      last = text;
    }
  }
  while (open.length > 0) close();
  return found.length === 0 ? null : found;
}

function addName(top: Open | undefined, name: string): void {
  if (!top?.isObject || !plainString.test(name)) return;
  top.name = name;
  top.isSocket ||= ofSocket.test(name);
}

function addValue(top: Open | undefined, value: string): void {
  if (!top || top.name === null) return;
  if (plainString.test(value) || !value.startsWith('"')) top.members.push(`${top.name}:${value}`);
  top.name = null;
}
