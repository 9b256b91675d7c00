/** Formats of a report. */
export const REPORT_KINDS = ['junit', 'json', 'html', 'md'] as const

export type ReportKind = (typeof REPORT_KINDS)[number]

/** Where reports are written to, by kind. */
export type ReportFiles = { readonly [kind in ReportKind]?: string }
