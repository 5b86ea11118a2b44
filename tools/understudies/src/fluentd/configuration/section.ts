import type { Directive } from './parse-directives.ts';

/** Takes parameters out of a section and then finds those that nobody took. */
export class Section {
  readonly directive: Directive;
  readonly #taken = new Set<string>();

  constructor(directive: Directive) {
    this.directive = directive;
  }

  get title(): string {
    const { name, argument } = this.directive;
    return `<${name}${argument === '' ? '' : ` ${argument}`}>`;
  }

  text(name: string): string | undefined {
    this.#taken.add(name);
    return this.directive.parameters[name];
  }

  required(name: string): string {
    const value = this.text(name) ?? '';
    if (value === '') throw new Error(`config error: '${name}' parameter is required in ${this.title}`);
    return value;
  }

  /** Only this value is played. */
  expect(name: string, played: readonly string[]): string | undefined {
    const value = this.text(name);
    if (value !== undefined && !played.includes(value))
      throw new Error(`config error: ${name} ${value} in ${this.title} is not played`);
    return value;
  }

  flag(name: string): boolean {
    return this.expect(name, ['true', 'false']) === 'true';
  }

  list(name: string): string[] {
    const value = this.text(name) ?? '';
    return value === '' ? [] : value.split(',').map((one) => one.trim());
  }

  /** In seconds: `1m`, `10s`, or a number. */
  seconds(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const [, count = '', unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(value) ?? [];
    const seconds = { s: 1, m: 60, h: 3600, d: 86_400 }[unit];
    if (count === '' || seconds === undefined)
      throw new Error(`config error: ${name} ${value} in ${this.title} is no time`);
    return Number(count) * seconds;
  }

  /** In bytes: `8m`, `256k`, or a number. */
  bytes(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const [, count = '', unit = ''] = /^(\d+)([kmgt]?)b?$/i.exec(value) ?? [];
    if (count === '') throw new Error(`config error: ${name} ${value} in ${this.title} is no size`);
    return Number(count) * 1024 ** ['', 'k', 'm', 'g', 't'].indexOf(unit.toLowerCase());
  }

  /** The only child of this name. */
  child(name: string): Section | undefined {
    const found = this.directive.children.find((one) => one.name === name);
    return found === undefined ? undefined : new Section(found);
  }

  /** Ends the reading. @throws at a parameter or a child that is not known */
  end(children: readonly string[] = []): void {
    const parameter = Object.keys(this.directive.parameters).find((name) => !this.#taken.has(name));
    if (parameter !== undefined)
      throw new Error(`config error: parameter '${parameter}' in ${this.title} is not used, or not played`);
    const child = this.directive.children.find(({ name }) => !children.includes(name));
    if (child !== undefined) throw new Error(`config error: <${child.name}> in ${this.title} is not played`);
  }
}
