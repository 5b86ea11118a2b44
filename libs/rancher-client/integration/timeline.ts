import { createRancherClient, type RancherClient } from '@wescale/rancher-client';

/** A client of a Rancher that gives one answer after the other, and a clock that passes while it waits. */
export function timeline(answers: unknown[]): { rancher: RancherClient; waits: string[]; sent: unknown[] } {
  const sent: unknown[] = [];
  let nowMs = 0;
  let asked = 0;
  const waits: string[] = [];
  const rancher = createRancherClient({
    url: 'https://rancher.hunt.test',
    onWait: ({ message }) => waits.push(message),
    clock: {
      now: () => new Date(nowMs),
      pause: (delayMs) => {
        nowMs += delayMs;
        return Promise.resolve();
      },
    },
    fetch: async (_, { body }) => {
      if (body !== undefined) sent.push(JSON.parse(body));
      const text = JSON.stringify(answers[Math.min(asked, answers.length - 1)]);
      asked += 1;
      return { status: 200, headers: { get: () => null }, text: () => Promise.resolve(text) };
    },
  });
  return { rancher, waits, sent };
}
