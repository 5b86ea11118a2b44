import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stageStatus, startStage } from '@wescale/stage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHuntFolder, type HuntFolder } from './hunt-folder.ts';
import { findMachine, runWithInput } from './machine.ts';
import { collectSecrets, tellingLines, watchCommandLines } from './secret-watch.ts';

type Stage = Awaited<ReturnType<typeof startStage>>;

/** Prints each file that fits, by a condition of find(1), and holds a line of the standard input. */
const findOpenFiles = (condition: string, ...folders: string[]) =>
  `patterns=$(mktemp); cat > "$patterns"
  find ${folders.join(' ')} -xdev -type f ! -path "$patterns" ${condition} -print0 | xargs -0 -r grep -lF -f "$patterns" || true
  rm "$patterns"`;

const everyVerb: [verb: string, ...args: string[]][] = [
  ['core'],
  ['plan'],
  ['plan', '--json'],
  ['plan', '--environment', 'production'],
  ['output'],
  ['output', '--env'],
  ['inventory', '--json'],
  ['status', '--json'],
  ['dns diff'],
  ['dns check', '--json'],
  ['dns records'],
  ['dns records', '--json'],
  ['certificate status', '--json'],
  ['certificate renew'],
  ['certificate renew', '--json'],
  ['doctor', '--json'],
  ['doctor', '--environment', 'production'],
  ['ssh', '--', 'true'],
  ['open', 'rancher', '--json'],
  ['logs', 'k3s', '--lines', '1000'],
  ['logs', 'rancher', '--lines', '1000'],
  ['kubeconfig', '--', 'true'],
];

describe('secrets', () => {
  let stage: Stage;
  let folder: HuntFolder;
  /** What must never be seen, by what it is. */
  const secrets = new Map<string, string[]>();
  /** Everything that hunt printed, by what was run. */
  const printed = new Map<string, string>();
  let commandLines: string[] = [];

  const leaksIn = (text: string): string[] =>
    [...secrets].filter(([, lines]) => lines.some((line) => text.includes(line))).map(([name]) => name);
  const patterns = (): string => `${[...secrets.values()].flat().join('\n')}\n`;

  beforeAll(async () => {
    stage = await startStage();
    const { accessKey, secretKey, organizationId, projectId, apiUrl } = stage;
    folder = await createHuntFolder(stage.name, {
      until: 'rancher-setup',
      env: {
        SCW_ACCESS_KEY: accessKey,
        SCW_SECRET_KEY: secretKey,
        SCW_DEFAULT_ORGANIZATION_ID: organizationId,
        SCW_DEFAULT_PROJECT_ID: projectId,
        // Real chart repositories are never asked.
        HTTPS_PROXY: 'http://127.0.0.1:9',
        PATH: `${dirname(stage.helm)}:${process.env['PATH'] ?? ''}`,
      },
    });
    await writeFile(
      join(folder.directory, 'environments/production.yaml'),
      `provider: scaleway\nzone: fr-par-1\napiUrl: ${apiUrl}\n`,
    );
    await using watch = watchCommandLines();
    await using collector = collectSecrets(folder.secrets);
    for (const [verb, ...args] of [['core', '--json'] as const, ...everyVerb]) {
      const { exitCode, stdout, stderr } = await folder.run(verb, ...args);
      printed.set(`${[verb, ...args].join(' ')} (exit code ${exitCode})`, stdout + stderr);
    }
    secrets.set("the API's secret key", [secretKey]);
    for (const [name, text] of collector.found) secrets.set(name, tellingLines(text));
    commandLines = [...watch.seen];
  });
  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
  });

  test('those looked for are the key of the API and all that the store ever held', async () => {
    expect([...secrets.keys()]).toEqual(
      expect.arrayContaining([
        ...["the API's secret key", 'ssh-key', 'host-key', 'host-key-handed-over'],
        ...['tsig-boards', 'tsig-challenges', 'tsig-names', 'tsig-transfer'],
        ...['rancher-bootstrap-password', 'rancher-admin-password', 'rancher-token'],
      ]),
    );
    for (const lines of secrets.values()) expect(lines.length).toBeGreaterThan(0);
    // The search finds what is there: the store itself holds them.
    expect(leaksIn(await readFile(join(folder.secrets, 'ssh-key'), 'utf8'))).toContain('ssh-key');
  });

  test('none is printed by any verb, in plain lines or as events', () => {
    expect([...printed.keys()].filter((run) => run.includes('exit code 1'))).toEqual([]);
    const leaks = [...printed].map(([run, text]) => [run, leaksIn(text)] as const);
    expect(leaks.filter(([, found]) => found.length > 0)).toEqual([]);
  });

  test('none stands in the arguments of any process, here or on the machine', () => {
    expect(commandLines.some((line) => line.includes('main.ts core'))).toBe(true);
    expect(commandLines.some((line) => line.includes('sshd'))).toBe(true);
    expect(commandLines.filter((line) => leaksIn(line).length > 0)).toEqual([]);
  });

  test('none lies in a file here that anybody but its owner may read', async () => {
    const search = () =>
      runWithInput(
        '/bin/sh',
        ['-ec', findOpenFiles('-perm /077', folder.directory, stage.directory)],
        patterns(),
      );
    expect(await search()).toBe('');
    // The search does find what lies open.
    const planted = join(folder.directory, 'planted');
    await writeFile(planted, await readFile(join(folder.secrets, 'host-key'), 'utf8'), { mode: 0o640 });
    expect(await search()).toBe(`${planted}\n`);
  });

  // There a service may share a file with its group: named reads its keys that way.
  test('none lies in a file on the machine that everybody may read, in its journal, or on its console', async () => {
    const machine = await findMachine(stage.name, folder.name);
    const search = findOpenFiles('-readable', '/', '/run', '/tmp', '/var/lib/rancher').replaceAll(
      "'",
      `'\\''`,
    );
    const asNobody = 'setpriv --reuid=65534 --regid=65534 --clear-groups --';
    expect(await machine.run(`${asNobody} sh -ec '${search}' 2>/dev/null`, patterns())).toBe('');
    const journal = await machine.run('journalctl --no-pager --output=cat');
    const [status] = await stageStatus({ name: stage.name });
    const console = await readFile(status?.machines[0]?.console ?? '', 'utf8');
    for (const text of [journal, console]) {
      expect(text.length).toBeGreaterThan(1000);
      expect(leaksIn(text)).toEqual([]);
    }
  });

  test('the user data that carried the first host key is gone', async () => {
    const { apiUrl, zone, secretKey } = stage;
    const call = async (path: string): Promise<Response> =>
      fetch(`${apiUrl}/instance/v1/zones/${zone}/servers${path}`, { headers: { 'X-Auth-Token': secretKey } });
    const { servers } = (await (await call('')).json()) as { servers: { id: string }[] };
    const { user_data } = (await (await call(`/${servers[0]?.id ?? ''}/user_data`)).json()) as {
      user_data: string[];
    };
    expect(user_data).not.toContain('cloud-init');
  });
});
