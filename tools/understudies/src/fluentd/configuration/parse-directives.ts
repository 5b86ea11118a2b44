/** `<match **>` with its parameters and what is inside it. */
export interface Directive {
  name: string;
  /** What stands behind the name: a tag, a label, chunk keys. */
  argument: string;
  parameters: Readonly<Record<string, string>>;
  children: readonly Directive[];
}

interface OpenDirective {
  name: string;
  argument: string;
  parameters: Record<string, string>;
  children: OpenDirective[];
}

/**
 * Reads fluentd's own syntax: sections in angle brackets and parameters by name (docs.fluentd.org, "Config File Syntax").
 *
 * @returns a section without a name that holds all others
 * @throws with the number of the line
 */
export function parseDirectives(text: string): Directive {
  const root: OpenDirective = { name: '', argument: '', parameters: {}, children: [] };
  const open = [root];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const current = open.at(-1) as OpenDirective;
    const [, closed] = /^<\/(\w+)>$/.exec(line) ?? [];
    const [, name, argument = ''] = /^<(\w+)(?:\s+(.+))?>$/.exec(line) ?? [];
    if (closed !== undefined) {
      if (open.length === 1 || current.name !== closed)
        throw new Error(`config error on line ${index + 1}: unmatched end tag ${line}`);
      open.pop();
    } else if (name !== undefined) {
      const child: OpenDirective = { name, argument, parameters: {}, children: [] };
      current.children.push(child);
      open.push(child);
    } else {
      const [, key = '', value = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
      if (!/^@?[\w.-]+$/.test(key))
        throw new Error(`config error on line ${index + 1}: ${line} is no parameter`);
      current.parameters[key] = value;
    }
  }
  if (open.length > 1) throw new Error(`config error: <${open.at(-1)?.name ?? ''}> is not closed`);
  return root;
}
