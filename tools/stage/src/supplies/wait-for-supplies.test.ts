import { expect, test } from 'vitest';
import { SupplyError } from './supply-desk.ts';
import { waitForSupplies } from './wait-for-supplies.ts';

/** Nothing listens on the port of tcpmux. */
const stage = {
  name: 'gone',
  releases: { k3sChannelUrl: 'http://127.0.0.1:1/v1-release/channels', k3sArtifactUrl: '' },
};

test('a stage that gives no answer is named, with what to look at', async () => {
  const waiting = waitForSupplies(stage, { names: ['charts'] });
  await expect(waiting).rejects.toThrow(SupplyError);
  await expect(waiting).rejects.toThrow(/'gone' gives no answer at http:\/\/127\.0\.0\.1:1.*stage:status/);
});

test('an abort throws its own reason', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(waitForSupplies(stage, { names: ['charts'], signal })).rejects.toThrow('enough');
});
