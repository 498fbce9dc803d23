/** Blanks of one level. */
const indent = '  ';

/** Text without a character that JSON escapes, or might. */
const isBare = /^[ !#-[\]-~]*$/;

const quoted = (text: string): string => (isBare.test(text) ? `"${text}"` : JSON.stringify(text));

/** The parts that stand in many values, each at one depth: their text is made once. */
export type Sharing = {
  readonly isShared: (value: object) => boolean;
  /** The shared object that an object begins with, and its other members; undefined where it begins with none. */
  readonly partsOf: (value: object) => {readonly base: object; readonly more: object} | undefined;
};

/**
 * A function that writes a value as `JSON.stringify(value, null, 2)` does, within `depth` levels: lines after the first
 * have their blanks. Values are plain: objects, arrays, texts, finite numbers, booleans, null.
 */
export function createIndentedJson({isShared, partsOf}: Sharing): (value: unknown, depth: number) => string {
  const known = new Map<object, string>();
  const keys: Map<string, string>[] = [];

  /** The beginning of the line of a member. */
  function keyOf(name: string, depth: number): string {
    const atDepth = keys[depth] ?? new Map<string, string>();
    keys[depth] = atDepth;
    let key = atDepth.get(name);
    if (key === undefined) {
      key = `\n${indent.repeat(depth)}${quoted(name)}: `;
      atDepth.set(name, key);
    }
    return key;
  }

  function write(value: unknown, depth: number): string {
    if (typeof value === 'string') return quoted(value);
    if (typeof value !== 'object' || value === null) return String(value);
    if (!isShared(value)) return writeWhole(value, depth);
    let text = known.get(value);
    if (text === undefined) {
      text = writeWhole(value, depth);
      known.set(value, text);
    }
    return text;
  }

  function writeWhole(value: object, depth: number): string {
    const end = `\n${indent.repeat(depth)}`;
    if (Array.isArray(value)) {
      const text = value.map(item => `${end}${indent}${write(item, depth + 1)}`).join();
      return text === '' ? '[]' : `[${text}${end}]`;
    }
    const parts = partsOf(value);
    if (parts === undefined) {
      const text = writeMembers(value, depth + 1);
      return text === '' ? '{}' : `{${text}${end}}`;
    }
    let start = known.get(parts.base);
    if (start === undefined) {
      start = writeMembers(parts.base, depth + 1);
      known.set(parts.base, start);
    }
    return `{${start},${writeMembers(parts.more, depth + 1)}${end}}`;
  }

  function writeMembers(value: object, depth: number): string {
    let text = '';
    // Without an array for each member: they are most of the work.
    for (const name in value) {
      const member = value[name as keyof typeof value];
      if (member !== undefined) text += `${text === '' ? '' : ','}${keyOf(name, depth)}${write(member, depth)}`;
    }
    return text;
  }

  return write;
}
