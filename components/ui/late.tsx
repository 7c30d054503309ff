'use client';

import { type ComponentType, type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { lateScript } from '@/lib/client/environment/late-script';

/** A component whose script does not come with the page. */
export interface LateComponent<P> {
  (props: P): ReactNode;
  /** Begins to load it, for somebody who is about to open it. */
  readonly prepare: () => void;
}

interface LateOptions {
  /** Is it fetched as soon as it is shown, or does it wait for an idle moment even then? */
  readonly loadsWhenShown?: boolean;
  /** What is shown until it is there, and where it throws. */
  readonly meanwhile?: ReactNode;
}

/**
 * A component that loads when it is first shown, or before that in an idle moment. One that takes `isOpen` does not load before
 * it is open. Where its script throws, so does it: the part of the page that it is in says so.
 */
export function late<P extends object>(
  load: () => Promise<ComponentType<P>>,
  { loadsWhenShown = true, meanwhile = null }: LateOptions = {},
): LateComponent<P> {
  const script = lateScript(load);

  // biome-ignore lint/correctness/noComponentHookFactories: a module calls it once for each component that it loads late.
  function Late(props: P) {
    const isOpen = !('isOpen' in props) || props.isOpen === true;
    const [wasOpen, setWasOpen] = useState(isOpen);
    if (isOpen && !wasOpen) setWasOpen(true); // It stays, to be seen closing.
    const Loaded = useSyncExternalStore(script.subscribe, () => (wasOpen ? script.loaded() : null), none);
    useEffect(() => {
      if (wasOpen && loadsWhenShown) script.load().catch(() => {}); // It is thrown where it is shown.
    }, [wasOpen]);
    const failure = useSyncExternalStore(script.subscribe, script.failure, none);
    if (wasOpen && failure !== null && meanwhile === null) throw failure;
    return Loaded ? <Loaded {...props} /> : meanwhile;
  }
  return Object.assign(Late, { prepare: () => void script.prepare() });
}

const none = () => null;
