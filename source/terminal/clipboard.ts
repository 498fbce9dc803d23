/**
 * Puts text into the clipboard of the terminal that the user sits at: OSC 52, which goes through SSH. Within tmux it takes
 * `set -g set-clipboard on`.
 */
export const copySequence = (text: string): string => `\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`;
