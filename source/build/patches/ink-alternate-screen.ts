import type {Patch} from '../patch.ts';

const enter = `this.writeBestEffort(this.options.stdout, ansiEscapes.enterAlternativeScreen);
        this.writeBestEffort(this.options.stdout, hideCursorEscape);
    }`;

const leave = `if (this.alternateScreen) {
                    this.writeBestEffort(this.options.stdout, ansiEscapes.exitAlternativeScreen);
                    this.writeBestEffort(this.options.stdout, showCursorEscape);`;

const eraseAndLeave = `if (this.alternateScreen && !this.isSuspended) {
                    this.writeBestEffort(this.options.stdout, '\\u001B[2J');
                    this.writeBestEffort(this.options.stdout, ansiEscapes.exitAlternativeScreen);
                    this.writeBestEffort(this.options.stdout, showCursorEscape);`;

/**
 * tmux 3.3a makes the alternate screen as small as the pane was on entering. In a pane of one line the last line drawn
 * stays on the main screen, so the screen is erased before it is left. While the program is suspended the screen has
 * been left already: a job that is ended while it is stopped must not erase the screen of the shell.
 */
export const inkAlternateScreen: Patch = {
  id: 'ink-alternate-screen',
  reason: 'the first frame stands before Ink is loaded, and would be erased as Ink enters the alternate screen again',
  gain: 'none in CPU time; for correctness',
  files: [
    {
      file: 'ink/build/ink.js',
      changes: [
        [enter, '}'],
        [leave, eraseAndLeave],
      ],
    },
  ],
};
