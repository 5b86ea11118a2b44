import { DesiredInvalidError } from '../errors.ts';
import { comparePreReleases, parseK3sVersion, type K3sVersion } from './k3s-version.ts';
import type { VersionRequirement } from './version-requirement.ts';

type Bound = Pick<K3sVersion, 'major' | 'minor' | 'patch' | 'preRelease'>;
type Test = (version: Bound) => boolean;

/**
 * The requirements that a k3s version does not meet. Charts' ranges are read as Helm reads them: `+k3s1` does not
 * count, `< 1.37.0-0` also keeps out the candidates of 1.37. Pure.
 *
 * @throws DesiredInvalidError for a range or version that cannot be read.
 * @example
 * findVersionConflicts('v1.37.0+k3s1', [{ name: 'rancher 2.15.0', range: '< 1.37.0-0' }]) // that one
 */
export function findVersionConflicts(
  version: string,
  requirements: readonly VersionRequirement[],
): VersionRequirement[] {
  const parsed = parseK3sVersion(version);
  if (!parsed) throw new DesiredInvalidError(`"${version}" is not a k3s version such as v1.36.3+k3s1`);
  return requirements.filter(({ name, range }) => !rangeTest(range, name)(parsed));
}

function rangeTest(range: string, name: string): Test {
  const alternatives = range.split('||').map((part) => allOf(part.trim(), range, name));
  return (version) => alternatives.some((test) => test(version));
}

function allOf(text: string, range: string, name: string): Test {
  const hyphen = /^(\S+)\s+-\s+(\S+)$/.exec(text);
  const parts = hyphen
    ? [`>=${hyphen[1] ?? ''}`, `<=${hyphen[2] ?? ''}`]
    : text.replaceAll(/([<>=!~^]+)\s+/g, '$1').split(/[\s,]+/);
  const tests = parts.filter((part) => part !== '').map((part) => comparator(part, range, name));
  return (version) => tests.every((test) => test(version));
}

const comparatorPattern =
  /^(<=|>=|<|>|=|!=|~|\^|)v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:-([0-9A-Za-z.-]+))?(?:\+\S+)?$/;

function comparator(text: string, range: string, name: string): Test {
  const match = comparatorPattern.exec(text);
  if (!match)
    throw new DesiredInvalidError(`"${range}" of ${name} is no version range: "${text}" is not known`);
  const operator = match[1] ?? '';
  const numbers: (string | undefined)[] = match.slice(2);
  const given = numbers
    .slice(0, 3)
    .filter((part) => /^\d+$/.test(part ?? ''))
    .map(Number);
  const [major = 0, minor = 0, patch = 0] = given;
  const low: Bound = { major, minor, patch, preRelease: numbers[3] ?? '' };
  // The first version after all those that a shortened one such as 1.36 stands for; its candidates are after, too.
  const above = (count: number): Bound => ({
    major: count === 1 ? major + 1 : major,
    minor: count === 1 ? 0 : count === 2 ? minor + 1 : minor,
    patch: count === 3 ? patch + 1 : 0,
    preRelease: '0',
  });
  const within = (count: number): Test =>
    count === 0 ? () => true : (version) => compare(version, low) >= 0 && compare(version, above(count)) < 0;
  switch (operator) {
    case '<':
      return (version) => compare(version, low) < 0;
    case '>=':
      return (version) => compare(version, low) >= 0;
    case '<=':
      return (version) =>
        given.length === 3 ? compare(version, low) <= 0 : compare(version, above(given.length)) < 0;
    case '>':
      return (version) =>
        given.length === 3 ? compare(version, low) > 0 : compare(version, above(given.length)) >= 0;
    case '~':
      return within(Math.min(given.length, 2));
    case '^':
      return within(major > 0 ? Math.min(given.length, 1) : Math.min(given.length, 2));
    case '!=':
      return (version) => !exactly(given.length, low, within)(version);
    default:
      return exactly(given.length, low, within);
  }
}

function exactly(count: number, low: Bound, within: (count: number) => Test): Test {
  return count === 3 ? (version) => compare(version, low) === 0 : within(count);
}

function compare(a: Bound, b: Bound): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    a.patch - b.patch ||
    comparePreReleases(a.preRelease, b.preRelease)
  );
}
