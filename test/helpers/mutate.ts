/** Texts that harm an unprepared parser or terminal. */
const tokens = [
  '\x1b]0;owned\x07',
  '\x1b[2J',
  '\x9b31m',
  '\0',
  '\n',
  '\r\n',
  '\0\n',
  '\t',
  ' ',
  '\u202e',
  '\u2028',
  '\u200b',
  'e\u0301\u0301\u0301\u0301\u0301\u0301',
  ')',
  '(',
  '",pid=1,fd=3))',
  'users:((',
  '[::1]:22',
  '%lo',
  ':',
  '-1',
  '99999999999999999999',
  '1e9',
  'ffffffff',
  '__proto__',
  'constructor',
  '../../',
  '$(id)',
  '{"',
  '\\u0000',
].map(token => Buffer.from(token));
const stray = [Buffer.of(0xff), Buffer.of(0xe6, 0x9d), Buffer.of(0xed, 0xa0, 0x80), Buffer.of(0xc0, 0xaf)];

/** Random numbers from 0 to below `below`, reproducible by the seed (mulberry32). */
export function numbersFrom(seed: number): (below: number) => number {
  let state = seed | 0;
  return below => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A sample with up to six random changes: bytes inserted, removed, repeated or replaced, or the end cut off. */
export function mutate(sample: Buffer, next: (below: number) => number): Buffer {
  let bytes = sample;
  for (let changes = next(6) + 1; changes > 0; changes--) bytes = changeOnce(bytes, next);
  return bytes;
}

function changeOnce(bytes: Buffer, next: (below: number) => number): Buffer {
  const at = next(bytes.length + 1);
  const end = Math.min(bytes.length, at + next(24));
  const [head, part, tail] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  const all = next(8) === 0 ? stray : tokens;
  switch (next(6)) {
    case 0:
    case 1:
      return Buffer.concat([head, all[next(all.length)] ?? head, part, tail]);
    case 2:
      return Buffer.concat([head, tail]);
    case 3:
      return Buffer.concat([head, part, part, tail]);
    case 4:
      return Buffer.concat([head, Buffer.of(next(256)), tail]);
    default:
      return Buffer.concat([head, part]);
  }
}
