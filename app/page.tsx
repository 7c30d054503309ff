import { Room } from '@/components/room/room';

export default function Page() {
  return <Room />;
}
