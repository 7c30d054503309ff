import { z } from 'zod';

/**
 * zod would compile schemas with `new Function`, where that is allowed. The content security policy of our pages does not
 * allow it, and a browser reports even the attempt. Imported by whatever makes schemas that a page uses, as zod tries it
 * when the first is made.
 */
z.config({ jitless: true });
