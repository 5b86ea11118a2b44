/** What one look at one thing found. */
export interface Finding {
  /** What was looked at. */
  check: string;
  ok: boolean;
  message: string;
  /** What to do about it; only where it is not ok. */
  remedy?: string;
}

/** Turns a look that throws into a finding, so that one failure never hides the others. */
export async function look(
  check: string,
  remedy: string,
  find: () => Promise<Finding[]>,
): Promise<Finding[]> {
  try {
    return await find();
  } catch (error) {
    return [{ check, ok: false, message: error instanceof Error ? error.message : String(error), remedy }];
  }
}
