/** How a Rancher is to be after its first set-up. */
export interface SetUpDesired {
  /** @default 'admin' */
  username?: string;
  /** The password the user is to have; at least 12 characters. */
  password: string;
  /** Where the caller keeps `password`, said when Rancher does not take it: a path, the name of a secret. */
  passwordSource?: string;
  /** The one Rancher was installed with. Needed until `password` is set. */
  bootstrapPassword?: string;
  /** What agents and users call Rancher by, such as `https://rancher.example.com`. */
  serverUrl: string;
  /** Whether you agree to Rancher's end user licence agreement. Nothing is recorded otherwise. @default false */
  isEulaAgreed?: boolean;
  /** More settings by name, such as `agent-tls-mode`. */
  settings?: Readonly<Record<string, string>>;
}
