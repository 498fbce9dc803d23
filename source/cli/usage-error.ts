/** A command line that cannot be carried out. The message is one line that names the mistake. */
export class UsageError extends Error {}
