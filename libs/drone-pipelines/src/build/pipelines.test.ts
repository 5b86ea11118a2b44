import { describe, expect, test } from 'vitest';
import { InvalidResourceError } from './errors.ts';
import { cron, registry, secret, signature, template } from './other-kinds.ts';
import { dockerPipeline, execPipeline, kubernetesPipeline, sshPipeline } from './pipelines.ts';

const step = { name: 's', image: 'x' };

/** Short names keep each case on the line that the compiler reports. */
const [docker, kube, exec, ssh] = [dockerPipeline, kubernetesPipeline, execPipeline, sshPipeline];
const one = { name: 'a', steps: [step] };
const bare = { name: 's', commands: ['make'] };

describe('what Drone would refuse does not compile', () => {
  // Each line must be a type error, or the type check of this file fails; at run time most are refused as well.
  const cases: [string, () => unknown][] = [
    // @ts-expect-error -- a step of a container needs an image
    ['no image', () => docker({ name: 'a', steps: [{ name: 's' }] })],
    // @ts-expect-error -- a step needs a name
    ['no step name', () => docker({ name: 'a', steps: [{ image: 'x' }] })],
    // @ts-expect-error -- privileged needs a trusted repository
    ['privileged', () => docker({ name: 'a', steps: [{ ...step, privileged: true }] })],
    // @ts-expect-error -- host volumes need a trusted repository
    ['host volume', () => docker({ ...one, volumes: [{ name: 'v', host: { path: '/' } }] })],
    // @ts-expect-error -- memory volumes need a trusted repository
    ['memory volume', () => docker({ ...one, volumes: [{ name: 'v', temp: { medium: 'memory' } }] })],
    // @ts-expect-error -- network modes need a trusted repository
    ['network mode', () => docker({ name: 'a', steps: [{ ...step, network_mode: 'host' }] })],
    // @ts-expect-error -- there is no such operating system
    ['unknown system', () => docker({ ...one, platform: { os: 'openbsd' } })],
    // @ts-expect-error -- there is no such architecture
    ['unknown architecture', () => docker({ ...one, platform: { arch: 'mips' } })],
    // @ts-expect-error -- the key is called trigger
    ['unknown key', () => docker({ ...one, triggers: { event: 'push' } })],
    // @ts-expect-error -- a list, not text
    ['commands as text', () => docker({ name: 'a', steps: [{ ...step, commands: 'make' }] })],
    // @ts-expect-error -- claims need a trusted repository
    ['claim', () => kube({ ...one, volumes: [{ name: 'v', claim: { name: 'c' } }] })],
    // @ts-expect-error -- limits stand on steps
    ['limit on the pipeline', () => kube({ ...one, resources: { limits: { cpu: 1 } } })],
    // @ts-expect-error -- a number on Kubernetes
    ['named user', () => kube({ name: 'a', steps: [{ ...step, user: 'node' }] })],
    // @ts-expect-error -- Kubernetes has no network modes
    ['field of another type', () => kube({ name: 'a', steps: [{ ...step, network_mode: 'host' }] })],
    // @ts-expect-error -- there is no container
    ['image for exec', () => exec({ name: 'a', steps: [{ ...bare, image: 'x' }] })],
    // @ts-expect-error -- SSH needs a server
    ['no server for ssh', () => ssh({ name: 'a', steps: [bare] })],
    // @ts-expect-error -- neither data nor get
    ['empty secret', () => secret({ name: 'a' })],
    // @ts-expect-error -- a cron job builds a branch
    ['cron without branch', () => cron({ name: 'a', spec: { schedule: '0 0 0 * * *' } })],
  ];
  const onlyByType = ['no server for ssh'];
  test.each(cases)('%s', (what, build) => {
    if (onlyByType.includes(what)) expect(build).not.toThrow();
    else expect(build).toThrow(InvalidResourceError);
  });

  test('values that Drone would never match are type errors too', () => {
    // @ts-expect-error -- the event is called pull_request
    docker({ ...one, trigger: { event: 'pull-request' } });
    // @ts-expect-error -- there is no such word
    docker({ name: 'a', steps: [{ ...step, failure: 'ignored' }] });
  });
});

describe('what types cannot see fails with the path', () => {
  test.each([
    [
      'a dependency on a later step',
      () =>
        dockerPipeline({
          name: 'a',
          steps: [
            { ...step, depends_on: ['t'] },
            { ...step, name: 't' },
          ],
        }),
      'steps[0].depends_on[0]',
    ],
    ['a name given twice', () => dockerPipeline({ name: 'a', steps: [step, step] }), 'steps[1].name'],
    [
      'a step named clone',
      () => dockerPipeline({ name: 'a', steps: [{ ...step, name: 'clone' }] }),
      'steps[0].name',
    ],
    [
      'a reserved volume',
      () => dockerPipeline({ name: 'a', steps: [step], volumes: [{ name: '_workspace', temp: {} }] }),
      'volumes[0].name',
    ],
    [
      'a mount at /run/drone',
      () =>
        kubernetesPipeline({
          name: 'a',
          steps: [{ ...step, volumes: [{ name: 'v', path: '/run/drone/x' }] }],
        }),
      'steps[0].volumes[0].path',
    ],
    [
      'a dependency on itself',
      () => execPipeline({ name: 'a', depends_on: ['a'], steps: [{ name: 's' }] }),
      'depends_on[0]',
    ],
    [
      'a size in miles',
      () => dockerPipeline({ name: 'a', steps: [{ ...step, mem_limit: '1 mile' }] }),
      'steps[0].mem_limit',
    ],
    [
      'a secret deep in a setting',
      () => dockerPipeline({ name: 'a', steps: [{ ...step, settings: { a: { b: { from_secret: 'c' } } } }] }),
      'steps[0].settings.a.b.from_secret',
    ],
    ['a signature that is none', () => signature('abc'), 'hmac'],
    ['a template of no known kind', () => template({ load: 'a.txt' }), 'load'],
    ['a registry without credentials', () => registry({ data: {} }), ''],
  ])('%s', (_what, build, path) => {
    expect(build).toThrow(expect.objectContaining({ code: 'invalid-resource', path }));
  });

  test('all problems come along, the first in the message', () => {
    const build = (): unknown => dockerPipeline({ name: 'a', steps: [{ ...step, depends_on: ['t', 'u'] }] });
    expect(build).toThrow('linter: unknown step dependency detected: s references t (and 1 more)');
  });
});

test('a trusted repository may have what it is trusted for', () => {
  const pipeline = dockerPipeline(
    {
      name: 'a',
      steps: [{ ...step, privileged: true, network_mode: 'host' }],
      volumes: [{ name: 'v', host: { path: '/srv' } }],
    },
    { trusted: true },
  );
  expect(pipeline.steps[0]?.privileged).toBe(true);
});

test('what is built is frozen, and the input is left alone in shape', () => {
  const pipeline = dockerPipeline({ name: 'a', steps: [{ ...step, commands: ['make'] }] });
  expect(Object.isFrozen(pipeline.steps[0]?.commands)).toBe(true);
  expect(pipeline).toEqual({
    kind: 'pipeline',
    type: 'docker',
    name: 'a',
    steps: [{ ...step, commands: ['make'] }],
  });
});
