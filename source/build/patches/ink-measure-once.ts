import type {Patch} from '../patch.ts';

export const inkMeasureOnce: Patch = {
  id: 'ink-measure-once',
  reason: 'Ink measures every text anew for each frame, though its layout has the width of the text in a cache',
  gain: '',
  files: [
    {
      file: 'ink/build/render-node-to-output.js',
      changes: [
        ["import widestLine from 'widest-line';", "import measureText from './measure-text.js';"],
        ['const currentWidth = widestLine(text);', 'const currentWidth = measureText(text).width;'],
      ],
    },
  ],
};
