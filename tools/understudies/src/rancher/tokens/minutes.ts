/** The settings give lifetimes in minutes, the API in milliseconds. */
export const minutesToMs = (minutes: string): number => Number(minutes) * 60_000;
