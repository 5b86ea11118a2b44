import { ZoneSyntaxError } from '../lexing/errors.ts';

const maxInt = 0x7fffffff;
/** BIND's buffer for one number. */
const maxNumberLength = 127;

/** How a number is written into a template: decimal, octal, hex, or hex digits as labels, the last digit first. */
interface NumberForm {
  readonly offset: number;
  readonly width: number;
  readonly form: string;
}

/** Text with places for a number: what stands between `$` and `$` of a `$GENERATE` line. */
export type GenerateTemplate = readonly (string | NumberForm)[];

const modifier = /^\{(-?\d+)(?:,(\d+)(?:,([doxXnN]))?)?\}/;

/**
 * Reads one side of `$GENERATE`: `$` is the number, `$$` a dollar, `${offset,width,form}` the number changed; a
 * backslash keeps what follows as it is.
 *
 * @throws ZoneSyntaxError when a `${` is not closed or holds something else
 */
export function parseTemplate(text: string): GenerateTemplate {
  const parts: (string | NumberForm)[] = [];
  let literal = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') {
      literal += text.slice(at, at + 2);
      at += 1;
    } else if (character !== '$') literal += character;
    else if (text.charAt(at + 1) === '$') {
      literal += '$';
      at += 1;
    } else {
      parts.push(literal);
      literal = '';
      if (text.charAt(at + 1) !== '{') {
        parts.push({ offset: 0, width: 0, form: 'd' });
        continue;
      }
      const found = modifier.exec(text.slice(at + 1));
      if (found === null)
        throw new ZoneSyntaxError(`expected \${offset,width,form}, met "${text.slice(at, at + 20)}"`);
      const [all, offset, width = '0', form = 'd'] = found;
      if (Number(width) > maxNumberLength) throw new ZoneSyntaxError(`a width above ${maxNumberLength}`);
      parts.push({ offset: Number(offset), width: Number(width), form });
      at += all.length;
    }
  }
  parts.push(literal);
  return parts;
}

/** Hex digits joined by dots, the lowest first; `width` counts digits and dots. */
function formatNibbles(value: number, width: number, isUpper: boolean): string {
  const digits: string[] = [];
  let rest = value;
  do {
    digits.push((rest & 0xf).toString(16));
    rest >>>= 4;
  } while (rest > 0 || 2 * digits.length < width);
  const text = digits.join('.');
  // An even width ends in a dot.
  const padded = text.length < width ? `${text}.` : text;
  return isUpper ? padded.toUpperCase() : padded;
}

function formatNumber(number: number, { offset, width, form }: NumberForm): string {
  const value = number + offset;
  if (value > maxInt || value < -maxInt - 1)
    throw new ZoneSyntaxError(`${number} plus ${offset} is out of range`);
  switch (form) {
    case 'd':
      return value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0');
    case 'o':
      return (value >>> 0).toString(8).padStart(width, '0');
    case 'x':
      return (value >>> 0).toString(16).padStart(width, '0');
    case 'X':
      return (value >>> 0).toString(16).toUpperCase().padStart(width, '0');
    default:
      if (value < 0) throw new ZoneSyntaxError(`${value} cannot be written digit by digit`);
      return formatNibbles(value, width, form === 'N');
  }
}

/** The template with a number put in. */
export function fillTemplate(template: GenerateTemplate, number: number): string {
  let text = '';
  for (const part of template) text += typeof part === 'string' ? part : formatNumber(number, part);
  return text;
}
