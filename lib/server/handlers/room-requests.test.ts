import { expect, it, vi } from 'vitest';
import { ChatError } from '@/lib/chat/errors';
import { hiddenRoomId } from '@/lib/chat/room';
import type { ChatContext } from './chat-context';
import { type PageAsker, removeFromMyRooms } from './room-requests';

it('[M11] a member who could not leave a private room may still enter it, and nobody is told that they left', async () => {
  const roomStore = { removeFromMyRooms: vi.fn(), revoke: vi.fn() };
  const tellNews = vi.fn();
  const stillAdmitted = { leave: vi.fn() };
  const leave = () => {
    const rooms = { store: roomStore, tellNews };
    const context = { rooms, moderation: { stillAdmitted } } as unknown as ChatContext;
    return removeFromMyRooms(context, { id: 'ada' } as PageAsker, {
      room: hiddenRoomId('private', 'secret'),
    });
  };
  roomStore.removeFromMyRooms.mockRejectedValueOnce(new ChatError('store_unavailable'));
  await expect(leave()).rejects.toMatchObject({ code: 'store_unavailable' });
  expect(roomStore.revoke).not.toHaveBeenCalled();
  expect(tellNews).not.toHaveBeenCalled();
  expect(stillAdmitted.leave).not.toHaveBeenCalled();
  await leave();
  expect(roomStore.revoke).toHaveBeenCalledTimes(1);
  expect(tellNews).toHaveBeenCalledTimes(1);
  expect(stillAdmitted.leave).toHaveBeenCalledTimes(1);
});
