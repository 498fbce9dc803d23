/** The inode in `net:[4026531840]`, as links and mountinfo have it (namespaces(7)); null in any other text. */
export function namespaceInode(text: string): number | null {
  const digits = text.match(/^net:\[(\d+)\]$/)?.[1];
  return digits === undefined ? null : Number(digits);
}
