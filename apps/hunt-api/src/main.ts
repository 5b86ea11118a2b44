/** Arguments in, exit code out; the only place that knows the process it runs in. */
import { parseArgs } from 'node:util';
import { ConfigurationError } from './configuration/configuration-error.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { configuredExtensions } from './drone/configured-extensions.ts';
import { createServer } from './server.ts';
import { explainListenError, stopOnSignals } from './serve.ts';

const usage = `Usage: hunt-api [--config <file>] [--check]

  --config <file>  the configuration (default: hunt-api.yaml in this folder)
  --check          read the configuration, say what is wrong with it, and end
  --help           this

Examples:
  npx nx run hunt-api:serve                    the sample, on this machine only
  hunt-api --config /etc/hunt-api.yaml         a configuration of your own
  hunt-api --config hunt-api.yaml --check      before a restart
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      config: { type: 'string', default: 'hunt-api.yaml' },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const configuration = await readConfiguration(values.config, {
    env: process.env,
    dryRun: values.check,
  });
  const { settings, generated, secretsFile } = configuration;
  if (values.check) {
    process.stdout.write(`${values.config} is valid\n`);
    return;
  }
  const app = createServer({ extensions: configuredExtensions(configuration), logLevel: settings.log });
  if (generated.length > 0)
    app.log.info(
      { file: secretsFile, extensions: generated },
      'secrets were made; Drone needs the same ones',
    );
  if (!/^(?:127\.|::1$|localhost$)/.test(settings.listen.host))
    app.log.warn('calls carry credentials of users: let only a TLS proxy reach this address');
  try {
    await app.listen(settings.listen);
  } catch (error) {
    throw explainListenError(error, settings.listen, values.config);
  }
  stopOnSignals(app, settings.stopTimeoutSeconds * 1000);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${describe(error)}\n`);
  process.exitCode = 1;
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return `hunt-api: ${String(error)}`;
  if (error instanceof ConfigurationError) return error.message;
  const isUsage = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return `hunt-api: ${error.message}${isUsage ? '\n\n' + usage : ''}`;
}
