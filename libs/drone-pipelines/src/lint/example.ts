/** Text of a file with one pipeline, for the examples of rules: its steps as YAML, and lines to put before them. */
export function pipelineOf(steps: string, head = ''): string {
  return `kind: pipeline\nname: example\n${head === '' ? '' : `${head}\n`}steps:\n${steps}\n`;
}
