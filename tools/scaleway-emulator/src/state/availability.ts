export const availabilities = ['available', 'scarce', 'shortage'] as const;

/** Whether servers of a commercial type can be had. */
export type Availability = (typeof availabilities)[number];
