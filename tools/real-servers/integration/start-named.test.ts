import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { freePort, startNamed, takeLoopbackAddress, type RunningNamed } from '@wescale/real-servers';

const zone = (serial: number): string =>
  [
    '$TTL 60',
    `@ SOA ns hostmaster ${serial} 3600 600 86400 60`,
    '@ NS ns',
    'ns A 127.0.0.1',
    'www A 192.0.2.1',
    '',
  ].join('\n');

/** The serial the server itself says it serves. */
const serialOf = async (server: RunningNamed, name: string): Promise<string> =>
  /serial: (\d+)/.exec(await server.rndc('zonestatus', name))?.[1] ?? '';

test('a zone is served on a port of its own and the folder is gone at dispose', async () => {
  let directory = '';
  {
    await using named = await startNamed({ zones: [{ name: 'example', text: zone(7) }] });
    directory = named.directory;
    expect(await serialOf(named, 'example')).toBe('7');
    expect(named.log()).toContain('all zones loaded');
  }
  expect(existsSync(directory)).toBe(false);
});

test('two servers share a port on two loopback addresses, which are taken away again', async () => {
  const taken: string[] = [];
  {
    await using one = await takeLoopbackAddress();
    await using other = await takeLoopbackAddress();
    taken.push(one.address, other.address);
    await using first = await startNamed({
      address: one.address,
      zones: [{ name: 'example', text: zone(1) }],
    });
    await using second = await startNamed({
      address: other.address,
      port: first.port,
      zones: [{ name: 'example', text: zone(2) }],
    });
    expect(await serialOf(first, 'example')).toBe('1');
    expect(await serialOf(second, 'example')).toBe('2');
  }
  const addresses = (await promisify(execFile)('ip', ['-4', 'address', 'show', 'dev', 'lo'])).stdout;
  for (const address of taken) expect(addresses).not.toContain(address);
});

test('a server that was killed starts again on the same port', async () => {
  await using named = await startNamed({ zones: [{ name: 'example', text: zone(3) }] });
  await named.kill();
  await expect(named.rndc('status')).rejects.toThrow();
  await named.start();
  expect(await serialOf(named, 'example')).toBe('3');
});

test('a configuration that is wrong fails with what named says about it', async () => {
  await expect(startNamed({ options: ['no-such-option yes;'] })).rejects.toThrow('no-such-option');
});

test('a port that is taken is an error, not a server that hears nothing', async () => {
  await using first = await startNamed();
  await expect(startNamed({ port: first.port })).rejects.toThrow('address in use');
});

test('a whole configuration may be given', async () => {
  const port = await freePort();
  const text = `options {\n  listen-on port ${port} { 127.0.0.1; };\n  recursion no;\n};\n`;
  await using named = await startNamed({ configuration: text, port });
  expect(await named.rndc('status')).toContain('server is up and running');
});

test('a folder that is given stays, and an end that nobody asked for is told', async () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'kept-')), 'named');
  try {
    let log = '';
    const ends: string[] = [];
    const onLog = (text: string): void => void (log += text);
    const onEnd = (reason: Error): void => void ends.push(reason.message);
    const zones = [{ name: 'example', text: zone(7) }];
    await using named = await startNamed({ zones, directory, onLog, onEnd });
    expect(log).toContain('all zones loaded');
    await named.kill();
    await named.start();
    expect(ends).toEqual([]);
    process.kill(Number(readFileSync(join(directory, 'named.pid'), 'utf8')), 'SIGKILL');
    await expect.poll(() => ends, { timeout: 5_000 }).toEqual(['named ended with SIGKILL']);
    expect(existsSync(join(directory, 'named.conf'))).toBe(true);
  } finally {
    rmSync(join(directory, '..'), { recursive: true });
  }
});
