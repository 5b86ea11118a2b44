import { checkTrust, execPipeline, type Pipeline } from '../../src/index.ts';
import { naiveRead } from '../naive/naive-drone.ts';
import {
  environmentOf,
  isAutoPrivileged,
  isWorkspaceRefused,
  runInWorkspace,
  scriptOf,
  substitute,
} from '../naive/naive-runner.ts';
import { must, type Attack } from './attack.ts';
import { codesOf, decide, file, player, pullRequest, repository, runnerSettings } from './world.ts';

const TITLE_STEP = file(`- name: say\n  image: x\n  commands: ['echo "\${DRONE_PULL_REQUEST_TITLE}"']`);
const PATH = process.env['PATH'] ?? '/usr/bin:/bin';

/** Attacks by values: variables, parameters, environments, paths. */
export const variableAttacks: readonly Attack[] = [
  {
    id: 'A07',
    title: 'Break out of a substituted title into keys and steps',
    levels: ['lint', 'decision', 'reader'],
    isDeduced: true,
    naive: () => {
      const title = `x"']\r- name: evil\r  image: evil\r  privileged: true # `;
      const text = substitute(TITLE_STEP, { DRONE_PULL_REQUEST_TITLE: title });
      const names = naiveRead(text).flatMap(({ steps = [] }) => steps.map(({ name }) => name));
      must(names.join() === 'say,evil', 'the title became a step');
      return 'A carriage return in the title ends the line: the title becomes a privileged step.';
    },
    ours: () => {
      must(codesOf(TITLE_STEP).includes('attacker-controlled-substitution'), 'lint refuses the variable');
      const [pipeline] = naiveRead(TITLE_STEP);
      must(
        checkTrust({ kind: 'player', pipelines: [pipeline as unknown as Pipeline] }).some(
          ({ code }) => code === 'substitution',
        ),
        'the decision too',
      );
      must(
        !substitute(JSON.stringify(player.pipelines), { DRONE_BRANCH: '"evil' }).includes('evil'),
        'ours has nothing to replace',
      );
      return 'Lint refuses the variable; the decision answers with no text in which anything is replaced.';
    },
    live: 'Nothing: envsubst and go-yaml do it in a test of this library.',
  },
  {
    id: 'A08',
    title: 'Back-ticks in a substituted title, even in single quotes',
    levels: ['lint'],
    isDeduced: true,
    naive: async () => {
      const [pipeline] = naiveRead(
        substitute(file('- name: say\n  image: x\n  commands: ["echo \'${DRONE_PULL_REQUEST_TITLE}\'"]'), {
          DRONE_PULL_REQUEST_TITLE: '`touch pwned`',
        }),
      );
      const { files } = await runInWorkspace({}, [
        { script: scriptOf(pipeline?.steps?.[0]?.commands ?? []), env: { PATH } },
      ]);
      must(files.includes('pwned'), 'the title ran');
      return 'The runner’s own trace line runs the title as a command.';
    },
    ours: async () => {
      const safe = file('- name: say\n  image: x\n  commands: [\'echo "$${DRONE_PULL_REQUEST_TITLE}"\']');
      must(
        codesOf(safe).every((code) => code === 'unpinned-image'),
        'lint accepts it',
      );
      const [pipeline] = naiveRead(substitute(safe, { DRONE_PULL_REQUEST_TITLE: '`touch pwned`' }));
      const env = { PATH, DRONE_PULL_REQUEST_TITLE: '`touch pwned`' };
      const { files, output } = await runInWorkspace({}, [
        { script: scriptOf(pipeline?.steps?.[0]?.commands ?? []), env },
      ]);
      must(!files.includes('pwned') && output.includes('\n`touch pwned`'), 'the title is only printed');
      return 'Written as "$${…}", the title is printed and not run.';
    },
    live: 'The trace line of each runner and shell.',
  },
  {
    id: 'A09',
    title: 'A branch name that is a command, in the clone script of the exec runner',
    levels: ['lint', 'decision'],
    isDeduced: true,
    naive: async () => {
      const branch = 'x;touch${IFS}pwned;';
      const { files } = await runInWorkspace({}, [
        { script: `git fetch origin +refs/heads/${branch}: 2>/dev/null`, env: { PATH } },
      ]);
      must(files.includes('pwned'), 'the branch ran');
      return 'The branch stands without quotes in the script, and runs.';
    },
    ours: () => {
      const exec = execPipeline({ name: 'e', steps: [{ name: 's', commands: ['make'] }] });
      must(
        codesOf('kind: pipeline\ntype: exec\nname: e\nsteps: [{ name: s, commands: [make] }]\n').includes(
          'exec-clone',
        ),
        'lint refuses the clone',
      );
      must(
        checkTrust({ kind: 'player', pipelines: [exec] }).some(({ code }) => code === 'outside-container'),
        'the decision refuses exec',
      );
      return 'Lint refuses a clone by this runner; the decision refuses the runner.';
    },
    live: 'The script of the real exec runner.',
  },
  {
    id: 'A12',
    title: 'Build parameters that are environment variables: PATH, LD_PRELOAD, BASH_ENV',
    levels: ['decision'],
    isDeduced: false,
    naive: async () => {
      const repo = repository({ 'bin/grade': '#!/bin/sh\necho passed\n' });
      const build = { ...pullRequest, event: 'custom', params: { PATH: `./bin:${PATH}` } };
      const [pipeline] = naiveRead(file('- name: grade\n  image: x\n  commands: [grade]'));
      must(pipeline?.steps?.[0], 'there is a step');
      const env = environmentOf(repo, build, pipeline, pipeline.steps[0]);
      const { output } = await runInWorkspace(repo.commits['head'] ?? {}, [
        { script: scriptOf(['grade']), env },
      ]);
      must(output.includes('passed'), 'the player grades himself');
      return 'With ?PATH=./bin the player’s own "grade" runs in place of the grader.';
    },
    ours: async () => {
      const answer = await decide({
        repo: repository({}),
        build: { ...pullRequest, event: 'custom', params: { PATH: './bin' } },
      });
      must(answer !== null && 'refuse' in answer, 'the build is refused');
      must(
        codesOf(file('- name: s\n  image: x\n  environment: { LD_PRELOAD: /a.so }')).includes(
          'loader-environment',
        ),
        'lint refuses it in files',
      );
      return 'A build with any parameter is refused; jobs take only named parameters that match a pattern.';
    },
    live: 'That a restart with parameters asks the extension again.',
  },
  {
    id: 'A13',
    title: 'Steer a plugin that the runner makes privileged, through its environment',
    levels: ['lint', 'decision', 'policy'],
    isDeduced: true,
    naive: () => {
      const [pipeline] = naiveRead(
        file(
          '- name: push\n  image: plugins/docker:20\n  settings: { repo: a/b }',
          'environment: { LD_PRELOAD: /drone/src/evil.so }\n',
        ),
      );
      must(pipeline?.steps?.[0] && isAutoPrivileged(pipeline.steps[0]), 'the step is privileged');
      must(pipeline.environment?.['LD_PRELOAD'], 'and loads what the player says');
      return 'The plugin runs privileged and loads a library of the player’s.';
    },
    ours: () => {
      const codes = codesOf(
        file(
          '- name: push\n  image: plugins/docker:20\n  settings: { repo: a/b }',
          'environment: { LD_PRELOAD: /a.so }\n',
        ),
      );
      must(
        codes.includes('auto-privileged-image') && codes.includes('loader-environment'),
        'lint refuses both',
      );
      const [listed = ''] = [runnerSettings().get('DRONE_RUNNER_PRIVILEGED_IMAGES')];
      must(listed !== '' && !/plugins\//.test(listed), 'the runner has a list that names no plugin');
      return 'Lint, and with it the decision, refuses the plugin and the variable; the runner’s list is emptied.';
    },
    live: 'That the list of privileged images can be emptied.',
  },
  {
    id: 'A14',
    title: 'Put the workspace over programs of the image',
    levels: ['lint'],
    isDeduced: true,
    naive: () => {
      must(
        !isWorkspaceRefused('/usr', 'src') && isWorkspaceRefused('/usr', ''),
        'only the joined path is looked at',
      );
      return 'Base /usr with path src passes: only /usr/src is looked at, and /usr is covered.';
    },
    ours: () => {
      must(
        codesOf(file('- name: s\n  image: x', 'workspace: { base: /usr, path: src }\n')).includes(
          'workspace-outside',
        ),
        'lint refuses it',
      );
      return 'Lint, and with it the decision, refuses a workspace over programs.';
    },
    live: 'What the Docker runner mounts where.',
  },
];
