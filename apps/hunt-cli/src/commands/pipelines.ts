import type { FileVerb } from './file-verb.ts';
import { build } from './pipelines-build.ts';
import { check } from './pipelines-check.ts';
import { explain } from './pipelines-explain.ts';
import { lint } from './pipelines-lint.ts';
import { sign } from './pipelines-sign.ts';
import type { VerbGroup } from './verb.ts';

export const pipelines: VerbGroup<FileVerb> = {
  name: 'pipelines',
  summary: "Work on Drone's pipeline files: build, lint, sign, explain, check",
  verbs: [build, lint, sign, explain, check],
};
