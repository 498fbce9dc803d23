/** Number and noun, as "1 process" or "13 processes". */
export const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;
