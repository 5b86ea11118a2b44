import { existsSync } from 'node:fs';
import { expect, test, type TestContext } from 'vitest';
import { freePort, requirePackages, startNginx } from '@wescale/real-servers';

const needNginx = async (context: TestContext): Promise<void> => {
  const missing = await requirePackages({ 'nginx-light': 'the web server under test' });
  context.skip(missing !== undefined, missing);
};
const site = (port: number, answer: string): string =>
  `server { listen 127.0.0.1:${port}; return 200 "${answer}"; }`;
const ask = async (port: number): Promise<string> => (await fetch(`http://127.0.0.1:${port}/`)).text();

test('it serves, reloads, and is gone with its folder', async (context) => {
  await needNginx(context);
  const port = await freePort();
  let directory = '';
  {
    await using nginx = await startNginx({ http: site(port, 'one'), port });
    directory = nginx.directory;
    expect(await ask(port)).toBe('one');
    await nginx.reload(site(port, 'two'));
    await expect.poll(() => ask(port), { timeout: 10_000 }).toBe('two');
  }
  expect(existsSync(directory)).toBe(false);
  await expect(ask(port)).rejects.toThrow();
});

test('a configuration that nginx refuses is refused with its words, and the old one stays', async (context) => {
  await needNginx(context);
  const port = await freePort();
  await expect(startNginx({ http: 'server { lisen 1; }', port })).rejects.toThrow(
    'unknown directive "lisen"',
  );
  await using nginx = await startNginx({ http: site(port, 'one'), port });
  await expect(nginx.reload('server { lisen 1; }')).rejects.toThrow('unknown directive "lisen"');
  expect(await ask(port)).toBe('one');
});
