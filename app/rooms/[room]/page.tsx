import { Room } from '@/components/room/room';

/** The page reads the room from the address, as it does when it goes to another room by itself. */
export default function Page() {
  return <Room />;
}
