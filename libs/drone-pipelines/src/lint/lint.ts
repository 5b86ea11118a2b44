import type { Pipeline, Resource } from '../build/resource.ts';
import { formatPath, type Path } from '../path.ts';
import type { Problem } from '../problem.ts';
import { createLineIndex } from '../reader/line-index.ts';
import type { DroneDocument, DroneFile } from '../reader/parse-file.ts';
import { placePipeline } from './place-pipeline.ts';
import type { LintOptions, PlacedPipeline, Rule } from './rule.ts';
import { lintRules } from './rules.ts';
import { eventsThatPass, UNTRUSTED_EVENTS } from './secrets.ts';

/**
 * Checks a file that was read: what Drone would silently ignore, what its server and runners would refuse, and what
 * this library advises against. In the order of the file.
 *
 * @example
 * const [problem] = lintFile(parseDroneFile('kind: pipeline\nname: a\nsteps:\n- name: s\n'));
 * problem?.droneMessage; // linter: invalid or missing image
 */
export function lintFile(file: DroneFile, options: LintOptions = {}): Problem[] {
  const read = file.problems.filter(({ code }) => !options.disable?.includes(code));
  const found = check(file.resources, options, lintRules, (document, path) =>
    file.documents[document]?.locate(path),
  );
  const inText = file.documents.flatMap((document) => checkText(document, options));
  return [...read, ...found, ...inText].sort(
    (a, b) => a.document - b.document || (a.line ?? 0) - (b.line ?? 0),
  );
}

const textRules = lintRules.filter(({ checkText: one }) => one !== undefined);

function checkText({ data, index, firstLine }: DroneDocument, { disable = [] }: LintOptions): Problem[] {
  const locateOffset = createLineIndex(data, firstLine);
  return textRules.flatMap((rule) => {
    const problems: Problem[] = [];
    const { code, severity, source, reason, remedy } = rule;
    const report = (offset: number, message: string): void => {
      const place = locateOffset(offset);
      problems.push({ code, severity, source, message, reason, remedy, document: index, path: '', ...place });
    };
    if (!disable.includes(code)) rule.checkText?.(data, report);
    return problems;
  });
}

/**
 * Checks resources that were built rather than read; problems carry a path and no line.
 *
 * @example
 * const pipeline = dockerPipeline({ name: 'a', steps: [{ name: 's', image: 'node:24' }] });
 * lintResources([pipeline]).map(({ code }) => code); // ['unpinned-image']
 */
export function lintResources(resources: readonly Resource[], options: LintOptions = {}): Problem[] {
  return check(resources, options, lintRules);
}

/** Runs some rules over resources. */
export function check(
  resources: readonly Resource[],
  options: LintOptions,
  rules: readonly Rule[],
  locate?: (document: number, path: Path) => { line: number; column: number } | undefined,
): Problem[] {
  const problems: Problem[] = [];
  const active = options.disable ? rules.filter(({ code }) => !options.disable?.includes(code)) : rules;
  const add = (rule: Rule, document: number, path: Path, message: string, droneMessage?: string): void => {
    const { code, severity, source, reason, remedy } = rule;
    problems.push({
      ...{ code, severity, source, message, reason, remedy, document, path: formatPath(path) },
      ...(droneMessage === undefined ? {} : { droneMessage }),
      ...locate?.(document, path),
    });
  };
  for (const rule of active)
    rule.checkFile?.(resources, (document, ...rest) => {
      add(rule, document, ...rest);
    });
  for (const [document, resource] of resources.entries()) {
    const placed = resource.kind === 'pipeline' ? prepare(resource, options) : undefined;
    for (const rule of active) {
      if (placed && rule.types && !rule.types.includes(placed.pipeline.type)) continue;
      const report = (...rest: [Path, string, string?]): void => {
        add(rule, document, ...rest);
      };
      rule.checkResource?.(resource, report, options);
      if (!placed) continue;
      rule.checkPipeline?.(placed, report, options);
      if (rule.checkStep) for (const step of placed.steps) rule.checkStep(step, report, options, placed);
    }
  }
  return problems;
}

function prepare(resource: Pipeline, { untrustedEvents = UNTRUSTED_EVENTS }: LintOptions): PlacedPipeline {
  const placed = placePipeline(resource);
  return { ...placed, untrustedEvents: eventsThatPass(placed.pipeline.trigger, untrustedEvents) };
}
