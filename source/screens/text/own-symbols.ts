/**
 * The program's own symbols. The width of these is ambiguous by Unicode (UAX 11), but terminals draw them one cell wide
 * by default; --ascii avoids them.
 */
export const ownSymbols = '…→←·×▾▸›✓Δ↓↑─│┌┐└┘├┤┬┴┼▁▂▃▄▅▆▇█';
