/**
 * The place of a descriptor in a process: the number itself in the table that its threads share. Above these numbers
 * follow the descriptors of threads with a table of their own (unshare(2), CLONE_FILES).
 */
export type Slot = number;

// A descriptor is an int, and a thread's ID stays below 2^22 (proc_sys_kernel(5), pid_max): together they are exact.
const slotsOfThread = 2 ** 31;

/** The slot of a descriptor in the own table of a thread. */
export const threadSlot = (thread: number, descriptor: number): Slot => thread * slotsOfThread + descriptor;

export const descriptorOf = (slot: Slot): number => slot % slotsOfThread;

/** ID of the thread whose table a slot is in; 0 for the table that the threads share. */
export const threadOf = (slot: Slot): number => Math.floor(slot / slotsOfThread);

/** Whether a slot is in the own table of a thread. */
export const isOfThread = (slot: Slot): boolean => slot >= slotsOfThread;
