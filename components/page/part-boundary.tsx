'use client';

import { Component, type ComponentType, type ReactNode } from 'react';
import type { PagePart } from '@/lib/chat/page-failure';
import { reportFailure } from '@/lib/client/use-chat';
import { PartFailed } from './part-failed';

interface PartBoundaryProps {
  readonly part: PagePart;
  /** What stands around the sentence in place of the part; nothing where that is inside of what stays. */
  readonly frame?: ComponentType<{ readonly children: ReactNode }>;
  readonly children: ReactNode;
}

/**
 * A part of the page that fails for itself. It stands around the outermost element of the part: an extension that has moved
 * something within cannot keep React from taking that out.
 */
export class PartBoundary extends Component<PartBoundaryProps, { readonly hasFailed: boolean }> {
  override readonly state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidCatch(error: unknown): void {
    reportFailure(this.props.part, error);
  }

  override render(): ReactNode {
    const { frame: Frame, children } = this.props;
    if (!this.state.hasFailed) return children;
    return Frame ? (
      <Frame>
        <PartFailed />
      </Frame>
    ) : (
      <PartFailed />
    );
  }
}
