import { redact } from './redact.ts';
import { isRecord } from './wire.ts';

/** Norman's error (facts: `{type:"error",status,code,message,baseType:"error"}`); Kubernetes' Status is brought to its shape. */
export interface RancherErrorBody {
  type: string;
  status: number;
  /** Such as `Unauthorized`, `NotFound`, `InvalidBodyContent`. */
  code?: string;
  message?: string;
  [field: string]: unknown;
}

/** Whether an answer is an error, whatever its status: Rancher has been seen to answer logins with 200 and an error. */
export const isErrorBody = (body: unknown): boolean => isRecord(body) && body.type === 'error';

/** Reads the body of an answer with an error status; what is not JSON becomes the message. */
export function readErrorBody(text: string, status: number, secrets: readonly string[]): RancherErrorBody {
  const shown = redact(text, secrets);
  let body: unknown;
  try {
    body = JSON.parse(shown);
  } catch {
    // A proxy's page, mostly: its first words say enough.
    const message = shown
      .replace(/<(head|style|script)[\s\S]*?<\/\1>|<[^>]*>/gi, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    return { type: 'error', status, ...(message === '' ? {} : { message: message.slice(0, 300) }) };
  }
  if (!isRecord(body)) return { type: 'error', status };
  const { code, message, reason } = body;
  return {
    ...body,
    type: 'error',
    status: typeof body.status === 'number' && body.status >= 400 ? body.status : status,
    ...(typeof code === 'string' ? { code } : typeof reason === 'string' ? { code: reason } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
}
