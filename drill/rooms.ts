import { LOBBY } from '@/lib/chat/protocol';

/** Where people talk. The browsers are in the lobby. */
export const ROOMS: readonly string[] = [LOBBY, 'engineering', 'support', 'random'];
