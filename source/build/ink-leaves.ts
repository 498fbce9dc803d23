import {patching} from './patch.ts';

const leave = 'this.writeBestEffort(this.options.stdout, ansiEscapes.exitAlternativeScreen);';
const showCursor = '\n                    this.writeBestEffort(this.options.stdout, showCursorEscape);';

/**
 * Erases the alternate screen before it is left. tmux (3.3a) makes it as small as the pane was when it was entered, and
 * of a pane of one line the last line of what was drawn stays on the main screen.
 */
export const inkLeaves = patching('ink-leaves', [
  {
    file: 'ink/build/ink.js',
    changes: [[leave + showCursor, `this.writeBestEffort(this.options.stdout, '\\x1b[2J');${leave}${showCursor}`]],
  },
]);
