/**
 * How long it takes to bring thirty resources about, and to find that nothing is left to do: ours, Ansible three ways,
 * and one plain shell script, on one machine in one run, without and with a slow link.
 *
 * Needs root, python3 with venv, and PyPI. Takes about a quarter of an hour; `BENCH_ROUNDS` (default 3) shortens it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setUpAnsible } from './ansible-setup.ts';
import { listContenders } from './contenders.ts';
import { measure, median, type Measurement } from './measure.ts';
import { startTarget } from './target.ts';

const roundTripMs = 30;
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3);
const links = ['direct', 'slow'] as const;
const phases = ['first', 'no-op'] as const;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const directory = await mkdtemp(join(tmpdir(), 'ssh-host-bench-'));
try {
  print('setting up: a Debian machine, and Ansible and Mitogen from PyPI');
  await using target = await startTarget(join(directory, 'target'), roundTripMs);
  const contenders = listContenders(await setUpAnsible(directory), directory);
  const measured = new Map<string, Measurement[]>();
  const key = (name: string, link: string, phase: string): string => `${name}/${link}/${phase}`;
  for (let round = 1; round <= rounds; round += 1)
    for (const link of links)
      for (const contender of contenders) {
        await target.reset();
        for (const phase of phases) {
          const result = await measure(await contender.command(target[link]), target);
          const isRight = phase === 'first' ? result.changes > 0 : result.changes === 0;
          if (!isRight)
            throw new Error(`${contender.name} changed ${result.changes} things in its ${phase} run`);
          const place = key(contender.name, link, phase);
          measured.set(place, [...(measured.get(place) ?? []), result]);
          const load = loadavg()[0]?.toFixed(1) ?? '?';
          print(
            `round ${round}, ${link}, ${contender.name}, ${phase}: ${result.seconds.toFixed(2)} s (load ${load})`,
          );
        }
      }
  report(
    measured,
    contenders.map(({ name }) => name),
    key,
  );
} finally {
  await rm(directory, { recursive: true, force: true });
}

function report(
  measured: ReadonlyMap<string, Measurement[]>,
  names: string[],
  key: (name: string, link: string, phase: string) => string,
): void {
  const of = (name: string, link: string, phase: string, value: keyof Measurement): number =>
    median((measured.get(key(name, link, phase)) ?? []).map((each) => each[value]));
  const seconds = (name: string, link: string, phase: string): number => of(name, link, phase, 'seconds');
  const rows = names.map((name) => [
    name,
    ...links.flatMap((link) => phases.map((phase) => seconds(name, link, phase).toFixed(2))),
    `${of(name, 'direct', 'no-op', 'sessions')} / ${of(name, 'direct', 'first', 'sessions')}`,
    `${of(name, 'direct', 'no-op', 'logins')}`,
    of(name, 'direct', 'no-op', 'cpuSeconds').toFixed(2),
  ]);
  const head = [
    'seconds, median',
    'first, 0 ms',
    'no-op, 0 ms',
    `first, ${roundTripMs} ms`,
    `no-op, ${roundTripMs} ms`,
    'SSH sessions, no-op / first',
    'logins, no-op',
    'CPU here, no-op',
  ];
  print('');
  for (const row of [head, head.map(() => '---'), ...rows]) print(`| ${row.join(' | ')} |`);

  const [floor = '', ours = '', mitogen = '', pipelining = '', plain = ''] = names;
  const ratio = (a: string, b: string, link: string): number =>
    seconds(a, link, 'no-op') / seconds(b, link, 'no-op');
  const goals = [
    {
      goal: 'no-op at most 1.5 times the floor, 0 ms',
      value: ratio(ours, floor, 'direct'),
      isMet: ratio(ours, floor, 'direct') <= 1.5,
    },
    {
      goal: 'no-op at most 1.5 times the floor, 30 ms',
      value: ratio(ours, floor, 'slow'),
      isMet: ratio(ours, floor, 'slow') <= 1.5,
    },
    {
      goal: 'no-op at least 25 times faster than Ansible with pipelining, 0 ms',
      value: ratio(pipelining, ours, 'direct'),
      isMet: ratio(pipelining, ours, 'direct') >= 25,
    },
    {
      goal: 'no-op at least 12 times faster than Ansible with Mitogen, 0 ms',
      value: ratio(mitogen, ours, 'direct'),
      isMet: ratio(mitogen, ours, 'direct') >= 12,
    },
  ];
  print('');
  for (const { goal, value, isMet } of goals)
    print(`${isMet ? 'met' : 'MISSED'}: ${goal}: ${value.toFixed(2)}`);
  print(
    `against Ansible as it comes: ${ratio(plain, ours, 'direct').toFixed(1)} times (0 ms), ${ratio(plain, ours, 'slow').toFixed(1)} times (${roundTripMs} ms)`,
  );
  print('');
  print(
    JSON.stringify({
      bench: 'ssh-host',
      rounds,
      roundTripMs,
      processors: cpus().length,
      node: process.version,
      results: names.flatMap((name) =>
        links.flatMap((link) =>
          phases.map((phase) => ({
            name,
            link: link === 'direct' ? 0 : roundTripMs,
            phase,
            seconds: (measured.get(key(name, link, phase)) ?? []).map((each) =>
              Number(each.seconds.toFixed(3)),
            ),
            cpuSeconds: of(name, link, phase, 'cpuSeconds'),
            sessions: of(name, link, phase, 'sessions'),
            logins: of(name, link, phase, 'logins'),
          })),
        ),
      ),
      goals,
    }),
  );
}
