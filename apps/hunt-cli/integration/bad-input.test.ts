import { appendFile, chmod, chown, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stageStatus } from '@wescale/stage';
import { describe, expect, test } from 'vitest';
import { createHuntFolder, type HuntFolder, type HuntFolderOptions } from './hunt-folder.ts';

/** A stage that is not up, and that no bad input may bring up. */
const stage = 'never-up';

/** One mistake, and what hunt has to say to it. */
interface Mistake extends HuntFolderOptions {
  title: string;
  arrange?: (folder: HuntFolder) => Promise<void>;
  args?: [verb: string, ...rest: string[]];
  says: RegExp;
}

const write = (file: string, text: string) => (folder: HuntFolder) =>
  writeFile(join(folder.directory, file), text);

const secret = (text: string, mode: number) => async (folder: HuntFolder) => {
  await mkdir(folder.secrets, { recursive: true });
  await writeFile(join(folder.secrets, 'ssh-key'), text);
  await chmod(join(folder.secrets, 'ssh-key'), mode);
};

/** Another user who may still read this checkout, wherever it lies. */
const nobody = 65_534;
const asNobody = ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'];
const mayRead = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];

/** A network like ours in which the addresses of stages are somebody else's. */
const takenNetwork = [
  'unshare',
  '--net',
  'sh',
  '-c',
  'ip address add 198.18.0.1/24 dev lo && exec "$@"',
  'sh',
];

const noCredentials = Object.fromEntries(
  ['ACCESS_KEY', 'SECRET_KEY', 'DEFAULT_ORGANIZATION_ID', 'DEFAULT_PROJECT_ID', 'PROFILE'].map((name) => [
    `SCW_${name}`,
    undefined,
  ]),
);

const production: [string, ...string[]] = ['core', '--environment', 'production', '--yes'];

const mistakes: Mistake[] = [
  {
    title: 'an unknown field of hunt.yaml',
    arrange: ({ directory }) => appendFile(join(directory, 'hunt.yaml'), 'sytsem: {}\n'),
    says: /^error: hunt\.yaml:7: sytsem: is not a known field; remove it or correct its name \(see .*\)$/m,
  },
  {
    title: 'a zone that does not exist',
    arrange: write('environments/production.yaml', 'provider: scaleway\nzone: fr-par-9\n'),
    args: production,
    says: /^error: environments\/production\.yaml:2: zone: expects a Scaleway zone, like fr-par-1$/m,
  },
  {
    title: 'no credentials',
    arrange: write('environments/production.yaml', 'provider: scaleway\nzone: fr-par-1\n'),
    args: production,
    env: { ...noCredentials, SCW_CONFIG_PATH: '/nonexistent/config.yaml' },
    says: /^error: Scaleway credentials are incomplete:\n {2}- SCW_ACCESS_KEY is not set, .*\n.*\n.*\n.*\nExport them/m,
  },
  {
    title: 'a missing hunt.yaml',
    arrange: (folder) => rm(join(folder.directory, 'hunt.yaml')),
    says: /^error: hunt\.yaml: there is no such file; run hunt where hunt\.yaml lies/m,
  },
  {
    title: 'an environment that is not there',
    args: ['core', '--environment', 'moon'],
    says: /^error: environments\/moon\.yaml: there is no such file; name another one with --environment; there are: stage$/m,
  },
  {
    title: 'a verb that is not there',
    args: ['coer'],
    says: /^error: unknown command 'coer'\n\(Did you mean core\?\)$/m,
  },
  {
    title: 'an option that is not there',
    args: ['core', '--jsno'],
    says: /^error: unknown option '--jsno'\n\(Did you mean --json\?\)$/m,
  },
  {
    title: 'a secret that others can read',
    arrange: secret('whatever', 0o644),
    args: ['doctor'],
    says: /^FAIL secrets: \S+\/ssh-key can be read by others \(mode 0644\); .*chmod 600/m,
  },
  {
    title: 'another user than root',
    arrange: (folder) => chown(folder.directory, nobody, nobody),
    through: [...asNobody, ...mayRead],
    says: /^error: A stage makes networks and machines, which only root may do; run this again as root or with sudo\.$/m,
  },
  {
    title: 'addresses of the stage that somebody else has',
    through: takenNetwork,
    says: /^error: A stage uses the addresses 198\.18\.0\.0\/15 and the address 198\.18\.0\.1\/24 on lo is there already; /m,
  },
];

describe('a mistake ends in one clear error and exit code 1, and nothing is touched', () => {
  test.each(mistakes)('$title', async ({ arrange, args = ['core'], says, ...options }) => {
    await using folder = await createHuntFolder(stage, options);
    await arrange?.(folder);
    const before = await readdir(folder.directory);
    const { exitCode, stdout, stderr } = await folder.run(...args);
    const printed = stdout + stderr;
    expect(printed).toMatch(says);
    expect(printed.match(/^(error|FAIL)\b/gm)).toHaveLength(1);
    expect(printed).not.toMatch(/^\s+at |node:/m);
    expect(exitCode).toBe(1);
    const after = await readdir(folder.directory);
    expect(after.toSorted()).toEqual(before.toSorted());
    expect(await stageStatus({ name: stage })).toEqual([]);
  });
});
