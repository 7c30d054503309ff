'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import { useState } from 'react';
import { openDirect } from '@/components/page/open-direct';
import { useTexts } from '@/components/page/preferences-provider';
import { goTo } from '@/components/page/room-path';
import { Button } from '@/components/ui/button';
import { ownKeys } from '@/components/ui/composing';
import { Modal } from '@/components/ui/popups/modal';
import type { ListedRoom } from '@/lib/chat/events/directory';
import type { Member } from '@/lib/chat/member';
import { FoundPerson } from './found-person';
import { FoundRoom } from './found-room';
import { usePeopleSearch } from './use-people-search';
import { useRoomSearch } from './use-room-search';

interface FindRoomProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Called with what was searched for. Missing for members who may not make a room. */
  readonly onMake?: ((title: string) => void) | undefined;
}

/** Finds any room or person, by typing or by browsing. */
export function FindRoom({ isOpen, onClose, onMake }: FindRoomProps) {
  const texts = useTexts();
  return (
    <Modal title={texts.findRoom} closeLabel={texts.close} isOpen={isOpen} onClose={onClose}>
      <Finder onDone={onClose} onMake={onMake} />
    </Modal>
  );
}

type Found = ListedRoom | Member;

interface Group {
  readonly value: string;
  readonly items: readonly Found[];
}

interface FinderProps extends Pick<FindRoomProps, 'onMake'> {
  readonly onDone: () => void;
}

function Finder({ onDone, onMake }: FinderProps) {
  const texts = useTexts();
  const [text, setText] = useState('');
  const { groups, isNone, problem } = useFound(text);
  const go = (found: Found) => {
    onDone();
    if ('room' in found) goTo(found.room.id);
    else void openDirect(found.id, texts);
  };
  return (
    <Autocomplete.Root
      inline
      open
      items={groups}
      filter={null}
      value={text}
      onValueChange={setText}
      autoHighlight="always"
      keepHighlight
      itemToStringValue={(found: Found) => ('room' in found ? found.room.title : found.name)}
    >
      <Autocomplete.Input
        aria-label={texts.findRoom}
        placeholder={texts.findRoomHint}
        onKeyDown={ownKeys(({ key }) => {
          if (key === 'Enter' && isNone) onMake?.(text);
        })}
        className="mx-5 h-10 shrink-0 rounded-lg border border-edge bg-paper px-3 placeholder:text-soft focus:border-accent focus:outline-none touch:h-11 touch:text-[16px]"
      />
      <Autocomplete.Empty className="px-5 py-6 text-small text-soft empty:hidden">
        {isNone && texts.noRoomFound}
      </Autocomplete.Empty>
      <p role="status" className="px-5 py-3 text-small text-soft empty:p-0">
        {problem && texts.errors[problem]}
      </p>
      <FoundList onChoose={go} />
      {onMake && (
        <div className="flex justify-end border-line border-t px-3 py-2.5">
          <Button look="quiet" onClick={() => onMake(text)}>
            {texts.makeRoom}
          </Button>
        </div>
      )}
    </Autocomplete.Root>
  );
}

/** What has the text in it, in groups that are not empty. */
function useFound(text: string) {
  const texts = useTexts();
  const { own, open, isAnswered, problem } = useRoomSearch(text);
  const groups: readonly Group[] = [
    { value: texts.yourRooms, items: own },
    { value: texts.people, items: usePeopleSearch(text) },
    { value: texts.openRooms, items: open },
  ].filter(({ items }) => items.length > 0);
  return { groups, isNone: isAnswered && groups.length === 0, problem };
}

/** The groups, which it gets from the root around it. */
function FoundList({ onChoose }: { readonly onChoose: (found: Found) => void }) {
  return (
    <Autocomplete.List className="min-h-24 overflow-y-auto overscroll-contain px-3 py-2 empty:hidden">
      {(group: Group) => (
        <Autocomplete.Group key={group.value} items={group.items}>
          <Autocomplete.GroupLabel className="px-2 pt-2 pb-1 font-medium text-small text-soft">
            {group.value}
          </Autocomplete.GroupLabel>
          <Autocomplete.Collection>
            {(found: Found) =>
              'room' in found ? (
                <FoundRoom key={found.room.id} found={found} onChoose={() => onChoose(found)} />
              ) : (
                <FoundPerson key={found.id} person={found} onChoose={() => onChoose(found)} />
              )
            }
          </Autocomplete.Collection>
        </Autocomplete.Group>
      )}
    </Autocomplete.List>
  );
}
