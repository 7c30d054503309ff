/** Suggests an id for an open room with this title; '' if no part of the title is usable. */
export const roomIdLike = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+/, '')
    .slice(0, 64)
    .replace(/-+$/, '');
