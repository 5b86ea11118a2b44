/** A minimal reading of Drone's runners (facts/drone.md §0, §6); steps run in a real shell and an empty folder. */
import { execFile } from 'node:child_process';
import { createDecipheriv } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DroneBuild } from '../../src/index.ts';
import { secretFor, type NaivePipeline, type NaiveRepository, type NaiveStep } from './naive-drone.ts';

/** Replaces `${NAME}` in the text of the file; only values with a newline are quoted (RG `pipeline/runtime/runner.go`). */
export function substitute(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/(\$+)\{(\w+)\}/g, (_all, dollars: string, name: string) => {
    const kept = '$'.repeat(Math.floor(dollars.length / 2));
    if (dollars.length % 2 === 0) return `${kept}{${name}}`;
    const value = values[name] ?? '';
    return kept + (value.includes('\n') ? JSON.stringify(value) : value);
  });
}

/** Every step's environment: the pipeline's, the step's with its secrets, the build's parameters last. */
export function environmentOf(
  repo: NaiveRepository,
  build: DroneBuild,
  pipeline: NaivePipeline,
  step: NaiveStep,
  runner: { netrc?: string; netrcCloneOnly?: boolean } = {},
): Record<string, string> {
  const own = Object.entries(step.environment ?? {}).flatMap(([name, value]) => {
    const text = typeof value === 'string' ? value : secretFor(repo, build, value.from_secret);
    return text === undefined ? [] : [[name, text] as const];
  });
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    ...(runner.netrc && !runner.netrcCloneOnly ? { DRONE_NETRC_PASSWORD: runner.netrc } : {}),
    DRONE_BRANCH: build.target ?? '',
    DRONE_PULL_REQUEST_TITLE: build.title ?? '',
    ...pipeline.environment,
    ...Object.fromEntries(own),
    ...build.params,
  };
}

/** The script of a step: each command is first echoed between double quotes (RD `shell.go`). */
export function scriptOf(commands: readonly string[]): string {
  return commands
    .map((command) => `echo + ${JSON.stringify(command).replaceAll('$', '\\$')}\n${command}`)
    .join('\n');
}

/** Runs scripts one after the other in one folder that holds some files, as steps share a workspace. */
export async function runInWorkspace(
  files: Readonly<Record<string, string>>,
  steps: readonly { script: string; env: Readonly<Record<string, string>> }[],
): Promise<{ output: string; files: string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'naive-workspace-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text, { mode: 0o755 });
    }
    let output = '';
    for (const { script, env } of steps) output += await shell(script, env, folder);
    return { output, files: (await readdir(folder, { recursive: true })).sort() };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function shell(script: string, env: Readonly<Record<string, string>>, cwd: string): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      '/bin/sh',
      ['-c', script],
      { cwd, env: { ...env }, timeout: 20_000 },
      (_error, stdout, stderr) => {
        resolve(stdout + stderr);
      },
    );
  });
}

/** Images that the Docker runner starts privileged; only a step's own settings keep it from doing so (RD `compiler.go`). */
export function isAutoPrivileged(step: NaiveStep): boolean {
  const restricted = ['XDG_RUNTIME_DIR', 'DOCKER_OPTS', 'DOCKER_HOST', 'PATH', 'HOME'];
  if (!/^plugins\/(?:docker|ecr|gcr|heroku|acr)(?::|$)/.test(step.image ?? '') || step.commands) return false;
  return !Object.keys(step.environment ?? {}).some((name) => restricted.includes(name));
}

/** The folders that the Docker runner lets no volume cover; of a workspace it looks at the joined path only. */
export function isWorkspaceRefused(base: string, path: string): boolean {
  const joined = join(base, path);
  return ['/', '/etc', '/usr', '/bin', '/sbin', '/var', '/run', '/lib'].includes(joined);
}

/** An encrypted secret of the file; withheld only from forks of public repositories (RG `secret/encrypted.go`). */
export function encryptedSecretFor(
  repo: NaiveRepository,
  build: DroneBuild,
  data: string,
): string | undefined {
  const fromFork =
    build.source_repo !== undefined && build.source_repo !== '' && build.source_repo !== repo.slug;
  if (build.event === 'pull_request' && !repo.private && fromFork) return undefined;
  const sealed = Buffer.from(data, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', repo.secret.slice(0, 32), sealed.subarray(0, 12));
  decipher.setAuthTag(sealed.subarray(-16));
  return decipher.update(sealed.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
}
