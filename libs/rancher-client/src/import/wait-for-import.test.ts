import { describe, expect, test } from 'vitest';
import { timeline } from '../../integration/timeline.ts';
import { importConditions } from './import-conditions.ts';
import { waitForImport } from './wait-for-import.ts';

const cluster = (status: Record<string, string>, state = 'pending'): object => ({
  id: 'c-abcde',
  name: 'board',
  state,
  conditions: Object.entries(status).map(([type, value]) => ({ type, status: value, message: `${type}!` })),
});
const all = Object.fromEntries(importConditions.map((type) => [type, 'True']));

describe('an import is waited for', () => {
  test('until all conditions are True, saying which are not', async () => {
    const { rancher, waits } = timeline([
      cluster({}),
      cluster({ ...all, Ready: 'Unknown', Connected: 'False' }),
      cluster(all, 'active'),
    ]);
    expect((await waitForImport(rancher, 'c-abcde')).state).toBe('active');
    expect(waits[0]).toContain('AgentDeployed is Unknown');
    expect(waits[1]).toContain('Ready is Unknown (Ready!), its agent is not connected');
  });

  test('a condition that is False for a while is no failure, one that stays False is', async () => {
    const failing = cluster({ ...all, AgentDeployed: 'False' });
    const passing = timeline([failing, failing, cluster(all)]);
    await waitForImport(passing.rancher, 'c-abcde');
    const staying = timeline([failing]);
    await expect(waitForImport(staying.rancher, 'c-abcde')).rejects.toMatchObject({
      code: 'import-failed',
      clusterId: 'c-abcde',
      condition: { type: 'AgentDeployed', message: 'AgentDeployed!' },
      message: expect.stringContaining('s (AgentDeployed!)') as string,
    });
  });

  test('and not for ever', async () => {
    const { rancher } = timeline([cluster({ Connected: 'False' })]);
    await expect(waitForImport(rancher, 'c-abcde', { timeoutMs: 30_000 })).rejects.toMatchObject({
      code: 'wait-exceeded',
      awaiting: expect.stringContaining('its agent is not connected') as string,
    });
  });
});
