import type { StageDescription } from '../stage/description.ts';
import type { StageStatus } from '../stage/stage-status.ts';

type PublicDescription = Omit<StageDescription, 'secretKey'> & { descriptionFile: string };

/** What may be shown of a description: all but the secret key, and the file that has it. */
export function withoutSecret(description: StageDescription, descriptionFile: string): PublicDescription {
  const shown: Omit<StageDescription, 'secretKey'> & { secretKey?: string } = { ...description };
  delete shown.secretKey;
  return { ...shown, descriptionFile };
}

export function renderUp(description: StageDescription, file: string): string {
  return [
    `The stage '${description.name}' is up.`,
    `  API         ${description.apiUrl}, access key ${description.accessKey}`,
    `  secret key  in ${file}`,
    `  addresses   ${description.addressRange}`,
    `  names       resolver ${description.resolver}, parent zone ${description.parentZone}`,
    `  ACME        ${description.certificateAuthority.directoryUrl}`,
    `  k3s         ${description.releases.k3sChannelUrl}`,
    `  images      ${description.registryMirror}`,
    `  charts      ${Object.keys(description.chartRepositories).length} repositories, by their real names in the description`,
    `  logs        ${description.directory}`,
  ].join('\n');
}

export function renderBrowse(
  stage: Pick<StageDescription, 'name' | 'parentZone'>,
  { proxyUrl, authorityFile }: { proxyUrl: string; authorityFile: string },
): string {
  const site = `https://<name>.${stage.parentZone}/`;
  return [
    `The stage '${stage.name}' is open for browsing until Ctrl-C.`,
    `  proxy  ${proxyUrl}`,
    `  CA     ${authorityFile}`,
    'With curl:',
    `  curl --proxy ${proxyUrl} --cacert ${authorityFile} ${site}`,
    'With Chromium and a profile of its own (certutil is in libnss3-tools; root adds --no-sandbox):',
    '  export HOME=$(mktemp -d); mkdir -p $HOME/.pki/nssdb',
    `  certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n stage -i ${authorityFile}`,
    `  chromium --proxy-server=${proxyUrl} ${site}`,
  ].join('\n');
}

export function renderStatus(stages: readonly StageStatus[]): string {
  if (stages.length === 0) return 'No stage is up; bring one up with nx run stage:up.';
  return stages.map(renderStage).join('\n');
}

/** What is made needs no word. */
function renderSupplies(supplies: StageStatus['supplies']): string[] {
  const making = supplies.filter(({ state }) => state === 'being made').map(({ name }) => name);
  return [
    ...(making.length === 0 ? [] : [`  being made: ${making.join(', ')}`]),
    ...supplies
      .filter(({ state }) => state === 'failed')
      .map(
        ({ name, message = '' }) =>
          `  could not be made, and is tried again when asked for: ${name}: ${message}`,
      ),
  ];
}

function renderStage(stage: StageStatus): string {
  const remedy = stage.state === 'dead' ? ' (nx run stage:down removes what is left of it)' : '';
  return [
    `${stage.name}: ${stage.state}${remedy}, API ${stage.apiUrl}, addresses ${stage.addressRange}`,
    ...renderSupplies(stage.supplies),
    ...stage.clusters.map(renderCluster),
    ...stage.machines.map(
      ({ name, leader, addresses }) =>
        `  ${name}: ${leader ? 'on' : 'off'}, ${addresses.length === 0 ? 'no address' : addresses.join(' ')}`,
    ),
  ].join('\n');
}

function renderCluster({ name, version, status, nodes, api }: StageStatus['clusters'][number]): string {
  const ready = nodes.filter(({ isReady }) => isReady).length;
  const many = nodes.length === 1 ? 'node' : 'nodes';
  const count =
    nodes.length === 0 ? 'no node' : `${ready === nodes.length ? '' : `${ready} of `}${nodes.length} ${many}`;
  return `  cluster ${name}: ${version}, ${status}, ${count}, API https://${api}`;
}
