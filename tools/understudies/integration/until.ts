import { setTimeout } from 'node:timers/promises';

/** Looks again and again until there is something to see. @param explain what to say of it when there never is */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined>,
  explain: () => string = () => '',
): Promise<Value> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > deadline) throw new Error(`waited 30 s for ${what}; ${explain()}`);
    await setTimeout(50);
  }
}
