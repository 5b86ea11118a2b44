import { DesiredInvalidError } from '../errors.ts';

/** A systemd `EnvironmentFile`: names in order, values quoted (systemd.exec(5)). */
export function formatEnvironment(environment: Readonly<Record<string, string>>): string {
  return Object.entries(environment)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => {
      if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
        throw new DesiredInvalidError(`"${name}" is no name of an environment variable`);
      if (Buffer.from(value).some((byte) => byte < 0x20))
        throw new DesiredInvalidError(`the value of environment variable ${name} holds a control character`);
      return `${name}="${value.replaceAll(/["\\$`]/g, String.raw`\$&`)}"\n`;
    })
    .join('');
}
