/** Programs of others that hunt runs: names to be found in the PATH, or where the stage keeps its own. */
export interface Programs {
  helm: string;
  kubectl: string;
}
