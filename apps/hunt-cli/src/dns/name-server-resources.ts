import {
  planNamedConfiguration,
  type AuthoritativeServer,
  type ConfigurationFile,
} from '@wescale/bind9-zone';
import { resourceId, type Resource } from '@wescale/ssh-host';

/** BIND 9 on the host, from the server described as data. */
export function nameServerResources(server: AuthoritativeServer): Resource[] {
  const { folders, files } = planNamedConfiguration(server);
  const written = files.map((file) => (file.writeOnce ? firstVersion(file) : asFile(file)));
  return [
    { kind: 'package', name: 'bind9' },
    ...folders.map((folder): Resource => ({ kind: 'directory', ...folder })),
    ...written,
    {
      kind: 'unit',
      name: 'named.service',
      isEnabled: true,
      isRunning: true,
      restartOn: written.map((resource) => resourceId(resource)),
    },
  ];
}

function asFile({ path, content, mode, owner, group, sensitive }: ConfigurationFile): Resource {
  const isMain = path.endsWith('/named.conf');
  return {
    ...{ kind: 'file' as const, path, content, mode, owner, group, sensitive },
    ...(isMain ? { validate: 'named-checkconf "$1"' } : {}),
  };
}

/** A dynamic zone is written once and then belongs to named: its file is never compared again. */
function firstVersion({ path, content, mode, owner, group }: ConfigurationFile): Resource {
  return {
    kind: 'command',
    name: `first version of ${path}`,
    creates: path,
    // A journal of a file that is gone would keep named from loading the new one.
    command: `rm -f '${path}.jnl'; install -o ${owner} -g ${group} -m ${mode.toString(8)} /dev/stdin '${path}'`,
    stdin: content,
  };
}
