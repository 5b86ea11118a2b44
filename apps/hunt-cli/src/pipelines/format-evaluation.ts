import type { EvaluatedPipeline, EvaluatedStep, Evaluation } from '@wescale/drone-pipelines';

/** What runs and why, for people. */
export function formatEvaluation({ event, skipWord, pipelines }: Evaluation): string {
  const running = pipelines.filter(({ runs }) => runs).length;
  const on = event.branch === undefined ? '' : ` on ${event.branch}`;
  const skipped = skipWord === undefined ? '' : `; "${skipWord}" in its text makes Drone build nothing`;
  return [
    `${event.event}${on}: ${running} of ${pipelines.length} pipelines run${skipped}`,
    ...pipelines.flatMap(formatPipeline),
    '',
  ].join('\n');
}

function formatPipeline(pipeline: EvaluatedPipeline): string[] {
  const { name, type, runs, reason, steps } = pipeline;
  return [
    '',
    `${mark(runs)} ${name} (${type}): ${reason}${details(pipeline)}`,
    ...(runs
      ? steps.map((step) => `    ${mark(step.runs)} ${step.name}: ${step.reason}${details(step)}`)
      : []),
  ];
}

function mark(runs: boolean): string {
  return runs ? '✔' : '✘';
}

function details({
  runs,
  dependsOn,
  onSuccess,
  onFailure,
  ...rest
}: EvaluatedPipeline | EvaluatedStep): string {
  if (!runs) return '';
  const secrets = 'secrets' in rest ? rest.secrets : [];
  return [
    dependsOn.length > 0 ? ` After ${dependsOn.join(', ')}.` : '',
    onFailure ? (onSuccess ? ' Even after a failure.' : ' Only after a failure.') : '',
    secrets.length > 0 ? ` Secrets: ${secrets.join(', ')}.` : '',
  ].join('');
}
