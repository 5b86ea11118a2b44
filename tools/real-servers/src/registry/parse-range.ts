/**
 * The one range of a Range header (RFC 9110 section 14.1.2), as first and last byte. Undefined without a header, and
 * for what a server may ignore: several ranges, another unit, bad syntax.
 */
export function parseRange(
  header: string | undefined,
  sizeBytes: number,
): [number, number] | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  const [, from = '', to = ''] = match ?? [];
  if (from === '' && to === '') return undefined;
  if (from === '')
    return Number(to) === 0 || sizeBytes === 0
      ? 'unsatisfiable'
      : [Math.max(0, sizeBytes - Number(to)), sizeBytes - 1];
  if (to !== '' && Number(to) < Number(from)) return undefined;
  if (Number(from) >= sizeBytes) return 'unsatisfiable';
  return [Number(from), to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1)];
}
