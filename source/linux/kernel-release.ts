/** Whether a release of Linux, as `uname -r` prints it (`6.1.0-18-amd64`), is this version or a newer one. */
export function isKernelSince(release: string, major: number, minor: number): boolean {
  const [, first, second] = release.match(/^(\d+)\.(\d+)/) ?? [];
  return Number(first) > major || (Number(first) === major && Number(second) >= minor);
}
