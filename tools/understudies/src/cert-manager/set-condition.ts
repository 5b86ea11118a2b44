import type { Condition } from '../kubernetes/kubernetes-object.ts';

/**
 * Conditions with one of them set. Its time of transition changes only with its status; the same array comes back when
 * nothing changes.
 */
export function setCondition(
  conditions: readonly Condition[] | undefined,
  wanted: Omit<Condition, 'lastTransitionTime'>,
  now: Date,
): readonly Condition[] {
  const all = conditions ?? [];
  const before = all.find(({ type }) => type === wanted.type);
  const isSame =
    before?.status === wanted.status &&
    before.reason === wanted.reason &&
    before.message === wanted.message &&
    before.observedGeneration === wanted.observedGeneration;
  if (isSame) return all;
  const lastTransitionTime =
    before?.status === wanted.status && before.lastTransitionTime !== undefined
      ? before.lastTransitionTime
      : formatTime(now);
  return [...all.filter(({ type }) => type !== wanted.type), { ...wanted, lastTransitionTime }];
}

export const findCondition = (
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined => conditions?.find((one) => one.type === type);

/** As Kubernetes writes times: to the second. */
export const formatTime = (time: Date): string => time.toISOString().replace(/\.\d+Z$/, 'Z');
