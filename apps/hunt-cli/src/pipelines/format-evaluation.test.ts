import { evaluate, parseDroneFile } from '@wescale/drone-pipelines';
import { expect, test } from 'vitest';
import { formatEvaluation } from './format-evaluation.ts';

const text = `kind: pipeline
name: test
clone: { disable: true }
steps:
- name: unit
  image: a
  environment: { TOKEN: { from_secret: token } }
- name: report
  image: a
  when: { status: [success, failure] }
- name: alarm
  image: a
  when: { status: [failure] }
---
kind: pipeline
name: release
depends_on: [test]
trigger: { event: tag }
steps:
- name: publish
  image: a
`;

test('order, secrets and what runs after a failure are said; steps of what does not run are not', () => {
  const evaluation = evaluate(parseDroneFile(text).resources, { event: 'push', branch: 'main' });
  expect(formatEvaluation(evaluation)).toBe(`push on main: 1 of 2 pipelines run

✔ test (docker): Runs: there is no trigger.
    ✔ unit: Runs: there is no when. Secrets: token.
    ✔ report: Runs: when matches (status). After unit. Even after a failure.
    ✔ alarm: Runs: when matches (status). After report. Only after a failure.

✘ release (docker): Does not run: event "push" does not match.
`);
});

test('a pipeline that waits for another says so', () => {
  const evaluation = evaluate(parseDroneFile(text).resources, { event: 'tag' });
  expect(formatEvaluation(evaluation)).toContain(
    '✔ release (docker): Runs: trigger matches (event). After test.',
  );
});
