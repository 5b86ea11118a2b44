import { pipelineOf } from '../example.ts';
import type { Path } from '../../path.ts';
import type { Rule } from '../rule.ts';
import {
  findSubstitutions,
  findUnquotedVariables,
  isAttackerControlled,
  isSafeVariable,
} from '../substitution.ts';

const step = (command: string): string => pipelineOf(`- name: s\n  image: x\n  commands: ['${command}']`);

/** Rules of this library on variables: A07, A08, A12, A28. */
export const substitutionRules: readonly Rule[] = [
  {
    code: 'attacker-controlled-substitution',
    source: 'ours',
    severity: 'error',
    reason:
      'The runner puts the value into the text of the file after every check; a title with a quote in it becomes keys and steps.',
    remedy:
      'Write "$${NAME}", with both dollars and in double quotes: then the shell reads it, not the file.',
    example: {
      bad: step('echo "${DRONE_PULL_REQUEST_TITLE}"'),
      good: step('echo "$${DRONE_PULL_REQUEST_TITLE}" ${DRONE_COMMIT_SHA}'),
    },
    checkResource: (resource, report) => {
      eachText(resource, [], (text, path) => {
        for (const { name } of findSubstitutions(text))
          if (!isSafeVariable(name))
            report(
              path,
              `\${${name}} is replaced in the text of the file before it is read; only hashes and numbers are safe there.`,
            );
      });
    },
  },
  {
    code: 'substitution-in-comment',
    source: 'ours',
    severity: 'error',
    reason: 'The runner replaces it in comments too, and a value with a line break in it ends the comment.',
    remedy: 'Write the name without dollar and braces.',
    example: {
      bad: `# built for \${DRONE_COMMIT_AUTHOR}\n${step('make')}`,
      good: `# built for the author\n${step('make')}`,
    },
    checkText: (data, report) => {
      for (const match of data.matchAll(/^(?:.*\s)?#.*$/gm))
        for (const { name, offset } of findSubstitutions(match[0]))
          if (!isSafeVariable(name) && offset > match[0].indexOf('#'))
            report(match.index + offset, `The comment holds \${${name}}, which the runner replaces.`);
    },
  },
  {
    code: 'unquoted-variable',
    source: 'ours',
    severity: 'error',
    reason:
      'Outside double quotes the shell splits the value and expands what is in it; branch names and titles are chosen by others.',
    remedy: 'Put the variable in double quotes.',
    example: { bad: step('git tag $DRONE_SOURCE_BRANCH'), good: step('git tag "$DRONE_SOURCE_BRANCH"') },
    checkStep: ({ step: { commands }, path }, report) => {
      for (const [index, command] of (commands ?? []).entries())
        for (const name of findUnquotedVariables(command))
          if (isAttackerControlled(name))
            report(
              [...path, 'commands', index],
              `$${name} stands outside double quotes, and others choose its text.`,
            );
    },
  },
  {
    code: 'loader-environment',
    source: 'ours',
    severity: 'error',
    reason:
      'These variables decide which programs and libraries run, also in plugins that the runner makes privileged.',
    remedy: 'Call programs by their full path instead.',
    example: {
      bad: pipelineOf('- name: s\n  image: x\n  environment: { LD_PRELOAD: /drone/src/a.so }'),
      good: pipelineOf('- name: s\n  image: x\n  environment: { LEVEL: debug }'),
    },
    checkStep: ({ step: { environment }, path }, report) => {
      for (const name of Object.keys(environment ?? {}))
        if (LOADER_NAMES.test(name))
          report([...path, 'environment', name], `${name} changes which code a program loads.`);
    },
    checkPipeline: ({ pipeline }, report) => {
      for (const name of Object.keys(pipeline.environment ?? {}))
        if (LOADER_NAMES.test(name))
          report(['environment', name], `${name} changes which code every step loads.`);
    },
  },
  {
    code: 'author-as-identity',
    source: 'ours',
    severity: 'warning',
    reason: 'Name and address of a commit are whatever its author typed.',
    remedy: 'Decide by the forge’s user id in an extension, never by the author of a commit.',
    example: { bad: step('test "$DRONE_COMMIT_AUTHOR" = admin'), good: step('test -f package.json') },
    checkStep: ({ step: { commands }, path }, report) => {
      for (const [index, command] of (commands ?? []).entries())
        if (command.split('\n').some(comparesAuthor))
          report(
            [...path, 'commands', index],
            'The command decides by the author of the commit, which anyone can forge.',
          );
    },
  },
];

/** Names of environment variables that decide which code a program loads. */
export const LOADER_NAMES: RegExp =
  /^(?:PATH|IFS|ENV|BASH_ENV|SHELLOPTS|PROMPT_COMMAND|LD_\w+|DYLD_\w+|NODE_OPTIONS|PYTHON(?:PATH|STARTUP|HOME)|PERL5(?:LIB|OPT)|RUBYOPT|RUBYLIB|JAVA_TOOL_OPTIONS|GIT_(?:SSH|SSH_COMMAND|EXEC_PATH|CONFIG\w*|ASKPASS|PROXY_COMMAND)|DOCKER_(?:HOST|CONFIG))$/i;

/** Whether a line of a command compares something, and after that names the author of the commit. */
function comparesAuthor(line: string): boolean {
  const author = [...line.matchAll(/\$\{?(?:DRONE|CI)_COMMIT_AUTHOR/g)].at(-1);
  return author !== undefined && /\btest\b|[[=]|\bcase\b|\bgrep\b/.test(line.slice(0, author.index));
}

/** Every text of a resource, keys included: the runner replaces in all of them. */
function eachText(value: unknown, path: Path, visit: (text: string, path: Path) => void): void {
  if (typeof value === 'string') visit(value, path);
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) eachText(item, [...path, index], visit);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) {
      visit(key, [...path, key]);
      eachText(item, [...path, key], visit);
    }
}
