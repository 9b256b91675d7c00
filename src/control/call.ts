import type { Request, Response } from 'express'
import type { operations } from '../generated/control.js'
import type { ControlOperationId } from '../generated/control-routes.js'
import type { Mock } from '../mock/create-mock.js'
import type { Feeds } from './feeds.js'

/** A call that has been let in and checked against the contract. */
export interface Call<Id extends ControlOperationId> {
  /** Whose it is for: that of the key which the call gives, where each has its own, or else the whole one. */
  readonly mock: Mock
  readonly path: Parameters<Id> extends { readonly path: infer P } ? P : object
  readonly query: Parameters<Id> extends { readonly query?: infer Q } ? Exclude<Q, undefined> : object
  readonly body: BodyOf<Id>
  readonly control: Control
  readonly request: Request
  readonly response: Response
}

/** What all calls share. */
export interface Control {
  /** The mock that is served. */
  readonly rootMock: Mock
  readonly feeds: Feeds
  /** Where the server is, for who asks without saying what for. */
  readonly origin: string
  /** Texts that nothing may show. */
  readonly secrets: readonly string[]
  /** Fires when the server closes. */
  readonly closing: AbortSignal
}

/** What a call does, and answers as JSON; nothing where it has no answer, or has written one by itself. */
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
