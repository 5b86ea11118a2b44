import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Opens a page in Debian's Chromium, without a window, and returns what its document has become. It trusts this CA
 * beside its own; a page whose certificate it does not accept is an error page of its own.
 */
export async function readPage(
  url: string,
  { proxyUrl, authorityFile }: { proxyUrl: string; authorityFile?: string },
): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'chromium-'));
  const database = join(home, '.pki/nssdb');
  try {
    await mkdir(database, { recursive: true });
    await run('certutil', ['-d', `sql:${database}`, '-N', '--empty-password']);
    if (authorityFile !== undefined)
      await run('certutil', ['-d', `sql:${database}`, '-A', '-t', 'C,,', '-n', 'stage', '-i', authorityFile]);
    const { stdout } = await run(
      'chromium',
      [
        // Root may not use its sandbox.
        ...[
          '--headless',
          '--no-sandbox',
          '--disable-gpu',
          '--disable-dev-shm-usage',
          `--user-data-dir=${home}/profile`,
        ],
        ...['--timeout=60000', '--dump-dom', `--proxy-server=${proxyUrl}`, url],
      ],
      { env: { ...process.env, HOME: home }, timeout: 90_000, maxBuffer: 16 * 1024 * 1024 },
    );
    return stdout;
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 10 });
  }
}
