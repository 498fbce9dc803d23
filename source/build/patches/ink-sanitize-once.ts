import type {Patch} from '../patch.ts';

export const inkSanitizeOnce: Patch = {
  id: 'ink-sanitize-once',
  reason: 'Ink cleans every text of control sequences twice for each frame, once to measure and once to draw it',
  gain: '',
  files: [
    {
      file: 'ink/build/squash-text-nodes.js',
      changes: [
        [
          "import sanitizeAnsi from './sanitize-ansi.js';",
          `import QuickLRU from 'quick-lru';
import sanitizeAnsi from './sanitize-ansi.js';
const cache = new QuickLRU({ maxSize: 256 });
const sanitizeOnce = (text) => {
    let sanitized = cache.get(text);
    if (sanitized === undefined) {
        sanitized = sanitizeAnsi(text);
        cache.set(text, sanitized);
    }
    return sanitized;
};`,
        ],
        [
          "text = sanitizeAnsi(text.replaceAll('\\r\\n', '\\n'));",
          "text = sanitizeOnce(text.replaceAll('\\r\\n', '\\n'));",
        ],
      ],
    },
  ],
};
