import { pipelineOf } from '../example.ts';
import { eventsThatPass, isFromSecret, secretsOf } from '../secrets.ts';
import type { PlacedStep, Rule } from '../rule.ts';

const PUSH = 'trigger: { event: push }';
const WITH_SECRET = '- name: s\n  image: x\n  environment: { T: { from_secret: t } }\n  commands: [publish]';
const PUBLISH_HERE =
  'Run what needs the secret in a pipeline that only trusted events reach (trigger: { event: push }).';

/** Rules of this library on secrets: A02, A10, A11, A20, A21, A22. */
export const secretRules: readonly Rule[] = [
  {
    code: 'secret-on-untrusted-event',
    source: 'ours',
    severity: 'error',
    reason:
      'Whoever causes the event decides what the step runs: files of a pull request, a promoted build, a cron branch.',
    remedy: PUBLISH_HERE,
    example: { bad: pipelineOf(WITH_SECRET), good: pipelineOf(WITH_SECRET, PUSH) },
    checkStep: (placed, report, _options, { untrustedEvents }) => {
      const secrets = secretsOf(placed);
      const events = secrets.length === 0 ? [] : eventsThatPass(placed.step.when, untrustedEvents);
      if (events.length === 0) return;
      for (const { secret, path } of secrets)
        report(
          path,
          `The secret "${secret}" is asked for on ${events.join(', ')}, which people you do not trust can cause.`,
        );
    },
    checkPipeline: ({ pipeline, untrustedEvents }, report) => {
      if (untrustedEvents.length === 0) return;
      for (const [key, value] of Object.entries(pipeline.server ?? {}))
        if (isFromSecret(value))
          report(
            ['server', key],
            `The secret "${value.from_secret}" is asked for on ${untrustedEvents.join(', ')}, which people you do not trust can cause.`,
          );
    },
  },
  {
    code: 'secret-shares-workspace',
    source: 'ours',
    severity: 'warning',
    reason:
      'Steps of a pipeline share their files and, on Kubernetes, their pod: an earlier step can leave a trap for the one with the secret.',
    remedy: 'Give the secret to a pipeline of its own, and hand it only data that it checks.',
    example: {
      bad: pipelineOf(`- name: test\n  image: x\n  commands: [make]\n${WITH_SECRET}`, PUSH),
      good: pipelineOf(WITH_SECRET, PUSH),
    },
    checkPipeline: ({ steps }, report) => {
      const earlier: string[] = [];
      for (const placed of steps) {
        const [first] = secretsOf(placed);
        if (first && earlier.length > 0)
          report(
            first.path,
            `The step with the secret "${first.secret}" shares its files with ${listSome(earlier)}.`,
          );
        if (!first && runsCode(placed)) earlier.push(`"${placed.step.name ?? ''}"`);
      }
    },
  },
  {
    code: 'secret-in-log',
    source: 'ours',
    severity: 'warning',
    reason:
      'Logs hide a secret only where it stands letter by letter; an encoding of it shows, and logs of public repositories are public.',
    remedy: 'Do not print the environment or trace commands in a step that has a secret.',
    example: {
      bad: pipelineOf(WITH_SECRET.replace('[publish]', '["echo $T | base64"]'), PUSH),
      good: pipelineOf(WITH_SECRET, PUSH),
    },
    checkStep: (placed, report) => {
      if (secretsOf(placed).length === 0) return;
      for (const [index, command] of (placed.step.commands ?? []).entries())
        if (/\b(?:printenv|base64|xxd|hexdump)\b|\bset -\w*x|^\s*env\s*(?:$|\|)/m.test(command))
          report(
            [...placed.path, 'commands', index],
            'The command can show a secret in a form that the log does not hide.',
          );
    },
  },
  {
    code: 'encrypted-secret',
    source: 'ours',
    severity: 'error',
    reason:
      'A secret in the file is decrypted for pull requests of private repositories and of deleted forks as well.',
    remedy: 'Keep it on the server, without the pull request flag.',
    example: {
      bad: 'kind: secret\nname: t\ndata: AAECAwQFBgcICQoL\n',
      good: 'kind: secret\nname: t\nget: { path: game/ci, name: t }\n',
    },
    checkResource: (resource, report) => {
      if (resource.kind === 'secret' && resource.data)
        report(['data'], `The secret "${resource.name}" stands encrypted in the file.`);
    },
  },
  {
    code: 'external-secret',
    source: 'ours',
    severity: 'warning',
    reason:
      'The file chooses which secret the runner fetches, and the runner does not look at pull requests.',
    remedy:
      'Make sure that the secret extension allows this path for this repository and event, and nothing else.',
    example: {
      bad: 'kind: secret\nname: t\nget: { path: game/ci, name: t }\n',
      good: pipelineOf(WITH_SECRET, PUSH),
    },
    checkResource: (resource, report) => {
      if (resource.kind === 'secret' && resource.get)
        report(
          ['get'],
          `The secret "${resource.name}" is fetched from "${resource.get.path ?? ''}" by the runner.`,
        );
    },
  },
];

function runsCode({ step, isService }: PlacedStep): boolean {
  return isService || (step.commands?.length ?? 0) > 0;
}

function listSome(names: readonly string[]): string {
  const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
  return names.slice(0, 3).join(', ') + more;
}
