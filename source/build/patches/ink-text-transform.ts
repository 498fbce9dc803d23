import type {Patch} from '../patch.ts';

export const inkTextTransform: Patch = {
  id: 'ink-text-transform',
  reason: 'a text without a style carries a function that returns it unchanged, so its row is drawn by cells',
  gain: 'CPU of a frame: refresh 43 % (39 to 47), page 52 % (49 to 53)',
  files: [
    {
      file: 'ink/build/components/Text.js',
      changes: [
        [
          '    const transform = (text) => {',
          `    const hasStyle = Boolean(
      dimColor || color || effectiveBackgroundColor || bold || italic || underline || strikethrough || inverse,
    );
    const transform = (text) => {`,
        ],
        [
          'internal_transform: isScreenReaderEnabled ? undefined : transform',
          'internal_transform: isScreenReaderEnabled || !hasStyle ? undefined : transform',
        ],
      ],
    },
  ],
};
