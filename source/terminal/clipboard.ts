/**
 * The sequence that puts text into the clipboard of the user's own terminal, also through SSH (OSC 52, xterm's
 * ctlseqs). Within tmux it needs `set -g set-clipboard on`.
 */
export const copySequence = (text: string): string => `\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`;
