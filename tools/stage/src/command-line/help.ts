import type { CommandName } from './parse-command-line.ts';

const common = `  --name <name>   which stage; several may stand side by side (default: default)
  --json          print one JSON document on standard output
  --help          print this`;

/** The help of each command, with examples. */
export const help: Readonly<Record<CommandName, string>> = {
  up: `Bring a stage up: a rehearsal world with an emulated Scaleway API and real machines.
It goes on running until stage:down. Bringing up a stage that is up changes nothing.

Usage: nx run stage:up [--name=<name>] [--parent-zone=<domain>] [--json]

  --parent-zone <domain>  the domain that the account has (default: example.com)
${common}

Examples:
  nx run stage:up                     bring up the stage 'default'
  nx run stage:up --name=blue         bring up another one beside it
  nx run stage:up --parent-zone=example.org
                                      rehearse with another domain
  nx run stage:up --json              print how to reach it, for a program to read`,
  down: `Take a stage down and remove everything of it: machines, disks, networks, records.

Usage: nx run stage:down [--name=<name>] [--json]

${common}

Examples:
  nx run stage:down                   take down the stage 'default'
  nx run stage:down --name=blue       take down another one`,
  status: `Show the stages of this host, or one of them, with their clusters and machines.

Usage: nx run stage:status [--name=<name>] [--json]

${common}

Examples:
  nx run stage:status                 all stages
  nx run stage:status --name=blue     one of them
  nx run stage:status --json          for a program to read`,
  shell: `Open a root shell in a machine of a stage, past its network and its sshd.

Usage: nx run stage:shell [<machine>] [--name=<name>] [--run=<command>]

  <machine>       name or id of its server (default: the only machine that is on)
  --run <line>    run one shell line in it instead
  --name <name>   which stage (default: default)
  --help          print this

Examples:
  nx run stage:shell                            the only machine of the stage 'default'
  nx run stage:shell game-master --name=blue    a machine by its name
  nx run stage:shell --run='systemctl --failed' one command, no shell`,
  browse: `Let a browser or curl on this host reach the names of a stage, through a proxy, until Ctrl-C.
It prints the proxy's address and the file of the certificate authority to trust.

Usage: nx run stage:browse [--name=<name>] [--json]

${common}

Examples:
  nx run stage:browse                 the stage 'default'
  nx run stage:browse --name=blue     another one
  nx run stage:browse --json          for a program to read; it goes on until it is interrupted`,
};
