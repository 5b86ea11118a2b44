import { TemplateError } from '../errors.ts';

/**
 * Fills `{{ name }}` in a text with values. Strict, because a gap in a configuration is found late: every name needs a
 * value and every value must be used.
 *
 * @throws TemplateError naming what is missing or left over.
 *
 * @example
 * renderTemplate('listen {{ port }};', { port: 8443 }) // 'listen 8443;'
 */
export function renderTemplate(template: string, values: Readonly<Record<string, string | number>>): string {
  const used = new Set<string>();
  const missing = new Set<string>();
  const text = template.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => {
    used.add(name);
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) missing.add(name);
    return String(value);
  });
  if (missing.size > 0) throw new TemplateError(`no value for ${[...missing].join(', ')}`);
  const unused = Object.keys(values).filter((name) => !used.has(name));
  if (unused.length > 0) throw new TemplateError(`the template has no place for ${unused.join(', ')}`);
  return text;
}
