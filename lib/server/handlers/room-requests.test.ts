import { expect, it, vi } from 'vitest';
import { ChatError } from '@/lib/chat/errors';
import { hiddenRoomId } from '@/lib/chat/room';
import type { ChatContext } from './chat-context';
import { type RoomActor, unfollowRoom } from './room-requests';

it('[M11] whoever could not leave a private room is still let into it, and nobody hears that they have left', async () => {
  const roomStore = { unfollow: vi.fn(), expel: vi.fn() };
  const tellRoomNews = vi.fn();
  const stillAdmitted = { putOut: vi.fn() };
  const leave = () => {
    const context = { roomStore, stillAdmitted, tellRoomNews } as unknown as ChatContext;
    return unfollowRoom(context, { id: 'ada' } as RoomActor, { room: hiddenRoomId('private', 'secret') });
  };
  roomStore.unfollow.mockRejectedValueOnce(new ChatError('store_unavailable'));
  await expect(leave()).rejects.toMatchObject({ code: 'store_unavailable' });
  expect(roomStore.expel).not.toHaveBeenCalled();
  expect(tellRoomNews).not.toHaveBeenCalled();
  expect(stillAdmitted.putOut).not.toHaveBeenCalled();
  await leave();
  expect(roomStore.expel).toHaveBeenCalledTimes(1);
  expect(tellRoomNews).toHaveBeenCalledTimes(1);
  expect(stillAdmitted.putOut).toHaveBeenCalledTimes(1);
});
