export declare function date(text: string): boolean
declare function dateTime(text: string): boolean
export declare function uri(text: string): boolean
export declare const email: RegExp
export { dateTime as 'date-time' }
