/** A run that cannot begin, or cannot go on: one line says why. */
export class CannotRun extends Error {}
