import { ResourceNotFound } from '../errors/call-errors.ts';

/** The answer, or undefined when the resource does not exist (any more). */
export async function ignoreMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ResourceNotFound) return undefined;
    throw error;
  }
}
