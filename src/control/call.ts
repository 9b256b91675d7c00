import type { Request, Response } from 'express'
import type { operations } from '../generated/control.js'
import type { ControlOperationId } from '../generated/control-routes.js'
import type { Mock } from '../mock/create-mock.js'
import type { Feeds } from './feeds.js'

/** An authorized and validated call. */
export interface Call<Id extends ControlOperationId> {
  /** The mock that the call is for: the sandbox of the given key, or the root mock. */
  readonly mock: Mock
  readonly path: Parameters<Id> extends { readonly path: infer P } ? P : object
  readonly query: Parameters<Id> extends { readonly query?: infer Q } ? Exclude<Q, undefined> : object
  readonly body: BodyOf<Id>
  readonly control: Control
  readonly request: Request
  readonly response: Response
}

/** Parts that all calls share. */
export interface Control {
  /** The served mock. */
  readonly rootMock: Mock
  readonly feeds: Feeds
  /** The control plane's own OpenAPI document, with the server at which it was requested. */
  readonly document: { readonly json: (request: Request) => object; readonly yaml: (request: Request) => string }
  /** Texts that no response may show. */
  readonly secrets: readonly string[]
  /** Aborted when the server closes. */
  readonly closing: AbortSignal
}

/** Handles a call and returns JSON; `undefined` for no content, or when the response was written already. */
export type Handler<Id extends ControlOperationId> = (call: Call<Id>) => object | undefined | Promise<object | undefined>

type Parameters<Id extends ControlOperationId> = operations[Id]['parameters']
type Json<B> = { readonly content: { readonly 'application/json': B } }
type BodyOf<Id extends ControlOperationId> = operations[Id] extends { readonly requestBody: Json<infer B> }
  ? B
  : operations[Id] extends { readonly requestBody?: never }
    ? undefined
    : operations[Id] extends { readonly requestBody?: Json<infer B> }
      ? B | undefined
      : undefined
