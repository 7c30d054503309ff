import { textsIn } from '@/lib/client/texts/texts-in';
import { readPreferences } from './preferences';

export default async function NotFound() {
  const texts = textsIn[(await readPreferences()).language];
  return (
    <main className="flex h-dvh flex-col items-center justify-center gap-2 p-6 text-center">
      <h1 className="font-semibold text-title">{texts.notFound}</h1>
      <a className="text-accent underline underline-offset-4" href="/">
        {texts.backToRoom}
      </a>
    </main>
  );
}
