import type { K3sDesired } from '../desired/k3s-desired.ts';
import { dataDirectoryOf, managedFiles } from '../files/managed-files.ts';
import { identityCommand, paths } from '../files/paths.ts';
import type { K3sChange, K3sPlan } from '../plan/k3s-change.ts';
import type { K3sFacts } from '../read/k3s-facts.ts';
import { locateRelease, type ReleaseLocation } from '../release/release-location.ts';
import { lockedScript, workFolder } from '../shell/locked-script.ts';
import { quote } from '../shell/quote.ts';
import { expectedOf } from './expected-digests.ts';

/** Where a download, or a file that is sent from here, grows. */
export function partialPath(version: string): string {
  return `${paths.staging}/k3s-${version}.partial`;
}

export function imagesPartialPath(version: string, dataDirectory: string): string {
  // k3s imports every archive in its folder of images; a half one must lie beside it.
  return `${dataDirectory}/agent/.k3s-airgap-images-${version}.partial`;
}

const programActions: readonly K3sChange['action'][] = ['install', 'upgrade', 'reinstall'];

export function changesProgram({ changes }: Pick<K3sPlan, 'changes'>): boolean {
  return changes.some(({ action }) => programActions.includes(action));
}

/** All that a plan changes, as one script under one lock; a cut on its way to the host runs nothing of it. */
export function applyScript(
  plan: K3sPlan,
  facts: Pick<K3sFacts, 'architecture' | 'release' | 'service'>,
): string {
  const { desired, version } = plan;
  const location = locateRelease(version, facts.architecture ?? 'amd64', desired);
  const steps = plan.changes.flatMap((change) => stepOf(change, plan, location));
  const { release } = facts;
  const before = `${proxySettings(desired)}
release_version=${quote(release?.version ?? '')} release_sha256=${quote(release?.sha256 ?? '')}
images_version=${quote(release?.imagesVersion ?? '')} images_sha256=${quote(release?.imagesSha256 ?? '')}
# What was verified, on the disk before the file itself takes its place: a death in between is seen, and made good.
remember() {
  printf '{"version":"%s","sha256":"%s","imagesVersion":"%s","imagesSha256":"%s"}\\n' \\
    "$release_version" "$release_sha256" "$images_version" "$images_sha256" >${paths.state}/.release &&
    sync ${paths.state}/.release && mv -f ${paths.state}/.release ${paths.state}/release.json
}
# put PATH MODE BASE64
put() {
  (umask 022; mkdir -p "$(dirname "$1")") &&
    printf %s "$3" | base64 -d >"$1.k3s-bootstrap" && chmod "$2" "$1.k3s-bootstrap" &&
    sync "$1.k3s-bootstrap" && mv -fT "$1.k3s-bootstrap" "$1"
}`;
  return lockedScript(
    `${workFolder}
${steps.join('\n')}
${facts.service.isReloadNeeded ? 'systemctl daemon-reload' : ':'}
${startStep(plan)}
fact done "$(date +%s)"`,
    before,
  );
}

function stepOf(change: K3sChange, plan: K3sPlan, location: ReleaseLocation): string[] {
  const { desired } = plan;
  switch (change.action) {
    case 'install':
    case 'upgrade':
    case 'reinstall':
      return [programStep(plan, location)];
    case 'images':
      return [imagesStep(plan, location)];
    case 'link':
      return [`try ${quote(change.summary)} ln -sT k3s ${change.subject}`];
    case 'write': {
      const file = managedFiles(desired).find(({ path }) => path === change.subject);
      const base64 = Buffer.from(file?.content ?? '').toString('base64');
      const mode = (file?.mode ?? 0o600).toString(8);
      return [
        `try ${quote(change.summary)} put ${change.subject} ${mode} ${quote(base64)}`,
        ...(change.subject === paths.unit ? [`try 'reading units' systemctl daemon-reload`] : []),
      ];
    }
    case 'remove':
      return [`try ${quote(change.summary)} rm -f ${change.subject}`];
    case 'enable':
      return [`try 'enabling k3s' systemctl -q enable k3s.service`];
    case 'start':
    case 'restart':
    case 'await':
      return [];
  }
}

