import {patching} from './patch.ts';

const whereAlternate = 'if (this.alternateScreen) {\n                    ';
const leave = 'this.writeBestEffort(this.options.stdout, ansiEscapes.exitAlternativeScreen);';
const showCursor = '\n                    this.writeBestEffort(this.options.stdout, showCursorEscape);';

const enter = `this.writeBestEffort(this.options.stdout, ansiEscapes.enterAlternativeScreen);
        this.writeBestEffort(this.options.stdout, hideCursorEscape);
    }`;

/**
 * Does not have Ink enter the alternate screen at its start: it was entered and drawn on before Ink was loaded, and would be
 * empty again. Erases that screen before it is left. tmux (3.3a) makes it as small as the pane was when it was entered, and of a
 * pane of one line the last line of what was drawn stays on the main screen. While the terminal is lent, it has been left
 * already: a job that is ended while it is stopped would erase what the shell shows.
 */
export const inkLeaves = patching('ink-leaves', [
  {
    file: 'ink/build/ink.js',
    changes: [
      [enter, '}'],
      [
        whereAlternate + leave + showCursor,
        `if (this.alternateScreen && !this.isSuspended) {
          this.writeBestEffort(this.options.stdout, '\\x1b[2J');
          ${leave}${showCursor}`,
      ],
    ],
  },
]);
