import { createHmac } from 'node:crypto';
import { parse } from 'yaml';
import { extension, extensionRequest, lintFile, parseDroneFile } from '../../src/index.ts';
import { naiveRead, trigger } from '../naive/naive-drone.ts';
import { environmentOf } from '../naive/naive-runner.ts';
import { must, type Attack } from './attack.ts';
import { configSecret, decide, file, protectedDrone, pullRequest, repository } from './world.ts';

/** As Drone's own handlers verify (facts/drone.md §4): the signature must hold, over whatever headers it names. */
async function naiveHandler(request: Request, secret: string): Promise<{ status: number; body: string }> {
  const header = request.headers.get('signature') ?? '';
  const names = (/headers="([^"]*)"/.exec(header)?.[1] ?? '').split(' ');
  const signed = names.map((name) => `${name}: ${request.headers.get(name) ?? ''}`).join('\n');
  const signature = createHmac('sha256', secret).update(signed).digest('base64');
  const holds = names.includes('date') && header.includes(`signature="${signature}"`);
  return { status: holds ? 200 : 400, body: await request.text() };
}

/** A call that an attacker saw once, with another body. */
function forged(): Request {
  const seen = extensionRequest(
    'config',
    { build: pullRequest, repo: repository({}) },
    { endpoint: 'http://127.0.0.1/', secret: configSecret },
  );
  return new Request(seen.url, {
    method: 'POST',
    headers: seen.headers,
    body: '{"repo":{"id":1,"slug":"a/b"},"build":{"event":"push"}}',
  });
}

/** Each level holds the one below twice. */
const bomb = (levels: number): string =>
  Array.from(
    { length: levels },
    (_, i) => `x-${i}: &a${i} [${i === 0 ? 'a, a' : `*a${i - 1}, *a${i - 1}`}]\n`,
  ).join('');
const hostile = (levels: number): string =>
  `${bomb(levels)}${file(`- name: s\n  image: x\n  settings: { a: *a${levels - 1} }`)}`;

const SHARED_STEP = '- name: s\n  image: x\n  environment: { T: { from_secret: shared } }';
const shared = repository(
  { '.drone.yml': file(SHARED_STEP) },
  { organizationSecrets: [{ name: 'shared', data: 'of-the-organisation' }] },
);

/** Attacks on the extension protocol and by sheer size. */
export const protocolAttacks: readonly Attack[] = [
  {
    id: 'A26',
    title: 'Forge or replay a call to an extension',
    levels: ['protocol'],
    isDeduced: false,
    naive: async () => {
      const first = await naiveHandler(forged(), configSecret);
      const second = await naiveHandler(forged(), configSecret);
      must(
        first.status === 200 && second.status === 200 && first.body.includes('"a/b"'),
        'another body passes, and again',
      );
      return 'A handler like Drone’s own takes another body under an old signature, as often as one likes.';
    },
    ours: async () => {
      const handle = extension('config', { secret: configSecret, answer: decide });
      must((await handle(forged())).status === 401, 'another body is refused');
      const call = (): Request =>
        extensionRequest(
          'config',
          { build: pullRequest, repo: repository({}) },
          { endpoint: 'http://127.0.0.1/', secret: configSecret, now: () => Date.now() },
        );
      const request = call();
      must(
        (await handle(request.clone())).status === 200 && (await handle(request)).status === 409,
        'the same call is answered once',
      );
      const other = extension('convert', { secret: configSecret, answer: () => null });
      must((await other(call())).status === 406, 'a call to another extension is refused');
      return 'Body, date, headers and kind are all checked, and each call is answered once.';
    },
    live: 'Nothing of Drone: the vectors are its client’s.',
  },
  {
    id: 'A29',
    title: '100,000 steps, YAML bombs, lines over 64 KiB; secrets that an organisation shares',
    levels: ['reader', 'decision'],
    isDeduced: true,
    naive: () => {
      const size = (levels: number): number =>
        JSON.stringify(parse(hostile(levels), { maxAliasCount: -1 })).length;
      must(size(14) > 1.9 * size(13) && size(14) > 100 * hostile(14).length, 'every line doubles it');
      const guarded = `${file('- name: deploy\n  image: x')}# ${'x'.repeat(70_000)}\ntrigger: { event: push }\n`;
      must(naiveRead(guarded)[0]?.['trigger'] === undefined, 'the guard behind the long line is gone');
      const [pipeline] = naiveRead(file(SHARED_STEP));
      must(pipeline?.steps?.[0], 'there is a step');
      const env = environmentOf(shared, { ...pullRequest, event: 'push' }, pipeline, pipeline.steps[0]);
      must(env['T'] === 'of-the-organisation', 'any repository of the namespace gets its secrets');
      return 'Every line of a bomb doubles what is held; a guard behind a long line does not exist; the player’s file takes the organisation’s secret.';
    },
    ours: async () => {
      for (const text of [
        hostile(40),
        file('- name: s\n  image: x\n'.repeat(100_000)),
        `${file('- name: s\n  image: x')}# ${'x'.repeat(70_000)}\n`,
      ])
        must(isRefused(text), 'refused');
      must(lintFile(parseDroneFile(hostile(3))).length > 0, 'a small one is read');
      const { pipelines } = await trigger(shared, { ...pullRequest, event: 'push' }, protectedDrone());
      must(
        pipelines.length > 0 && !JSON.stringify(pipelines).includes('from_secret'),
        'our pipeline asks for no secret',
      );
      return 'The reader refuses each, in bounded time and memory; our pipeline asks for no secret, whoever shares one.';
    },
    live: 'Whether Drone’s server survives them; that each organisation is one level of trust.',
  },
];

function isRefused(text: string): boolean {
  try {
    parseDroneFile(text);
    return false;
  } catch {
    return true;
  }
}
