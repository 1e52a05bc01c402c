/**
 * Why a model cannot be translated, as the end of a sentence: "it has …". The
 * front door, who knows the model's name, makes a ModelError of it.
 */
export class Unreadable extends Error {}
