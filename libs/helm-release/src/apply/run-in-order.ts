/** One thing to do, after others. */
export interface OrderedTask {
  id: string;
  after: readonly string[];
  run: () => Promise<void>;
}

/**
 * Does things at the same time, but each after those it is to come after. Once one has failed none is begun any more;
 * those that are at work come to their own end first.
 *
 * @param limit how many at once
 * @throws what the first one that failed threw
 */
export async function runInOrder(tasks: readonly OrderedTask[], limit: number): Promise<void> {
  const waiting = new Set(tasks);
  const unfinished = new Set(tasks.map(({ id }) => id));
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for (;;) {
    for (const task of waiting) {
      if (failures.length > 0 || running.size >= limit) break;
      if (task.after.some((id) => unfinished.has(id))) continue;
      waiting.delete(task);
      const run = task
        .run()
        .then(() => void unfinished.delete(task.id))
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(run));
      running.add(run);
    }
    if (running.size === 0) break;
    await Promise.race(running);
  }
  if (failures.length > 0) throw failures[0];
}
