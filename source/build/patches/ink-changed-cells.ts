import type {Patch} from '../patch.ts';

const ofInk = 'lineUpdate(previousLines[i], nextLine, stream.columns)';
const ofCells = 'changedCells(previousLines[i], nextLine, stream.columns)';

export const inkChangedCells: Patch = {
  id: 'ink-changed-cells',
  reason: 'Ink writes a changed row from its first changed cell to its end, with every style before it once more',
  gain: 'bytes of a frame: page 66 %, refresh 56 %, move 35 %, detail 7 %',
  files: [
    {
      file: 'ink/build/log-update.js',
      imports: [{names: 'changedCells', from: 'terminal/ink/changed-cells.ts'}],
      changes: [[`? ${ofInk}`, `? (${ofCells} ??\n                    ${ofInk})`]],
    },
  ],
};
