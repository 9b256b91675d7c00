import type { Schemas } from './operation.js'

export interface Page {
  /** Counted from 1. */
  readonly page: number
  readonly perPage: number
}

/** What `meta.pagination` says of a page. */
export function paginationOf({ page, perPage }: Page, totalCount: number): Schemas['Pagination'] {
  return { page, perPage, totalPages: Math.ceil(totalCount / perPage), totalCount }
}

/** The items of a page. */
export function pageOf<T>({ page, perPage }: Page, items: readonly T[]): readonly T[] {
  return items.slice((page - 1) * perPage, page * perPage)
}
