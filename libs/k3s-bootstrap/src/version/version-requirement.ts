/** What another program says of the Kubernetes versions it runs on. */
export interface VersionRequirement {
  /** Who says so, for messages: `rancher 2.15.0`. */
  name: string;
  /** A range as charts write it in `kubeVersion`: `< 1.37.0-0`, `>= 1.33.0-0 < 1.37.0-0`, `1.33 - 1.36`, `… || …`. */
  range: string;
}
