/** Kinds of faults that change how a matched request is handled; `delay` acts before that, `rateLimit` counts requests. */
export type AppliedFaultKind = 'fail' | 'drop' | 'malformed' | 'slow'
