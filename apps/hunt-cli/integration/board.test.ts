import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sendUpdate } from '@wescale/bind9-zone';
import { createRancherClient, listClusters } from '@wescale/rancher-client';
import { connectToEmulator } from '@wescale/scaleway-emulator';
import { startOutsider, startStage, type Outsider } from '@wescale/stage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOneClearError } from '../sweep/judge-run.ts';
import { nothing, takeCensus } from './account.ts';
import { findNodeAddress, listBoardThings, oneBoard, type BoardThing } from './board-account.ts';
import { createHuntFolder, type HuntFolder } from './hunt-folder.ts';
import { changesOf, errorOf, finished, noticesOf, outputsOf, timesOf } from './hunt-results.ts';
import { findMachine, type TestMachine } from './machine.ts';
import { startPlayer } from './player.ts';
import type { HuntResult, RunningHunt } from './running-hunt.ts';
import { collectSecrets, tellingLines, type SecretCollector } from './secret-watch.ts';

type Stage = Awaited<ReturnType<typeof startStage>>;

const domain = 'demo.example.com';
const grafana = `grafana.${domain}`;
const boardSteps = ['network', 'cluster', 'import', 'ingress', 'cert-manager', 'observability', 'names'];
/** On a machine with much else to do a board takes minutes. */
const patienceMs = 900_000;

/** Each field of it is one that something speaks against. */
const impossibleBoard = `board:
  kubernetes: { version: 1.37.0 }
  charts: { grafana: { values: { notAValue: true } } }
`;

type Answers = Awaited<ReturnType<Outsider['probePorts']>>;

const openOf = (answers: Answers): number[] =>
  Object.entries(answers).flatMap(([port, answer]) => (answer === 'open' ? [Number(port)] : []));

