import { sentenceParts } from '@/lib/client/texts/isolated';

/** A sentence of ours. Names and titles in it, which people write, have a direction of their own. */
export const Sentence = ({ children }: { readonly children: string }) =>
  sentenceParts(children).map(({ text, isIsolated }, index) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: a part has no identity but its position.
    isIsolated ? <bdi key={index}>{text}</bdi> : <span key={index}>{text}</span>,
  );
