/** What Drone's server says of its things, in its own field names (facts/drone.md §4, §5; DG `drone/types.go`). */
export interface DroneUser {
  readonly id: number;
  readonly login: string;
  readonly email?: string;
  readonly avatar_url?: string;
  readonly active?: boolean;
  readonly admin?: boolean;
  readonly machine?: boolean;
  readonly syncing?: boolean;
  readonly synced?: number;
  readonly created?: number;
  readonly updated?: number;
  readonly last_login?: number;
}

export interface DroneRepository {
  readonly id: number;
  /** The forge's own id, as text. */
  readonly uid: string;
  readonly user_id: number;
  readonly namespace: string;
  readonly name: string;
  /** `namespace/name`. */
  readonly slug: string;
  readonly scm?: string;
  readonly git_http_url?: string;
  readonly git_ssh_url?: string;
  readonly link?: string;
  readonly default_branch?: string;
  readonly private?: boolean;
  readonly visibility?: 'public' | 'private' | 'internal';
  readonly active?: boolean;
  readonly config_path?: string;
  readonly trusted?: boolean;
  readonly protected?: boolean;
  /** Always false in what extensions are sent. */
  readonly ignore_forks?: boolean;
  readonly ignore_pull_requests?: boolean;
  readonly auto_cancel_pull_requests?: boolean;
  readonly auto_cancel_pushes?: boolean;
  readonly auto_cancel_running?: boolean;
  /** Minutes. */
  readonly timeout?: number;
  readonly throttle?: number;
  readonly counter?: number;
  readonly build?: DroneBuild;
}

export interface DroneBuild {
  readonly id: number;
  readonly repo_id?: number;
  /** `@hook` for a webhook, `@cron`, or the login of who asked through the REST interface. */
  readonly trigger?: string;
  readonly number?: number;
  readonly parent?: number;
  readonly status?: string;
  readonly error?: string;
  readonly event: string;
  readonly action?: string;
  readonly link?: string;
  readonly title?: string;
  readonly message?: string;
  readonly before?: string;
  readonly after?: string;
  readonly ref?: string;
  /** The fork that a pull request comes from; empty when it was deleted. */
  readonly source_repo?: string;
  readonly source?: string;
  readonly target?: string;
  readonly author_login?: string;
  readonly author_name?: string;
  readonly author_email?: string;
  readonly sender?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly cron?: string;
  readonly deploy_to?: string;
  readonly debug?: boolean;
  /** Unix seconds, as all times here. */
  readonly started?: number;
  readonly finished?: number;
  readonly created?: number;
  readonly updated?: number;
  readonly version?: number;
  readonly stages?: readonly DroneStage[];
}

export interface DroneStage {
  readonly id: number;
  readonly build_id?: number;
  readonly number: number;
  readonly name: string;
  readonly kind?: string;
  readonly type?: string;
  readonly status: string;
  readonly error?: string;
  readonly exit_code?: number;
  readonly machine?: string;
  readonly os?: string;
  readonly arch?: string;
  readonly started?: number;
  readonly stopped?: number;
  readonly on_success?: boolean;
  readonly on_failure?: boolean;
  readonly depends_on?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly steps?: readonly DroneStep[];
}

export interface DroneStep {
  readonly id: number;
  readonly number: number;
  readonly name: string;
  readonly status: string;
  readonly error?: string;
  readonly exit_code?: number;
  readonly started?: number;
  readonly stopped?: number;
  readonly image?: string;
}

export interface DroneSystem {
  readonly proto?: string;
  readonly host?: string;
  readonly link?: string;
  readonly version?: string;
}

/** What may be changed of a repository; the last four by administrators of the server only. */
export interface DroneRepositoryPatch {
  readonly visibility?: 'public' | 'private' | 'internal';
  readonly config_path?: string;
  readonly protected?: boolean;
  readonly ignore_forks?: boolean;
  readonly ignore_pull_requests?: boolean;
  readonly auto_cancel_pull_requests?: boolean;
  readonly auto_cancel_pushes?: boolean;
  readonly auto_cancel_running?: boolean;
  readonly trusted?: boolean;
  /** Minutes. */
  readonly timeout?: number;
  readonly throttle?: number;
  readonly counter?: number;
}

export interface DroneSecret {
  readonly name: string;
  /** Never comes back from the server. */
  readonly data?: string;
  readonly pull_request?: boolean;
  /** Stored by the server and never looked at. */
  readonly pull_request_push?: boolean;
}

export interface DroneCron {
  readonly id?: number;
  readonly name: string;
  /** Six fields, seconds first. */
  readonly expr: string;
  readonly branch: string;
  readonly next?: number;
  readonly prev?: number;
  readonly disabled?: boolean;
}

export interface DroneTemplate {
  readonly name: string;
  readonly data?: string;
}

export interface DroneLogLine {
  /** From 0. */
  readonly pos: number;
  readonly out: string;
  /** Seconds since the step began. */
  readonly time: number;
}
