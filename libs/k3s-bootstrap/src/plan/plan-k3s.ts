import { createHash } from 'node:crypto';
import { checkDesired } from '../desired/check-desired.ts';
import type { K3sDesired } from '../desired/k3s-desired.ts';
import { ChannelUnresolvedError, HostUnsuitableError, VersionUnsupportedError } from '../errors.ts';
import { managedFiles, type ManagedFile } from '../files/managed-files.ts';
import { paths, restartingFiles } from '../files/paths.ts';
import { digestTopKeys } from '../read/parse-probe.ts';
import type { FileFact, K3sFacts } from '../read/k3s-facts.ts';
import { checkUpgrade } from '../version/check-upgrade.ts';
import { findVersionConflicts } from '../version/version-range.ts';
import { missingOf } from './await-cluster.ts';
import { findObstacles } from './find-obstacles.ts';
import type { K3sChange, K3sPlan } from './k3s-change.ts';

/**
 * Decides what has to be done, and says why. Pure: the same facts and wishes make the same plan.
 *
 * @throws DowngradeRefusedError, MinorSkippedError, VersionUnsupportedError for versions that do not go together;
 * ChannelUnresolvedError when nothing is installed and the channel says nothing; HostUnsuitableError when k3s would
 * not start; DesiredInvalidError.
 */
export function planK3s(facts: K3sFacts, desired: K3sDesired): K3sPlan {
  checkDesired(desired);
  const { version, notices } = chooseVersion(facts, desired);
  if (facts.binary) checkUpgrade(facts.host, facts.binary.version, version);
  const conflicts = findVersionConflicts(version, desired.requirements ?? []);
  if (conflicts.length > 0) throw new VersionUnsupportedError(version, conflicts);

  const program = planProgram(facts, desired, version);
  const images = planImages(facts, desired, version);
  const files = managedFiles(desired).flatMap((file) => planFile(facts, file));
  const links = planLinks(facts);
  const changes = [
    ...program,
    ...images,
    ...links,
    ...files,
    ...planService(facts, desired, version, [...program, ...files]),
  ];
  const willStart = changes.some(({ action }) => ['start', 'restart'].includes(action));
  const obstacles = willStart ? findObstacles(facts, program.length > 0) : [];
  if (obstacles.length > 0) throw new HostUnsuitableError(facts.host, obstacles);
  return { changes, notices, version, desired };
}

function chooseVersion(
  { binary, channel, dataDirectory }: K3sFacts,
  { version }: K3sDesired,
): Pick<K3sPlan, 'version' | 'notices'> {
  if (typeof version === 'string') return { version, notices: [] };
  const installed = binary?.parsed && binary.version;
  if (installed !== undefined) {
    const pointed = channel?.version ?? '';
    if (pointed === '')
      return {
        version: installed,
        notices: [`channel ${version.channel} does not answer: ${channel?.error ?? ''}`],
      };
    if (pointed === installed) return { version: installed, notices: [] };
    const notice = `channel ${version.channel} now points to ${pointed}, installed is ${installed}: name that version to upgrade`;
    return { version: installed, notices: [notice] };
  }
  if (channel?.version === undefined)
    throw new ChannelUnresolvedError(version.channel, channel?.error ?? 'it was not asked');
  const notices = dataDirectory.hasEtcd
    ? ['there is data of an earlier k3s whose version nobody knows any more']
    : [];
  return { version: channel.version, notices };
}

function planProgram(
  { binary, release, partial }: K3sFacts,
  desired: K3sDesired,
  version: string,
): K3sChange[] {
  const resumed = partial?.version === version ? `; ${partial.sizeBytes} bytes of it are there already` : '';
  if (!binary) return [change('install', version, `Install k3s ${version}`, `there is none${resumed}`)];
  if (binary.version !== version)
    return [
      change(
        'upgrade',
        version,
        `Upgrade k3s from ${binary.version} to ${version}`,
        `that version is asked for${resumed}`,
      ),
    ];
  const again = `Install k3s ${version} again`;
  if (desired.sha256 !== undefined && binary.sha256 !== desired.sha256)
    return [change('reinstall', version, again, 'its SHA-256 is not the one that is asked for')];
  if (release?.version === version && release.sha256 !== binary.sha256)
    return [
      change('reinstall', version, again, 'it is not the file that was verified when it was installed'),
    ];
  return [];
}

