import type { FluentbitAgent, Logging } from '../custom-resources.ts';

const account = '/var/run/secrets/kubernetes.io/serviceaccount';

/** Generates fluent-bit's configuration, with the defaults of pkg/sdk/logging/api/v1beta1/logging_types.go (`FluentBitDefaults`). */
export function renderFluentBit({ spec = {} }: FluentbitAgent, logging: Logging): string {
  const host = `${logging.metadata.name}-fluentd.${logging.spec.controlNamespace}.svc.cluster.local.`;
  const section = (name: string, entries: Readonly<Record<string, string>>): string =>
    `[${name}]\n${Object.entries(entries)
      .map(([key, value]) => `    ${key}  ${value}\n`)
      .join('')}`;
  return [
    section('SERVICE', {
      ...{
        Flush: '1',
        Grace: '5',
        Daemon: 'Off',
        Log_Level: 'info',
        Parsers_File: '/fluent-bit/etc/parsers.conf',
      },
      ...{ Coro_Stack_Size: '24576', 'storage.path': '/buffers' },
    }),
    section('INPUT', {
      ...{
        Name: 'tail',
        DB: '/tail-db/tail-containers-state.db',
        'DB.locking': 'true',
        Mem_Buf_Limit: '5MB',
      },
      ...{ Parser: 'cri', Path: '/var/log/containers/*.log', Refresh_Interval: '5', Skip_Long_Lines: 'On' },
      ...(spec.inputTail?.Read_From_Head === true ? { Read_From_Head: 'true' } : {}),
      ...{ Tag: 'kubernetes.*', 'storage.pause_on_chunks_overlimit': 'on' },
    }),
    section('FILTER', {
      ...{
        Name: 'kubernetes',
        Buffer_Size: '0',
        'K8S-Logging.Exclude': 'On',
        Kube_CA_File: `${account}/ca.crt`,
      },
      ...{ Kube_Tag_Prefix: 'kubernetes.var.log.containers', Kube_Token_File: `${account}/token` },
      ...{
        Kube_URL: 'https://kubernetes.default.svc:443',
        Match: 'kubernetes.*',
        Merge_Log: 'On',
        Use_Kubelet: 'Off',
      },
    }),
    section('OUTPUT', { Name: 'forward', Match: '*', Host: host, Port: '24240', Retry_Limit: 'False' }),
  ].join('\n');
}
