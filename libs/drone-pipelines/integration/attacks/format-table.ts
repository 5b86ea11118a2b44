import type { Attack } from './attack.ts';

export interface AttackRow extends Attack {
  readonly naiveShown: string;
  readonly oursShown: string;
}

/** The page on attacks, from what the cases returned. */
export function formatAttackTable(rows: readonly AttackRow[]): string {
  const lines = rows.map(({ id, title, levels, isDeduced, naiveShown, oursShown, live }) => {
    const cells = [
      id,
      title,
      `${naiveShown}${isDeduced ? ' _Assumption._' : ''}`,
      oursShown,
      levels.join(', '),
      live,
    ];
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('*.star', '\\*.star')).join(' | ')} |`;
  });
  return `# Attacks on Drone pipelines

<!-- Written by libs/drone-pipelines/integration/attacks.test.ts; UPDATE_DOCS=1 writes it anew. Do not edit. -->

Every attack of the catalogue, run twice by a test: once where nothing protects, where it must succeed, and once with
\`@wescale/drone-pipelines\`, where it must be refused or do no harm. The side without protection is played by a minimal
reading of Drone, as its sources describe it. _Assumption_ marks what was read from source and has not been seen to run.
No Drone server or runner was running: the last column says what only one can show.

<!-- prettier-ignore-start -->
| | Attack | Without protection | With this library | Stopped by | Left for a live server or runner |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}
<!-- prettier-ignore-end -->

Levels: _reader_ refuses or reports the file, _lint_ reports it, _policy_ is the confined runner and cluster, _protocol_ is
the verifier of extension calls, _decision_ is what the extension answers, _signature_ is our MAC over framed documents.
`;
}
