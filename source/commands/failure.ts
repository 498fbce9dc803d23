/** Something that cannot be done, though the program is right: the message is one line that says what to do. Exit code 2. */
export class Failure extends Error {}
