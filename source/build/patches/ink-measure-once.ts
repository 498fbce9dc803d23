import type {Patch} from '../patch.ts';

export const inkMeasureOnce: Patch = {
  id: 'ink-measure-once',
  reason: 'Ink measures every text anew for each frame, though its layout has the width of the text in a cache',
  gain: 'CPU of a frame: refresh 6 % (3 to 13), page 14 % (2 to 17); the spread does not exclude less than 5 %',
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
