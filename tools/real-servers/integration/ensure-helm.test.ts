import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ensureHelm, type HelmVersion } from '@wescale/real-servers';
import { expect, test } from 'vitest';

const run = promisify(execFile);

const versions: [HelmVersion, string][] = [
  ['4.2.3', 'v1.36.3'],
  ['4.1.4', 'v1.35.2'],
  ['3.17.2', 'v1.32.3'],
];

test.each(versions)(
  'helm %s and kubectl %s run, and two who want them get the same',
  async (version, kubectlVersion) => {
    const [programs, again] = await Promise.all([ensureHelm({ version }), ensureHelm({ version })]);
    expect(again).toEqual(programs);
    const helm = await run(programs.helm, ['version', '--short']);
    expect(helm.stdout).toContain(`v${version}`);
    const kubectl = await run(programs.kubectl, ['version', '--client', '--output', 'json']);
    expect(JSON.parse(kubectl.stdout)).toMatchObject({ clientVersion: { gitVersion: kubectlVersion } });
  },
);
