import { expect, test } from 'vitest';
import { apiSchema } from './api-schema.ts';
import { parseYaml } from './parse-yaml.ts';
import { repositoriesSchema } from './repositories-schema.ts';

const good = `secrets: { file: secrets.env }
repositories: managed.yaml
extensions:
  config: {}
  secret:
    grants:
      - path: game/deploy
        name: token
        file: token
        uids: ['40']
        events: [custom]
`;
const parseApi = (text: string) => parseYaml(text, 'hunt-api.yaml', apiSchema).value;

test('defaults are filled in: loopback, and nothing for who is not managed', () => {
  expect(parseApi(good)).toMatchObject({
    listen: { host: '127.0.0.1', port: 3080 },
    log: 'info',
    stopTimeoutSeconds: 25,
    secrets: { generate: false },
    unmanaged: 'refuse',
  });
});

test('the same in JSON is read as well', () => {
  expect(parseApi(JSON.stringify(parseApi(good)))).toEqual(parseApi(good));
});

test.each([
  ['an unknown key', `${good}colour: red\n`, 'hunt-api.yaml:12: colour: is not a known field; remove it'],
  [
    'a misspelt key in a list',
    good.replace('events:', 'event:'),
    'hunt-api.yaml:11: extensions.secret.grants.0.event: is not a known field',
  ],
  [
    'a missing field in a list, where its entry stands',
    good.replace('        file: token\n', ''),
    'hunt-api.yaml:7: extensions.secret.grants.0.file: is missing; write a string',
  ],
  [
    'an event that Drone does not have',
    good.replace('[custom]', '[push, pr]'),
    'hunt-api.yaml:11: extensions.secret.grants.0.events.1: expects one of push, pull_request, tag',
  ],
  [
    'a number for an id',
    good.replace("'40'", '40'),
    'hunt-api.yaml:10: extensions.secret.grants.0.uids.0: expects a string, not 40',
  ],
  [
    'no extensions',
    good.replace(/extensions:[^]*/, 'extensions: {}\n'),
    'extensions: is empty; serve at least',
  ],
  ['a port out of range', `${good}listen: { port: 70000 }\n`, 'hunt-api.yaml:12: listen.port: Too big'],
  [
    'a level that there is not',
    `${good}log: loud\n`,
    'hunt-api.yaml:12: log: expects one of debug, info, warn, error, silent, not "loud"',
  ],
  [
    'members that are neither',
    `${good}  admission: { members: some }\n`,
    'hunt-api.yaml:12: extensions.admission.members: expects anyone, or a list of logins',
  ],
  [
    'a variable that the loader reads',
    `${good}  environ: { variables: [{ name: LD_PRELOAD, value: x, uids: ['1'], events: [push] }] }\n`,
    'extensions.environ.variables.0.name: is a name that the runner, the shell or the loader uses',
  ],
  [
    'a variable without a value',
    `${good}  environ: { variables: [{ name: GAME, uids: ['1'], events: [push] }] }\n`,
    'extensions.environ.variables.0: needs either value or valueFile',
  ],
  [
    'the same secret twice',
    good + good.slice(good.indexOf('      - path')),
    'hunt-api.yaml:13: extensions.secret.grants.1.name: is granted twice (game/deploy, token)',
  ],
  ['text that is not YAML', 'secrets: [', 'hunt-api.yaml:1: is not YAML'],
  ['an empty file', '', 'hunt-api.yaml:1: expects an object, not null'],
])('%s is one clear error with file, line and field', (_what, text, message) => {
  expect(() => parseApi(text)).toThrow(message);
});

test('all mistakes come at once', () => {
  expect(() => parseApi(`${good}colour: red\nlog: loud\n`)).toThrow(/log: expects(.|\n)*colour: is not/);
});

const repositories = `repositories:
- { uid: '30', kind: player, pipelines: grade.yml }
- uid: '40'
  kind: jobs
  callers: [game]
  parameters: { IMAGE: 'sha256:[0-9a-f]+' }
  pipelines: deploy.yml
`;

test.each([
  [
    'an id given twice',
    repositories.replace("'40'", "'30'"),
    'managed.yaml:3: repositories.1.uid: is given twice (30)',
  ],
  [
    'an unknown kind',
    repositories.replace('jobs', 'job'),
    'managed.yaml:4: repositories.1.kind: expects one of',
  ],
  [
    'a job without callers',
    repositories.replace('  callers: [game]\n', ''),
    'managed.yaml:3: repositories.1.callers: is missing',
  ],
  [
    'a pattern that is none',
    repositories.replace('[0-9a-f]+', '[0-9'),
    'managed.yaml:6: repositories.1.parameters.IMAGE: expects a regular expression',
  ],
  [
    'callers for players',
    repositories.replace('kind: player', 'kind: player, callers: [a]'),
    'managed.yaml:2: repositories.0.callers: is not a known field',
  ],
])('in the file of repositories, %s is one clear error', (_what, text, message) => {
  expect(() => parseYaml(text, 'managed.yaml', repositoriesSchema)).toThrow(message);
});
