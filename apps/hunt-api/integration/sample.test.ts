/** The sample, and the example that the README gives for it. */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startApi } from './running-api.ts';

const project = join(import.meta.dirname, '..');

test('the sample works at once, and answers the example of the README', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'hunt-api-sample-'));
  try {
    // A copy on a free port: the sample's own may be in use.
    await cp(join(project, 'sample'), directory, {
      recursive: true,
      filter: (path) => !path.endsWith('.hunt'),
    });
    const configuration = join(directory, 'hunt-api.yaml');
    await writeFile(configuration, (await readFile(configuration, 'utf8')).replace('port: 3080', 'port: 0'));
    await using api = await startApi(['--config', configuration]);
    const readme = await readFile(join(project, 'README.md'), 'utf8');
    const example = (/^```ts\n(.*?)^```$/ms.exec(readme)?.[1] ?? '')
      .replace('http://127.0.0.1:3080', api.url)
      .replace('apps/hunt-api/sample', directory);
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@wescale/source', '--input-type=module-typescript', '--eval', example],
      { cwd: join(project, '../..') },
    );
    expect(stdout).toContain('name: grade');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
