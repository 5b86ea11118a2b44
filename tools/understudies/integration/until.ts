import { setTimeout } from 'node:timers/promises';

/** For a busy machine: what is looked for mostly comes within a second. */
const patienceSeconds = 30;

/** Looks again and again until there is something to see. @param explain what else to say when it never comes */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined>,
  { explain = () => '' }: { explain?: () => string } = {},
): Promise<Value> {
  const deadline = Date.now() + patienceSeconds * 1000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`waited ${patienceSeconds} s for ${what}; ${explain()}`);
    await setTimeout(50);
  }
}

/** Looks again and again until something is so. */
export async function untilSo(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  await until(what, async () => ((await isSo()) ? true : undefined));
}
