import { useTexts } from './preferences-provider';

/** There is nothing above this. */
export function RoomStart({ isTrimmed }: { readonly isTrimmed: boolean }) {
  const texts = useTexts();
  return (
    <p className="pt-8 pb-2 pl-12 text-small text-soft">{isTrimmed ? texts.historyStart : texts.roomStart}</p>
  );
}