function planImages(facts: K3sFacts, { airGap }: K3sDesired, version: string): K3sChange[] {
  if (!airGap?.images) return [];
  const put = (reason: string): K3sChange[] => [
    change('images', version, `Put the system images of ${version} in place`, reason),
  ];
  if (facts.imagesSizeBytes === undefined) return put('there are none');
  if (facts.release?.imagesVersion !== version)
    return put(`those in place are ${facts.release?.imagesVersion ?? 'of a version nobody knows'}`);
  return [];
}

function planLinks({ links }: K3sFacts): K3sChange[] {
  return Object.entries(paths.links)
    .filter(([name]) => (links[name] ?? 'none') === 'none')
    .map(([name, path]) => change('link', path, `Link ${path} to k3s`, `there is no other ${name}`));
}

function planFile(facts: K3sFacts, { path, content, mode }: ManagedFile): K3sChange[] {
  const found = facts.files[path];
  if (content === undefined)
    return found ? [change('remove', path, `Remove ${path}`, 'nothing is wished for there any more')] : [];
  if (!found) return [change('write', path, `Write ${path}`, 'it is not there')];
  const reason = differenceOf(facts, path, content, mode, found);
  return reason === undefined ? [] : [change('write', path, `Write ${path}`, reason)];
}

function differenceOf(
  facts: K3sFacts,
  path: string,
  content: string,
  mode: number,
  found: FileFact,
): string | undefined {
  if (found.sha256 !== createHash('sha256').update(content).digest('hex')) {
    const keys = facts.keyDigests[path];
    return keys ? differingKeys(keys, digestTopKeys(content)) : 'its content differs';
  }
  if (found.mode !== mode) return `its mode is ${found.mode.toString(8)}, not ${mode.toString(8)}`;
  return found.owner === 'root:root' ? undefined : `it belongs to ${found.owner}`;
}

/** Names of keys only: values may be secrets. */
function differingKeys(
  found: Readonly<Record<string, string>>,
  wished: Readonly<Record<string, string>>,
): string {
  const keys = [...new Set([...Object.keys(found), ...Object.keys(wished)])];
  const differing = keys.filter((key) => found[key] !== wished[key]).toSorted();
  return differing.length > 0 ? `these differ: ${differing.join(', ')}` : 'it says the same in other words';
}

function planService(
  facts: K3sFacts,
  desired: K3sDesired,
  version: string,
  before: readonly K3sChange[],
): K3sChange[] {
  const { service, changedSinceStart, binary } = facts;
  const changes: K3sChange[] = [];
  if (!service.isEnabled)
    changes.push(change('enable', 'k3s.service', 'Start k3s at boot', 'it is not enabled'));
  if (['inactive', 'failed', 'unknown'].includes(service.state))
    return [
      ...changes,
      change('start', 'k3s.service', 'Start k3s', binary ? `it is ${service.state}` : 'it is new'),
    ];
  const reasons = before.flatMap(restartReason);
  if (reasons.length === 0)
    reasons.push(
      ...(changedSinceStart?.map((path) => `${path} changed since it was started`) ?? [
        'what it was started with is not known',
      ]),
    );
  if (reasons.length > 0)
    return [
      ...changes,
      change('restart', 'k3s.service', 'Restart k3s; pods run on', [...new Set(reasons)].join('; ')),
    ];
  const missing = missingOf(facts, desired.configuration, version);
  if (missing !== undefined)
    changes.push(change('await', 'k3s.service', 'Wait for k3s to serve', `waiting for ${missing}`));
  return changes;
}

function restartReason({ action, subject }: K3sChange): string[] {
  if (['install', 'upgrade', 'reinstall'].includes(action)) return ['the program changes'];
  return restartingFiles.includes(subject) ? [`${subject} changes`] : [];
}

function change(action: K3sChange['action'], subject: string, summary: string, reason: string): K3sChange {
  return { action, subject, summary, reason };
}
