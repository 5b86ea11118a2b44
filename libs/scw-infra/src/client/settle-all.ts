/**
 * Runs tasks side by side and waits for all of them, also when one fails:
 * nothing goes on in the background after the error has been thrown. Throws the first error.
 */
export async function settleAll(tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const results = await Promise.allSettled(tasks.map(async (task) => task()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
