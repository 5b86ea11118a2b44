import { createTwoFilesPatch } from 'diff';
import { stringify } from 'yaml';
import { sortKeys } from './compare-objects.ts';

const toYaml = (value: unknown): string =>
  value === undefined ? '' : stringify(sortKeys(value), { lineWidth: 0, aliasDuplicateObjects: false });

/** Both sides as YAML with sorted keys, as a unified diff without a head; empty when they are the same. */
export function diffYaml(before: unknown, after: unknown): string {
  const [old, next] = [toYaml(before), toYaml(after)];
  if (old === next) return '';
  return createTwoFilesPatch('before', 'after', old, next, '', '', { context: 2 })
    .split('\n')
    .filter((line) => !/^(=====|--- before|\+\+\+ after|\\ No newline)/.test(line))
    .join('\n');
}
