import type { Schemas } from './operation.js'

export interface Page {
  /** From 1. */
  readonly page: number
  readonly perPage: number
}

/** `meta.pagination` of a page. */
export function paginationOf({ page, perPage }: Page, totalCount: number): Schemas['Pagination'] {
  return { page, perPage, totalPages: Math.ceil(totalCount / perPage), totalCount }
}

/** Items of a page. */
export function pageOf<T>({ page, perPage }: Page, items: readonly T[]): readonly T[] {
  return items.slice((page - 1) * perPage, page * perPage)
}
