import {
  checkTrust,
  evaluate,
  framedMac,
  parseDroneFile,
  signDroneFile,
  verifyDroneFile,
  verifyFramedMac,
} from '../../src/index.ts';
import {
  isSkipped,
  naiveHmac,
  naiveMatch,
  naiveRead,
  naiveVerify,
  secretFor,
  trigger,
  type NaiveRepository,
} from '../naive/naive-drone.ts';
import { environmentOf, runInWorkspace, scriptOf } from '../naive/naive-runner.ts';
import { must, type Attack } from './attack.ts';
import {
  codesOf,
  decide,
  file,
  jobs,
  player,
  protectedDrone,
  pullRequest,
  repository,
  SECRET,
} from './world.ts';

const evil = file(
  '- name: evil\n  image: x\n  environment: { T: { from_secret: token } }\n  commands: [echo "$T"]',
);
const isOurs = (pipelines: readonly { name?: string }[]): boolean =>
  pipelines.length === 1 && pipelines[0]?.name === 'grade';
const protectedRepository = (text: string, change: Partial<NaiveRepository> = {}): NaiveRepository =>
  repository({ '.drone.yml': text }, { protected: true, ...change });

const TWO = `${file('- name: test\n  image: x')}---\n${file('- name: deploy\n  image: x').replace('default', 'deploy')}`;
const KEY = 'k'.repeat(32);
const OUR_KEY = 'o'.repeat(32);