/** `--no-block`: k3s tells when it is ready, and may never; who waits polls, and says for what. */
function startStep({ changes }: K3sPlan): string {
  if (!changes.some(({ action }) => action === 'start' || action === 'restart')) return ':';
  return `systemctl reset-failed k3s.service 2>/dev/null
try 'starting k3s' systemctl restart --no-block k3s.service`;
}

/** Assumption: `k3s --version` only prints, wherever the file lies; nothing is unpacked by it. */
function programStep({ version, desired }: K3sPlan, { binary, checksumsUrl }: ReleaseLocation): string {
  const partial = quote(partialPath(version));
  const label = quote(`${binary.name} ${version}`);
  const pinned = expectedOf(desired, binary.name);
  const obtain = desired.airGap?.binary
    ? `expected=${quote(pinned ?? '')}
verify ${label} ${partial} "$expected"`
    : `expect ${binary.name} ${quote(checksumsUrl)}
[ -n "$expected" ] || stop download-failed ${quote(checksumsUrl)} ${quote(`it does not list ${binary.name}`)}
${pinned === undefined ? ':' : `[ "$expected" = ${pinned} ] || stop checksum-mismatch ${quote(`the list's word on ${binary.name} ${version}`)} ${pinned} "$expected"`}
obtain ${label} ${quote(binary.url)} ${partial} "$expected"`;
  return `try 'making room for the download' mkdir -p ${paths.staging}
for other in ${paths.staging}/*; do [ "$other" = ${partial} ] || rm -f "$other"; done
${obtain}
progress ${quote(`installing k3s ${version}`)}
try 'keeping the program' sync ${partial}
try 'making it executable' chmod 755 ${partial}
try 'putting the program in place' mv -fT ${partial} ${paths.staging}/k3s
says=$(${paths.staging}/k3s --version 2>&1 | head -n 1)
case "$says " in
  "k3s version ${version} "*) ;;
  *) rm -rf ${paths.staging}; stop apply-failed ${quote(`asking the new program for its version, ${version}`)} "it says: $says" ;;
esac
release_version=${quote(version)} release_sha256=$expected
try 'noting what was verified' remember
try 'putting the program in place' mv -fT ${paths.staging}/k3s ${paths.binary}
echo "$(${identityCommand}) $expected" >${paths.verified}
rmdir ${paths.staging}`;
}

function imagesStep({ version, desired }: K3sPlan, { images }: ReleaseLocation): string {
  const data = dataDirectoryOf(desired);
  const partial = quote(imagesPartialPath(version, data));
  const label = quote(`${images.name} ${version}`);
  const given = expectedOf({ ...desired, sha256: undefined }, images.name);
  const obtain =
    desired.airGap?.images === 'release'
      ? `expect ${images.name} ${quote(images.checksumsUrl.replace(/[^/]+$/, checksumsName(images.name)))}
[ -n "$expected" ] || expect ${images.name} ${quote(images.checksumsUrl)}
[ -n "$expected" ] || stop download-failed ${quote(images.checksumsUrl)} ${quote(`it does not list ${images.name}`)}
obtain ${label} ${quote(images.url)} ${partial} "$expected"`
      : given === undefined
        ? `expected=$(digest ${partial})`
        : `expected=${given}
verify ${label} ${partial} "$expected"`;
  return `try 'making room for the images' mkdir -p ${quote(`${data}/agent/images`)}
${obtain}
try 'keeping the images' sync ${partial}
images_version=${quote(version)} images_sha256=$expected
try 'noting what was verified' remember
try 'putting the images in place' mv -fT ${partial} ${quote(`${data}/agent/images/${images.name}`)}`;
}

function checksumsName(imagesName: string): string {
  const architecture = /images-(\w+)\.tar/.exec(imagesName)?.[1] ?? 'amd64';
  return `sha256sum-${architecture}.txt`;
}

/** The proxies k3s is given are the host's way out for the download as well. */
function proxySettings({ environment = {} }: K3sDesired): string {
  return Object.entries(environment)
    .filter(([name]) => /^(https?|no|all)_proxy$/i.test(name))
    .map(([name, value]) => `export ${name}=${quote(value)}`)
    .join('\n');
}
