/** A command line that cannot be carried out; the message is one line that says what is wrong. */
export class UsageError extends Error {}
