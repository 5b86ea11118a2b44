/** For a sort that keeps the order of what is equal. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
