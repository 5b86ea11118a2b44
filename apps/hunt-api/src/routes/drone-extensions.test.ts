import {
  extensionRequest,
  kubernetesPipeline,
  type ExtensionCalls,
  type ExtensionKind,
} from '@wescale/drone-pipelines';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { configuredExtensions } from '../drone/configured-extensions.ts';
import { apiSchema } from '../configuration/api-schema.ts';
import { createServer } from '../server.ts';

const kinds = [
  'config',
  'convert',
  'validate',
  'admission',
  'secret',
  'registry',
  'environ',
  'webhook',
] as const;
const secretOf = (kind: ExtensionKind) => kind.padEnd(40, 'x');
const grant = { uids: ['30'], events: ['push' as const] };

/** Serves everything, to a repository that is managed. */
function startServer() {
  const image = `grader@sha256:${'a'.repeat(64)}`;
  const pipeline = kubernetesPipeline({ name: 'grade', steps: [{ name: 'grade', image, user: 1000 }] });
  const settings = apiSchema.parse({
    secrets: { file: 'x' },
    repositories: 'x',
    extensions: { config: {}, admission: { admins: ['a'], members: 'anyone' } },
  });
  const extensions = configuredExtensions({
    settings,
    repositories: new Map([['30', { kind: 'player', pipelines: [pipeline] }]]),
    granted: {
      secrets: [{ ...grant, path: 'p', name: 'n', value: 'canary' }],
      credentials: [{ ...grant, address: 'a', username: 'u', password: 'canary' }],
      variables: [{ ...grant, name: 'A', value: 'canary', mask: true }],
    },
    secrets: new Map(kinds.map((kind) => [kind, secretOf(kind)])),
    generated: [],
    secretsFile: '',
  });
  const lines: string[] = [];
  const logStream = { write: (line: string) => void lines.push(line) };
  return { app: createServer({ extensions, logLevel: 'debug', logStream }), lines };
}

const json = fc.jsonValue({ maxDepth: 2 });
const orAny = (usual: fc.Arbitrary<unknown>) => fc.oneof(usual, json);
const call = fc.record(
  {
    repo: orAny(
      fc.record({
        id: orAny(fc.nat()),
        uid: orAny(fc.constant('30')),
        slug: orAny(fc.string()),
        config_path: json,
        trusted: json,
      }),
    ),
    build: orAny(fc.record({ event: orAny(fc.constant('push')), params: json, trigger: json, number: json })),
    config: orAny(fc.record({ data: orAny(fc.string()) })),
    user: orAny(fc.record({ login: json, id: json })),
    path: json,
    name: json,
    event: json,
    action: json,
  },
  { requiredKeys: [] },
);

test('whatever a signed call holds, it is answered or refused and nothing fails', async () => {
  const { app, lines } = startServer();
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...kinds), call, async (kind, body) => {
      const url = `http://localhost/drone/${kind}`;
      const request = extensionRequest(
        kind as 'config',
        body as unknown as ExtensionCalls['config']['request'],
        {
          endpoint: url,
          secret: secretOf(kind),
        },
      );
      const { statusCode } = await app.inject({
        method: 'POST',
        url: `/drone/${kind}`,
        headers: Object.fromEntries(request.headers),
        payload: Buffer.from(await request.arrayBuffer()),
      });
      expect(statusCode, kind).not.toBe(500);
    }),
    { numRuns: 500 },
  );
  expect(lines.join('')).not.toContain('canary');
});