/** A board from nothing to nothing; each test goes on where the one before it ended. */
describe('a game board', { timeout: patienceMs }, () => {
  let stage: Stage;
  let folder: HuntFolder;
  let outsider: Outsider;
  let machine: TestMachine;
  let collector: SecretCollector;
  let first: HuntResult;
  let huntYaml: string;
  /** What there was of the first board before there was a second one. */
  let ofBlue: BoardThing[] = [];
  /** Everything that hunt printed, by what was run. */
  const printed: [run: string, text: string][] = [];
  /** What was run, as somebody at a shell would have typed it. */
  const typed = new Set<string>();

  /** Runs hunt and keeps what it prints. */
  const hunt = async (verb: string, ...args: string[]): Promise<HuntResult> => {
    const result = await folder.run(verb, ...args);
    printed.push([[verb, ...args].join(' '), result.stdout + result.stderr]);
    typed.add(
      [verb, ...args]
        .filter((arg) => arg !== '--json')
        .join(' ')
        .replace(stage.kubectl, 'kubectl'),
    );
    return result;
  };
  const kapsule = (...args: string[]): Promise<HuntResult> => hunt('kapsule', '--json', ...args);
  const expectDone = (result: HuntResult, changed: unknown = expect.any(Number)): void => {
    expect(finished(result), result.stdout.slice(-3000)).toMatchObject({ ok: true, changed });
  };
  const kubectl = async (board: string, ...args: string[]): Promise<string> => {
    const result = await folder.run('kubeconfig', '--board', board, '--', stage.kubectl, ...args);
    if (result.exitCode !== 0) throw new Error(result.stderr);
    return result.stdout.trim();
  };
  const addressOf = async (board: string): Promise<string> =>
    outputsOf(await hunt('output', '--json', '--board', board), 'ingress')['address'] ?? '';
  /** Where Helm keeps each revision of each release. */
  const revisions = (): Promise<string> =>
    kubectl('blue', 'get', 'secrets', '--all-namespaces', '--selector=owner=helm', '--output=name');
  const things = (): Promise<BoardThing[]> => listBoardThings(stage.name, folder.name);
  const kinds = async (): Promise<string[]> => (await things()).map(({ kind }) => kind).toSorted();

  const dig = async (...args: string[]): Promise<string> => (await outsider.run('dig', args)).stdout.trim();
  const curl = async (...args: string[]): Promise<string> =>
    (await outsider.run('curl', ['--silent', '--show-error', '--max-time', '20', ...args])).stdout;
  const rancherClusters = async (): Promise<string[]> => {
    const rancher = createRancherClient({
      url: `https://rancher.${domain}`,
      connectTo: { address: machine.address },
      trustedCertificates: stage.certificateAuthority.issuerCertificates,
      token: await readFile(join(folder.secrets, 'rancher-token'), 'utf8'),
    });
    return (await listClusters(rancher))
      .map(({ name }) => name)
      .filter((name) => name !== 'local')
      .toSorted();
  };

  beforeAll(async () => {
    stage = await startStage();
    folder = await createHuntFolder(stage.name, { until: 'all' });
    huntYaml = await readFile(join(folder.directory, 'hunt.yaml'), 'utf8');
    collector = collectSecrets(folder.secrets);
    first = await kapsule();
    expectDone(first);
    const kubeconfig = await folder.run(
      'kubeconfig',
      '--board',
      'blue',
      '--',
      'sh',
      '-c',
      'cat "$KUBECONFIG"',
    );
    collector.found.set('token of the board', /token: (\S+)/.exec(kubeconfig.stdout)?.[1] ?? '');
    machine = await findMachine(stage.name, folder.name);
    outsider = await startOutsider(stage);
  }, patienceMs);
  afterAll(async () => {
    await collector[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
  });

  test('on an empty stage comes after the game master, in seven steps with the time of each', () => {
    expect(noticesOf(first)[0]).toMatch(
      /^the game master first, which is not finished \(instance, system, .*\)$/,
    );
    const times = timesOf(first);
    expect(times.map(([step]) => step).slice(-7)).toEqual(boardSteps);
    for (const [, elapsedMs] of times) expect(elapsedMs).toBeGreaterThan(0);
    expect(outputsOf(first, 'observability')).toMatchObject({ grafana: `https://${grafana}` });
  });

  test('is all there is after it', async () => {
    // The volume of the probe goes a moment after its claim.
    await expect.poll(kinds, { timeout: 60_000 }).toEqual(oneBoard.toSorted());
  });

  test('is not written to by a second run, nor by any verb that looks at it', async () => {
    const control = connectToEmulator(stage.apiUrl);
    const before = await revisions();
    await control.clearJournal();
    expectDone(await kapsule(), 0);
    expect(await hunt('plan', '--board', 'blue')).toMatchObject({ exitCode: 0 });
    const output = await hunt('output', '--board', 'blue');
    expect(output.stdout).toContain(`https://${grafana}`);
    expectDone(await hunt('core', '--json'), 0);
    for (const [verb, ...args] of [
      ['doctor'],
      ['plan'],
      ['output'],
      ['status'],
      ['kubeconfig', '--board', 'blue', '--', stage.kubectl, 'get', 'pods', '--all-namespaces'],
    ] as const) {
      const { exitCode, stdout, stderr } = await hunt(verb, ...args);
      expect(exitCode, verb + stdout + stderr).toBe(0);
    }
    const inventory = await hunt('inventory', '--json');
    const listed = inventory.events.flatMap((event) => (event.event === 'resource' ? [event.id] : []));
    expect(listed).toEqual(expect.arrayContaining((await things()).map(({ id }) => id)));
    expect((await control.journal()).filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(await revisions()).toBe(before);
    expect(before.split('\n')).toHaveLength(6);
  });

  describe('from outside', () => {
    let node: string;
    let nodePorts: number[];
    beforeAll(async () => {
      node = await findNodeAddress(stage.name, folder.name);
      const ports = '--output=jsonpath={.items[*].spec.ports[*].nodePort}';
      nodePorts = (await kubectl('blue', 'get', 'services', '--all-namespaces', ports))
        .split(' ')
        .map(Number);
    });

    test('answers on ports 80 and 443 of its load balancer, and nowhere else', async () => {
      expect(nodePorts).toHaveLength(2);
      const others = [22, 8080, 6443, 10250, ...nodePorts];
      const answers = await outsider.probePorts(await addressOf('blue'), [80, 443, ...others]);
      expect(openOf(answers)).toEqual([80, 443]);
      const ofNode = [22, 80, 443, 2379, 6443, 10248, 10250, 10255, 10256, ...nodePorts];
      expect(openOf(await outsider.probePorts(node, ofNode))).toEqual([]);
    });

    test('gives nothing of its API to somebody without credentials', async () => {
      const { url = '' } = outputsOf(await hunt('output', '--json', '--board', 'blue'), 'cluster');
      const { hostname, port } = new URL(url);
      const address = await dig(`@${stage.resolver}`, '+short', hostname);
      const resolved = ['--resolve', `${hostname}:${port}:${address}`];
      const answer = await curl('--insecure', ...resolved, `${url}/api/v1/secrets`);
      expect(answer).toMatch(/"code": ?40[13]\b/);
    });

    test('has Grafana at its name, with a certificate that is trusted', async () => {
      const address = await dig(`@${stage.resolver}`, '+short', grafana);
      expect(address).toBe(await addressOf('blue'));
      const roots = join(folder.directory, 'roots.pem');
      await writeFile(roots, stage.certificateAuthority.issuerCertificates);
      const resolved = ['--resolve', `${grafana}:443:${address}`];
      const health = await curl('--cacert', roots, ...resolved, `https://${grafana}/api/health`);
      expect(JSON.parse(health)).toMatchObject({ database: 'ok' });
    });
  });

  test('of which somebody has changed this and that is mended, and nothing else is touched', async () => {
    const address = await addressOf('blue');
    await kubectl('blue', 'scale', 'deployment', '-n', 'ingress', 'traefik', '--replicas=0');
    await kubectl('blue', 'delete', 'service', '-n', 'monitoring', 'prometheus-server');
    await kubectl('blue', 'scale', 'deployment', '-n', 'monitoring', 'grafana', '--replicas=0');
    await kubectl('blue', 'delete', 'clusterissuer', 'hunt');
    const secret = await readFile(join(folder.secrets, 'tsig-names'), 'utf8');
    await sendUpdate(
      { host: machine.address },
      {
        zone: domain,
        steps: [
          { kind: 'delete-set', name: `game.${domain}`, type: 'A' },
          { kind: 'add', name: `game.${domain}`, type: 'A', ttlSeconds: 60, data: '192.0.2.7' },
        ],
      },
      { key: { name: `names.${domain}`, algorithm: 'hmac-sha256', secret: secret.trim() } },
    );
    const plan = await hunt('plan', '--board', 'blue', '--json');
    expect(plan.exitCode, plan.stdout).toBe(2);
    const drifted = [
      'release:ingress/traefik',
      'objects:cert-manager/hunt-issuer',
      'release:monitoring/prometheus',
      'release:monitoring/grafana',
      `name:game.${domain}`,
    ];
    expect(changesOf(plan).map(({ resource }) => resource)).toEqual(drifted);
    const control = connectToEmulator(stage.apiUrl);
    await control.clearJournal();
    expectDone(await kapsule(), drifted.length);
    expect((await control.journal()).filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(await dig(`@${stage.resolver}`, '+short', `game.${domain}`)).toBe(address);
    expect(await hunt('plan', '--board', 'blue')).toMatchObject({ exitCode: 0 });
  });

  test('that cannot become what hunt.yaml says is refused with all the reasons, before anything is made', async () => {
    const control = connectToEmulator(stage.apiUrl);
    await writeFile(join(folder.directory, 'hunt.yaml'), `${huntYaml}${impossibleBoard}`);
    await control.setAvailability('DEV1-M', 'shortage');
    await control.setQuota('lb_lbs', 1);
    const before = await things();
    await control.clearJournal();
    const refused = await kapsule('--board', 'green');
    await control.setAvailability('DEV1-M', 'available');
    await control.setQuota('lb_lbs', 20);
    await writeFile(join(folder.directory, 'hunt.yaml'), huntYaml);
    expect(isOneClearError(refused), refused.stdout + refused.stderr).toBe(true);
    const { code, message = '' } = errorOf(refused) ?? {};
    expect(code).toBe('preflight');
    for (const reason of [
      /board\.kubernetes\.version 1\.37\.0 is not for cert-manager .*; all parts together want 1\.34 to 1\.36/,
      /chart grafana 12\.11\.1.*'notAValue' not allowed; see board\.charts\.grafana in hunt\.yaml/s,
      /Kapsule does not offer Kubernetes 1\.37\.0; Choose one that it offers: 1\.36\.3/,
      /pool default: DEV1-M is out of stock in fr-par-1; Choose another node type/,
      /quota lb_lbs is too small.*ask for a higher quota for lb_lbs/,
    ])
      expect(message).toMatch(reason);
    expect((await control.journal()).filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(await things()).toEqual(before);
  });

  /** Kills a run as soon as it shows something. @returns what it printed until then */
  const killAt = async (run: RunningHunt, sign: string): Promise<HuntResult> => {
    await run.printed((line) => line.includes(sign));
    run.process.kill('SIGKILL');
    const result = await run.ended;
    printed.push([`killed at ${sign}`, result.stdout + result.stderr]);
    expect(result.exitCode, result.stdout.slice(-2000)).toBeNull();
    return result;
  };

  test('made beside another one, through a lost answer and kills in its cluster and in its releases, is one board and not two', async () => {
    ofBlue = await things();
    const lost = {
      kind: 'reply_lost',
      method: 'POST',
      path: `/k8s/v1/regions/${stage.region}/clusters`,
    } as const;
    await connectToEmulator(stage.apiUrl).inject(lost);
    const start = (): RunningHunt => folder.start('kapsule', '--board', 'green', '--json');
    await killAt(start(), '"step":"cluster","state":"applying"');
    await killAt(start(), 'monitoring/grafana: waiting');
    const last = await kapsule('--board', 'green');
    expectDone(last);
    expect(noticesOf(last)).toContain(
      'names: the names lead to board blue; move them with: hunt switch green',
    );
    const ofGreen = oneBoard.filter((kind) => kind !== 'security group');
    await expect.poll(kinds, { timeout: 60_000 }).toEqual([...oneBoard, ...ofGreen].toSorted());
    expect(await rancherClusters()).toEqual(['demo-blue', 'demo-green']);
    expectDone(await kapsule('--board', 'green'), 0);
    expect(await dig(`@${stage.resolver}`, '+short', grafana)).toBe(await addressOf('blue'));
  });

  test('that players are led to by a switch loses none of their requests, nor does the end of the other one, though it is killed on its way', async () => {
    const [blue, green] = [await addressOf('blue'), await addressOf('green')];
    await using player = startPlayer({
      url: `https://${grafana}/api/health`,
      nameServer: machine.address,
      ca: stage.certificateAuthority.issuerCertificates,
    });
    await expect.poll(() => player.answers + player.failures.length, { timeout: 60_000 }).toBeGreaterThan(10);
    expect(player.failures).toEqual([]);
    const before = await machine.run('systemctl show --property=ActiveEnterTimestamp named nginx k3s');
    expectDone(await hunt('switch', '--json', 'green'), 5);
    expectDone(await hunt('switch', '--json', 'green'), 0);
    expect(await dig(`@${stage.resolver}`, '+short', grafana)).toBe(green);
    // Only now: what a name is remembered for is a minute.
    await expect.poll(() => [...player.addresses], { timeout: 90_000 }).toEqual([blue, green]);
    const switched = { answers: player.answers, failures: [...player.failures] };
    await killAt(folder.start('destroy', '--json', '--board', 'blue', '--yes'), '"delete cluster');
    expectDone(await hunt('destroy', '--json', '--board', 'blue', '--yes'));
    process.stdout.write(
      `switch under load: ${switched.answers} requests answered until the player had moved, ${switched.failures.length} failed; ` +
        `${player.answers - switched.answers} answered while the other board was destroyed, ${player.failures.length - switched.failures.length} failed\n`,
    );
    expect(player.failures).toEqual([]);
    // The security group is that of all nodes of the project.
    const left = (await things()).filter(({ id }) => ofBlue.some((thing) => thing.id === id));
    expect(left.map(({ kind }) => kind)).toEqual(['security group']);
    await expect.poll(kinds, { timeout: 60_000 }).toEqual(oneBoard.toSorted());
    expect(await machine.run('systemctl show --property=ActiveEnterTimestamp named nginx k3s')).toBe(before);
    expect(await rancherClusters()).toEqual(['demo-green']);
    expect(await dig(`@${stage.resolver}`, '+short', `game.${domain}`)).toBe(green);
    expect(await hunt('plan', '--board', 'green')).toMatchObject({ exitCode: 0 });
    const gone = await hunt('kubeconfig', '--board', 'blue', '--json', '--', 'true');
    expect(errorOf(gone)).toMatchObject({ code: 'no-board' });
  });

  test('of which somebody has deleted the cluster is listed to the last of its remains, and goes', async () => {
    const [cluster] = (await things()).filter(({ kind }) => kind === 'cluster');
    const path = `/k8s/v1/regions/${stage.region}/clusters/${cluster?.id}?with_additional_resources=false`;
    await fetch(`${stage.apiUrl}${path}`, { method: 'DELETE', headers: { 'X-Auth-Token': stage.secretKey } });
    const remains = oneBoard.filter((kind) => !['cluster', 'server', 'IP', 'volume'].includes(kind));
    const left = [...remains, ...Array<string>(4).fill('volume')].toSorted();
    await expect.poll(kinds, { timeout: 60_000 }).toEqual(left);
    const { stdout } = await hunt('inventory', '--json');
    for (const { id } of await things()) expect(stdout).toContain(id);
    expectDone(await hunt('destroy', '--json', '--board', 'green', '--yes'));
    expect(await things()).toEqual([]);
    expect(await rancherClusters()).toEqual([]);
  });

  test('goes with the hunt, whatever there is of it and of others, and nothing is left', async () => {
    const boards = ['red', 'white'];
    for (const board of boards) {
      const body = JSON.stringify({ name: `${folder.name}-${board}`, tags: [`hunt=${folder.name}`] });
      const headers = { 'X-Auth-Token': stage.secretKey, 'Content-Type': 'application/json' };
      const path = `/vpc/v2/regions/${stage.region}/private-networks`;
      const made = await fetch(`${stage.apiUrl}${path}`, { method: 'POST', headers, body });
      expect(made.status, await made.text()).toBe(200);
    }
    const ended = await hunt('destroy', '--json', '--yes');
    expectDone(ended);
    for (const board of boards) expect(ended.stdout).toContain(`board ${board}: delete private-network`);
    expect(await things()).toEqual([]);
    expect(await takeCensus(stage.name)).toEqual(nothing);
  });

  test('was made, switched and removed with all the commands of the tutorial', async () => {
    const tutorial = await readFile(
      join(import.meta.dirname, '../../../docs/tutorials/your-own-hunt.md'),
      'utf8',
    );
    const commands = [...tutorial.matchAll(/^npx hunt (.*)$/gm)].map(([, command = '']) => command);
    expect(commands.length).toBeGreaterThan(9);
    expect(commands.filter((command) => !typed.has(command))).toEqual([]);
  });

  test('has no secret of its own in anything that was printed', () => {
    const secrets = [...collector.found].map(([name, text]) => [name, tellingLines(text)] as const);
    expect(secrets.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        ...['grafana-admin', 'rancher-token', 'tsig-boards', 'tsig-names', 'token of the board'],
      ]),
    );
    for (const [, lines] of secrets) expect(lines.length).toBeGreaterThan(0);
    const leaks = printed.flatMap(([run, text]) =>
      secrets.flatMap(([name, lines]) =>
        lines.some((line) => text.includes(line)) ? [`${name} in ${run}`] : [],
      ),
    );
    expect(leaks).toEqual([]);
  });
});
