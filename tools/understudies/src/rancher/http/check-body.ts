import type { TObject } from 'typebox';
import { Errors } from 'typebox/value';

import { ApiError } from './api-error.ts';

/** Reads a JSON body of exactly the fields that the schema names. */
export function checkBody(
  schema: TObject | undefined,
  text: string,
  contentType: string | undefined,
): unknown {
  if (schema === undefined) {
    // Assumption: a body where none is read is refused; an empty JSON object is taken for none.
    if (text.trim() !== '' && text.trim() !== '{}')
      throw new ApiError('InvalidBodyContent', 'this operation takes no body');
    return undefined;
  }
  // Assumption: a body whose content type is not application/json is refused with InvalidBodyContent.
  if (contentType?.split(';')[0]?.trim() !== 'application/json')
    throw new ApiError(
      'InvalidBodyContent',
      `content type ${contentType ?? '(none)'} is not application/json`,
    );
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new ApiError('InvalidBodyContent', 'the body is no JSON', { cause });
  }
  const [error] = Errors(schema, body);
  if (error === undefined) return body;
  // Assumption: an unknown field is refused with InvalidBodyContent, where Rancher would drop it.
  const at = error.instancePath.split('/').slice(1).join('.');
  throw new ApiError(
    error.keyword === 'required' ? 'MissingRequired' : 'InvalidBodyContent',
    `${at === '' ? 'body' : at}: ${error.message} ${JSON.stringify(error.params)}`,
  );
}
