import { setTimeout } from 'node:timers/promises';

export interface Patience {
  /** What to say of it when it never comes. */
  explain?: () => string;
  /** @default 30 */
  seconds?: number;
}

/** Looks again and again until there is something to see. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined>,
  { explain = () => '', seconds = 30 }: Patience = {},
): Promise<Value> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`waited ${seconds} s for ${what}; ${explain()}`);
    await setTimeout(50);
  }
}

/** Looks again and again until something is so. */
export async function untilSo(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  patience?: Patience,
): Promise<void> {
  await until(what, async () => ((await isSo()) ? true : undefined), patience);
}
