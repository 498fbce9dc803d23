/** The type of an object that may have no property besides these: where `Rest` has another one, `satisfies` fails. */
export type OnlyNamed<Rest, Names> = {readonly [Name in keyof Rest]: Name extends Names ? Rest[Name] : never};
