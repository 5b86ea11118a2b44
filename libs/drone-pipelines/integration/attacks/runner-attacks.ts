import { spawnSync } from 'node:child_process';
import {
  checkTrust,
  confine,
  dockerPipeline,
  execPipeline,
  findDeviations,
  lintFile,
  parseDroneFile,
} from '../../src/index.ts';
import { naiveRead, runnerFor } from '../naive/naive-drone.ts';
import { must, type Attack } from './attack.ts';
import { confinement } from '../support/confinement.ts';
import { codesOf, decide, file, image, player, pullRequest, repository, runnerSettings } from './world.ts';

const objects = confine(confinement);
const textOf = (kind: string): string => JSON.stringify(objects.filter((one) => one.kind === kind));
const KUBE =
  'type: kubernetes\nservice_account_name: default\nmetadata: { namespace: prod }\nnode_name: master\n';
const kube = `kind: pipeline\nname: k\n${KUBE}steps: [{ name: s, image: x, user: 0 }]\n`;

/** Attacks on the runner and what stands around it. */
export const runnerAttacks: readonly Attack[] = [
  {
    id: 'A15',
    title: 'Privileged steps, host volumes, the Docker socket in a trusted repository',
    levels: ['decision', 'lint'],
    isDeduced: false,
    naive: () => {
      const text = file(
        '- name: s\n  image: x\n  privileged: true',
        'volumes: [{ name: v, host: { path: /var/run/docker.sock } }]\n',
      );
      const drone = lintFile(parseDroneFile(text), { trusted: true }).filter(
        ({ source, severity }) => source !== 'ours' && severity === 'error',
      );
      must(drone.length === 0, 'Drone’s own rules pass it');
      return 'Once a repository is marked as trusted, Drone refuses nothing of this.';
    },
    ours: async () => {
      const refused = await decide({ repo: repository({}, { trusted: true }), build: pullRequest });
      must(refused !== null && 'refuse' in refused, 'a trusted repository is refused');
      const text = file(
        '- name: s\n  image: x',
        'volumes: [{ name: v, host: { path: /var/run/docker.sock } }]\n',
      );
      must(
        lintFile(parseDroneFile(text), { trusted: true }).some(({ code }) => code === 'docker-socket'),
        'lint refuses the socket',
      );
      return 'A managed repository that is marked as trusted gets no build; lint refuses the socket anywhere.';
    },
    live: 'That nobody but an administrator can set the mark.',
  },
  {
    id: 'A16',
    title: 'Choose account, namespace, node and user on Kubernetes',
    levels: ['lint', 'decision', 'policy'],
    isDeduced: true,
    naive: () => {
      const drone = lintFile(parseDroneFile(kube)).filter(
        ({ source, severity }) => source !== 'ours' && severity === 'error',
      );
      must(drone.length === 0, 'Drone’s own rules pass it');
      const [pipeline] = naiveRead(kube);
      must(
        pipeline?.['service_account_name'] === 'default' && pipeline['node_name'] === 'master',
        'the pod takes it as it is',
      );
      return 'The runner passes an account that may create pods, another namespace, a node and root.';
    },
    ours: () => {
      must(codesOf(kube).includes('kubernetes-placement'), 'lint refuses it');
      must(
        textOf('ConfigMap').includes('service_account: build') &&
          textOf('ConfigMap').includes('namespace: ci-builds'),
        'the policy file overrides it',
      );
      must(
        ['nodeName', 'nodeSelector', 'tolerations', 'serviceAccountName'].every((field) =>
          textOf('ValidatingAdmissionPolicy').includes(`object.spec.${field}`),
        ),
        'admission refuses what no policy file overrides',
      );
      must(!objects.some(({ kind }) => kind.startsWith('ClusterRole')), 'there is nothing to take over');
      return 'Lint and decision refuse it; the policy file overrides it; admission refuses the rest; the account has no rights and no token.';
    },
    live: 'That the API server enforces the objects, in a later issue.',
  },
  {
    id: 'A17',
    title: 'Steer the pipeline to another runner by type: exec or labels',
    levels: ['decision', 'lint', 'policy'],
    isDeduced: false,
    naive: () => {
      const [pipeline] = naiveRead(
        'kind: pipeline\ntype: exec\nname: e\nnode: { zone: production }\nsteps: [{ name: s, commands: [id] }]\n',
      );
      must(pipeline, 'there is a pipeline');
      const taken = runnerFor(pipeline, [
        { type: 'kubernetes', labels: {} },
        { type: 'exec', labels: { zone: 'production' } },
      ]);
      must(taken?.type === 'exec', 'the other runner takes it');
      return 'The queue gives it to whichever runner has that type and those labels.';
    },
    ours: () => {
      const codes = codesOf(
        'kind: pipeline\ntype: exec\nname: e\nnode: { zone: production }\nsteps: [{ name: s, commands: [id] }]\n',
      );
      must(codes.includes('runs-on-host') && codes.includes('runner-steering'), 'lint finds both');
      must(
        player.pipelines.every(({ type, node }) => type === 'kubernetes' && node === undefined),
        'ours chooses neither',
      );
      must(
        runnerSettings().get('DRONE_LIMIT_REPOS') === 'player/*' &&
          runnerSettings().get('DRONE_LIMIT_EVENTS') === 'push,pull_request',
        'the runner limits itself',
      );
      return 'The decision answers with containers and no labels; the confined runner takes only its repositories and events.';
    },
    live: 'That every runner of the server is limited, ours or not.',
  },
  {
    id: 'A18',
    title: 'Read the runner’s secret from a step, and with it any build’s secrets',
    levels: ['decision', 'policy'],
    isDeduced: true,
    naive: () => {
      const runner = `require('child_process').execFileSync('/bin/sh', ['-c', 'tr "\\\\000" "\\\\n" < /proc/$PPID/environ | grep DRONE_RPC_SECRET'], { env: { PATH: process.env.PATH }, stdio: 'inherit' })`;
      const env = { PATH: process.env['PATH'] ?? '', DRONE_RPC_SECRET: 'rpc-secret' };
      const { stdout } = spawnSync(process.execPath, ['-e', runner], { env, encoding: 'utf8' });
      must(stdout.includes('DRONE_RPC_SECRET=rpc-secret'), 'the child reads its parent');
      return 'A command of the same user reads the environment of the process that started it.';
    },
    ours: () => {
      must(
        codesOf('kind: pipeline\ntype: exec\nname: e\nsteps: [{ name: s, commands: [id] }]\n').includes(
          'runs-on-host',
        ),
        'lint warns of exec',
      );
      const exec = execPipeline({
        name: 'e',
        clone: { disable: true },
        steps: [{ name: 's', commands: ['id'] }],
      });
      must(
        checkTrust({ kind: 'player', pipelines: [exec] }).some(({ code }) => code === 'outside-container'),
        'the decision refuses it',
      );
      const { runner, builds } = confinement.namespaces;
      must(
        runner !== builds && textOf('Deployment').includes(`"namespace":"${runner}"`),
        'the secret is in another namespace',
      );
      const egress = JSON.stringify(
        objects.find(
          (one) =>
            one.kind === 'NetworkPolicy' &&
            one.metadata.name === 'allow-egress' &&
            one.metadata.namespace === builds,
        ),
      );
      must(
        !egress.includes(confinement.runner.server.reach.cidr),
        'builds cannot reach the server by name of a rule',
      );
      return 'Builds are containers in another namespace than the secret; the decision refuses exec.';
    },
    live: 'That a build’s pod cannot reach /rpc/v2 through the public address.',
  },
  {
    id: 'A23',
    title: 'Replace the clone step, or the floating image that clones',
    levels: ['lint', 'policy'],
    isDeduced: false,
    naive: () => {
      const [pipeline] = naiveRead(file('- name: clone\n  image: evil/git', 'clone: { disable: true }\n'));
      must(pipeline?.steps?.[0]?.image === 'evil/git', 'the file chooses what clones');
      return 'The file’s own step clones, and the default image is a tag that moves.';
    },
    ours: () => {
      must(
        codesOf(file('- name: clone\n  image: evil/git', 'clone: { disable: true }\n')).includes(
          'clone-override',
        ),
        'lint finds it',
      );
      const own = dockerPipeline({ name: 'c', clone: { disable: true }, steps: [{ name: 'clone', image }] });
      must(
        checkTrust({ kind: 'player', pipelines: [own] }).some(({ code }) => code === 'clone-override'),
        'the decision too',
      );
      must(
        runnerSettings().get('DRONE_IMAGE_CLONE') === confinement.runner.cloneImage,
        'the image is pinned',
      );
      const floating = { ...confinement, runner: { ...confinement.runner, cloneImage: 'drone/git:latest' } };
      must(
        throws(() => confine(floating)),
        'a tag is refused',
      );
      return 'Lint and decision refuse the step; the confined runner clones with an image by digest.';
    },
    live: 'That the runner honours the setting for every pipeline type.',
  },
];

/** The faults of the real game’s set-up in 2022 (facts/game.md §0), as deviations of a cluster. */
export function deviationsOf2022(): string[] {
  const subject = { kind: 'ServiceAccount', name: 'default', namespace: 'ci-builds' };
  const binding = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'drone-sa' },
    subjects: [subject],
  };
  const deployment = objects.find(({ kind }) => kind === 'Deployment');
  const dumping = JSON.parse(
    JSON.stringify(deployment).replace(
      '"env":[',
      '"env":[{"name":"DRONE_RPC_DUMP_HTTP_BODY","value":"true"},',
    ),
  ) as (typeof objects)[number];
  const actual = [...objects.filter(({ kind }) => kind !== 'Deployment'), dumping, binding];
  return findDeviations(confinement, actual).map(({ object, path }) => `${object} ${path}`);
}

function throws(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch {
    return true;
  }
}
