/** Skips a rule that cannot be checked on a server. */
export class Skipped extends Error {}
