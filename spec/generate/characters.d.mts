export declare function characters(text: string): number
