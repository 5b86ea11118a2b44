import { expect, test } from 'vitest';

import { readRecordedPairs } from './contract/recorded-pairs.ts';
import { formatReport } from './contract/report.ts';
import { undetermined } from './contract/replay.ts';
import { scenes } from './contract/scenes.ts';

test('the emulator answers recorded requests as the real API did', async (context) => {
  const pairs = await readRecordedPairs();
  if (pairs === undefined) {
    const reason = 'contract: nothing compared; the recordings, ../shared/fixtures/scaleway, are not there';
    console.log(reason);
    return context.skip(reason);
  }
  const comparisons = (await Promise.all(scenes.map((scene) => scene(pairs)))).flat();
  const played = new Set(comparisons.map(({ name }) => name));
  console.log(
    formatReport(
      pairs,
      played,
      undetermined.map(({ reason }) => reason),
    ),
  );
  expect(comparisons.filter(({ differences }) => differences.length > 0)).toEqual([]);
  expect(played.size).toBe(97);
});