/** Attacks on the file: where it comes from, whether it is signed, how it is read. */
export const fileAttacks: readonly Attack[] = [
  {
    id: 'A01',
    title: 'Edit .drone.yml in the pull request',
    levels: ['decision'],
    isDeduced: false,
    naive: async () => {
      const { pipelines } = await trigger(repository({ '.drone.yml': evil }), pullRequest);
      must(pipelines[0]?.steps?.[0]?.name === 'evil', 'the file of the pull request runs');
      return 'The pull request’s own file runs.';
    },
    ours: async () => {
      const { pipelines } = await trigger(repository({ '.drone.yml': evil }), pullRequest, protectedDrone());
      must(isOurs(pipelines), 'our pipeline runs');
      return 'Our pipeline runs; the file is not read.';
    },
    live: 'That a server with DRONE_YAML_ENDPOINT never falls back to the file.',
  },
  {
    id: 'A02',
    title: 'Edit what the trusted pipeline runs: Makefile, scripts, hooks',
    levels: ['decision', 'lint'],
    isDeduced: false,
    naive: async () => {
      const repo = repository({ 'check.sh': 'echo "stolen: $T"' });
      const [pipeline] = naiveRead(
        file(
          '- name: test\n  image: x\n  environment: { T: { from_secret: token } }\n  commands: [sh ./check.sh]',
        ),
      );
      must(pipeline?.steps?.[0], 'there is a step');
      const [step] = pipeline.steps;
      const env = environmentOf(repo, { ...pullRequest, event: 'push' }, pipeline, step);
      const { output } = await runInWorkspace(repo.commits['head'] ?? {}, [
        { script: scriptOf(step.commands ?? []), env },
      ]);
      must(output.includes(`stolen: ${SECRET}`), 'the script prints the secret');
      return 'The player’s script, run by our command, prints the secret.';
    },
    ours: async () => {
      const repo = repository({ 'check.sh': 'env; echo "stolen: $T"' });
      const [pipeline] = (await trigger(repo, { ...pullRequest, event: 'push' }, protectedDrone())).pipelines;
      must(pipeline?.steps?.[0], 'there is a step');
      const env = environmentOf(repo, { ...pullRequest, event: 'push' }, pipeline, pipeline.steps[0]);
      const { output } = await runInWorkspace(repo.commits['head'] ?? {}, [
        { script: scriptOf(pipeline.steps[0].commands ?? []), env },
      ]);
      must(output.includes('stolen:') && !output.includes(SECRET), 'the script finds nothing');
      must(
        checkTrust({ ...jobs, pipelines: [{ ...jobs.pipelines[0]!, clone: {} }] }).length > 0,
        'jobs clone nothing',
      );
      return 'The script runs and finds no secret; jobs with secrets clone nothing.';
    },
    live: 'That a grader’s image and its network hold nothing else worth taking.',
  },
  {
    id: 'A03',
    title: 'Restart, promote or create a build of a protected repository',
    levels: ['decision'],
    isDeduced: true,
    naive: async () => {
      const repo = protectedRepository(evil);
      must((await trigger(repo, pullRequest)).blocked, 'the hook is blocked');
      const again = await trigger(repo, { ...pullRequest, event: 'custom', trigger: 'player' });
      must(!again.blocked && again.pipelines[0]?.steps?.[0]?.name === 'evil', 'asked for by hand, it runs');
      return 'The hook is blocked; the same commit, built by hand, runs unsigned.';
    },
    ours: async () => {
      const { pipelines } = await trigger(
        protectedRepository(evil),
        { ...pullRequest, event: 'custom', trigger: 'player' },
        protectedDrone(),
      );
      must(isOurs(pipelines), 'our pipeline runs');
      return 'Whoever asks, our pipeline runs.';
    },
    live: 'That the retry of a blocked build is let through by a real server.',
  },
  {
    id: 'A04',
    title: 'Have the server sign the file, or take the protection away',
    levels: ['decision', 'signature'],
    isDeduced: false,
    naive: async () => {
      const signedByServer = signDroneFile(evil, KEY);
      must(
        !(await trigger(protectedRepository(signedByServer), pullRequest)).blocked,
        'a writer’s signature is good',
      );
      must(
        !(await trigger(protectedRepository(evil, { protected: false }), pullRequest)).blocked,
        'protection is a setting',
      );
      return 'POST /sign gives a writer a good signature; an admin of the fork unsets the protection.';
    },
    ours: async () => {
      const signed = signDroneFile(evil, KEY);
      must(
        isOurs((await trigger(protectedRepository(signed), pullRequest, protectedDrone())).pipelines),
        'our pipeline runs',
      );
      must(
        refuses(() => verifyFramedMac(signed, framedMac(signed, KEY), OUR_KEY)),
        'our MAC has a key of its own',
      );
      return 'Signature and protection decide nothing; our MAC has a key that the server does not know.';
    },
    live: 'That write permission is enough for /sign on a real server.',
  },
  {
    id: 'A05',
    title: 'Move separators in a signed file',
    levels: ['reader', 'signature'],
    isDeduced: false,
    naive: () => {
      const signed = signDroneFile(TWO, KEY);
      const joined = signed.replace(
        '---\nkind: pipeline\ntype: docker\nname: deploy',
        'kind: pipeline\ntype: docker\nname: deploy',
      );
      must(
        naiveVerify(joined, KEY) && naiveHmac(joined, KEY) === naiveHmac(signed, KEY),
        'the signature holds',
      );
      const names = naiveRead(joined)
        .filter(({ kind }) => kind === 'pipeline')
        .map(({ name }) => name);
      must(names.join() === 'deploy', 'the tests are gone');
      return 'With one separator less the signature still holds, and the pipeline of the tests is gone.';
    },
    ours: () => {
      const signed = signDroneFile(TWO, KEY);
      const joined = signed.replace(
        '---\nkind: pipeline\ntype: docker\nname: deploy',
        'kind: pipeline\ntype: docker\nname: deploy',
      );
      verifyDroneFile(joined, KEY);
      must(codesOf(joined).includes('duplicate-key'), 'the reader sees keys given twice');
      must(
        refuses(() => verifyFramedMac(joined, framedMac(signed, OUR_KEY), OUR_KEY)),
        'the framed MAC breaks',
      );
      must(
        codesOf(signed.replace('---\n', '--- # x\n')).includes('text-on-separator'),
        'text on separators is reported',
      );
      return 'The reader reports the keys given twice; the framed MAC does not verify.';
    },
    live: 'Nothing: the signature was recomputed byte for byte.',
  },
  {
    id: 'A06',
    title: 'Let another converter take the file: config_path *.star, or kind: template',
    levels: ['decision', 'lint'],
    isDeduced: true,
    naive: async () => {
      const converters = [
        (repo: NaiveRepository): string | null => (repo.config_path?.endsWith('.star') ? evil : null),
        (_repo: NaiveRepository, text: string): string | null =>
          /^kind:[ \t]+template/m.test(text) ? evil : null,
        (): string => file('- name: ours\n  image: x'),
      ];
      const star = await trigger(
        repository({ 'a.star': 'def main(ctx): …' }, { config_path: 'a.star' }),
        pullRequest,
        { converters },
      );
      const template = await trigger(
        repository({ '.drone.yml': 'kind: template\nload: evil.yml\n' }),
        pullRequest,
        { converters },
      );
      must(
        [star, template].every(({ pipelines }) => pipelines[0]?.steps?.[0]?.name === 'evil'),
        'the remote converter is skipped',
      );
      return 'The first converter wins: the remote one, which was to protect, is not asked.';
    },
    ours: async () => {
      const answer = await decide({ repo: repository({}, { config_path: 'a.star' }), build: pullRequest });
      must(answer !== null && 'refuse' in answer, 'another kind of file is refused');
      must(
        codesOf('kind: template\nload: evil.yml\n').includes('template-document'),
        'lint refuses templates',
      );
      must(
        isOurs(
          (
            await trigger(
              repository({ '.drone.yml': 'kind: template\nload: evil.yml\n' }),
              pullRequest,
              protectedDrone(),
            )
          ).pipelines,
        ),
        'our pipeline runs',
      );
      return 'The configuration extension comes before all converters and refuses paths that others would take.';
    },
    live: 'The order of converters in a real server, and DRONE_CONVERT_MULTI.',
  },
  {
    id: 'A25',
    title: 'Write [ci skip] into the title',
    levels: ['policy'],
    isDeduced: false,
    naive: () => {
      const builds = isSkipped({ ...pullRequest, title: 'fix [CI SKIP]' }) ? [] : [{ status: 'failure' }];
      must(
        builds.every(({ status }) => status !== 'failure'),
        'nothing was built, so nothing failed',
      );
      return 'No build is made; whoever counts failures lets the change through.';
    },
    ours: () => {
      const { skipWord, pipelines } = evaluate(player.pipelines, {
        event: 'pull_request',
        title: 'fix [CI SKIP]',
      });
      must(
        skipWord === '[ci skip]' && pipelines.every(({ runs }) => !runs),
        'nothing runs, and it is said why',
      );
      return 'Evaluation says that nothing runs and why; only a build that passed counts, so skipping gains nothing.';
    },
    live: 'That the forge holds the merge without the required status.',
  },
  {
    id: 'A27',
    title: 'A slip in a condition, or a misspelt key',
    levels: ['reader'],
    isDeduced: true,
    naive: () => {
      const [pipeline] = naiveRead(
        file('- name: deploy\n  image: x\n  when: { event: { includes: [push] } }'),
      );
      must(naiveMatch(pipeline?.steps?.[0]?.when?.event, 'pull_request'), 'the guard is gone');
      return 'The guard cannot be read, so the step runs on pull requests.';
    },
    ours: () => {
      const [problem] = parseDroneFile(
        file('- name: deploy\n  image: x\n  when: { event: { includes: [push] } }'),
      ).problems;
      must(problem?.code === 'malformed-condition' && problem.line === 7, 'the slip is found with its line');
      return 'The reader reports it with its line.';
    },
    live: 'Nothing: go-yaml reads it the same way in a test of this library.',
  },
  {
    id: 'A28',
    title: 'Give a commit the name of somebody trusted',
    levels: ['decision', 'lint'],
    isDeduced: false,
    naive: () => {
      const build = { ...pullRequest, author_login: 'admin', author_email: 'admin@example.com' };
      const chosen = ['admin'].includes(build.author_login) ? 'with secrets' : 'without';
      must(chosen === 'with secrets', 'the name is believed');
      return 'Who decides by the author of the commit gives the forger the pipeline with secrets.';
    },
    ours: async () => {
      const repo = repository({});
      const [plain, forged] = await Promise.all([
        decide({ repo, build: pullRequest }),
        decide({
          repo,
          build: { ...pullRequest, author_login: 'game', author_name: 'game', sender: 'game' },
        }),
      ]);
      must(JSON.stringify(plain) === JSON.stringify(forged), 'authors change nothing');
      must(
        codesOf(
          file('- name: s\n  image: x\n  commands: [\'test "$DRONE_COMMIT_AUTHOR" = admin\']'),
        ).includes('author-as-identity'),
        'lint warns',
      );
      return 'The decision looks at the repository’s id on the forge; no author changes a byte of the answer.';
    },
    live: 'Nothing of Drone; the published case is Woodpecker’s.',
  },
  {
    id: 'A11',
    title: 'Promote or roll back a build of a pull request, or have cron build one’s branch',
    levels: ['decision'],
    isDeduced: false,
    naive: async () => {
      const repo = repository({ '.drone.yml': evil });
      const build = { ...pullRequest, event: 'promote', trigger: 'player' };
      const { pipelines } = await trigger(repo, build);
      must(
        pipelines[0]?.steps?.[0]?.name === 'evil' && secretFor(repo, build, 'token') === SECRET,
        'the secret comes along',
      );
      return 'The promoted build runs the pull request’s file and gets every secret.';
    },
    ours: async () => {
      for (const event of ['promote', 'rollback', 'cron', 'custom', 'tag', 'push']) {
        const { pipelines } = await trigger(
          repository({ '.drone.yml': evil }),
          { ...pullRequest, event, trigger: 'player' },
          protectedDrone(),
        );
        must(
          isOurs(pipelines) && !JSON.stringify(pipelines).includes('from_secret'),
          `${event} asks for no secret`,
        );
      }
      return 'On every event the answer is the same pipeline, which asks for no secret.';
    },
    live: 'Which permission a real server wants for promotion.',
  },
];

function refuses(action: () => unknown): boolean {
  try {
    action();
    return false;
  } catch {
    return true;
  }
}
