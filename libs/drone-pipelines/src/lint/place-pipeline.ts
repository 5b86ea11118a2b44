import type { Pipeline } from '../build/resource.ts';
import type { AnyPipeline, PlacedStep, PlacedSteps } from './rule.ts';

/** Lists the steps of a pipeline with their places, services first, as the runners take them. */
export function placePipeline(resource: Pipeline): PlacedSteps {
  // A file may lack what the types promise; the rules are what finds out.
  const pipeline = resource as unknown as AnyPipeline;
  const steps: PlacedStep[] = [];
  for (const [index, step] of (pipeline.services ?? []).entries())
    steps.push({ step, path: ['services', index], isService: true });
  for (const [index, step] of (pipeline.steps ?? []).entries())
    steps.push({ step, path: ['steps', index], isService: false });
  return { pipeline, steps };
}
