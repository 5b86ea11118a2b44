import { applyScript } from '../apply/apply-script.ts';
import { applyK3s, type ApplyK3sOptions } from '../apply/apply-k3s.ts';
import { runScript } from '../apply/run-script.ts';
import { sendFile } from '../apply/send-file.ts';
import type { K3sDesired, LocalFile } from '../desired/k3s-desired.ts';
import { ApplyFailedError, BackupUnreadableError, RestoreFailedError } from '../errors.ts';
import { explainFailure } from '../failure/explain-failure.ts';
import { dataDirectoryOf } from '../files/managed-files.ts';
import { paths } from '../files/paths.ts';
import type { K3sHost, WaitOptions } from '../host.ts';
import { planK3s } from '../plan/plan-k3s.ts';
import type { K3sFacts } from '../read/k3s-facts.ts';
import { readK3s } from '../read/read-k3s.ts';
import { checkUpgrade } from '../version/check-upgrade.ts';
import { parseManifest, type BackupManifest } from './backup-manifest.ts';
import { archivePath, resetScript, stopScript, unpackScript } from './restore-scripts.ts';

/**
 * Brings a back-up back, on the host it was taken from or on an empty one: installs the version it was taken with
 * (or the next one that is wished for), stops k3s and its pods, puts the data in place that there is now aside, lets
 * k3s make a new etcd of the snapshot, starts it and waits until it serves. Then the old data goes.
 *
 * Run it again when it was interrupted; until then `planK3s` refuses to start what is half there.
 *
 * @param archive what `backUpK3s` returned, or the path of a file with it.
 * @throws BackupUnreadableError, with nothing done; RestoreFailedError with k3s's reason; what `applyK3s` throws.
 * @example
 * await restoreK3s(host, { path: 'k3s-2026-11-24T10:00:00Z.tar.gz' }, desired, { onProgress: console.error });
 */
export async function restoreK3s(
  host: K3sHost,
  archive: LocalFile,
  desired: K3sDesired,
  options: ApplyK3sOptions = {},
): Promise<K3sFacts> {
  const { signal, onProgress } = options;
  const waiting: WaitOptions = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  const dataDirectory = dataDirectoryOf(desired);
  const before = await readK3s(host, desired, waiting);
  await sendFile(host, archive, archivePath, waiting);
  const manifest = await unpack(host, waiting);
  const version = typeof desired.version === 'string' ? desired.version : manifest.version;
  checkUpgrade(host.host, manifest.version, version);
  const pinned: K3sDesired = { ...desired, version };
  // Of another version's program nothing stays, and its data goes: what may not be upgraded may be replaced.
  const { binary, ...rest } = before;
  const replaced: K3sFacts = binary?.version === version ? before : rest;
  const idle: K3sFacts = {
    ...replaced,
    isRestoring: false,
    service: { ...before.service, state: 'inactive' },
    ports: [],
  };
  const plan = planK3s(idle, pinned);

  onProgress?.(`stopping k3s and its pods on ${host.host}`);
  await runScript(host, stopScript(dataDirectory), 'stop k3s', waiting);
  const install = plan.changes.filter(({ action }) => action !== 'start' && action !== 'restart');
  if (install.length > 0)
    await runScript(host, applyScript({ ...plan, changes: install }, before), 'install k3s', waiting);
  onProgress?.(`restoring the snapshot of ${manifest.createdAt}`);
  await reset(host, dataDirectory, manifest, waiting);
  const facts = await applyK3s(host, planK3s(await readK3s(host, pinned, waiting), pinned), options);
  await host.run(`rm -rf '${dataDirectory}/server-before-restore'`, { ...(signal && { signal }) });
  return facts;
}

async function unpack(host: K3sHost, options: WaitOptions): Promise<BackupManifest> {
  try {
    const answers = await runScript(host, unpackScript(), 'unpack the back-up', options);
    const manifest = parseManifest(answers.get('manifest')?.[0] ?? '');
    if (manifest) return manifest;
  } catch (cause) {
    if (!(cause instanceof ApplyFailedError)) throw cause;
    throw new BackupUnreadableError(`the archive is no back-up of k3s, or is damaged: ${cause.message}`, {
      cause,
    });
  }
  throw new BackupUnreadableError('the archive is a back-up of a kind that this version does not know');
}

async function reset(
  host: K3sHost,
  dataDirectory: string,
  manifest: BackupManifest,
  options: WaitOptions,
): Promise<void> {
  const answers = await runScript(host, resetScript(dataDirectory), 'restore the snapshot', options);
  const journal = answers.get('journal')?.[0]?.split('\n');
  if (!journal) return;
  const failure = explainFailure(journal);
  const aside = `${dataDirectory}/server-before-restore`;
  throw new RestoreFailedError(
    `k3s on ${host.host} did not take the snapshot of ${manifest.createdAt}: ${failure.explanation}` +
      `${failure.line === undefined ? '' : ` ("${failure.line}")`}; earlier data lies in ${aside}, k3s is stopped (see ${paths.state})`,
    failure,
  );
}
