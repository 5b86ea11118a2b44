import type { EvaluatedPipeline, Evaluation } from './evaluate.ts';

/**
 * Draws an evaluation as a Mermaid flowchart: a box per pipeline, dashed and grey what does not run.
 *
 * @example
 * const { resources } = parseDroneFile('kind: pipeline\nname: a\nsteps: [{ name: s, image: x }]\n');
 * const picture = mermaid(evaluate(resources, { event: 'push', branch: 'main' }));
 */
export function mermaid(evaluation: Evaluation): string {
  const lines = ['flowchart LR', '  classDef skipped stroke-dasharray: 4 4,color:#888,stroke:#bbb,fill:#fff'];
  const ids = new Map<string, string>();
  for (const [index, pipeline] of evaluation.pipelines.entries()) {
    ids.set(pipeline.name, `p${index}`);
    lines.push(...drawPipeline(pipeline, `p${index}`));
  }
  for (const [index, { name, runs, dependsOn }] of evaluation.pipelines.entries()) {
    for (const dependency of runs ? dependsOn : [])
      lines.push(`  ${ids.get(dependency) ?? ''} --> ${ids.get(name) ?? ''}`);
    if (!runs) lines.push(`  class p${index} skipped`);
  }
  return `${lines.join('\n')}\n`;
}

function drawPipeline({ name, runs, steps }: EvaluatedPipeline, id: string): string[] {
  const lines = [`  subgraph ${id}["${escapeLabel(name)}"]`];
  const ids = new Map(steps.map((step, index) => [step.name, `${id}s${index}`]));
  for (const step of steps) {
    const [open, close] = step.kind === 'service' ? ['([', '])'] : ['[', ']'];
    const label = escapeLabel(step.name) + (step.onSuccess ? '' : ' (on failure)');
    lines.push(
      `    ${ids.get(step.name) ?? ''}${open}"${label}"${close}${runs && step.runs ? '' : ':::skipped'}`,
    );
  }
  for (const step of steps)
    for (const dependency of step.runs ? step.dependsOn : [])
      lines.push(`    ${ids.get(dependency) ?? ''} --> ${ids.get(step.name) ?? ''}`);
  return [...lines, '  end'];
}

/** Names come from the file: whatever is not plain becomes an entity, so that it cannot become a part of the picture. */
function escapeLabel(text: string): string {
  return text.replaceAll(/[^\w .:@/-]/gu, (character) => `#${character.codePointAt(0) ?? 63};`);
}
