/**
 * Ends several things at the same time. One that fails keeps none of the others from its end.
 *
 * @throws the error of the first that failed, once all have ended
 */
export async function endTogether(ends: readonly (() => Promise<void>)[]): Promise<void> {
  const ended = await Promise.allSettled(ends.map((end) => end()));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}
