import type { Message } from './entry';

/** Whoever asks for something to be done. */
export interface Actor {
  readonly id: string;
}

/** May `actor` delete this message? Its author may. */
export const mayDelete = (actor: Actor, message: Message): boolean => actor.id === message.author.id;
