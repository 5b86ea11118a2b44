import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { boardImages, rancherImages } from '@wescale/understudies';
import { expect, test } from 'vitest';

import { bundleProgram } from '../src/images/bundle-program.ts';

/** What a program says on its way out. */
async function lastWords(main: string, environment: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-'));
  try {
    const file = join(folder, 'main.mjs');
    await writeFile(file, await bundleProgram(join(import.meta.dirname, '../src', main)));
    return await new Promise((resolve) => {
      execFile(process.execPath, [file], { env: environment }, (error, _stdout, stderr) =>
        resolve(`${String(error?.code)} ${stderr}`),
      );
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

test.for([
  'rancher/main.ts',
  'rancher-agent/main.ts',
  'prometheus/main.ts',
  'traefik/main.ts',
  'ingress-nginx/main.ts',
  'cert-manager/main.ts',
])('%s is one file that runs by itself', async (main) => {
  expect(await lastWords(main, {})).toMatch(/^1 [^]*this is no pod/);
});

test('there is an image of each program for each version, and the same sources make the same images', async () => {
  const images = await rancherImages();
  expect(images.map(({ repository, tag }) => `${repository}:${tag}`)).toEqual([
    'rancher/rancher:v2.14.4',
    'rancher/rancher:v2.15.0',
    'rancher/rancher:v2.15.1',
    'rancher/rancher-agent:v2.14.4',
    'rancher/rancher-agent:v2.15.0',
    'rancher/rancher-agent:v2.15.1',
  ]);
  expect((await rancherImages()).map(({ digest }) => digest)).toEqual(images.map(({ digest }) => digest));
});

test('images of the board have the names and tags that the real charts ask for', async () => {
  const images = (await boardImages()).map(({ repository, tag }) => `${repository}:${tag}`);
  expect(images).toEqual([
    'library/traefik:v3.7.11',
    'ingress-nginx/controller:v1.15.1',
    'jetstack/cert-manager-controller:v1.21.1',
    'prometheus/prometheus:v3.15.0',
    'grafana/grafana:13.2.0',
    'grafana/loki:3.7.6',
    'kube-logging/logging-operator:6.7.0',
    'kube-logging/logging-operator/fluentd:6.7.0-full',
    'fluent/fluent-bit:5.0.5',
  ]);
});
