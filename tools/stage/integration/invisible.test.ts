import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const workspace = path.resolve(import.meta.dirname, '../../..');

/** What the stage does so that a container passes for an Instance. */
const onlyTheStageKnows =
  /kmsg|nspawn|panic_on_oops|overcommit_memory|mount -o remount|mount --bind|host-settings/;

test.each(['libs/k3s-bootstrap/src', 'apps/hunt-cli/src'])(
  '%s does nothing on a machine that only a stage needs',
  (folder) => {
    const files = globSync('**/*.ts', { cwd: path.join(workspace, folder) }).map((file) =>
      path.join(workspace, folder, file),
    );
    if (existsSync(path.join(workspace, folder))) expect(files).not.toEqual([]);
    expect(files.filter((file) => onlyTheStageKnows.test(readFileSync(file, 'utf8')))).toEqual([]);
  },
);
