/**
 * Ten releases that need no change, whole processes, turn by turn on one control plane: ours; `helm upgrade --install` of
 * each, one after the other and all at once; and what helmfile does, a comparison of what is installed with what the chart
 * renders for each, all at once. Charts are archives on this machine for all of them; nobody waits for objects.
 */
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { DesiredRelease } from '@wescale/helm-release';
import { ensureHelm, startKubernetes } from '@wescale/real-servers';

const run = promisify(execFile);
const rounds = Number(process.argv[2] ?? 5);
const goalFactor = 10;
const count = 10;
const namespace = 'bench';
const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Contender {
  name: string;
  program: string;
  args: string[];
  /** Whether it wrote nothing, by what it printed and the revisions before and after. */
  isNoOp: boolean;
}

/** A chart of the usual size: a Deployment without replicas, its Service, account, configuration and Secret. */
function writeChart(helm: string, directory: string): { archive: string; sha256: string } {
  const chart = join(directory, 'app');
  mkdirSync(join(chart, 'templates'), { recursive: true });
  const name = '{{ .Release.Name }}';
  const files: Record<string, string> = {
    'Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
    'templates/configuration.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { text: {{ .Values.text | quote }} }\n`,
    'templates/secret.yaml': `apiVersion: v1\nkind: Secret\nmetadata: { name: ${name} }\nstringData: { password: {{ .Values.password | quote }} }\n`,
    'templates/account.yaml': `apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: ${name} }\n`,
    'templates/service.yaml': `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { selector: { app: ${name} }, ports: [{ port: 80 }] }\n`,
    'templates/deployment.yaml': [
      'apiVersion: apps/v1',
      'kind: Deployment',
      `metadata: { name: ${name} }`,
      'spec:',
      '  replicas: 0',
      `  selector: { matchLabels: { app: ${name} } }`,
      '  template:',
      `    metadata: { labels: { app: ${name} } }`,
      '    spec: { containers: [{ name: app, image: "registry.invalid/app:1" }] }',
      '',
    ].join('\n'),
  };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(chart, file), content);
  const { status } = spawnSync(helm, ['package', chart, '--destination', directory]);
  if (status !== 0) throw new Error('helm package failed');
  const archive = join(directory, 'app-1.0.0.tgz');
  return { archive, sha256: createHash('sha256').update(readFileSync(archive)).digest('hex') };
}

