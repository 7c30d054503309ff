import { Room } from '@/components/room/room';

/** Which room is read from the address, as it is when the page goes to another by itself. */
export default function Page() {
  return <Room />;
}
