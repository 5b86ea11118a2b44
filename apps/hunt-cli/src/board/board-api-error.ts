/** The API of a board has no address yet, or answers what it should not. */
export class BoardApiError extends Error {
  readonly code = 'board-api';
}
