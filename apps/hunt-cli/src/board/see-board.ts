/** Where to look when something on a board is not as it should be: a command of kubectl. */
export function seeBoard(command: string): string {
  return `see why with: hunt kubeconfig --board <name> -- kubectl ${command}`;
}
