/** The configuration extension: a real server process, called as Drone calls it. */
import { callExtension, parseDroneFile } from '@wescale/drone-pipelines';
import { expect, test } from 'vitest';
import { createApiFolder, gradePipeline, secretOf } from './api-folder.ts';
import { startApi } from './running-api.ts';

const build = { id: 7, number: 12, event: 'pull_request' };
const repo = { id: 3, uid: '30', user_id: 1, namespace: 'players', name: 'first', slug: 'players/first' };
const secret = secretOf('config');

test('a managed repository gets our pipelines', async () => {
  await using folder = await createApiFolder();
  await using api = await startApi(['--config', folder.configuration]);
  const answer = await callExtension(
    'config',
    { build, repo },
    { endpoint: `${api.url}/drone/config`, secret },
  );
  const { data } = answer as { data: string };
  expect(parseDroneFile(data).resources).toEqual(parseDroneFile(gradePipeline).resources);
});
