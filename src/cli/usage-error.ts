/** Words of the command line that cannot be followed; `message` is for the user. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
