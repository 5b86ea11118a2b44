import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { startScalewayEmulator } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

/** The first example is run from the packed library, with those of the other libraries. */
test('the example of a cluster runs as it stands', async () => {
  await using emulator = await startScalewayEmulator({ timeScale: 0.002 });
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [, example = ''] = [...readme.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
  const output = await run(example, {
    SCW_API_URL: emulator.url,
    SCW_ACCESS_KEY: emulator.account.accessKey,
    SCW_SECRET_KEY: emulator.account.secretKey,
    SCW_DEFAULT_ORGANIZATION_ID: emulator.account.organizationId,
    SCW_DEFAULT_PROJECT_ID: emulator.account.projectId,
  });
  expect(output).toContain('create cluster blue (Kubernetes 1.35.0, cilium, pools default of 1 PRO2-XXS)');
  expect(output).toContain('delete private network blue');
});

function run(example: string, env: Record<string, string>): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      ['--conditions=@wescale/source', '--input-type=module-typescript', '-'],
      { cwd: import.meta.dirname, env, timeout: 60_000 },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`the example failed: ${stderr}`, { cause: error }));
        else resolve(stdout);
      },
    );
    child.stdin?.end(example);
  });
}