const { helm } = await ensureHelm();
const directory = mkdtempSync(join(tmpdir(), 'helm-release-bench-'));
try {
  await using kubernetes = await startKubernetes();
  const { kubeconfig } = kubernetes;
  const { archive, sha256 } = writeChart(helm, directory);
  const desired = Array.from({ length: count }, (_, index): DesiredRelease => ({
    name: `app-${index}`,
    namespace,
    createNamespace: true,
    wait: 'hookOnly',
    chart: { repository: directory, name: 'app', version: '1.0.0', sha256 },
    values: { text: `release ${index}` },
    secretValues: { password: `password-${index}` },
  }));
  const values = (release: DesiredRelease): string => join(directory, `${release.name}.json`);
  for (const release of desired)
    writeFileSync(values(release), JSON.stringify({ ...release.values, ...release.secretValues }), {
      mode: 0o600,
    });

  // As somebody would write it who installed the package: plain JavaScript, the library found in node_modules.
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(directory, 'node_modules'));
  const source = readFileSync(join(import.meta.dirname, 'converge.ts'), 'utf8');
  writeFileSync(join(directory, 'converge.mjs'), stripTypeScriptTypes(source));
  const options = { helm, kubeconfig, homeDirectory: join(directory, 'home') };
  writeFileSync(join(directory, 'input.json'), JSON.stringify({ options, desired }));

  const cluster = `--namespace ${namespace} --kubeconfig ${kubeconfig}`;
  const upgrade = (release: DesiredRelease): string =>
    `${helm} upgrade ${release.name} ${archive} --install ${cluster} --values ${values(release)} --reset-values >/dev/null`;
  const compare = (release: DesiredRelease): string => {
    const template = `${helm} template ${release.name} ${archive} --namespace ${namespace} --values ${values(release)}`;
    const [old, next] = ['old', 'new'].map((side) => join(directory, `${release.name}.${side}`));
    const normal = "grep -v '^---$' | grep -v '^$'";
    return `{ ${helm} get manifest ${release.name} ${cluster} | ${normal} >${old ?? ''}; ${template} | ${normal} >${next ?? ''}; cmp -s ${old ?? ''} ${next ?? ''} || { echo changed; ${upgrade(release)}; }; }`;
  };
  const shell = (lines: string[]): Pick<Contender, 'program' | 'args'> => ({
    program: 'sh',
    args: ['-c', ['set -e', ...lines].join('\n')],
  });
  const atOnce = (lines: string[]): string[] => [...lines.map((line) => `${line} &`), 'wait'];
  const contenders: Contender[] = [
    {
      name: 'ours',
      program: process.execPath,
      args: [join(directory, 'converge.mjs'), join(directory, 'input.json')],
      isNoOp: true,
    },
    { name: 'helm upgrade, one by one', ...shell(desired.map(upgrade)), isNoOp: false },
    { name: 'helm upgrade, all at once', ...shell(atOnce(desired.map(upgrade))), isNoOp: false },
    { name: 'as helmfile does, all at once', ...shell(atOnce(desired.map(compare))), isNoOp: true },
  ];

  const revisions = async (): Promise<string> =>
    kubernetes.kubectl(['get', 'secrets', '-n', namespace, '-l', 'owner=helm', '-o', 'name']);
  const measure = async (contender: Contender): Promise<number> => {
    // Whoever went before may have made new revisions; ours has to find its own.
    const prepare = contenders[0];
    if (contender === prepare) await run(prepare.program, prepare.args);
    const before = await revisions();
    const start = performance.now();
    const { stdout } = await run(contender.program, contender.args);
    const durationMs = performance.now() - start;
    const isUnchanged = (await revisions()) === before;
    if (contender.isNoOp && (!isUnchanged || !/^0?\n?$/.test(stdout)))
      throw new Error(`${contender.name} changed something:\n${stdout}`);
    return durationMs;
  };

  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  // The first turn installs and warms up, and is not counted.
  for (let round = 0; round <= rounds; round += 1)
    for (const contender of contenders) {
      const durationMs = await measure(contender);
      if (round > 0) times.get(contender.name)?.push(durationMs);
    }

  const sorted = (name: string): number[] => (times.get(name) ?? []).toSorted((a, b) => a - b);
  const results = contenders.map(({ name }) => {
    const all = sorted(name);
    const [medianMs, fastestMs, slowestMs] = [all[all.length >> 1], all[0], all.at(-1)].map((value) =>
      Math.round(value ?? NaN),
    );
    return { name, medianMs, fastestMs, slowestMs };
  });
  print(`${count} releases that need no change, whole process, ${rounds} rounds in turn`);
  print(
    `${'contender'.padEnd(32)}${['median', 'fastest', 'slowest'].map((head) => head.padStart(12)).join('')}`,
  );
  for (const { name, ...ms } of results)
    print(
      name.padEnd(32) +
        Object.values(ms)
          .map((value) => `${value ?? NaN} ms`.padStart(12))
          .join(''),
    );
  const factor = Number(((results[1]?.medianMs ?? NaN) / (results[0]?.medianMs ?? NaN)).toFixed(1));
  const isMet = factor >= goalFactor;
  print(
    `${isMet ? 'met' : 'MISSED'}: ${factor} times as fast as ten helm calls; at least ${goalFactor} wanted`,
  );
  const machine = { processors: cpus().length, node: process.versions.node, helm: '4.2.3' };
  print(JSON.stringify({ bench: 'helm-release', rounds, ...machine, results, factor, goalFactor, isMet }));
} finally {
  rmSync(directory, { recursive: true, force: true });
}
