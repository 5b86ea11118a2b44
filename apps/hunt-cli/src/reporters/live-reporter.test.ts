import { expect, test } from 'vitest';
import { createLiveReporter } from './live-reporter.ts';

const escape = '\u001b';
const upAndClear = new RegExp(`^(?:${escape}\\[(\\d+)A${escape}\\[J)?(.*)$`, 's');

/** A terminal that only keeps what stands on it: understands "up n lines and clear below". */
function createScreen() {
  let lines: string[] = [''];
  return {
    columns: 80,
    write(text: string) {
      const [, up, rest] = upAndClear.exec(text) ?? [];
      if (up !== undefined) lines = [...lines.slice(0, lines.length - 1 - Number(up)), ''];
      lines = [...lines.slice(0, -1), ...`${lines.at(-1) ?? ''}${rest ?? ''}`.split('\n')];
    },
    text: () => lines.join('\n'),
  };
}

test('rows are redrawn in place with what is awaited and for how long; plain lines stay above them', () => {
  const screen = createScreen();
  let clock = 0;
  const reporter = createLiveReporter(screen, () => clock);
  reporter.emit({ event: 'step', step: 'instance', state: 'applying' });
  clock = 4_000;
  reporter.emit({ event: 'progress', step: 'instance', message: 'waiting for the server to run' });
  reporter.emit({ event: 'notice', message: 'a line to keep' });
  expect(screen.text()).toBe(
    'a line to keep\n… instance       applying      4.0 s  waiting for the server to run\n',
  );
  reporter.emit({ event: 'step', step: 'instance', state: 'done' });
  clock = 60_000;
  reporter.close();
  expect(screen.text()).toBe('a line to keep\n✔ instance       done          4.0 s  \n');
});

test('a message of several lines takes one row', () => {
  const screen = createScreen();
  const reporter = createLiveReporter(screen, () => 0);
  reporter.emit({ event: 'step', step: 'rancher', state: 'applying' });
  reporter.emit({ event: 'progress', step: 'rancher', message: 'mount failed:\n\tno such device\n' });
  reporter.close();
  expect(screen.text()).toBe('… rancher        applying      0.0 s  mount failed: no such device \n');
});
