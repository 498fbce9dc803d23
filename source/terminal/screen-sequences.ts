/** Sequences that enter, clear and leave the full screen, as Ink writes them (xterm's ctlseqs). */

export const clearScreen = '\x1b[2J\x1b[H';
/** The alternate screen, without a cursor. */
export const enterScreen = '\x1b[?1049h\x1b[?25l\x1b[H';
export const leaveScreen = '\x1b[2J\x1b[?1049l\x1b[?25h';

/** A frame that the terminal shows as a whole (synchronised update), with the cursor in the first cell after it. */
export const wholeFrame = (frame: string): string => `\x1b[?2026h${frame}\x1b[H\x1b[?2026l`;
